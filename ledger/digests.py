"""The weekly digest: when each account's is due, in the account's own time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from ledger import alerts, audit, clock, outbox
from ledger.actors import Act, Actor
from ledger.errors import BadAmount
from ledger.models import Account

DIGEST = "digest"
WEEK = timedelta(days=7)


def set_digest(session: Session, *, actor: Actor, weekday: int | None, hour: int) -> Account:
    """Choose the day (Monday is 0, None is never) and the hour. Raises NotAllowed, BadAmount."""
    actor.must(Act.SET_DIGEST)
    if weekday is not None and not 0 <= weekday <= 6:
        raise BadAmount(given=str(weekday), most=6)
    if not 0 <= hour <= 23:
        raise BadAmount(given=str(hour), most=23)
    account = session.get_one(Account, actor.account_id)
    before = {"weekday": account.digest_weekday, "hour": account.digest_hour}
    account.digest_weekday, account.digest_hour = weekday, hour
    # What was due before the choice was made is not caught up on.
    account.digest_sent_at = clock.now()
    audit.record(
        session,
        actor=actor,
        act="set digest",
        subject="account",
        subject_id=account.id,
        before=before,
        after={"weekday": weekday, "hour": hour},
    )
    return account


def last_due(account: Account, now: datetime) -> datetime | None:
    """The latest moment up to `now` at which the account's digest was due."""
    if account.digest_weekday is None:
        return None
    zone = ZoneInfo(account.time_zone)
    local = now.astimezone(zone)
    days = (local.weekday() - account.digest_weekday) % 7
    for back in (days, days + 7):
        day = local.date() - timedelta(days=back)
        due = datetime.combine(day, time(account.digest_hour), zone)
        if due <= now:
            return due
    raise AssertionError("one of two weeks lies before any moment")


def send_due(session: Session) -> int:
    """Put the digests that are due into the outbox; returns how many accounts' were.

    One that was missed, since nothing ran, is sent late and once.
    """
    now, count = clock.now(), 0
    for account in session.scalars(select(Account).where(Account.digest_weekday.is_not(None))):
        due = last_due(account, now)
        if due is not None and (account.digest_sent_at or account.created_at) < due:
            count += claim(session, account, due, now)
    return count


def claim(session: Session, account: Account, due: datetime, now: datetime) -> int:
    """Of two workers one claims it."""
    claimed = session.connection().execute(
        update(Account)
        .where(
            Account.id == account.id,
            or_(Account.digest_sent_at.is_(None), Account.digest_sent_at < due),
        )
        .values(digest_sent_at=now)
    )
    if claimed.rowcount == 0:
        return 0
    for recipient_id in alerts.recipients(session, account.id):
        outbox.add(
            session,
            account_id=account.id,
            kind=DIGEST,
            recipient_id=recipient_id,
            facts={"since": (due - WEEK).isoformat(), "until": due.isoformat()},
        )
    return 1
