"""Headers of every answer: no inline script or style, no guessing of types, no framing, no stored answers of the API."""

from __future__ import annotations

from aiohttp import web

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_EMBEDDABLE = ("/static/", "/pictures/")  # another shop's page loads the widget and its pictures


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    embeddable = request.path.startswith(_EMBEDDABLE)
    headers["Content-Security-Policy"] = PICTURE_POLICY if request.path.startswith("/pictures/") else POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if embeddable else "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if embeddable and response.status < 400:
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if "v" in request.query else "public, max-age=300"
        if request.path.startswith("/static/"):
            headers["Access-Control-Allow-Origin"] = "*"  # a module script of another origin is fetched with CORS
    else:
        headers.setdefault("Cache-Control", "no-store")
