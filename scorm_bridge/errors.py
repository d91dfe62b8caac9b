"""What the bridge refuses. As in the core: typed, with numbers and names, worded at the edges.

BridgeError
├── BadArchive          NotAZip, UnsafePath, BadName, ArchiveTooLarge, NoManifest, BadManifest,
│                       NoOrganization, NoSco, TooManyScos, NoLaunchFile
├── PackageRefused      AccessIsCampus: it cannot be built
├── OptionRefused       BadOption, NoSuchKey, LastKey: it cannot be set
├── PreviewRefused      BadPreview, PreviewOver
├── LaunchRefused       TokenRejected, PackageClosed, ClosedToNewcomers, PackageFull, OriginRefused,
│                       LearnerNotAdmitted, LearnerHeld, ReplayRefused, NothingToReview,
│                       PreviewsSpent, LearnerUnreadable
├── CampusRefused       NoSuchCampus, LinkOver, FormRejected
├── BillingRefused      ProviderAway, ProviderRefuses, EventRejected
└── CommitRefused       a commit that is not a window's, or no data of SCORM
"""

from dataclasses import dataclass, field
from datetime import datetime

from ledger.errors import Facts, NotFound, OboleError


class BridgeError(OboleError): ...


class BadArchive(BridgeError):
    """A game's zip cannot be taken."""


class NotAZip(BadArchive): ...


@dataclass(eq=False)
class UnsafePath(BadArchive):
    """A name in the zip leads outside of it, is a link, or stands there twice."""

    path: str


@dataclass(eq=False)
class BadName(BadArchive):
    """A name in the zip is not in UTF-8; `path` is a guess at it."""

    path: str


@dataclass(eq=False)
class ArchiveTooLarge(BadArchive):
    """`measure` is what there is too much of: files, bytes, or the ratio of compression."""

    measure: str
    found: int
    most: int


class NoManifest(BadArchive):
    """Nor is there an index.html, so the zip is no web page either."""


@dataclass(eq=False)
class BadManifest(BadArchive):
    flaw: str
    facts: Facts = field(default_factory=Facts)


class NoOrganization(BadArchive): ...


class NoSco(BadArchive): ...


@dataclass(eq=False)
class TooManyScos(BadArchive):
    most: int


@dataclass(eq=False)
class NoLaunchFile(BadArchive):
    """The manifest launches a file that the zip does not hold."""

    path: str


class PackageRefused(BridgeError): ...


@dataclass(eq=False)
class AccessIsCampus(PackageRefused):
    client: str


class UnknownPackage(NotFound): ...


class UnknownPreview(NotFound): ...


class OptionRefused(BridgeError): ...


@dataclass(eq=False)
class BadOption(OptionRefused):
    option: str
    flaw: str
    facts: Facts = field(default_factory=Facts)


@dataclass(eq=False)
class NoSuchKey(OptionRefused):
    """The package has no such key that is not revoked already."""

    number: int


@dataclass(eq=False)
class LastKey(OptionRefused):
    """Without it the package could not be written again, whatever key it was signed with."""

    number: int


class PreviewRefused(BridgeError): ...


@dataclass(eq=False)
class BadPreview(PreviewRefused):
    """A link is for so many openings, or days, from 1 to `most`."""

    measure: str
    most: int


@dataclass(eq=False)
class PreviewOver(PreviewRefused):
    """`reason` is `ended` or `used up`."""

    reason: str
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
class ClosedToNewcomers(LaunchRefused):
    client: str


@dataclass(eq=False)
class PackageFull(LaunchRefused):
    """It made as many registrations as its cap allows."""

    cap: int
    client: str


@dataclass(eq=False)
class OriginRefused(LaunchRefused):
    """`origin` is that of the LMS, None where the browser names none; `allowed` those that may."""

    origin: str | None
    allowed: list[str]
    client: str


@dataclass(eq=False)
class LearnerNotAdmitted(LaunchRefused):
    """The learner is not listed, or their id is not of the pattern."""

    client: str


@dataclass(eq=False)
class LearnerHeld(LaunchRefused):
    """More than `most` newcomers came within `minutes`: this one waits for a member."""

    most: int
    minutes: int
    client: str


@dataclass(eq=False)
class ReplayRefused(LaunchRefused):
    """The play is over, and the package allows no other."""

    play: int
    client: str


@dataclass(eq=False)
class PreviewsSpent(LaunchRefused):
    """The package served as many launches in mode `browse` today (UTC) as it may."""

    most: int
    client: str


@dataclass(eq=False)
class LearnerUnreadable(LaunchRefused):
    """An LMS gave a learner id longer than `most` characters, or one that no database keeps."""

    most: int
    client: str


@dataclass(eq=False)
class NothingToReview(LaunchRefused):
    client: str


class CampusRefused(BridgeError): ...


class NoSuchCampus(CampusRefused):
    """No client has it, or one that learners reach by SCORM, or that was archived."""


class LinkOver(CampusRefused):
    """A link to sign in was used, is too old, is of another Campus, or was never made."""


class FormRejected(CampusRefused):
    """A form was not sent from our own page, or not by who is signed in."""


@dataclass(eq=False)
class CommitRefused(BridgeError):
    """`reason` is for the player's log, in English: no member reads it, and no learner."""

    reason: str


class BillingRefused(BridgeError): ...


class ProviderAway(BillingRefused):
    """Whoever takes payments does not answer, or lets nobody in: later it may."""


class ProviderRefuses(BillingRefused):
    """Whoever takes payments says no to this one, and would again."""


class EventRejected(BillingRefused):
    """A webhook that the provider did not send, or sent long ago."""
