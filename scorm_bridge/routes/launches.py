"""POST /launch, from a package's page in a client's LMS."""

import re
import unicodedata

import structlog
from flask import Blueprint, Response, make_response, redirect, request

from ledger.errors import OboleError
from scorm_bridge import bridge, launches, metrics, origins, packages, refusals
from scorm_bridge.errors import LearnerHeld, TokenRejected
from scorm_bridge.launches import Call, Choice, Offer, Opened
from scorm_bridge.models import Mode
from scorm_bridge.routes import hosts
from scorm_bridge.routes.pages import language, page, without_trace
from scorm_bridge.routes.waiting import crowded, waiting_page

log = structlog.get_logger("obole.web")

launching = Blueprint("launching", __name__)
launching.before_request(hosts.must_be_public)

MOST_BYTES = 16 * 1024
LANGUAGE_MARK = re.compile(r"^\{lang=[A-Za-z0-9-]*\}")
"""SCORM 2004 RTE 4.1.1.6: a reserved delimiter before a localised text."""


@launching.post("/launch")
def launch() -> Response:
    request.max_content_length = MOST_BYTES
    call = read_call()
    return crowded(call) or answered(call)


@launching.post("/launch/again")
def launch_again() -> Response:
    """What the learner chose on our own page, of the launch that the page was made for."""
    request.max_content_length = MOST_BYTES
    try:
        call, number = offered_call()
    except TokenRejected:
        return expired()
    choice = Choice(number=number, plays_again=request.form.get("choice") == "again")
    return crowded(call) or answered(call, choice)


def offered_call() -> tuple[Call, int]:
    """The launch that an offer was made for, and the play it offered. Raises TokenRejected."""
    signed = bridge.current().tokens.offered(request.form.get("offer", ""))
    token, learner_id, name, origin, number = signed
    call = Call(
        token=token,
        learner_id=learner_id,
        learner_name=name,
        mode=Mode.NORMAL,
        lms_origin=origin or None,
    )
    return call, int(number)


def answered(call: Call, choice: Choice | None = None, *, is_retry: bool = False) -> Response:
    """The way to the player, a page that offers another play, or one that refuses."""
    here = bridge.current()
    try:
        found = here.database.write(
            lambda session: launches.launch(session, call=call, keyring=here.keyring, choice=choice)
        )
    except OboleError as error:
        return refused(call, error, is_retry=is_retry)
    if isinstance(found, Offer):
        return offered(call, found)
    return without_trace(make_response(redirect(way_in(found), code=303)))


def way_in(found: Opened) -> str:
    """The address of the player, for the next ten minutes."""
    here = bridge.current()
    metrics.LAUNCHES.labels("charged" if found.was_charged else found.window.mode.value).inc()
    origin = here.places.content_origin(found.window.account_id)
    return f"{origin}/play/{here.tokens.grant(found.window)}"


def offered(call: Call, offer: Offer) -> Response:
    here = bridge.current()
    metrics.LAUNCHES.labels("offered").inc()
    account_id = packages.token_parts(call.token).account_id
    facts = [call.token, call.learner_id, call.learner_name, call.lms_origin or ""]
    spoken = offer.language or language()
    return page(
        "offer.html",
        spoken=spoken,
        leads_to=here.places.content_origin(account_id),
        account_id=account_id,
        offer=refusals.offer(spoken, who=offer.client),
        token=here.tokens.offer([*facts, str(offer.number)]),
    )


def read_call() -> Call:
    mode = request.form.get("mode", "").strip().lower()
    return Call(
        token=request.form.get("token", ""),
        learner_id=composed(request.form.get("learner_id", "")),
        learner_name=named(request.form.get("learner_name", "")),
        # An LMS that names no mode, or one of its own, means a normal attempt.
        mode=Mode(mode) if mode in set(Mode) else Mode.NORMAL,
        lms_origin=origins.sent(request.headers.get("Origin")),
    )


def named(text: str) -> str:
    """A learner's name as a person writes it, without SCORM 2004's mark of its language."""
    return LANGUAGE_MARK.sub("", composed(text).replace("\0", ""))


def composed(text: str) -> str:
    """In NFC, so that the length which is checked is the length which is kept."""
    return unicodedata.normalize("NFC", text)


def refused(call: Call, error: OboleError, *, is_retry: bool = False) -> Response:
    here = bridge.current()
    code, _ = refusals.code_of(error)
    metrics.LAUNCHES.labels(code).inc()
    package = here.database.write(
        lambda session: launches.turn_away(
            session,
            call=call,
            keyring=here.keyring,
            error=error,
            reason=code,
            is_retry=is_retry,
        )
    )
    log.info("refused", code=code, package=str(package.id) if package else None)
    spoken = (package and package.language) or language()
    worded = refusals.worded(error, spoken)
    if isinstance(error, LearnerHeld):
        return waiting_page(call, worded, spoken=spoken)
    account_id = package.account_id if package else None
    return page(
        "refusal.html", status=worded.status, spoken=spoken, account_id=account_id, refusal=worded
    )


def expired() -> Response:
    worded = refusals.refusal("expired", 403, language())
    return page("refusal.html", status=403, refusal=worded)
