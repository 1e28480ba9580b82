"""The lock pins everything, brings no CUDA, and names no place."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    lines = [line.strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    found = {}
    for line in lines:
        if line and not line.startswith("#"):
            match = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!]+)", line)
            assert match, f"{name}: {line!r} is not name==version"
            found[match[1].lower().replace("_", "-")] = match[2]
    return found


def test_the_lock_pins_torch_without_a_local_suffix():
    assert pins("constraints.txt")["torch"] == "2.13.0"


def test_no_cuda_package_and_no_address_stands_in_a_lock():
    for name in ("constraints.txt", "bot/requirements.txt"):
        text = (ROOT / name).read_text(encoding="utf-8").lower()
        assert "nvidia" not in text
        assert "triton" not in text
        assert "://" not in text
        assert "+cpu" not in text


def test_every_dependency_of_the_project_is_pinned():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = list(project["project"]["dependencies"])
    for group in (*project["dependency-groups"].values(), *project["project"]["optional-dependencies"].values()):
        named += [item for item in group if isinstance(item, str)]
    locked = pins("constraints.txt")
    missing = [n for n in named if re.split(r"[\[<>=!~ ]", n)[0].lower().replace("_", "-") not in locked]
    assert not missing


def test_the_bot_runs_the_last_rasa():
    assert pins("bot/requirements.txt")["rasa"] == "3.6.21"
