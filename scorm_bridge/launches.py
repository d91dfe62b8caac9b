"""The decision on a launch, in one transaction: open the game, charge for it or not, or refuse."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from ledger import alerts, catalogue, clock, learners, registration, versions
from ledger.errors import BadLearner, NotEnoughCredits, NotOffered, OboleError
from ledger.ids import new_id
from ledger.keyring import KeyRing
from ledger.learners import Newcomer
from ledger.models import Account, Client, Game, GroupKind, Source
from ledger.places import Place
from ledger.registration import Play
from scorm_bridge import admission, holds, packages, runtime, usage
from scorm_bridge.errors import (
    LearnerHeld,
    LearnerUnreadable,
    NothingToReview,
    ReplayRefused,
    TokenRejected,
)
from scorm_bridge.models import Launch, Mode, Package, PackageKey, Replays, Runtime
from scorm_bridge.tokens import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What the package's page posts, as the LMS told it: nothing of it is proven but the token."""

    token: str
    learner_id: str
    learner_name: str
    mode: Mode
    lms_origin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    window: Window
    was_charged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The play is over: the learner may have play `number`, which is charged once they ask.

    `language` is the package's; None for the browser's.
    """

    number: int
    client: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a learner answered to an Offer: its play, or to look at the one before again."""

    number: int
    plays_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The rows a launch is decided on, of a package whose token is proven."""

    is_revoked: bool
    package: Package
    client: Client
    game: Game
    account: Account


# Composed once: for statements this small that takes longer than they take to run.
KNOWN = (
    select(Package, PackageKey, Client, Game, Account)
    .join(
        PackageKey,
        (PackageKey.account_id == Package.account_id) & (PackageKey.package_id == Package.id),
    )
    .join(Client, (Client.account_id == Package.account_id) & (Client.id == Package.client_id))
    .join(Game, (Game.account_id == Package.account_id) & (Game.id == Package.game_id))
    .join(Account, Account.id == Package.account_id)
    .where(
        Package.account_id == bindparam("account"),
        Package.id == bindparam("package"),
        PackageKey.number == bindparam("key_number"),
    )
)
ADD_LAUNCH = insert(Launch)


def launch(
    session: Session, *, call: Call, keyring: KeyRing, choice: Choice | None = None
) -> Opened | Offer:
    """Open the game for a learner.

    The first launch of a play registers and charges; a relaunch is free. When the play is over,
    it is a review, or as the package says of replays: `choice` is the answer to an offer of one.
    `browse` opens a preview, `review` the learner's own play: neither charges.

    R7 is asked where nothing is paid yet. Raises LaunchRefused, GameNotVisible, GameClosed,
    BadLearner or NotEnoughCredits; then nothing was changed.
    """
    known = known_package(session, call=call, keyring=keyring)
    if known.is_revoked:
        raise TokenRejected
    admission.must_be_open(known.package, known.client, clock.now())
    admission.must_come_from(known.package, known.client, call.lms_origin)
    if call.mode is Mode.BROWSE:
        must_be_offered(session, known)
        admission.must_have_previews_left(session, known.package, known.client, clock.now())
        return opened(session, known, call, play=None, mode=Mode.BROWSE)
    newcomer = newcomer_of(known, call, keyring)
    admission.must_be_admitted(session, known.package, known.client, newcomer)
    before = registration.last_play(session, place_of(known), newcomer.key)
    if call.mode is Mode.REVIEW:
        if before is None or not may_be_reviewed(session, known, before):
            raise NothingToReview(client=known.client.name)
        return opened(session, known, call, play=before, mode=Mode.REVIEW)
    if before is not None and not before.is_open(clock.now()):
        return after_the_end(session, known, call, newcomer, over=before, choice=choice)
    if before is not None:
        follow_version(session, known, before)
    play = before or registered(session, known, call, newcomer, before=None)
    return opened(session, known, call, play=play, mode=Mode.NORMAL)


def may_be_reviewed(session: Session, known: Known, play: Play) -> bool:
    """Once it was opened: an LMS takes a verdict alone for the end, and may hold a result that
    never reached us. It opens its attempt no more, so a review is where we learn of it."""
    if play.completed_at is not None:
        return True
    opened = select(Runtime.registration_id).where(
        Runtime.account_id == known.account.id,
        Runtime.client_id == known.client.id,
        Runtime.registration_id == play.id,
    )
    return session.scalar(opened) is not None


def must_be_offered(session: Session, known: Known) -> None:
    """R7, where no registration lets the learner in that is paid already."""
    catalogue.must_admit(session, client=known.client, game=known.game, kind=GroupKind.PACKAGE)


def is_offered(session: Session, known: Known) -> bool:
    """Whether a learner whose play is over may have another one."""
    if known.package.replays is not Replays.NEW_PLAY or known.package.is_closed_to_newcomers:
        return False
    try:
        must_be_offered(session, known)
    except NotOffered:
        return False
    return True


def follow_version(session: Session, known: Known, play: Play) -> None:
    """Move an open play to the game's new version, where there is one and the account says so."""
    if known.account.moves_open_plays and play.game_version != known.game.current_version:
        versions.move(session, place=place_of(known), play=play)


