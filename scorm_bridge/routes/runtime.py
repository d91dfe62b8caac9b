"""POST /runtime/commit, from the player on the content origin."""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request
from werkzeug.exceptions import HTTPException

from ledger.errors import OboleError
from scorm_bridge import bridge, runtime
from scorm_bridge.errors import CommitRefused, TokenRejected
from scorm_bridge.models import Mode
from scorm_bridge.routes import hosts

runtimes = Blueprint("runtime", __name__)
runtimes.before_request(hosts.must_be_content)

MOST_BYTES = 512 * 1024


@runtimes.errorhandler(413)
def too_large(_: HTTPException) -> Response:
    """In JSON as every answer to a player, which would take another for a lost network."""
    return refused("The progress was not saved: it is too large.", 413)


@runtimes.post("/runtime/commit")
def commit() -> Response:
    request.max_content_length = MOST_BYTES
    here = bridge.current()
    body = read_body()
    try:
        window = here.tokens.committing(token_of(body))
        hosts.must_be_content_of(window.account_id)
        if window.mode is Mode.BROWSE:
            raise TokenRejected
        read = runtime.read_commit(body)
        owns = here.database.write(
            lambda session: runtime.commit(session, window=window, commit=read)
        )
    except TokenRejected:
        return refused("This window may not save any more: open the game again.", 403)
    except CommitRefused as error:
        return refused(f"The progress was not saved: {error.reason}.", 400)
    except OboleError:
        return refused("The progress was not saved.", 400)
    return jsonify(sequence=read.sequence, owner=owns)


def read_body() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, thousands deep
        return None


def token_of(body: object) -> str:
    token = body.get("token") if isinstance(body, dict) else None
    return token if isinstance(token, str) else ""


def refused(sentence: str, status: int) -> Response:
    return make_response(jsonify(error=sentence), status)
