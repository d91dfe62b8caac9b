"""What the bridge refuses. As in the core: typed, with numbers and names, worded at the edges.

BridgeError
├── BadArchive          NotAZip, UnsafePath, ArchiveTooLarge, NoManifest, BadManifest,
│                       NoOrganization, NoSco, SeveralScos, NoLaunchFile
├── PackageRefused      AccessIsCampus, NoContent: it cannot be built
├── LaunchRefused       TokenRejected, PackageClosed, NothingToReview: it does not open
└── CommitRefused       a commit that is not a window's, or no data of SCORM
"""

from dataclasses import dataclass
from datetime import datetime

from ledger.errors import OboleError


class BridgeError(OboleError): ...


class BadArchive(BridgeError):
    """A game's zip cannot be taken."""


class NotAZip(BadArchive): ...


@dataclass(eq=False)
class UnsafePath(BadArchive):
    """A name in the zip leads outside of it, is a link, or stands there twice."""

    path: str


@dataclass(eq=False)
class ArchiveTooLarge(BadArchive):
    """`measure` is what there is too much of: files, bytes, or the ratio of compression."""

    measure: str
    found: int
    most: int


class NoManifest(BadArchive): ...


@dataclass(eq=False)
class BadManifest(BadArchive):
    reason: str


class NoOrganization(BadArchive): ...


class NoSco(BadArchive): ...


@dataclass(eq=False)
class SeveralScos(BadArchive):
    count: int


@dataclass(eq=False)
class NoLaunchFile(BadArchive):
    """The manifest launches a file that the zip does not hold."""

    path: str


class PackageRefused(BridgeError): ...


@dataclass(eq=False)
class AccessIsCampus(PackageRefused):
    client: str


@dataclass(eq=False)
class NoContent(PackageRefused):
    game: str


class LaunchRefused(BridgeError): ...


class TokenRejected(LaunchRefused):
    """The package token is forged, of another package, or signed with a revoked key."""


@dataclass(eq=False)
class PackageClosed(LaunchRefused):
    """`reason` is `disabled`, `not started` or `ended`; `at` is when it opens or closed."""

    reason: str
    at: datetime | None
    client: str


@dataclass(eq=False)
class NothingToReview(LaunchRefused):
    client: str


@dataclass(eq=False)
class CommitRefused(BridgeError):
    reason: str
