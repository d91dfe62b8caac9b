"""Whether there is room for a request, by the rates of its address and its package."""

from dataclasses import replace

import structlog
from flask import Response, request

from scorm_bridge import bridge, metrics, refusals
from scorm_bridge.routes.pages import language, page

log = structlog.get_logger("obole.web")


def seconds_to_wait(token: str) -> int:
    """Count a launch by `token`; 0 when there is room for it."""
    rates = bridge.current().rates
    return noted(rates.before_launch(address=request.remote_addr, token=token))


def seconds_to_ask() -> int:
    """Count a page that asks whether it is its turn; it takes no room from those who launch."""
    return noted(bridge.current().rates.before_question(address=request.remote_addr))


def noted(seconds: int) -> int:
    if seconds:
        metrics.LAUNCHES.labels("busy").inc()
        # An operator who forgot TRUSTED_PROXIES sees it here: all come from the router's address.
        log.warning("busy", seconds=seconds, is_forwarded="X-Forwarded-For" in request.headers)
    return seconds


def turned_back(token: str) -> Response | None:
    """A page that has its address loaded again by itself, where a link leads to what was asked."""
    seconds = seconds_to_wait(token)
    if seconds == 0:
        return None
    spoken = language()
    busy = replace(refusals.refusal("busy", 429, spoken), to_do=refusals.LET_AGAIN[spoken])
    response = page("refusal.html", status=busy.status, spoken=spoken, refusal=busy)
    response.headers["Retry-After"] = response.headers["Refresh"] = str(seconds)
    return response
