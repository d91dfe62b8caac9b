"""A package as a file for the people of a client, who upload it to their LMS."""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from ledger.keyring import KeyRing
from scorm_bridge import listings, packages
from scorm_bridge.listings import Listed
from scorm_bridge.places import Places
from scorm_bridge.tokens import Tokens

ZIP_TYPE = "application/zip"
MOST_BYTES = 60
"""Of one word of a file name; three of them stay well within the 255 that file systems take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    name: str
    content: bytes


def of_package(
    session: Session, *, account_id: UUID, package_id: UUID, keyring: KeyRing, places: Places
) -> Download:
    """The package as its newest key signs it. Raises UnknownPackage."""
    one = listings.get_package(session, account_id=account_id, package_id=package_id)
    whole = packages.as_zip(
        session, package=one.package, game=one.game, keyring=keyring, places=places
    )
    return Download(name=file_name(one), content=whole)


def url(tokens: Tokens, places: Places, one: Listed) -> str:
    """A link to its zip for `tokens.DOWNLOAD_DAYS`. It is for whoever may build packages."""
    return places.download_url(tokens.download(one.package.account_id, one.package.id))


def file_name(one: Listed) -> str:
    return f"{stem_of(one)}.zip"


def stem_of(one: Listed) -> str:
    """Client, game and standard, such as `acme-the-ferryman-scorm12`."""
    words = (plain(one.client.alias) or plain(one.client.name) or "client", plain(one.game.title))
    return "-".join(filter(None, (*words, one.package.standard.value)))


def plain(text: str) -> str:
    """Letters and digits of any script, with a dash between them: what every file system takes."""
    folded = unicodedata.normalize("NFC", text.casefold())
    whole = re.sub(r"[\W_]+", "-", folded).strip("-")
    return whole.encode()[:MOST_BYTES].decode(errors="ignore").strip("-")
