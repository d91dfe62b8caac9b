"""GET /content/<signed prefix>/<path>: the files of a game, streamed from the database.

A file that is kept as it was uploaded is served in parts as well. One that is kept compressed is
sent so to whom takes it, else decompressed on the way, and always whole: a server may ignore
Range (RFC 9110, 14.2), and no player of sound or film asks for a text.
"""

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, make_response, request

from ledger import clock
from ledger.database import Database
from scorm_bridge import bridge, compression, content
from scorm_bridge.archives import CHUNK
from scorm_bridge.bridge import Bridge
from scorm_bridge.content import File, Version
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
    version = Version(
        account_id=allowed.account_id, game_id=allowed.game_id, number=allowed.version
    )
    found = looked_up(here, version, path)
    if found is None:
        return refused("The game has no such file.", 404)
    file, chunks = found
    return as_kept(file, chunks) if file.encoding is None else as_taken(file, chunks)


def looked_up(here: Bridge, version: Version, path: str) -> tuple[File, Iterable[bytes]] | None:
    """The file and its chunks. Of most files the first is the whole, and comes along with it,
    unless the browser may want only a part, or nothing that it does not have."""
    database = here.database
    shelved = here.shelf.get(version, path)
    if shelved is not None:
        return shelved[0], [shelved[1]]
    if request.method != "GET" or request.range or request.if_none_match:
        file = database.read(lambda session: content.find(session, version=version, path=path))
        return None if file is None else (file, Chunks(database, file))
    opened = database.read(lambda session: content.opened(session, version=version, path=path))
    if opened is None:
        return None
    file, first = opened
    if len(first) < file.stored_size:
        return file, Chunks(database, file, first=first)
    here.shelf.put(file, first)
    return file, [first]


def as_kept(file: File, chunks: Iterable[bytes]) -> Response:
    response = described(file, chunks, size=file.size, tag=file.digest)
    response.make_conditional(request, accept_ranges=True)
    # After the conditions, which come before a range does (RFC 9110, 13.2.2).
    if response.status_code == 200 and asks_for_one_part():
        response.make_conditional(request, accept_ranges=True, complete_length=file.size)
    return response


def as_taken(file: File, chunks: Iterable[bytes]) -> Response:
    """A file that is kept compressed. Each form has a tag of its own (RFC 9110, 8.8.3.3)."""
    if request.accept_encodings.quality(compression.GZIP) > 0:
        tag = f"{file.digest}-{compression.GZIP}"
        response = described(file, chunks, size=file.stored_size, tag=tag)
        response.content_encoding = compression.GZIP
    else:
        whole = compression.decompressed(chunks)
        response = described(file, whole, size=file.size, tag=file.digest)
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    return response


def described(file: File, body: Iterable[bytes], *, size: int, tag: str) -> Response:
    # Without a charset: it would overrule the one that an old page declares of itself.
    response = Response(body, content_type=file.media_type)
    response.content_length = size
    response.set_etag(tag)
    response.headers["Cache-Control"] = TWO_DAYS
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def asks_for_one_part() -> bool:
    """A range is of a GET, an unknown unit is ignored (RFC 9110, 14.2), several parts may be."""
    asked = request.range
    return (
        request.method == "GET"
        and asked is not None
        and asked.units == "bytes"
        and len(asked.ranges) == 1
    )


class Chunks(Iterator[bytes]):
    """A file's bytes as they are kept, from any of them on; one chunk is in memory at a time.

    Each is read for itself, when the server has sent the one before: a learner with a slow line
    holds no connection of the database meanwhile. What is kept never changes.
    """

    def __init__(self, database: Database, file: File, *, first: bytes | None = None) -> None:
        self._database, self._file, self._first = database, file, first
        self._at = 0

    def __next__(self) -> bytes:
        if self._at >= self._file.stored_size:
            raise StopIteration
        number, skipped = divmod(self._at, CHUNK)
        self._at = (number + 1) * CHUNK
        whole, self._first = self._first, None
        if whole is None:
            whole = self._database.read(lambda session: content.chunk(session, self._file, number))
        return whole[skipped:]

    def seekable(self) -> bool:
        """Werkzeug goes to where a part begins, and reads nothing of what is before it."""
        return True

    def seek(self, at: int) -> None:
        self._at, self._first = at, None

    def tell(self) -> int:
        return self._at


def refused(sentence: str, status: int) -> Response:
    response = make_response(sentence, status)
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response
