"""Tokens: ours for one conversation, and the shop's for one of its customers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

import jwt
from aiohttp import web

from shop.errors import Forbidden, Unauthorized
from shop.settings import Settings
from web.api_keys import bearer
from web.keys import SETTINGS

LEEWAY_SECONDS = 10
_SHAPE = re.compile(r"^(c_[A-Za-z0-9_-]{16,40})\.([A-Za-z0-9_-]{43})$")


def new_conversation_id() -> str:
    return "c_" + secrets.token_urlsafe(18)


def mac(secret: str, *parts: str) -> str:
    """43 characters of base64url over the parts, which a zero byte keeps apart."""
    digest = hmac.new(secret.encode(), "\0".join(parts).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def conversation_token(settings: Settings, conversation_id: str) -> str:
    """``<conversation_id>.<signature>``: opens this conversation and no other."""
    return f"{conversation_id}.{mac(settings.secret('conversation'), conversation_id)}"


def conversation_of_token(settings: Settings, token: str) -> str:
    """The conversation that a token opens. Raises Unauthorized."""
    shape = _SHAPE.match(token)
    if not shape or not hmac.compare_digest(mac(settings.secret("conversation"), shape[1]), shape[2]):
        raise Unauthorized("This needs the conversation's token as Authorization: Bearer.", code="bad_token")
    return shape[1]


def require_conversation(request: web.Request) -> str:
    """The id in the path, which must be the one that the bearer token opens. Raises Unauthorized or Forbidden."""
    opened = conversation_of_token(request.app[SETTINGS], bearer(request))
    if request.match_info["conversation_id"] != opened:
        raise Forbidden("This token belongs to another conversation.", code="other_conversation")
    return opened


def customer_of_token(settings: Settings, token: object) -> str:
    """The customer id that the shop vouches for: HS256 alone, with sub, exp and iat. Raises Unauthorized."""
    if not isinstance(token, str) or len(token) > 4096:
        raise Unauthorized("customer_token must be a signed token.", code="customer_token_invalid")
    try:
        claims = jwt.decode(
            token,
            settings.customer_jwt_secret,
            algorithms=["HS256"],
            leeway=LEEWAY_SECONDS,
            options={"require": ["sub", "exp", "iat"], "verify_aud": False},
        )
    except jwt.ExpiredSignatureError as error:
        raise Unauthorized(
            "The customer token has expired; the shop must give a new one.", code="customer_token_expired"
        ) from error
    except jwt.InvalidAlgorithmError as error:
        raise Unauthorized("The customer token must be signed with HS256.", code="customer_token_algorithm") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise Unauthorized("The customer token is not valid.", code="customer_token_invalid") from error
    subject = claims["sub"]
    if not isinstance(subject, str) or not 1 <= len(subject) <= 200:
        raise Unauthorized("The customer token names no customer.", code="customer_token_invalid")
    return subject
