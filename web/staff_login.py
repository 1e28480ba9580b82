"""Staff logins: a random cookie whose sha256 is stored, a role, and a CSRF token that every change must carry.

``staff = await require_role(request, "agent", "admin")`` at the start of a handler is all that a page or an API needs:
401 without a login, 403 with the wrong role, 403 ``csrf`` when a change comes without its ``X-CSRF-Token``.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from aiohttp import web

from shop.errors import Forbidden, Unauthorized
from shop.staff import Staff, StaffLogin
from web.client_address import bucket_of
from web.keys import LIMITS, PROXIES, SETTINGS, STORAGE
from web.passwords import password_fits
from web.threads import in_thread, utc_now

COOKIE = "shoptalk_login"
LASTS = timedelta(hours=12)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_CACHED = web.RequestKey("STAFF_LOGIN", StaffLogin)


def token_sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def login_of(request: web.Request) -> StaffLogin | None:
    """The present login or None; looked up once per request."""
    if _CACHED in request:
        return request[_CACHED]
    login = await present_login(request)
    if login is not None:
        request[_CACHED] = login
    return login


async def present_login(request: web.Request) -> StaffLogin | None:
    """Looked up anew: for what outlives a request, such as a socket, whose login may have ended meanwhile."""
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    login: StaffLogin | None = await in_thread(request.app[STORAGE].staff.login, token_sha256(token), utc_now())
    return login


async def require_login(request: web.Request) -> StaffLogin:
    """Any signed-in staff member. Raises Unauthorized; Forbidden ``csrf`` on a change without the token."""
    login = await login_of(request)
    if login is None:
        raise Unauthorized("Please sign in.", code="login_needed")
    if request.method not in _SAFE:
        check_csrf(request, login)
    return login


async def require_role(request: web.Request, *roles: str) -> Staff:
    """The staff member, who has one of ``roles`` (an admin has them all)."""
    login = await require_login(request)
    if login.staff.role != "admin" and login.staff.role not in roles:
        raise Forbidden("Your role does not include this.", code="wrong_role")
    return login.staff


def check_csrf(request: web.Request, login: StaffLogin) -> None:
    given = request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(given.encode(), login.csrf.encode()):
        raise Forbidden("This page is out of date. Reload it and try again.", code="csrf")


async def csrf_token(request: web.Request) -> str:
    """What a page puts into ``<meta name="csrf-token">``; "" when nobody is signed in."""
    login = await login_of(request)
    return login.csrf if login is not None else ""


async def sign_in(request: web.Request, login_name: str, password: str) -> tuple[Staff, str] | None:
    """Staff and the cookie's token, or None for a wrong login or password. Raises RateLimited.

    Counted per login and per address, before the password is looked at.
    """
    limits, storage = request.app[LIMITS], request.app[STORAGE]
    await limits.take("login_address", bucket_of(request.app[PROXIES].of(request)))
    await limits.take("login_name", hashlib.sha256(login_name.strip().lower().encode()).hexdigest())
    staff = await in_thread(storage.staff.by_login, login_name.strip())
    if not await in_thread(password_fits, staff.password_hash if staff else None, password) or staff is None:
        return None
    token, now = secrets.token_urlsafe(32), utc_now()
    csrf = secrets.token_urlsafe(24)
    await in_thread(storage.staff.start_login, staff.staff_id, token_sha256(token), csrf, now, now + LASTS)
    return staff, token


def set_cookie(request: web.Request, response: web.StreamResponse, token: str) -> None:
    settings = request.app[SETTINGS]
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=not settings.insecure_cookies and (not settings.loopback or bool(settings.trusted_proxies)),
    )


async def sign_out(request: web.Request, response: web.StreamResponse) -> None:
    token = request.cookies.get(COOKIE, "")
    if token:
        await in_thread(request.app[STORAGE].staff.end_login, token_sha256(token))
    response.del_cookie(COOKIE, path="/")
