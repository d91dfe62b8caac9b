"""The worker: it delivers what the outbox holds to Slack, and settles each row.

Rows are taken in one transaction and settled in another; Slack is called between the two.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot import people
from bot.errands import GONE, Errand, Unreachable
from bot.forgetting import Forgetting
from bot.people import Mailbox
from bot.slack import game_import, handover
from bot.slack.alerts import COMPOSED
from bot.slack.messages import Message
from bot.slack.tokens import Credentials, Tokens
from ledger import outbox, seals, verification
from ledger.database import Database
from ledger.keyring import KeyRing
from ledger.outbox import Delivery
from scorm_bridge.archives import Limits
from scorm_bridge.places import Places
from scorm_bridge.retention import Retention

log = structlog.get_logger("obole.worker")

IDLE_SECONDS = 1.0
BATCH = 4
VERIFY_EVERY = timedelta(days=1)
LOOK_SECONDS = 60.0
CALL_SECONDS = 5
"""A batch makes two calls a row: 40 seconds at the worst, within the lease of 60."""

ERRANDS: dict[str, Callable[[Errand], str | None]] = {
    handover.BUILT: handover.tell,
    handover.FILE: handover.upload,
    game_import.IMPORT: game_import.run,
}
"""What is more than a message to send; it returns what Slack calls what it sent."""

ERRAND_TIME = timedelta(minutes=30)
"""How long one is left to whoever began it: a game of 2 GiB takes some minutes. Where a worker dies
over it, it begins again after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    database: Database
    keyring: KeyRing
    api_url: str
    credentials: Credentials | None = None
    retention: Retention = field(default_factory=Retention)
    places: Places | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def tokens(self) -> Tokens:
        return Tokens(
            database=self.database,
            keyring=self.keyring,
            api_url=self.api_url,
            credentials=self.credentials,
        )

    def run(self, stopping: threading.Event) -> None:
        """Deliver what is due, over and over, until `stopping` is set."""
        log.info("the worker runs")
        look_at = 0.0
        forgetting = Forgetting(self.database, self.retention)
        while not stopping.is_set():
            try:
                is_idle = not self.deliver_due(stopping) and not self.seal()
                is_idle = not forgetting.forget_some() and is_idle
                if is_idle and time.monotonic() >= look_at:
                    self.verify_due()
                    look_at = time.monotonic() + LOOK_SECONDS
            except SQLAlchemyError as error:
                log.error("the database does not answer", error=type(error).__name__)
                is_idle = True
            if is_idle:
                stopping.wait(IDLE_SECONDS)

    def drain(self) -> int:
        """Deliver until nothing is due; returns how many rows were tried."""
        count = 0
        while tried := self.deliver_due(threading.Event()):
            count += tried
        return count

    def deliver_due(self, stopping: threading.Event) -> int:
        """Try one batch; what is left of it when `stopping` is set waits for its lease to end."""
        batch = self.database.write(lambda session: outbox.take(session, most=BATCH))
        # The messages first: while an errand takes its time their leases would end.
        for delivery in sorted(batch, key=lambda one: one.kind in ERRANDS):
            if not stopping.is_set():
                self.deliver(delivery)
        return len(batch)

    def seal(self) -> int:
        """Seal transfers that are not sealed yet; returns how many."""
        return self.database.write(seals.seal_some)

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
        facts = {"kind": delivery.kind, "id": str(delivery.id), "attempt": delivery.attempt}
        if delivery.kind in ERRANDS and not self.holds(delivery):
            return
        try:
            sent = self.sent(delivery)
        except Unreachable as error:
            reason = str(error)
            self.database.write(lambda session: outbox.dead(session, delivery, error=reason))
            log.warning("dead letter", reason=reason, **facts)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next person's mail goes on
            reason, wait = described(error), retry_after(error)
            self.database.write(
                lambda session: outbox.failed(session, delivery, error=reason, retry_after=wait)
            )
            log.warning("not delivered", reason=reason, **facts)
        else:
            self.database.write(
                lambda session: outbox.delivered(session, delivery, external_id=sent)
            )
            log.info("delivered", **facts)

    def holds(self, delivery: Delivery) -> bool:
        return self.database.write(lambda session: outbox.hold(session, delivery, time=ERRAND_TIME))

    def sent(self, delivery: Delivery) -> str | None:
        """What Slack calls it."""
        errand = ERRANDS.get(delivery.kind)
        if errand is None:
            return self.send(*self.composed(delivery))
        given = Errand(
            delivery=delivery,
            database=self.database,
            keyring=self.keyring,
            api_url=self.api_url,
            places=self.places,
            limits=self.limits,
        )
        return errand(given)

    def composed(self, delivery: Delivery) -> tuple[Message, Mailbox]:
        compose = COMPOSED.get(delivery.kind)
        if compose is None:
            raise Unreachable(f"no message is known for {delivery.kind}")
        mailbox = self.database.read(
            lambda session: people.find_mailbox(
                session, account_id=delivery.account_id, member_id=delivery.recipient_id
            )
        )
        if mailbox is None:
            raise Unreachable("the member has no Slack user, or the account no workspace")
        return self.database.read(lambda session: compose(session, delivery)), mailbox

    def send(self, message: Message, mailbox: Mailbox) -> str:
        """Send a direct message; returns what Slack calls it, `channel:ts`."""
        token = self.tokens.of(mailbox.installation)
        client = WebClient(token=token, base_url=self.api_url, timeout=CALL_SECONDS)
        try:
            channel = client.conversations_open(users=mailbox.slack_user_id)["channel"]["id"]
            posted = client.chat_postMessage(channel=channel, **message.payload)
        except SlackApiError as error:
            if error.response["error"] in GONE:
                raise Unreachable(described(error)) from error
            raise
        return f"{channel}:{posted['ts']}"


def described(error: Exception) -> str:
    """For the row and the log: Slack's own word or the kind of failure, never what was sent."""
    if isinstance(error, SlackApiError):
        return f"Slack said {error.response['error']}"
    return type(error).__name__


def retry_after(error: Exception) -> timedelta | None:
    """How long Slack wants to be left alone (its page on rate limits), where it says so."""
    if not isinstance(error, SlackApiError):
        return None
    seconds = str(error.response.headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds)) if seconds.isdigit() else None
