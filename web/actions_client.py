"""Asks the action server what only models know: search, recommendations, offers, profiles. Models stay out of this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp

from shop.errors import NotFound, Unavailable


class ActionsClient:
    def __init__(self, http: aiohttp.ClientSession, url: str, *, token: str, seconds: float = 10):
        self.http = http
        self.url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=1.5)

    async def ask(self, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """``POST /internal/<name>``. Raises NotFound when it knows no such customer or product, else Unavailable."""
        away = Unavailable("Search and recommendations do not answer at the moment. Please try again shortly.")
        try:
            async with self.http.post(
                f"{self.url}/internal/{name}", json=dict(body), headers=self._headers, timeout=self._timeout
            ) as response:
                if response.status == 404:
                    raise NotFound("There is nothing known under this id.")
                if response.status != 200:
                    raise away
                found = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise away from error
        if not isinstance(found, dict):
            raise away
        return found

    async def ready(self) -> dict[str, Any]:
        """What each part of the action server says. Raises Unavailable unless all are ready."""
        away = Unavailable("The action server is not ready.")
        try:
            async with self.http.get(f"{self.url}/internal/ready", headers=self._headers, timeout=self._timeout) as response:
                if response.status != 200:
                    raise away
                found: dict[str, Any] = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise away from error
        return found
