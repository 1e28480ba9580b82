"""Whose address counts for rate limits: the peer's, unless the peer is a proxy named in ``TRUSTED_PROXIES``."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from aiohttp import web

from shop.errors import InvalidInput

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class TrustedProxies:
    def __init__(self, given: Iterable[str]):
        """``given``: addresses or networks. Raises InvalidInput naming TRUSTED_PROXIES."""
        self.networks: list[Network] = []
        for part in given:
            try:
                self.networks.append(ipaddress.ip_network(part, strict=False))
            except ValueError as error:
                raise InvalidInput(
                    f"TRUSTED_PROXIES holds {part!r}, which is neither an address nor a network.",
                    fields={"TRUSTED_PROXIES": "not an address"},
                ) from error

    def trusts(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        return any(parsed in network for network in self.networks)

    def client(self, peer: str, forwarded_for: str) -> str:
        """The client's address: X-Forwarded-For is read from the right, as far as trusted proxies wrote it."""
        address = peer
        hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
        while hops and self.trusts(address):
            hop = hops.pop()
            try:
                ipaddress.ip_address(hop)
            except ValueError:
                break
            address = hop
        return address

    def of(self, request: web.Request) -> str:
        """All lines of the header count, in their order: some proxies add a line of their own below the caller's."""
        return self.client(request.remote or "", ",".join(request.headers.getall("X-Forwarded-For", [])))


def bucket_of(address: str) -> str:
    """The name under which an address is counted: IPv6 by its /64, which is one household."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)
