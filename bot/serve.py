"""Start the Rasa server from the environment, so that no secret stands on a command line. Run by the supervisor."""

import os
import sys

from left_out import leave_out

if __name__ == "__main__":
    leave_out()
    from rasa.__main__ import main

    env = os.environ
    sys.path.insert(0, os.getcwd())
    sys.argv = [
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
        "--jwt-secret",
        env["SHOPTALK_RASA_JWT"],
        "--jwt-method",
        "HS256",
    ]
    main()
