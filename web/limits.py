"""Rate limits: token buckets, in memory, or in Redis where several gateways count together."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from redis.exceptions import RedisError

from web.errors import RateLimited

log = structlog.get_logger("web.limits")


@dataclass(frozen=True)
class Rate:
    """``burst`` at once, then ``per_second``."""

    burst: float
    per_second: float


#: One bucket per name and key. Addresses are shared by offices and phone networks, so theirs are wide.
RATES: Mapping[str, Rate] = {
    "conversation": Rate(30, 3),  # messages of one conversation
    "address": Rate(300, 30),  # messages from one address
    "start": Rate(100, 5),  # new conversations from one address
    "events": Rate(200, 20),  # events and page changes of one conversation
    "read": Rate(100, 20),  # polling of one conversation
    "review": Rate(5, 0.05),  # reviews written in one conversation
    "me": Rate(10, 0.1),  # asking what is known, or to be forgotten, in one conversation
    "suggestions": Rate(30, 2),  # what a page shows to one conversation
    "profile": Rate(30, 1),  # looks at one's own profile, and moves taken back, in one conversation
    "login_name": Rate(5, 0.05),  # sign-ins under one login
    "login_address": Rate(20, 0.2),
    "api_key": Rate(500, 200),
    "frames": Rate(100, 20),  # whatever a browser sends over one conversation's socket
    "page": Rate(120, 10),  # pages of the shop to one address
}

REDIS_SECONDS = 0.5  # a Redis that hangs must not hold up every request
REDIS_REST_SECONDS = 5.0  # and is left alone for so long

_LUA = """
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1000000
local burst, rate, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local old = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = math.min(burst, (tonumber(old[1]) or burst) + (now - (tonumber(old[2]) or now)) * rate)
local wait = 0
if left >= cost then left = left - cost else wait = (cost - left) / rate end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return tostring(wait)
"""


class Limits:
    """``await limits.take("conversation", id)`` or RateLimited. Redis gone: each gateway counts for itself meanwhile."""

    def __init__(
        self,
        rates: Mapping[str, Rate] = RATES,
        *,
        redis: Any | None = None,
        prefix: str = "shoptalk",
        clock: Callable[[], float] = time.monotonic,
        most_keys: int = 100_000,
    ):
        self.rates = {**RATES, **rates}
        self.redis = redis
        self.prefix = prefix
        self.clock = clock
        self.most_keys = most_keys
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._script = redis.register_script(_LUA) if redis is not None else None
        self._redis_rests_until = 0.0

    async def take(self, name: str, key: str, cost: float = 1) -> None:
        wait = await self._wait(name, key, cost)
        if wait > 0:
            raise RateLimited("Too many requests in a short time. Please wait a moment and try again.", wait)

    async def _wait(self, name: str, key: str, cost: float) -> float:
        rate = self.rates[name]
        if self._script is not None and self.clock() >= self._redis_rests_until:
            try:
                keys = [f"{self.prefix}:limit:{name}:{key}"]
                async with asyncio.timeout(REDIS_SECONDS):
                    return float(await self._script(keys=keys, args=[rate.burst, rate.per_second, cost]))
            except (RedisError, OSError):  # TimeoutError among them
                self._redis_rests_until = self.clock() + REDIS_REST_SECONDS
                log.warning("redis_unreachable", what="rate limits")
        return self.wait_in_memory(name, key, cost)

    def wait_in_memory(self, name: str, key: str, cost: float = 1) -> float:
        """0 when granted, else the seconds after which it would be."""
        rate, now = self.rates[name], self.clock()
        left, at = self._buckets.get((name, key), (rate.burst, now))
        left = min(rate.burst, left + (now - at) * rate.per_second)
        wait = 0.0
        if left >= cost:
            left -= cost
        else:
            wait = (cost - left) / rate.per_second
        self._buckets[(name, key)] = (left, now)
        self._buckets.move_to_end((name, key))
        while len(self._buckets) > self.most_keys:
            self._buckets.popitem(last=False)
        return wait
