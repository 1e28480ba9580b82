"""The Rasa server's command line, read by Rasa's own parser."""

import pytest
from rasa.__main__ import create_argument_parser
from serve import command_line

ENVIRONMENT = {
    "SHOPTALK_RASA_MODEL": "models/m.tar.gz",
    "SHOPTALK_RASA_ENDPOINTS": "endpoints.yml",
    "SHOPTALK_RASA_CREDENTIALS": "credentials.yml",
    "SHOPTALK_RASA_INTERFACE": "127.0.0.1",
    "SHOPTALK_RASA_PORT": "5005",
}


@pytest.mark.parametrize("secret", ["abc_def-123", "-abc", "--enable-api", "_x"])
def test_any_secret_reaches_rasa_one_that_begins_with_a_dash_too(secret: str) -> None:
    program, *words = command_line({**ENVIRONMENT, "SHOPTALK_RASA_JWT": secret})
    read = create_argument_parser().parse_args(words)
    assert program == "rasa"
    assert read.jwt_secret == secret
    assert (read.jwt_method, read.port, read.interface, read.enable_api) == ("HS256", 5005, "127.0.0.1", True)
