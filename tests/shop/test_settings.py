"""Settings: environment over file over default, refused by name, and secrets that are made once."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.errors import InvalidInput
from shop.settings import SETTINGS, load_settings

PURPOSES = ("channel", "rasa-jwt", "internal", "payload", "cookie", "conversation", "customer-jwt")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"SHOPTALK_HOME": str(tmp_path)}


def refused(values: dict[str, str], name: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as raised:
        load_settings(values)
    assert name in raised.value.message
    return raised.value


def test_with_nothing_set_everything_lies_in_the_home_on_loopback(home: dict[str, str], tmp_path: Path):
    settings = load_settings(home)
    assert settings.embedded
    assert settings.loopback
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'shoptalk.db'}"
    assert settings.redis_url is None
    assert settings.rasa_urls == ("http://127.0.0.1:5005",)
    assert settings.actions_url == "http://127.0.0.1:5055"


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(home: dict[str, str], tmp_path: Path):
    config = tmp_path / "shop.toml"
    config.write_text(
        'SHOPTALK_PORT = 9000\nSHOPTALK_CURRENCY = "EUR"\nALLOWED_ORIGINS = ["https://a.example/", "https://b.example"]\n'
    )
    settings = load_settings({**home, "SHOPTALK_CONFIG": str(config), "SHOPTALK_PORT": "9001"})
    assert (settings.port, settings.currency, settings.rasa_port) == (9001, "EUR", 5005)
    assert settings.allowed_origins == ("https://a.example", "https://b.example")


def test_an_empty_variable_is_a_variable_that_is_not_set(home: dict[str, str]):
    assert load_settings({**home, "SHOPTALK_PORT": "", "DATABASE_URL": ""}).port == 8080


def test_a_file_with_an_unknown_name_is_refused_by_that_name(home: dict[str, str], tmp_path: Path):
    config = tmp_path / "shop.toml"
    config.write_text("SHOPTALK_PROT = 1\n")
    refused({**home, "SHOPTALK_CONFIG": str(config)}, "SHOPTALK_PROT")


@pytest.mark.parametrize("content", [b"= 1", b"\xff\xfe", b"a = [1"])
def test_a_file_that_is_no_toml_is_refused(home: dict[str, str], tmp_path: Path, content: bytes):
    config = tmp_path / "shop.toml"
    config.write_bytes(content)
    refused({**home, "SHOPTALK_CONFIG": str(config)}, str(config))


def test_a_file_that_is_not_there_is_refused(home: dict[str, str], tmp_path: Path):
    refused({**home, "SHOPTALK_CONFIG": str(tmp_path / "none.toml")}, "SHOPTALK_CONFIG")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOPTALK_PORT", "eighty"),
        ("SHOPTALK_PORT", "0"),
        ("SHOPTALK_PORT", "70000"),
        ("SHOPTALK_PORT", "nan"),
        ("SHOPTALK_SAMPLE_SCALE", "2"),
        ("SHOPTALK_REPLY_SECONDS", "inf"),
        ("SHOPTALK_LOG_LEVEL", "loud"),
        ("SHOPTALK_SECRET", "too short"),
        ("CUSTOMER_JWT_SECRET", "too short"),
        ("DATABASE_URL", "mysql://shop"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_its_setting(home: dict[str, str], name: str, value: str):
    assert name in refused({**home, name: value}, name).fields


def test_a_refused_database_url_is_not_repeated(home: dict[str, str]):
    assert "hunter2" not in refused({**home, "DATABASE_URL": "mysql://shop:hunter2@db"}, "DATABASE_URL").message


def test_the_master_secret_is_made_once_and_private(home: dict[str, str], tmp_path: Path):
    first = load_settings(home)
    assert stat.S_IMODE((tmp_path / "var" / "secret").stat().st_mode) == 0o600
    assert load_settings(home).master_secret == first.master_secret
    assert [p.name for p in (tmp_path / "var").iterdir()] == ["secret"]


def test_processes_that_start_at_once_agree_on_the_secret(home: dict[str, str]):
    with ThreadPoolExecutor(8) as pool:
        assert len({s.master_secret for s in pool.map(lambda _: load_settings(home), range(8))}) == 1


def test_each_purpose_has_a_key_of_its_own(home: dict[str, str]):
    settings = load_settings(home)
    keys = [settings.secret(purpose) for purpose in PURPOSES]
    assert len(set(keys)) == len(PURPOSES)
    assert all(len(key) >= 43 and settings.master_secret not in key for key in keys)
    assert settings.customer_jwt_secret == settings.secret("customer-jwt")


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=32, max_size=80))
def test_a_given_secret_decides_every_key(secret: str):
    one, two = (load_settings({"SHOPTALK_HOME": "/nowhere", "SHOPTALK_SECRET": secret}) for _ in range(2))
    assert [one.secret(p) for p in PURPOSES] == [two.secret(p) for p in PURPOSES]


@pytest.mark.parametrize(("host", "loopback"), [("localhost", True), ("::1", True), ("0.0.0.0", False), ("10.0.0.4", False)])
def test_only_this_machine_is_loopback(home: dict[str, str], host: str, loopback: bool):
    assert load_settings({**home, "SHOPTALK_HOST": host}).loopback is loopback


def test_every_setting_has_a_meaning_and_one_name():
    assert all(s.meaning for s in SETTINGS)
    assert len({s.name for s in SETTINGS}) == len(SETTINGS)


def test_the_folder_of_the_database_is_its_owners_alone(tmp_path: Path) -> None:
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path)})
    assert settings.var.stat().st_mode & 0o077 == 0
