"""The content of games: kept in the database in chunks, so that every server has all of it."""

import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from scorm_bridge.archives import Archive
from scorm_bridge.models import ContentChunk, ContentFile

FALLBACK_TYPE = "application/octet-stream"

# What a machine's own tables may lack, or give differently from one machine to the next.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/wasm", ".wasm")
mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a content version; `size` in bytes, `digest` its SHA-256 in hex."""

    account_id: UUID
    game_id: UUID
    version: int
    path: str
    media_type: str
    size: int
    digest: str


def store(
    session: Session, *, account_id: UUID, game_id: UUID, version: int, archive: Archive
) -> None:
    """Keep every member of the archive, holding one chunk in memory at a time."""
    for path in archive.paths:
        # The row comes first, for its chunks to refer to; what it weighs is known after them.
        file = ContentFile(
            account_id=account_id,
            game_id=game_id,
            version=version,
            path=path,
            media_type=media_type(path),
            size=0,
            stored_size=0,
            digest="",
        )
        session.add(file)
        session.flush()
        digest = hashlib.sha256()
        for number, body in enumerate(archive.chunks(path)):
            digest.update(body)
            file.size += len(body)
            session.execute(
                insert(ContentChunk).values(
                    account_id=account_id,
                    game_id=game_id,
                    version=version,
                    path=path,
                    number=number,
                    body=body,
                )
            )
        file.digest = digest.hexdigest()
        file.stored_size = file.size
        session.flush()


def find(
    session: Session, *, account_id: UUID, game_id: UUID, version: int, path: str
) -> File | None:
    if "\0" in path:
        return None  # PostgreSQL would refuse the question
    row = session.execute(
        select(ContentFile.media_type, ContentFile.size, ContentFile.digest).where(
            ContentFile.account_id == account_id,
            ContentFile.game_id == game_id,
            ContentFile.version == version,
            ContentFile.path == path,
        )
    ).one_or_none()
    if row is None:
        return None
    return File(
        account_id=account_id,
        game_id=game_id,
        version=version,
        path=path,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
    )


def body(session: Session, file: File) -> Iterator[bytes]:
    """The file's chunks, one query each: nothing holds more than one of them."""
    number = 0
    while True:
        chunk = session.scalar(
            select(ContentChunk.body).where(
                ContentChunk.account_id == file.account_id,
                ContentChunk.game_id == file.game_id,
                ContentChunk.version == file.version,
                ContentChunk.path == file.path,
                ContentChunk.number == number,
            )
        )
        if chunk is None:
            return
        yield chunk
        number += 1


def media_type(path: str) -> str:
    """By the name's ending; one that is compressed besides is only bytes to a browser."""
    kind, encoding = mimetypes.guess_type(path, strict=False)
    return kind if kind and encoding is None else FALLBACK_TYPE
