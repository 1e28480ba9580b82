"""``shoptalk up``: set up what is missing, start everything under one supervisor, print the addresses."""

from __future__ import annotations

import os
import signal
import time
from typing import Annotated

import typer

from cli import sample_shop
from cli.build import build_all, ensure_encoder
from cli.environment import opened
from cli.publish import train_live
from cli.steps import Steps, seconds_text
from cli.supervise import Supervisor, check_ports
from shop.settings import Settings, load_settings
from storage.migrations import current, migrate
from worker.bot_project import project_sha256
from worker.paths import BOT
from worker.seed_content import seed_content
from worker.services import Services
from worker.train_bot import read_pointer


def _prepare(services: Services, steps: Steps, *, sample: bool) -> dict[str, dict[str, str]] | None:
    logins = None
    ours = (services.settings.var / sample_shop.LOGINS).is_file()
    if sample and sample_shop.is_empty(services.storage):
        with steps.step("Creating the sample shop") as report:
            sample_shop.create(services, report)
        ours = True
    if ours:
        logins = sample_shop.demo_logins(services.settings, services.storage)
    build_all(services, steps, force=False)
    seed_content(services.storage, BOT)
    bot = read_pointer(services.settings, "current")
    wanted = project_sha256(BOT, services.storage.content.snapshot(draft=False))
    if bot is not None and bot.made_from == wanted:
        steps.current("Assistant")
    else:
        with steps.step("Training the assistant") as report:
            bot = train_live(services)
            report(1.0, f"model {bot.sha256[:12]}")
    return logins


def up(
    sample: Annotated[bool, typer.Option(help="Create the sample shop when the database is empty.")] = True,
) -> None:
    """Set up what is missing, start everything, print the addresses. Ctrl-C stops all."""
    started = time.monotonic()
    steps = Steps()
    settings: Settings = load_settings()
    settings.var.mkdir(parents=True, exist_ok=True)
    check_ports(settings)
    steps.console.print("[bold]Shoptalk[/bold]")
    ensure_encoder(settings, steps)
    before = current(settings.database_url)
    with steps.step("Database") as report:
        migrate(settings.database_url)
        report(1.0, "up to date" if before == current(settings.database_url) else "migrated")
    with opened(settings) as services:
        logins = _prepare(services, steps, sample=sample)
    supervisor = Supervisor(settings)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupted)
    try:
        with steps.step("Starting web, Rasa, actions and worker"):
            supervisor.start()
            supervisor.wait_ready()
        _say_ready(steps, settings, logins, time.monotonic() - started)
        supervisor.wait()
    except KeyboardInterrupt:
        steps.console.print("  Stopping ...")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        supervisor.stop()


def _say_ready(steps: Steps, settings: Settings, logins: dict[str, dict[str, str]] | None, seconds: float) -> None:
    base = f"http://{'127.0.0.1' if settings.loopback else settings.host}:{settings.port}"
    say = steps.console.print
    say(f"\n[bold]Ready[/bold] in {seconds_text(seconds)}. Ctrl-C stops everything.")
    say(f"  Shop page with the widget  {base}/")
    say(f"  Desk for support staff     {base}/desk")
    say(f"  Console for marketing      {base}/console")
    for role, login in (logins or {}).items():
        say(f"  Demo {role:<10} {login['login']}  password {login['password']}", markup=False)
    if not logins:
        say("  Add people with `shoptalk agent add LOGIN --role agent|marketer|admin`.")
    say(f"  Logs: {settings.var / 'log'}{os.sep}")
