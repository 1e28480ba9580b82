"""``python -m actions`` as a process: it starts without torch, answers, and stops when told."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time

from shop.settings import Settings
from tests.actions.conftest import REPOSITORY


def environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "SHOPTALK_HOME": str(settings.home),
        "SHOPTALK_ACTIONS_PORT": str(settings.actions_port),
        "DATABASE_URL": "",
    }


def status(settings: Settings, path: str, token: str = "") -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", settings.actions_port, timeout=10)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def test_the_process_serves_and_stops_when_told(settings: Settings) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "actions"], cwd=REPOSITORY, env=environment(settings), stderr=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + 60
        while status(settings, "/health") != 200:
            assert process.poll() is None, process.stderr and process.stderr.read().decode()
            assert time.monotonic() < deadline, "the action server did not open its port"
            time.sleep(0.2)
        assert status(settings, "/internal/ready") == 401
        assert status(settings, "/internal/ready", settings.secret("internal")) == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()


def test_a_missing_encoder_is_a_sentence_and_no_traceback(settings: Settings) -> None:
    (settings.artifacts / "encoder").unlink()  # a link: the folder behind it is shared
    done = subprocess.run(
        [sys.executable, "-m", "actions"],
        cwd=REPOSITORY,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "shoptalk" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_process_that_answers_customers_never_loads_torch(settings: Settings) -> None:
    program = (
        "import sys\n"
        "from actions.__main__ import make_app, open_services, load_settings\n"
        "services = open_services(load_settings())\n"
        "make_app(services, 'x')\n"
        "services.parts.products().search('a tent', __import__('retrieval.filters').filters.Filters(), 3)\n"
        "services.parts.recommender()\n"
        "services.offers.rank(now=__import__('datetime').datetime.now(__import__('datetime').UTC), customer_id=None)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('torch', 'transformers', 'sentence_transformers')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPOSITORY,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    assert done.stdout.strip() == "[]"
