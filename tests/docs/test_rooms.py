"""What is written about the house agrees with the house."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from cli.__main__ import app

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
#: What nobody tracks: environments, built things, caches.
LEFT_OUT = re.compile(
    r"(^|/)(\.git|\.venv|\.venv-bot|var|artifacts|build|dist|__pycache__|\.[a-z_]+_cache|\.hypothesis|\.rasa|[^/]*\.egg-info)/"
)
#: Folders that only some machines have.
A_PLACE = re.compile(rb"(?<![\w.:/~>}*])/(?:home|root|Users|work|workspace|mnt)/[\w.-]")


def files(folder: Path = ROOT) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not LEFT_OUT.search(path.relative_to(ROOT).as_posix()):
            yield path


def targets() -> list[str]:
    return re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_readme_names_every_make_target():
    assert targets()
    assert [t for t in targets() if f"make {t}" not in README] == []


def test_the_makefile_explains_every_target_and_declares_it_phony():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == set(targets())
    assert [t for t in targets() if not re.search(rf"^{t}:\s+## \S", makefile, re.MULTILINE)] == []


def test_the_readme_names_every_command_and_no_other():
    root = get_command(app)
    commands = getattr(root, "commands")  # noqa: B009 - a group, which the type does not say
    assert commands
    for name, command in commands.items():
        row = next((line for line in README.splitlines() if line.startswith(f"| `shoptalk {name}")), "")
        assert row, f"shoptalk {name} is missing in the table"
        for below in getattr(command, "commands", {}):
            assert below in row, f"shoptalk {name} {below} is missing in the table"
    named = set(re.findall(r"shoptalk ([a-z]+)", README))
    assert named <= set(commands), named - set(commands)


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_every_decision_has_its_number_and_the_three_parts(page: Path):
    text = page.read_text(encoding="utf-8")
    number = re.match(r"(\d{4})-", page.name)
    assert number
    assert text.startswith(f"# {int(number[1])}. ")
    places = [text.find(f"**{part}.**") for part in ("Context", "Decision", "Consequence")]
    assert -1 not in places
    assert places == sorted(places)


def test_decisions_are_numbered_without_a_gap():
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path):
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_no_file_names_a_place_on_somebodys_machine():
    here = str(ROOT).encode()
    found = []
    for path in files():
        content = path.read_bytes()
        if here in content or A_PLACE.search(content):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []


def test_a_place_is_seen_and_an_address_is_not():
    assert A_PLACE.search(b"open('/" + b"home/ada/shop')")
    assert A_PLACE.search(b" /" + b"root/.cache")
    assert not A_PLACE.search(b"https://shop.example/home/garden")
    assert not A_PLACE.search(b'href="../home/page"')


def test_a_wheel_carries_every_file_that_the_code_reads():
    packaged = PROJECT["tool"]["setuptools"]["package-data"]
    rooms = [name.rstrip("*") for name in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]]
    missing = []
    for room in rooms:
        carried = {path for pattern in packaged.get(room, []) for path in (ROOT / room).glob(pattern)}
        for path in files(ROOT / room):
            if path.suffix != ".py" and path not in carried and path.name not in (".gitkeep", "README.md"):
                missing.append(path.relative_to(ROOT).as_posix())
            if path.suffix == ".py" and not (path.parent / "__init__.py").is_file():
                missing.append(path.relative_to(ROOT).as_posix())
    assert missing == []
