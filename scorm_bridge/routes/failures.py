"""What went wrong with a page that a learner opens: a page in their language, with a code.

Everywhere else, where a program asks, the answer is one sentence.
"""

import sqlite3
from dataclasses import replace

from flask import Response, current_app, jsonify, make_response, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from scorm_bridge import refusals
from scorm_bridge.errors import TokenRejected
from scorm_bridge.launches import Call
from scorm_bridge.routes.campus_pages import guarded
from scorm_bridge.routes.launches import offered_call, read_call
from scorm_bridge.routes.pages import language, page
from scorm_bridge.routes.waiting import waiting_call, waiting_page, wants_json
from scorm_bridge.waiting import EVERY_SECONDS

BY_AN_LMS = frozenset({"launching", "retrying", "playing", "testing", "tested"})
CAMPUS = frozenset({"campus", "campus_games"})
LEARNERS = BY_AN_LMS | CAMPUS | {"previewing", "notices", "reminding"}

LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
AGAIN_SECONDS = 5


def is_locked(error: Exception) -> bool:
    """Whether SQLite's one writer kept a transaction waiting for longer than its busy timeout."""
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", 0)  # an extended one: its first byte says which
    return code & 0xFF in LOCKED


def shown(error: Exception) -> Response | None:
    """The page that says so; None where no learner is there to read it."""
    asked = blueprint(error)
    if asked not in LEARNERS:
        return None
    if isinstance(error, HTTPException):
        return misunderstood(error) if asked in BY_AN_LMS else None
    response = busy(asked) if is_locked(error) else refused("failed", 500)
    return guarded(response) if asked in CAMPUS else response


def blueprint(error: Exception) -> str | None:
    """Whose address it is, though it may not be asked for by this method."""
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        adapter = current_app.create_url_adapter(request)
        assert adapter is not None
        endpoint, _ = adapter.match(method=next(iter(error.valid_methods)))
        return str(endpoint).partition(".")[0]
    return request.blueprint


def misunderstood(error: HTTPException) -> Response:
    response = refused("request", error.code or 500)
    demanded = error.get_headers()  # what its status demands, as Allow with a 405
    response.headers.extend((name, value) for name, value in demanded if name != "Content-Type")
    return response


def busy(asked: str | None) -> Response:
    """A launch waits for its turn and asks again by itself; what was a link is loaded again."""
    if asked == "retrying" and wants_json():
        return make_response(jsonify(waits=EVERY_SECONDS), 503)
    spoken = language()
    worded = refusals.refusal("busy", 503, spoken)
    call = launch_call(asked)
    if call is not None:
        response = waiting_page(call, worded, spoken=spoken, seconds=AGAIN_SECONDS)
    else:
        is_link = request.method == "GET" or asked == "previewing"
        to_do = refusals.LET_AGAIN if is_link else refusals.GO_BACK
        response = page(
            "refusal.html", status=503, spoken=spoken, refusal=replace(worded, to_do=to_do[spoken])
        )
        if is_link:
            response.headers["Refresh"] = str(AGAIN_SECONDS)
    response.headers["Retry-After"] = str(AGAIN_SECONDS)
    return response


def launch_call(asked: str | None) -> Call | None:
    """The launch that was asked for, without a choice that was made on its offer: it is offered
    again."""
    try:
        if request.endpoint == "launching.launch":
            return read_call()
        if request.endpoint == "launching.launch_again":
            return offered_call()[0]
        return waiting_call() if asked == "retrying" else None
    except TokenRejected:
        return None


def refused(code: str, status: int) -> Response:
    spoken = language()
    worded = refusals.refusal(code, status, spoken)
    return page("refusal.html", status=status, spoken=spoken, refusal=worded)
