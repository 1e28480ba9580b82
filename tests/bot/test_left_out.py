"""Rasa runs without the libraries that are left out, and takes less memory."""

import subprocess
import sys
from pathlib import Path

BOT = Path(__file__).resolve().parents[2] / "bot"


def test_rasa_and_its_components_load_without_them():
    load = "import rasa.core.agent, rasa.engine.recipes.default_components"
    check = "import sys; from left_out import LEFT_OUT; assert not any(sys.modules.get(name) for name in LEFT_OUT)"
    code = f"from left_out import leave_out; leave_out(); {load}; {check}"
    done = subprocess.run([sys.executable, "-c", code], cwd=BOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
