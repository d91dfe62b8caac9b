"""The content of games: kept in the database in chunks, so that every server has all of it."""

import hashlib
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from scorm_bridge import compression
from scorm_bridge.archives import Archive
from scorm_bridge.models import ContentChunk, ContentFile

FALLBACK_TYPE = "application/octet-stream"

Progress = Callable[[int, int], None]
"""Told how many bytes of how many were read; from 0 again where a transaction is."""

# What a machine's own tables may lack, or give differently from one machine to the next.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/wasm", ".wasm")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("font/ttf", ".ttf")
mimetypes.add_type("font/otf", ".otf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Names a content version of a game."""

    account_id: UUID
    game_id: UUID
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a content version; `size` in bytes, `digest` its SHA-256 in hex.

    It is kept in `stored_size` bytes, in the content coding `encoding` unless that is None.
    """

    version: Version
    path: str
    media_type: str
    size: int
    digest: str
    encoding: str | None
    stored_size: int


class Reading:
    """Counts and digests the pieces of one file after the other, while they pass."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.total, self.progress = total, progress
        self.done = self.size = 0
        self.digest = hashlib.sha256()

    def of(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        self.size, self.digest = 0, hashlib.sha256()
        for piece in pieces:
            self.size += len(piece)
            self.digest.update(piece)
            yield piece
            self.done += len(piece)
            self.progress(self.done, self.total)


def unseen(done: int, total: int) -> None:
    """The progress that nobody looks at."""


def store(
    session: Session, *, version: Version, archive: Archive, progress: Progress = unseen
) -> None:
    """Keep every member of the archive, holding one chunk in memory at a time."""
    reading = Reading(archive.size, progress)
    for path in archive.paths:
        keep(session, version=version, path=path, archive=archive, reading=reading)


def keep(
    session: Session, *, version: Version, path: str, archive: Archive, reading: Reading
) -> None:
    kind = media_type(path)
    encoding = encoding_for(archive, path, kind)
    key: dict[str, Any] = {
        "account_id": version.account_id,
        "game_id": version.game_id,
        "version": version.number,
    }
    # The row comes first, for its chunks to refer to; what it weighs is known after them.
    file = ContentFile(
        **key, path=path, media_type=kind, encoding=encoding, size=0, stored_size=0, digest=""
    )
    session.add(file)
    session.flush()
    pieces = reading.of(archive.chunks(path))
    for number, body in enumerate(compression.compressed(pieces) if encoding else pieces):
        row = {**key, "path": path, "number": number, "body": body}
        session.connection().execute(ADD_CHUNK, row)
        file.stored_size += len(body)
    file.size, file.digest = reading.size, reading.digest.hexdigest()
    session.flush()


def encoding_for(archive: Archive, path: str, kind: str) -> str | None:
    """gzip, or None for a file that is kept as it is: too small, or as small as it gets."""
    if archive.members[path].file_size < compression.LEAST or not compression.is_texty(kind):
        return None
    return compression.GZIP if compression.is_worth(next(archive.chunks(path))) else None


def is_same(session: Session, *, version: Version, archive: Archive) -> bool:
    """Whether the archive holds the files of a version, byte for byte.

    Its bytes are read only where the names and the sizes are the same.
    """
    rows = session.execute(
        select(ContentFile.path, ContentFile.size, ContentFile.digest).where(
            ContentFile.account_id == version.account_id,
            ContentFile.game_id == version.game_id,
            ContentFile.version == version.number,
        )
    ).all()
    if {row.path: row.size for row in rows} != archive.sizes:
        return False
    return all(digest_of(archive, row.path) == row.digest for row in rows)


def digest_of(archive: Archive, path: str) -> str:
    whole = hashlib.sha256()
    for piece in archive.chunks(path):
        whole.update(piece)
    return whole.hexdigest()


def find(session: Session, *, version: Version, path: str) -> File | None:
    """A file without its body."""
    row = asked(session, FOUND, version, path)
    return row and file_of(version, path, row)


def opened(session: Session, *, version: Version, path: str) -> tuple[File, bytes] | None:
    """A file and its first chunk, which of most is the whole, in one round trip."""
    row = asked(session, OPENED, version, path)
    return row and (file_of(version, path, row), row.body or b"")


def asked(session: Session, statement: Any, version: Version, path: str) -> Any:
    if "\0" in path:
        return None  # PostgreSQL would refuse the question
    return session.connection().execute(statement, named(version, path)).one_or_none()


def named(version: Version, path: str) -> dict[str, Any]:
    return {
        "account": version.account_id,
        "game": version.game_id,
        "version": version.number,
        "path": path,
    }


def file_of(version: Version, path: str, row: Any) -> File:
    return File(
        version=version,
        path=path,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        encoding=row.encoding,
        stored_size=row.stored_size,
    )


def chunk(session: Session, file: File, number: int) -> bytes:
    """A piece of the file as it is kept, by its number from 0."""
    key = {**named(file.version, file.path), "number": number}
    found: bytes = session.connection().execute(CHUNK_OF, key).scalar_one()
    return found


def media_type(path: str) -> str:
    """By the name's ending; one that is compressed besides is only bytes to a browser."""
    kind, encoding = mimetypes.guess_type(path, strict=False)
    return kind if kind and encoding is None else FALLBACK_TYPE


# Composed once, as in `launches`.
ADD_CHUNK = insert(ContentChunk)
FOUND = select(
    ContentFile.media_type,
    ContentFile.size,
    ContentFile.digest,
    ContentFile.encoding,
    ContentFile.stored_size,
).where(
    ContentFile.account_id == bindparam("account"),
    ContentFile.game_id == bindparam("game"),
    ContentFile.version == bindparam("version"),
    ContentFile.path == bindparam("path"),
)
OPENED = FOUND.add_columns(ContentChunk.body).outerjoin(
    ContentChunk,
    (ContentChunk.account_id == ContentFile.account_id)
    & (ContentChunk.game_id == ContentFile.game_id)
    & (ContentChunk.version == ContentFile.version)
    & (ContentChunk.path == ContentFile.path)
    & (ContentChunk.number == 0),
)
CHUNK_OF = select(ContentChunk.body).where(
    ContentChunk.account_id == bindparam("account"),
    ContentChunk.game_id == bindparam("game"),
    ContentChunk.version == bindparam("version"),
    ContentChunk.path == bindparam("path"),
    ContentChunk.number == bindparam("number"),
)
