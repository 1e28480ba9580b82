"""``shoptalk agent``: the people who sign in at the desk and in the console."""

from __future__ import annotations

import re
import secrets
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.environment import opened
from shop.errors import Conflict, InvalidInput, NotFound
from shop.staff import STAFF_ROLES
from storage import Storage
from web.passwords import hash_password

app = typer.Typer(no_args_is_help=True)


def add_agent(storage: Storage, login: str, name: str, role: str, password: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{1,79}", login):
        raise InvalidInput("A login has 2 to 80 small letters, digits, dots, dashes or @.", fields={"login": "not accepted"})
    if role not in STAFF_ROLES:
        raise InvalidInput(f"A role is one of {', '.join(STAFF_ROLES)}.", fields={"role": "unknown"})
    hashed = hash_password(password)
    if storage.staff.by_login(login) is not None:
        raise Conflict(f"{login} exists already; `shoptalk agent password {login}` sets a new password.")
    storage.staff.add(login, name, role, hashed)


def _say(sentence: str) -> None:
    Console(highlight=False, soft_wrap=True).print(sentence, markup=False)


@app.command("add")
def add(
    login: Annotated[str, typer.Argument(help="What they sign in with.")],
    name: Annotated[str, typer.Option(help="The name customers see.")] = "",
    role: Annotated[str, typer.Option(help="agent, marketer or admin.")] = "agent",
    password: Annotated[str, typer.Option(help="Empty: one is made and printed once.", envvar="SHOPTALK_AGENT_PASSWORD")] = "",
) -> None:
    """Add a person."""
    given = password or secrets.token_urlsafe(12)
    with opened() as services:
        add_agent(services.storage, login, name or login.split("@")[0].title(), role, given)
    _say(f"Added {login} ({role})." + ("" if password else f" Password, shown once: {given}"))


@app.command("password")
def set_password(login: str) -> None:
    """Make a new password for a person and print it once."""
    made = secrets.token_urlsafe(12)
    with opened() as services:
        person = services.storage.staff.by_login(login)
        if person is None:
            raise NotFound(f"There is no {login}; `shoptalk agent list` shows who there is.")
        services.storage.staff.set_password(person.staff_id, hash_password(made))
    _say(f"New password for {login}, shown once: {made}")


@app.command("list")
def show() -> None:
    """Who can sign in."""
    table = Table("Login", "Name", "Role")
    with opened() as services:
        for person in services.storage.staff.list():
            table.add_row(person.login, escape(person.name), person.role)
    Console(highlight=False).print(table if table.row_count else "Nobody yet. `shoptalk agent add LOGIN` adds a person.")
