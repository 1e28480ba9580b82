"""Start the Rasa server from the environment, so that no secret stands on a command line. Run by the supervisor."""

import os
import sys
from collections.abc import Mapping

from left_out import leave_out


def command_line(env: Mapping[str, str]) -> list[str]:
    """What `rasa` is started with; `env` holds the SHOPTALK_RASA_… variables of the supervisor."""
    return [
        "rasa",
        "run",
        "--enable-api",
        "--model",
        env["SHOPTALK_RASA_MODEL"],
        "--endpoints",
        env["SHOPTALK_RASA_ENDPOINTS"],
        "--credentials",
        env["SHOPTALK_RASA_CREDENTIALS"],
        "--interface",
        env["SHOPTALK_RASA_INTERFACE"],
        "--port",
        env["SHOPTALK_RASA_PORT"],
        # With "=": one secret in 64 begins with "-", and as a word of its own it would be read as an option.
        "--jwt-secret=" + env["SHOPTALK_RASA_JWT"],
        "--jwt-method",
        "HS256",
    ]


if __name__ == "__main__":
    leave_out()
    from rasa.__main__ import main

    sys.path.insert(0, os.getcwd())
    sys.argv = command_line(os.environ)
    main()
