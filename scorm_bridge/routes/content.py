"""GET /content/<signed prefix>/<path>: the files of a game, streamed from the database."""

from collections.abc import Iterator

from flask import Blueprint, Response, make_response, request

from ledger import clock
from ledger.database import Database
from scorm_bridge import bridge, content
from scorm_bridge.archives import CHUNK
from scorm_bridge.content import File
from scorm_bridge.errors import TokenRejected
from scorm_bridge.routes import hosts

contents = Blueprint("content", __name__)
contents.before_request(hosts.must_be_content)

TWO_DAYS = "private, max-age=172800, immutable"


@contents.get("/content/<prefix>/<path:path>")
def serve(prefix: str, path: str) -> Response:
    here = bridge.current()
    try:
        allowed = here.tokens.content(prefix, clock.now())
    except TokenRejected:
        return refused("This address is no longer valid: open the game again.", 403)
    hosts.must_be_content_of(allowed.account_id)
    file = here.database.read(
        lambda session: content.find(
            session,
            account_id=allowed.account_id,
            game_id=allowed.game_id,
            version=allowed.version,
            path=path,
        )
    )
    if file is None:
        return refused("The game has no such file.", 404)
    return streamed(file)


def streamed(file: File) -> Response:
    # Without a charset: it would overrule the one that an old page declares of itself.
    response = Response(body_of(file), content_type=file.media_type)
    response.content_length = file.size
    response.set_etag(file.digest)
    response.headers["Cache-Control"] = TWO_DAYS
    response.headers["Referrer-Policy"] = "no-referrer"
    response.make_conditional(request, accept_ranges=True, complete_length=file.size)
    return response


def body_of(file: File) -> Iterator[bytes]:
    """A small file comes in one read; a larger one chunk by chunk, while it is being sent."""
    database = bridge.current().database
    if file.size <= CHUNK:
        return iter(database.read(lambda session: list(content.body(session, file))))
    return stream(database, file)


def stream(database: Database, file: File) -> Iterator[bytes]:
    """Runs after the request: a server sends the body when the application has returned."""
    with database.reading() as session:
        yield from content.body(session, file)


def refused(sentence: str, status: int) -> Response:
    response = make_response(sentence, status)
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response
