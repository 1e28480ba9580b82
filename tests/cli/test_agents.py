"""``shoptalk agent``: people for desk and console, whose passwords are stored as hashes and shown at most once."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from shop.errors import ShopError
from shop.settings import load_settings
from shop.staff import Staff
from storage import open_storage
from web.passwords import password_fits


def shoptalk(*arguments: str, **environment: str) -> str:
    ended = CliRunner().invoke(app, list(arguments), catch_exceptions=False, env=environment)
    assert ended.exit_code == 0, ended.output
    return ended.output


def person(login: str) -> Staff:
    storage = open_storage(load_settings().database_url)
    found = storage.staff.by_login(login)
    storage.close()
    assert found is not None
    return found


def test_a_person_gets_a_password_that_is_shown_once_and_stored_as_a_hash(home: Path):
    told = shoptalk("agent", "add", "ada@example.com", "--name", "Ada", "--role", "marketer")
    password = told.split("shown once:")[1].strip()
    ada = person("ada@example.com")
    assert (ada.name, ada.role) == ("Ada", "marketer")
    assert password_fits(ada.password_hash, password)
    assert password not in ada.password_hash
    assert password not in shoptalk("agent", "list")


def test_a_given_password_is_not_printed(home: Path):
    told = shoptalk("agent", "add", "milo", SHOPTALK_AGENT_PASSWORD="correct horse battery")
    assert "correct horse" not in told
    assert password_fits(person("milo").password_hash, "correct horse battery")


def test_a_new_password_replaces_the_old_one(home: Path):
    old = shoptalk("agent", "add", "ines").split("shown once:")[1].strip()
    new = shoptalk("agent", "password", "ines").split("shown once:")[1].strip()
    assert password_fits(person("ines").password_hash, new)
    assert not password_fits(person("ines").password_hash, old)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "Ada Lind"), "small letters"),
        (("add", "ada", "--role", "king"), "agent, marketer, admin"),
        (("add", "ada", "--password", "short"), "10 characters"),
        (("password", "nobody"), "There is no nobody"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(home: Path, arguments: tuple[str, ...], sentence: str):
    with pytest.raises(ShopError, match=sentence):
        CliRunner().invoke(app, ["agent", *arguments], catch_exceptions=False)
    assert "Nobody yet" in shoptalk("agent", "list")


def test_the_same_login_twice_is_refused_with_what_to_do(home: Path):
    shoptalk("agent", "add", "ada")
    with pytest.raises(ShopError, match="shoptalk agent password ada"):
        CliRunner().invoke(app, ["agent", "add", "ada"], catch_exceptions=False)
