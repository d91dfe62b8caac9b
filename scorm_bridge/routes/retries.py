"""POST /launch/retry: a page that waits asks again, by its script or by its button."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from ledger.errors import OboleError
from scorm_bridge import bridge, launches, metrics, waiting
from scorm_bridge.errors import LearnerHeld, TokenRejected
from scorm_bridge.launches import Call, Offer
from scorm_bridge.routes import hosts
from scorm_bridge.routes.launches import MOST_BYTES, answered, expired, way_in
from scorm_bridge.routes.pages import without_trace
from scorm_bridge.routes.waiting import crowded, waiting_call, wants_json

retrying = Blueprint("retrying", __name__)
retrying.before_request(hosts.must_be_public)

SHOWS = {"shows": True}
"""The page is to send its form: what came of it is a page of its own."""


@retrying.post("/launch/retry")
def retry() -> Response:
    """As the launch that the page was made for, which it may ask for as often as it likes."""
    request.max_content_length = MOST_BYTES
    try:
        call = waiting_call()
    except TokenRejected:
        return jsonify(SHOWS) if wants_json() else expired()
    if not wants_json():
        return crowded(call) or answered(call, is_retry=True)
    return without_trace(crowded(call, asks_again=True) or told(call))


def told(call: Call) -> Response:
    """For the page's script: an address to go to, seconds to wait, or that its form shows more."""
    here = bridge.current()
    try:
        is_waiting = here.database.read(
            lambda session: waiting.still_waits(session, call=call, keyring=here.keyring)
        )
    except OboleError:
        return jsonify(SHOWS)
    if is_waiting:
        metrics.LAUNCHES.labels("waits").inc()
        return jsonify(waits=waiting.EVERY_SECONDS)
    return crowded(call) or jsonify(launched(call))


def launched(call: Call) -> dict[str, Any]:
    """A refusal is not counted here: the form that then is sent meets it again, and is."""
    here = bridge.current()
    try:
        found = here.database.write(
            lambda session: launches.launch(session, call=call, keyring=here.keyring)
        )
    except LearnerHeld as error:
        held = error  # as the name of an exception ends with its clause
        here.database.write(
            lambda session: launches.turn_away(
                session, call=call, keyring=here.keyring, error=held, reason="held", is_retry=True
            )
        )
        return {"waits": waiting.EVERY_SECONDS}
    except OboleError:
        return SHOWS
    return SHOWS if isinstance(found, Offer) else {"opens": way_in(found)}
