"""The worker: it has delivered what the outbox holds, and settles each row.

Rows are taken in one transaction and settled in another; the courier goes between the two.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import freshness, giving_up, posts, upkeep
from bot.courier import CALL_SECONDS, GONE, ChannelGone, Courier, Sent, described
from bot.deliveries import COMPOSED, IN_BULK, TO_LEARNERS
from bot.errands import UPLOAD_SECONDS, Errand
from bot.forgetting import Forgetting
from bot.freshness import Freshness
from bot.learner_letters import Desk, LearnerLetter
from bot.letters import FilesForbidden, Letter, Unreachable
from bot.mail import MailServer
from bot.onlookers import HOME
from bot.outages import is_outage
from bot.profiles import PROFILE
from bot.slack import (
    game_import,
    handover,
    history_file,
    receipts,
    roster_errands,
    roster_orders,
)
from bot.slack.tokens import Credentials, Tokens
from ledger import alerts, digests, outbox, reminders, rosters, verification
from ledger.database import Database
from ledger.keyring import KeyRing
from ledger.outbox import Delivery
from ledger.seals import Sealed
from scorm_bridge import endings
from scorm_bridge.archives import Limits
from scorm_bridge.billing import Billing
from scorm_bridge.billing.reconciling import reconcile
from scorm_bridge.places import Places
from scorm_bridge.retention import Retention

log = structlog.get_logger("obole.worker")

IDLE_SECONDS = 1.0
BATCH = 2
"""Taken at once: at the worst, both wait out every call, within the lease of 60 seconds."""
VERIFY_EVERY = timedelta(days=1)
LOOK_SECONDS = 60.0


TICKS: tuple[Callable[[Session], int], ...] = (
    alerts.wake_due,
    digests.send_due,
    endings.tell_due,
    reminders.tell_due,
)
"""Looked at every minute; each says how many it put into the outbox."""


ERRANDS: dict[str, Callable[[Errand], str | None]] = {
    handover.BUILT: handover.tell,
    handover.FILE: handover.upload,
    history_file.MOVEMENTS: history_file.upload,
    receipts.FILE: receipts.upload,
    game_import.IMPORT: game_import.run,
    roster_orders.READ: roster_errands.read,
    roster_orders.REGISTER: roster_errands.register_many,
    HOME: upkeep.publish_home,
    PROFILE: upkeep.ask_profile,
}
"""What is more than a letter, or none; it returns what Slack calls what it sent."""

LONG = frozenset(
    {
        handover.BUILT,
        handover.FILE,
        history_file.MOVEMENTS,
        receipts.FILE,
        game_import.IMPORT,
        roster_orders.READ,
        roster_orders.REGISTER,
    }
)
ERRAND_TIME = timedelta(minutes=30)
"""How long a long one is left to whoever began it: a game of 2 GiB takes some minutes. Where a
worker dies over it, it begins again after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    database: Database
    keyring: KeyRing
    api_url: str
    credentials: Credentials | None = None
    places: Places | None = None
    limits: Limits = field(default_factory=Limits)
    retention: Retention = field(default_factory=Retention)
    mail: MailServer | None = None
    billing: Billing = field(default_factory=Billing)

    def run(self, stopping: threading.Event) -> None:
        """Deliver what is due, over and over, until `stopping` is set."""
        log.info("the worker runs")
        look_at = tick_at = 0.0
        forgetting = Forgetting(self.database, self.retention)
        fresh = Freshness(self.database)
        while not stopping.is_set():
            try:
                if time.monotonic() >= tick_at:
                    tick_at = time.monotonic() + LOOK_SECONDS
                    self.tick()
                is_idle = not self.deliver_due(stopping) and not self.seal()
                is_idle = not fresh.look() and is_idle
                is_idle = not forgetting.forget_some() and is_idle
                if is_idle and time.monotonic() >= look_at:
                    self.verify_due()
                    look_at = time.monotonic() + LOOK_SECONDS
            except SQLAlchemyError as error:
                log.error("the database does not answer", error=type(error).__name__)
                is_idle = True
            if is_idle:
                stopping.wait(IDLE_SECONDS)

    def tick(self) -> None:
        """What time alone brings about, each in a transaction of its own; and payments that nobody
        told of."""
        for due in TICKS:
            self.database.write(due)
        self.database.write(rosters.forget_old)
        reconcile(self.database, self.billing)

    def drain(self) -> int:
        """Deliver until nothing is due; returns how many rows were tried."""
        count = 0
        while tried := self.deliver_due(threading.Event()):
            count += tried
        return count

    def deliver_due(self, stopping: threading.Event) -> int:
        """Try one batch; what is left of it when `stopping` is set waits for its lease to end."""
        batch = self.database.write(lambda session: outbox.take(session, most=BATCH, last=IN_BULK))
        # The letters first: while a long errand takes its time their leases would end.
        for delivery in sorted(batch, key=lambda one: one.kind in LONG):
            if not stopping.is_set():
                self.deliver(delivery)
        return len(batch)

    def seal(self) -> Sealed:
        """Seal transfers that are not sealed yet."""
        return self.database.write(freshness.seal)

    def verify_due(self) -> None:
        """Verify an account whose books were not read for a day, if there is one."""
        account_id = self.database.read(
            lambda session: verification.next_due(session, age=VERIFY_EVERY)
        )
        if account_id is None:
            return
        with self.database.reading() as session:
            found = verification.verify(session, account_id=account_id)
        self.database.write(
            lambda session: verification.record(session, account_id=account_id, found=found)
        )
        if found.wrong is not None:
            log.error("the ledger is wrong", account=str(account_id), flaw=found.wrong.flaw)

    def deliver(self, delivery: Delivery) -> None:
        if delivery.kind in LONG and not self.holds(delivery):
            return
        try:
            if delivery.is_endless:
                raise Unreachable("no attempt at it came to an end")
            settle = self.done(delivery)
        except ChannelGone as error:
            self.courier.owners_instead(delivery, reason=str(error))
            log.warning(
                "the owners are told instead of the channel", reason=str(error), **of(delivery)
            )
        except Unreachable as error:
            self.give_up(delivery, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next person's mail goes on
            self.failed(delivery, error)
        else:
            self.database.write(settle)
            log.info("delivered", **of(delivery))

    def give_up(self, delivery: Delivery, error: Unreachable) -> None:
        reason, is_forbidden = str(error), isinstance(error, FilesForbidden)

        def given_up(session: Session) -> None:
            if outbox.dead(session, delivery, error=reason):
                giving_up.tell(session, delivery, is_forbidden=is_forbidden)

        self.database.write(given_up)
        log.warning("dead letter", reason=reason, **of(delivery))

    def failed(self, delivery: Delivery, error: Exception) -> None:
        reason, wait, is_away = described(error), retry_after(error), is_outage(error)

        def tried(session: Session) -> bool:
            is_dead = outbox.failed(
                session, delivery, error=reason, is_outage=is_away, retry_after=wait
            )
            if is_dead:
                giving_up.tell(session, delivery)
            return is_dead

        said = "dead letter" if self.database.write(tried) else "not delivered"
        log.warning(said, reason=reason, is_outage=is_away, **of(delivery))

    def holds(self, delivery: Delivery) -> bool:
        return self.database.write(lambda session: outbox.hold(session, delivery, time=ERRAND_TIME))

    def done(self, delivery: Delivery) -> Callable[[Session], None]:
        """Do it; returns what is to be recorded of it."""
        errand = ERRANDS.get(delivery.kind)
        if errand is not None:
            called = self.ran(errand, delivery)
            return lambda session: outbox.delivered(session, delivery, external_id=called)
        if delivery.kind in TO_LEARNERS:
            posted = self.courier.by_post(delivery, self.to_learner(delivery))
            return lambda session: outbox.delivered(
                session, delivery, external_id=posted.external_id
            )
        letter = self.composed(delivery)
        sent = self.courier.deliver(delivery, letter)
        return lambda session: record(session, delivery, letter, sent)

    def ran(self, errand: Callable[[Errand], str | None], delivery: Delivery) -> str | None:
        given = Errand(
            delivery=delivery,
            database=self.database,
            tokens=self.tokens,
            places=self.places,
            limits=self.limits,
            call_seconds=UPLOAD_SECONDS if delivery.kind in LONG else CALL_SECONDS,
        )
        try:
            return errand(given)
        except SlackApiError as error:
            if error.response["error"] in GONE:
                raise Unreachable(described(error)) from error
            raise

    def composed(self, delivery: Delivery) -> Letter:
        compose = COMPOSED.get(delivery.kind)
        if compose is None:
            raise Unreachable(f"no message is known for {delivery.kind}")
        return self.database.read(lambda session: compose(session, delivery))

    def to_learner(self, delivery: Delivery) -> LearnerLetter | None:
        if self.places is None:
            raise Unreachable("PUBLIC_URL is missing: no link can be sent")
        desk = Desk(keyring=self.keyring, places=self.places)
        compose = TO_LEARNERS[delivery.kind]
        return self.database.read(lambda session: compose(session, delivery, desk))

    @property
    def courier(self) -> Courier:
        return Courier(database=self.database, tokens=self.tokens, mail=self.mail)

    @property
    def tokens(self) -> Tokens:
        return Tokens(
            database=self.database,
            keyring=self.keyring,
            api_url=self.api_url,
            credentials=self.credentials,
        )


def of(delivery: Delivery) -> dict[str, Any]:
    """What the log says of it; its facts may name people."""
    return {"kind": delivery.kind, "id": str(delivery.id), "attempt": delivery.attempt}


def record(session: Session, delivery: Delivery, letter: Letter, sent: Sent) -> None:
    """That it was sent, and where its matter stands: a worker that dies before this sends it once
    more."""
    outbox.delivered(session, delivery, external_id=sent.external_id)
    if letter.matter is None:
        return
    place = (delivery.account_id, delivery.recipient_id, letter.matter)
    if letter.is_over:
        posts.drop(session, *place)
    elif sent.channel and sent.ts:
        posts.keep(session, *place, channel=sent.channel, ts=sent.ts)


def retry_after(error: Exception) -> timedelta | None:
    """How long Slack wants to be left alone (its page on rate limits), where it says so."""
    if not isinstance(error, SlackApiError):
        return None
    seconds = str(error.response.headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds)) if seconds.isdigit() else None
