"""The page of a learner who waits, held or in a crowd: what it is made for is signed into it."""

from uuid import UUID

from flask import Response, jsonify, make_response, request

from scorm_bridge import bridge, packages, refusals
from scorm_bridge.errors import TokenRejected
from scorm_bridge.launches import Call
from scorm_bridge.models import Mode
from scorm_bridge.refusals import Refusal
from scorm_bridge.routes import crowds
from scorm_bridge.routes.pages import language, page
from scorm_bridge.waiting import EVERY_SECONDS, FOR_SECONDS, WORDS


def waiting_page(
    call: Call, refusal: Refusal, *, spoken: str, seconds: int = EVERY_SECONDS
) -> Response:
    """It asks after so many `seconds`, and from then on as often as any."""
    here = bridge.current()
    account_id = account_of(call)
    return page(
        "waiting.html",
        status=refusal.status,
        spoken=spoken,
        account_id=account_id,
        leads_to=here.places.content_origin(account_id) if account_id else "",
        refusal=refusal,
        token=here.tokens.waiting(facts_of(call)),
        words=WORDS[spoken],
        seconds=seconds,
        every=EVERY_SECONDS,
        most=FOR_SECONDS,
    )


def crowded(call: Call, *, asks_again: bool = False) -> Response | None:
    """What a launch is answered for which there is no room now; nothing is asked or written.

    `asks_again` is a page's question whether it is the learner's turn yet.
    """
    seconds = crowds.seconds_to_ask() if asks_again else crowds.seconds_to_wait(call.token)
    if seconds == 0:
        return None
    if wants_json():
        response = make_response(jsonify(waits=seconds), 429)
    else:
        spoken = language()
        busy = refusals.refusal("busy", 429, spoken)
        response = waiting_page(call, busy, spoken=spoken, seconds=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def wants_json() -> bool:
    """Whether it is the page's script that asks, not its form."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def facts_of(call: Call) -> list[str]:
    given = [call.token, call.learner_id, call.learner_name, call.mode.value]
    return [*given, call.lms_origin or ""]


def waiting_call() -> Call:
    """The launch that the page was made for. Raises TokenRejected."""
    signed = bridge.current().tokens.waited(request.form.get("launch", ""))
    token, learner_id, name, mode, origin = signed
    return Call(
        token=token,
        learner_id=learner_id,
        learner_name=name,
        mode=Mode(mode),
        lms_origin=origin or None,
    )


def account_of(call: Call) -> UUID | None:
    """The account that the token names, proven or not; None when it names none."""
    try:
        return packages.token_parts(call.token).account_id
    except TokenRejected:
        return None
