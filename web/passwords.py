"""Staff passwords: argon2id, checked in the same time whether or not the login exists."""

from __future__ import annotations

import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from shop.errors import InvalidInput

SHORTEST = 10
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    if len(password) < SHORTEST:
        raise InvalidInput(f"A password needs {SHORTEST} characters or more.", fields={"password": "too short"})
    return _hasher.hash(password)


@functools.cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def password_fits(stored: str | None, password: str) -> bool:
    """``stored`` None (an unknown login) costs as much time as a wrong password."""
    try:
        fits = _hasher.verify(stored or _nobody(), password)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    return bool(fits) and stored is not None
