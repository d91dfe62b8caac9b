"""The rows of the bridge: packages and their keys, launches, run-time state, game content."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import SECRET, one_of, references, words


class Standard(StrEnum):
    """The run-time that a game is made to; a plain web page speaks to none."""

    SCORM_12 = "scorm12"
    SCORM_2004 = "scorm2004"
    WEB = "web"


class PackageStandard(StrEnum):
    """What a package is made to: of SCORM 2004 the edition, which an LMS reads in the manifest."""

    SCORM_12 = "scorm12"
    SCORM_2004_3RD = "scorm2004-3rd"
    SCORM_2004_4TH = "scorm2004-4th"

    @property
    def runtime(self) -> Standard:
        """What the LMS speaks to the package's page: the editions of 2004 have one run-time."""
        return Standard(self.value.partition("-")[0])


class Mode(StrEnum):
    """How the LMS says an attempt is to run (SCORM 1.2 RTE 3.4.4, cmi.core.lesson_mode)."""

    NORMAL = "normal"
    BROWSE = "browse"
    REVIEW = "review"


class Origins(StrEnum):
    """Which LMSs may launch a package, by the origin of the page that its zip became."""

    ANY = "any"
    LISTED = "listed"
    FIRST = "first"
    """Only the one that the first charged launch came from."""


class Admits(StrEnum):
    """Which learners may launch a package, by the id that the LMS gives them."""

    ANYONE = "anyone"
    LISTED = "listed"
    PATTERN = "pattern"


class Replays(StrEnum):
    """What a learner gets whose play is over."""

    REVIEW = "review"
    NEW_PLAY = "new play"
    """A new charge, once they press *Play again*."""
    REFUSED = "refused"


class Reporting(StrEnum):
    """What a package tells the LMS of success."""

    SUCCESS = "pass/fail"
    COMPLETION = "completion"


class Opens(StrEnum):
    """Where the game opens: in the frame that the LMS gave the package, or on a click outside."""

    FRAME = "frame"
    WINDOW = "window"


