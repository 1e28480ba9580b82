"""``shoptalk up``: set up what is missing, start everything under one supervisor, print the addresses."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

from cli import sample_shop
from cli.alone import Alone
from cli.build import build_all, ensure_encoder, ensure_sentiment
from cli.environment import opened
from cli.interrupts import interruptible, uninterruptible
from cli.ports import check_ports
from cli.publish import train_live
from cli.steps import Steps, seconds_text
from cli.supervise import Supervisor, stop_leftover
from shop.settings import Settings, load_settings
from storage.migrations import current, migrate
from worker.bot_project import project_sha256
from worker.paths import BOT
from worker.seed_content import seed_content
from worker.services import Services
from worker.train_bot import read_pointer


def _prepare(services: Services, steps: Steps, *, sample: bool) -> sample_shop.Logins | None:
    fresh = sample and sample_shop.is_wanted(services)
    logins = sample_shop.demo_logins(services.settings, services.storage, fresh=fresh)
    if fresh:
        with steps.step("Creating the sample shop") as report:
            sample_shop.create(services, report)
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


def _set_up(settings: Settings, steps: Steps, *, sample: bool) -> sample_shop.Logins | None:
    ensure_encoder(settings, steps)
    ensure_sentiment(settings, steps)
    with steps.step("Database") as report:
        before = current(settings.database_url)
        migrate(settings.database_url)
        report(1.0, "up to date" if before == current(settings.database_url) else "migrated")
    with opened(settings) as services:
        return _prepare(services, steps, sample=sample)


def up(
    sample: Annotated[bool, typer.Option(help="Create the sample shop when the database is empty.")] = True,
) -> None:
    """Set up what is missing, start everything, print the addresses. Ctrl-C stops all."""
    started = time.monotonic()
    steps = Steps()
    settings: Settings = load_settings()
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Alone(settings.var / "up.lock"), interruptible():
        stop_leftover(settings, steps)
        check_ports(settings)
        steps.console.print("[bold]Shoptalk[/bold]")
        logins = _set_up(settings, steps, sample=sample)
        supervisor = Supervisor(settings)
        try:
            with steps.step("Starting web, Rasa, actions and worker"):
                supervisor.start()
                supervisor.wait_ready()
            _say_ready(steps, settings, logins, time.monotonic() - started)
            supervisor.wait()
        except KeyboardInterrupt:
            steps.console.print("  Stopping ...")
        finally:
            with uninterruptible():
                supervisor.stop()


def _say_ready(steps: Steps, settings: Settings, logins: sample_shop.Logins | None, seconds: float) -> None:
    def say(line: str) -> None:
        steps.console.print(line, markup=False)

    base = f"http://{'127.0.0.1' if settings.loopback else settings.host}:{settings.port}"
    steps.console.print(f"\n[bold]Ready[/bold] in {seconds_text(seconds)}. Ctrl-C stops everything.")
    say(f"  Shop page with the widget  {base}/")
    say(f"  Desk for support staff     {base}/desk")
    say(f"  Console for marketing      {base}/console")
    for role, login in (logins or {}).items():
        say(f"  Demo {role:<10} {login['login']}  password {login['password']}")
    if not logins:
        say("  Add people with `shoptalk agent add LOGIN --role agent|marketer|admin`.")
    say(f"  Logs: {settings.var / 'log'}{os.sep}")
