"""The decision on a launch, in one transaction: open the game, charge for it or not, or refuse."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from ledger import alerts, catalogue, clock, learners, registration
from ledger.errors import PlayIsOver
from ledger.ids import new_id
from ledger.keyring import KeyRing
from ledger.learners import Newcomer
from ledger.models import Account, Client, Game, Source
from ledger.places import Place
from ledger.registration import Play
from scorm_bridge import packages, runtime
from scorm_bridge.errors import NothingToReview, PackageClosed, TokenRejected
from scorm_bridge.models import Launch, Mode, Package, PackageKey
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
class Known:
    """The rows a launch is decided on, of a package whose token is proven."""

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
        PackageKey.revoked_at.is_(None),
    )
)
ADD_LAUNCH = insert(Launch)


def launch(session: Session, *, call: Call, keyring: KeyRing) -> Opened:
    """Open the game for a learner.

    The first launch of a play registers and charges; a relaunch is free; after completion it is
    a review. `browse` opens a preview, `review` the learner's own finished play: neither charges.

    Raises TokenRejected, PackageClosed, GameNotVisible, BadLearner, NothingToReview, and
    NotEnoughCredits; then nothing was changed.
    """
    known = known_package(session, call=call, keyring=keyring)
    must_be_open(known, clock.now())
    catalogue.must_see(session, client=known.client, game=known.game)
    if call.mode is Mode.BROWSE:
        return opened(session, known, call, play=None, mode=Mode.BROWSE)
    place, newcomer = place_of(known), newcomer_of(known, call, keyring)
    if call.mode is Mode.REVIEW:
        finished = registration.last_play(session, place, newcomer.key)
        if finished is None or finished.completed_at is None:
            raise NothingToReview(client=known.client.name)
        return opened(session, known, call, play=finished, mode=Mode.REVIEW)
    try:
        play = registration.register(session, place=place, newcomer=newcomer, source=Source.LMS)
    except PlayIsOver:
        over = registration.last_play(session, place, newcomer.key)
        return opened(session, known, call, play=over, mode=Mode.REVIEW)
    return opened(session, known, call, play=play, mode=Mode.NORMAL)


def turn_away(session: Session, *, call: Call, wanted: int) -> None:
    """Tell the owners that a learner came and `wanted` credits were not there.

    In a transaction of its own: the launch itself changed nothing.
    """
    parts = packages.token_parts(call.token)
    package = session.get_one(Package, (parts.account_id, parts.package_id))
    alerts.turned_away(
        session, account_id=package.account_id, client_id=package.client_id, wanted=wanted
    )


def known_package(session: Session, *, call: Call, keyring: KeyRing) -> Known:
    """The package that the token proves to be of. Raises TokenRejected, the same for every flaw."""
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
    return Known(package=package, client=client, game=game, account=account)


def must_be_open(known: Known, now: datetime) -> None:
    package, client = known.package, known.client.name
    if not package.is_enabled or known.client.archived_at is not None:
        raise PackageClosed(reason="disabled", at=None, client=client)
    if package.starts_at is not None and now < package.starts_at:
        raise PackageClosed(reason="not started", at=package.starts_at, client=client)
    if package.ends_at is not None and package.ends_at <= now:
        raise PackageClosed(reason="ended", at=package.ends_at, client=client)


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
    """Raises BadLearner."""
    secret = keyring.decrypt(known.account.learner_secret)
    key = learners.learner_key(secret, call.learner_id, folds=known.client.folds_learner_ids)
    return Newcomer(key=key, lms_id=call.learner_id, name=call.learner_name)


def opened(session: Session, known: Known, call: Call, *, play: Play | None, mode: Mode) -> Opened:
    window = Window(
        account_id=known.account.id,
        client_id=known.client.id,
        package_id=known.package.id,
        launch_id=new_id(),
        registration_id=play.id if play else None,
        mode=mode,
    )
    if play is not None and mode is Mode.NORMAL:
        runtime.open_window(session, window, is_first=play.was_charged)
    was_charged = bool(play and play.was_charged)
    row = {
        "account_id": window.account_id,
        "id": window.launch_id,
        "package_id": window.package_id,
        "registration_id": window.registration_id,
        "mode": mode,
        "was_charged": was_charged,
        "lms_origin": call.lms_origin,
        "at": clock.now(),
    }
    session.connection().execute(ADD_LAUNCH, row)
    return Opened(window=window, was_charged=was_charged)
