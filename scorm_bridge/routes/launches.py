"""POST /launch, from a package's page in a client's LMS; and the player it leads to."""

import json
import re
import unicodedata

from flask import Blueprint, Response, make_response, redirect, request

from ledger.errors import NotEnoughCredits, OboleError
from scorm_bridge import bridge, launches, metrics, player, refusals
from scorm_bridge.errors import TokenRejected
from scorm_bridge.launches import Call
from scorm_bridge.models import Mode
from scorm_bridge.routes import hosts
from scorm_bridge.routes.pages import language, page

launching = Blueprint("launching", __name__)
playing = Blueprint("playing", __name__)
launching.before_request(hosts.must_be_public)
playing.before_request(hosts.must_be_content)

MOST_BYTES = 16 * 1024
ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9._-]{1,240})(:\d{1,5})?")
"""As a browser serialises it (RFC 6454, 6.2): lower case, its international names in ASCII."""


@launching.post("/launch")
def launch() -> Response:
    request.max_content_length = MOST_BYTES
    here = bridge.current()
    call = read_call()
    try:
        opened = here.database.write(
            lambda session: launches.launch(session, call=call, keyring=here.keyring)
        )
    except NotEnoughCredits as error:
        wanted = error.wanted
        here.database.write(lambda session: launches.turn_away(session, call=call, wanted=wanted))
        return refused(error)
    except OboleError as error:
        return refused(error)
    metrics.LAUNCHES.labels("charged" if opened.was_charged else opened.window.mode.value).inc()
    origin = here.places.content_origin(opened.window.account_id)
    grant = here.tokens.grant(opened.window)
    return without_trace(make_response(redirect(f"{origin}/play/{grant}", code=303)))


def read_call() -> Call:
    mode = request.form.get("mode", "").strip().lower()
    return Call(
        token=request.form.get("token", ""),
        learner_id=composed(request.form.get("learner_id", "")),
        learner_name=composed(request.form.get("learner_name", "")).replace("\0", ""),
        # An LMS that names no mode, or one of its own, means a normal attempt.
        mode=Mode(mode) if mode in set(Mode) else Mode.NORMAL,
        lms_origin=lms_origin(request.headers.get("Origin")),
    )


def composed(text: str) -> str:
    """In NFC, so that the length which is checked is the length which is kept."""
    return unicodedata.normalize("NFC", text)


def lms_origin(given: str | None) -> str | None:
    """The origin of the page that posted; None for `null`, which names nobody."""
    return given if given and ORIGIN.fullmatch(given) else None


def refused(error: OboleError) -> Response:
    worded = refusals.worded(error, language())
    metrics.LAUNCHES.labels(worded.code).inc()
    return page("refusal.html", status=worded.status, refusal=worded)


@playing.get("/play/<grant>")
def play(grant: str) -> Response:
    here = bridge.current()
    try:
        window = here.tokens.granted(grant)
        hosts.must_be_content_of(window.account_id)
        spoken = language()
        facts = here.database.read(
            lambda session: player.page_facts(
                session, window=window, tokens=here.tokens, language=spoken
            )
        )
    except TokenRejected:
        worded = refusals.refusal("expired", 403, language())
        return page("refusal.html", status=403, refusal=worded)
    # `<` is escaped, so that no text of a learner or a game can end the element it stands in.
    launch_json = json.dumps(facts).replace("<", "\\u003c")
    title = facts["game"]["title"]
    return page("player.html", launch_json=launch_json, title=title)


def without_trace(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