class Package(Base, kw_only=True):
    """A SCORM zip for one client and one game; its learners are in its own open-ended group.

    What follows `is_enabled` are its options, see `options`: they hold at once, also for a zip
    that lies in an LMS already.
    """

    __tablename__ = "packages"
    __table_args__ = (
        references("client_id", "clients", "id"),
        references("game_id", "games", "id"),
        references("group_id", "groups", "id"),
        one_of("standard", PackageStandard),
        one_of("origins", Origins),
        one_of("admits", Admits),
        one_of("replays", Replays),
        one_of("reporting", Reporting),
        one_of("opens", Opens),
        CheckConstraint("cap IS NULL OR cap > 0", name="cap"),
        CheckConstraint("(burst_most IS NULL) = (burst_minutes IS NULL)", name="burst"),
        CheckConstraint("pass_mark IS NULL OR pass_mark BETWEEN 0 AND 100", name="pass_mark"),
        CheckConstraint("previews_a_day >= 0", name="previews_a_day"),
        Index("ix_packages_client", "account_id", "client_id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    game_id: Mapped[UUID]
    group_id: Mapped[UUID]
    standard: Mapped[PackageStandard] = mapped_column(words(PackageStandard))
    is_enabled: Mapped[bool] = mapped_column(default=True)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    is_closed_to_newcomers: Mapped[bool] = mapped_column(default=False)
    # The most registrations it may ever make.
    cap: Mapped[int | None] = mapped_column(default=None)
    origins: Mapped[Origins] = mapped_column(words(Origins), default=Origins.ANY)
    listed_origins: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    first_origin: Mapped[str | None] = mapped_column(String(255), default=None)
    admits: Mapped[Admits] = mapped_column(words(Admits), default=Admits.ANYONE)
    learner_pattern: Mapped[str | None] = mapped_column(String(255), default=None)
    replays: Mapped[Replays] = mapped_column(words(Replays), default=Replays.REVIEW)
    # So many newcomers within so many minutes are a burst.
    burst_most: Mapped[int | None] = mapped_column(default=None)
    burst_minutes: Mapped[int | None] = mapped_column(default=None)
    burst_holds: Mapped[bool] = mapped_column(default=False)
    burst_told_at: Mapped[datetime | None] = mapped_column(default=None)
    reporting: Mapped[Reporting] = mapped_column(words(Reporting), default=Reporting.SUCCESS)
    # None is the language of the learner's browser.
    language: Mapped[str | None] = mapped_column(String(2), default=None)
    opens: Mapped[Opens] = mapped_column(words(Opens), default=Opens.FRAME)
    # The points from which a play is passed; None leaves that to the game.
    pass_mark: Mapped[int | None] = mapped_column(default=None)
    # How many launches in the LMS's mode `browse` it serves a day (UTC).
    previews_a_day: Mapped[int] = mapped_column(default=100)
    # When the owners were told that its cap, or its end, is near.
    cap_told_at: Mapped[datetime | None] = mapped_column(default=None)
    end_told_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]


class PackageLearner(Base, kw_only=True):
    """A learner whom a package lists, by the keyed hash of their id: a list holds no names."""

    __tablename__ = "package_learners"
    __table_args__ = (references("package_id", "packages", "id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_key: Mapped[str] = mapped_column(String(64), primary_key=True)


class HeldLearner(Base, kw_only=True):
    """A newcomer in a burst, uncharged; `lms_id` is kept until a member releases them."""

    __tablename__ = "held_learners"
    __table_args__ = (references("package_id", "packages", "id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    lms_id: Mapped[str | None] = mapped_column(String(255), default=None)
    held_at: Mapped[datetime]
    released_at: Mapped[datetime | None] = mapped_column(default=None)


class LaunchRefusals(Base, kw_only=True):
    """How many launches of a package were refused for one reason on one day (UTC)."""

    __tablename__ = "launch_refusals"
    __table_args__ = (references("package_id", "packages", "id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(24), primary_key=True)
    count: Mapped[int]


class PackageKey(Base, kw_only=True):
    """What a package's token is signed with, encrypted at rest; a rotation adds the next number."""

    __tablename__ = "package_keys"
    __table_args__ = (references("package_id", "packages", "id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[bytes] = mapped_column(info=SECRET)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class Preview(Base, kw_only=True):
    """A link by which a member shows a game: `most` openings until `ends_at`, all uncharged."""

    __tablename__ = "previews"
    __table_args__ = (
        references("game_id", "games", "id"),
        CheckConstraint("used >= 0 AND used <= most", name="used"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    game_id: Mapped[UUID]
    # None where an operator made it.
    member_id: Mapped[UUID | None] = mapped_column(default=None)
    most: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime]
    created_at: Mapped[datetime]


class Launch(Base, kw_only=True):
    """One call that opened the game: by a package, a preview's link or, in a group, a Campus."""

    __tablename__ = "launches"
    __table_args__ = (
        references("package_id", "packages", "id"),
        references("preview_id", "previews", "id"),
        references("group_id", "groups", "id"),
        one_of("mode", Mode),
        CheckConstraint(
            "(package_id IS NOT NULL AND preview_id IS NULL AND group_id IS NULL)"
            " OR (package_id IS NULL AND preview_id IS NOT NULL AND group_id IS NULL)"
            " OR (package_id IS NULL AND preview_id IS NULL AND group_id IS NOT NULL)",
            name="by",
        ),
        Index("ix_launches_package", "account_id", "package_id", "id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID | None] = mapped_column(default=None)
    preview_id: Mapped[UUID | None] = mapped_column(default=None)
    group_id: Mapped[UUID | None] = mapped_column(default=None)
    # None for a preview, which nobody is registered for.
    registration_id: Mapped[UUID | None] = mapped_column(default=None)
    mode: Mapped[Mode] = mapped_column(words(Mode))
    was_charged: Mapped[bool] = mapped_column(default=False)
    lms_origin: Mapped[str | None] = mapped_column(String(255), default=None)
    at: Mapped[datetime]


class Runtime(Base, kw_only=True):
    """The run-time state of a play: what its game set, and the outcome read from it.

    `window_id` is the window that owns the state, the newest one. Times are centiseconds.
    """

    __tablename__ = "runtimes"
    __table_args__ = (
        references("client_id registration_id", "registrations", "client_id id"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 10000)", name="score"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    window_id: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(default=0)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    completion: Mapped[str] = mapped_column(String(16), default="unknown")
    success: Mapped[str] = mapped_column(String(16), default="unknown")
    # Hundredths of a point, 0 to 10000.
    score: Mapped[int | None] = mapped_column(default=None)
    location: Mapped[str] = mapped_column(String(1000), default="")
    total_time: Mapped[int] = mapped_column(BigInteger, default=0)
    session_time: Mapped[int] = mapped_column(BigInteger, default=0)
    updated_at: Mapped[datetime]


class SignInLink(Base, kw_only=True):
    """A link asked for on a Campus, whether or not its address is a learner's.

    `address_key` is what a learner of that address has as `key`: the links that one address asked
    for are counted by it. Without a learner nothing is sent.
    """

    __tablename__ = "sign_in_links"
    __table_args__ = (
        references("client_id", "clients", "id"),
        references("client_id learner_id", "learners", "client_id id"),
        Index("ix_sign_in_links_address", "account_id", "client_id", "address_key", "id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    learner_id: Mapped[UUID | None] = mapped_column(default=None)
    address_key: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class CampusSession(Base, kw_only=True):
    """A learner who is signed in, in one browser, which alone has the secret of this digest."""

    __tablename__ = "campus_sessions"
    __table_args__ = (references("client_id learner_id", "learners", "client_id id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64), info=SECRET)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # Signed out, here or everywhere.
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class ContentFile(Base, kw_only=True):
    """A file of a game's content version; its body is in numbered chunks, `encoding` as HTTP says.

    `size` and `digest` are those of the file as it was uploaded, `stored_size` is what its chunks
    weigh.
    """

    __tablename__ = "content_files"
    __table_args__ = (references("game_id version", "game_versions", "game_id number"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    game_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(1000), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    encoding: Mapped[str | None] = mapped_column(String(8), default=None)
    stored_size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))


class ContentChunk(Base, kw_only=True):
    """A piece of a content file, so that neither an upload nor a download needs it whole."""

    __tablename__ = "content_chunks"
    __table_args__ = (references("game_id version path", "content_files"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    game_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(1000), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)
