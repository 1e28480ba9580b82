"""People who work at the shop, their logins, and the keys of the shop's own servers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

STAFF_ROLES = ("agent", "marketer", "admin")


@dataclass(frozen=True)
class Staff:
    staff_id: str
    login: str
    name: str
    role: str
    password_hash: str = ""


@dataclass(frozen=True)
class StaffLogin:
    """A sign-in that is still valid. ``csrf`` must come with every change that the person makes."""

    staff: Staff
    csrf: str
    started_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class ApiKey:
    """A key as listed: ``prefix`` is what people recognise it by; the key itself is stored only as its sha256."""

    key_id: str
    name: str
    prefix: str
    created_at: datetime
    revoked_at: datetime | None = None