def after_the_end(
    session: Session,
    known: Known,
    call: Call,
    newcomer: Newcomer,
    *,
    over: Play,
    choice: Choice | None,
) -> Opened | Offer:
    """A normal launch of a play that is over.

    The number of the play offered is in the offer: pressed twice, it is charged once; pressed
    when that play is over as well, another one is offered and nothing is charged.
    """
    if known.package.replays is Replays.REFUSED:
        raise ReplayRefused(play=over.number, client=known.client.name)
    if not is_offered(session, known) or (choice is not None and not choice.plays_again):
        return opened(session, known, call, play=over, mode=Mode.REVIEW)
    if choice is None or choice.number != over.number + 1:
        return Offer(
            number=over.number + 1, client=known.client.name, language=known.package.language
        )
    play = registered(session, known, call, newcomer, before=over)
    return opened(session, known, call, play=play, mode=Mode.NORMAL)


def registered(
    session: Session, known: Known, call: Call, newcomer: Newcomer, *, before: Play | None
) -> Play:
    """A new play, charged; or the one that a concurrent launch of the learner just made."""
    place = place_of(known)
    if admission.counts(known.package):
        packages.lock(session, known.package)
        before = registration.last_play(session, place, newcomer.key)
        if before is not None and before.is_open(clock.now()):
            return before
    admission.must_register(
        session,
        known.package,
        known.client,
        known.game,
        newcomer=newcomer,
        origin=call.lms_origin,
        is_known=before is not None,
    )
    return registration.charge(
        session,
        place=place,
        newcomer=newcomer,
        source=Source.LMS,
        number=before.number + 1 if before else 1,
    )


def turn_away(
    session: Session,
    *,
    call: Call,
    keyring: KeyRing,
    error: OboleError,
    reason: str,
    is_retry: bool = False,
) -> Package | None:
    """Count a refusal, tell the owners where they can do something, keep who has to wait.

    One who waits and asks again, `is_retry`, is not refused again: that is not counted or told.

    In a transaction of its own: the launch itself changed nothing. Returns the package; None
    when the token proves none, and then nothing is written.
    """
    try:
        known = known_package(session, call=call, keyring=keyring)
    except TokenRejected:
        return None
    package = known.package
    if is_retry and isinstance(error, LearnerHeld):
        holds.keep(session, package, newcomer_of(known, call, keyring))
        return package
    usage.count_refusal(session, package, reason)
    match error:
        case NotEnoughCredits(wanted=wanted):
            alerts.turned_away(
                session, account_id=package.account_id, client_id=package.client_id, wanted=wanted
            )
        case LearnerHeld():
            holds.hold(session, package, newcomer_of(known, call, keyring))
    return package


def known_package(session: Session, *, call: Call, keyring: KeyRing) -> Known:
    """The package that the token proves to be of, by any key it ever had.

    Raises TokenRejected, the same for every flaw.
    """
    parts = packages.token_parts(call.token)
    named = {
        "account": parts.account_id,
        "package": parts.package_id,
        "key_number": parts.key_number,
    }
    row = session.execute(KNOWN, named).one_or_none()
    if row is None:
        raise TokenRejected
    package, key, client, game, account = row
    packages.must_be_signed(parts, keyring.decrypt(key.secret))
    return Known(
        package=package,
        client=client,
        game=game,
        account=account,
        is_revoked=key.revoked_at is not None,
    )


def place_of(known: Known) -> Place:
    return Place(
        account_id=known.account.id,
        client_id=known.client.id,
        client_name=known.client.name,
        game_id=known.game.id,
        game_version=known.game.current_version,
        group_id=known.package.group_id,
        price=known.game.price,
    )


def newcomer_of(known: Known, call: Call, keyring: KeyRing) -> Newcomer:
    """Raises BadLearner for an id that is empty, LearnerUnreadable for one that cannot be kept."""
    secret = keyring.decrypt(known.account.learner_secret)
    try:
        key = learners.learner_key(secret, call.learner_id, folds=known.client.folds_learner_ids)
    except BadLearner as error:
        if not call.learner_id.strip():
            raise
        raise LearnerUnreadable(most=error.most, client=known.client.name) from None
    return Newcomer(key=key, lms_id=call.learner_id, name=call.learner_name)


def opened(session: Session, known: Known, call: Call, *, play: Play | None, mode: Mode) -> Opened:
    launch_id = new_id()
    window = Window(
        account_id=known.account.id,
        client_id=known.client.id,
        launch_id=launch_id,
        id=launch_id,
        registration_id=play.id if play else None,
        mode=mode,
    )
    if play is not None and mode is Mode.NORMAL:
        runtime.open_window(session, window, is_first=play.was_charged)
    was_charged = bool(play and play.was_charged)
    row = {
        "account_id": window.account_id,
        "id": window.launch_id,
        "package_id": known.package.id,
        "registration_id": window.registration_id,
        "mode": mode,
        "was_charged": was_charged,
        "lms_origin": call.lms_origin,
        "at": clock.now(),
    }
    session.connection().execute(ADD_LAUNCH, row)
    return Opened(window=window, was_charged=was_charged)
