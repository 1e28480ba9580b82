"""Fixtures of the bot's tests (Python 3.10): the project on the path, word lists of a small shop, one trained model."""

import copy
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot"
ENCODER = Path(os.environ.get("SHOPTALK_ARTIFACTS") or ROOT / "artifacts") / "encoder"
sys.path.insert(0, str(BOT))
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

LOOKUPS = {
    "types": [
        {"value": "acoustic guitar", "forms": ["acoustic guitars"]},
        {"value": "guitar", "forms": ["guitars"]},
        {"value": "guitar strap", "forms": ["guitar straps"]},
        {"value": "tent", "forms": ["tents"]},
        {"value": "sleeping bag", "forms": ["sleeping bags"]},
        {"value": "boots", "forms": ["boot", "hiking boots"]},
        {"value": "jacket", "forms": ["jackets"]},
        {"value": "backpack", "forms": ["backpacks", "rucksack"]},
        {"value": "t-shirt", "forms": ["t-shirts", "tee"]},
        {"value": "case", "forms": ["cases"]},
    ],
    "brands": [
        {"value": "Northway", "forms": []},
        {"value": "Le Feu", "forms": []},
        {"value": "Best", "forms": []},
        {"value": "Fox & Fern", "forms": ["fox and fern"]},
    ],
    "colours": [{"value": c, "forms": []} for c in ("red", "blue", "black", "green", "dark green", "white")],
    "materials": [{"value": m, "forms": []} for m in ("leather", "wool", "cotton", "plastic", "steel")],
    "sizes": [{"value": s, "forms": []} for s in ("M", "L", "XL", "42", "King")],
    "categories": [{"value": "Camping", "forms": ["camping gear"]}, {"value": "Kitchen", "forms": []}],
}


def write_lookups(artifacts: Path, lookups: dict) -> None:
    """Word lists with a manifest, as ``shoptalk build`` writes them."""
    folder = artifacts / "lookups"
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for name, entries in lookups.items():
        data = json.dumps(entries).encode()
        (folder / f"{name}.json").write_bytes(data)
        files[f"{name}.json"] = hashlib.sha256(data).hexdigest()
    draft = folder / "manifest.tmp"
    draft.write_text(json.dumps({"files": files, "settings": {}}))
    os.replace(draft, folder / "manifest.json")


@pytest.fixture
def artifacts(tmp_path: Path) -> Path:
    write_lookups(tmp_path, LOOKUPS)
    return tmp_path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An artifacts folder with the exported encoder and the small shop's word lists."""
    if not (ENCODER / "manifest.json").is_file():
        reason = f"no exported encoder in {ENCODER}; run `make run` or `shoptalk build` once"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("artifacts")
    (folder / "encoder").symlink_to(ENCODER.resolve())
    write_lookups(folder, LOOKUPS)
    return folder


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, as a training run uses it."""
    folder = tmp_path_factory.mktemp("project") / "bot"
    shutil.copytree(BOT, folder, ignore=shutil.ignore_patterns("__pycache__", ".rasa", "models", "requirements.txt"))
    return folder


def rasa(project: Path, artifacts: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "SHOPTALK_ARTIFACTS": str(artifacts), "RASA_TELEMETRY_ENABLED": "false"}
    return subprocess.run(
        [str(Path(sys.executable).parent / "rasa"), *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="session")
def model(project: Path, built: Path) -> Path:
    """The bot, trained once for all tests."""
    done = rasa(project, built, "train", "--fixed-model-name", "model", "--out", "models")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return project / "models" / "model.tar.gz"


@pytest.fixture(scope="session")
def agent(model: Path, built: Path):
    """The trained bot in this process; its actions are called through ``agent.action_endpoint``, which a test may set."""
    os.environ["SHOPTALK_ARTIFACTS"] = str(built)
    from rasa.core.agent import Agent

    return Agent.load(str(model))


class Actions:
    """Stands for the action server: answers each action by name, records what it was asked, raises what it is told to raise."""

    url = "http://actions.test"

    def __init__(self) -> None:
        self.kwargs = {}
        self.asked = []
        self.trackers = []
        self.replies = {}
        self.error = None

    async def request(self, method="post", subpath=None, content_type=None, compress=False, **given):
        call = given["json"]
        self.asked.append(call["next_action"])
        self.trackers.append(call["tracker"])
        if self.error is not None:
            raise self.error
        reply = self.replies.get(call["next_action"])
        if callable(reply):
            return reply(call["tracker"])
        return copy.deepcopy(reply) or {"events": [], "responses": [{"text": "said by " + call["next_action"]}]}


@pytest.fixture
def actions(agent) -> Actions:
    """Actions that a test plays, behind the trained bot."""
    played = Actions()
    agent.action_endpoint = played
    agent.processor.action_endpoint = played
    return played
