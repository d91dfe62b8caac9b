"""How many launches are answered in a while, so that nobody takes the place of all others.

Each process counts its own, in memory: a launch is not worth a trip to a shared counter, and what
is bounded here is the load on this process.
"""

import time
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

NONE = "none"
SIGN_INS = "60/minute"
"""Links asked for by one address: a company's learners come from one, all on the same morning."""

IPV6_SITE = 64
"""Bits of an IPv6 address that one subscriber shares (RFC 6177): the rest is theirs to vary."""


class Rates:
    """`per_address` and `per_package` are as "600/minute", or "none"; so are `sign_ins`.

    Raises ValueError for anything else.
    """

    def __init__(
        self, *, per_address: str = NONE, per_package: str = NONE, sign_ins: str = SIGN_INS
    ) -> None:
        self._per_address = parsed(per_address)
        self._per_package = parsed(per_package)
        self._sign_ins = parsed(sign_ins)
        self._counts = SlidingWindowCounterRateLimiter(MemoryStorage())

    def before_launch(self, *, address: str | None, token: str) -> int:
        """Count a launch; 0 when there is room for it, else the seconds until there may be.

        What counts for a package is its whole token: an id alone can be named by anyone, who
        would then fill the package's share with launches that are all refused.
        """
        wait = self._wait(self._per_address, "launch", site_of(address or ""))
        named = sha256(token.encode("utf-8", "replace")).hexdigest()
        return wait or self._wait(self._per_package, "launch", named)

    def before_question(self, *, address: str | None) -> int:
        """Count a page that only asks whether it is its turn: it takes no room of launches."""
        return self._wait(self._per_address, "question", site_of(address or ""))

    def before_sign_in(self, *, address: str | None) -> int:
        """Count a link that is asked for, whoever it is for."""
        return self._wait(self._sign_ins, "sign-in", site_of(address or ""))

    def _wait(self, most: RateLimitItem | None, kind: str, who: str) -> int:
        if most is None or self._counts.hit(most, kind, who):
            return 0
        until = self._counts.get_window_stats(most, kind, who).reset_time
        return max(1, ceil(until - time.time()))


def parsed(rate: str) -> RateLimitItem | None:
    """Raises ValueError when `rate` is neither as "600/minute" nor "none"."""
    if rate.strip().lower() == NONE:
        return None
    try:
        item = parse(rate)
    except ValueError:
        raise ValueError('it must be as "600/minute", or "none"') from None
    if item.amount < 1 or item.multiples < 1:
        raise ValueError('it must allow one at the least; "none" sets no limit')
    return item


def site_of(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:  # a server on a socket of the machine names no address
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped or ip_network((known, IPV6_SITE), strict=False))
