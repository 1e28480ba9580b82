"""GET and POST /staff/login, POST /staff/logout."""

from __future__ import annotations

from aiohttp import web

from shop.errors import Forbidden, TooLarge
from web.errors import RateLimited
from web.origins import origin_allowed
from web.pages import page
from web.staff_login import login_of, require_login, set_cookie, sign_in, sign_out

HOME = {"agent": "/desk", "marketer": "/console", "admin": "/desk"}
_BODY = 4096  # bytes


def safe_next(given: str) -> str:
    """Only pages of our own: another host can not be smuggled in."""
    return given if given in ("/desk", "/console") or given.startswith(("/desk/", "/console/")) else ""


async def show(request: web.Request) -> web.StreamResponse:
    login = await login_of(request)
    if login is not None:
        raise web.HTTPSeeOther(safe_next(request.query.get("next", "")) or HOME[login.staff.role])
    return await page(request, "login.html", problem="", name="", next=safe_next(request.query.get("next", "")))


async def submit(request: web.Request) -> web.StreamResponse:
    if not origin_allowed(request, own_only=True):
        raise Forbidden("Sign in on the shop's own page.", code="origin")
    if request.content_length is None or request.content_length > _BODY:
        raise TooLarge("This form is too large.")
    form = await request.post()
    name, password, wanted = (str(form.get(field, ""))[:200] for field in ("login", "password", "next"))
    try:
        found = await sign_in(request, name, password)
    except RateLimited:
        problem = "Too many attempts. Please wait a few minutes and try again."
        return await page(request, "login.html", status=429, problem=problem, name=name, next=safe_next(wanted))
    if found is None:
        problem = "This login and password do not fit together."
        return await page(request, "login.html", status=401, problem=problem, name=name, next=safe_next(wanted))
    staff, token = found
    response = web.Response(status=303, headers={"Location": safe_next(wanted) or HOME[staff.role]})
    set_cookie(request, response, token)
    return response


async def leave(request: web.Request) -> web.StreamResponse:
    await require_login(request)
    response = web.Response(status=204)
    await sign_out(request, response)
    return response


def routes() -> list[web.RouteDef]:
    return [web.get("/staff/login", show), web.post("/staff/login", submit), web.post("/staff/logout", leave)]
