"""The worker's look for what changed, so that the Homes that people look at follow.

Transfers are told of by their seals. Of all else the rows of the last minute are read, of the
accounts that somebody looks at, and those that were read before are known.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from bot import onlookers
from ledger import changes, clock, seals
from ledger.changes import Change
from ledger.database import Database
from ledger.seals import Sealed

LOOKS_BACK = timedelta(minutes=1)
"""Longer than a transaction lasts."""

LOOKS_BACK_AT_FIRST = timedelta(days=1)
"""What changed while no worker ran."""


@dataclass(slots=True)
class Freshness:
    """Of one worker. Another one finds the same changes, and they are published once."""

    database: Database
    known: set[Change] = field(default_factory=set)
    looks_back: timedelta = LOOKS_BACK_AT_FIRST

    def look(self) -> int:
        """Have the Homes of what changed published; returns how many will be."""
        found = self.database.read(self._changes)
        changed = {account_id for account_id, _ in found - self.known}
        count = 0
        if changed:
            count = self.database.write(lambda session: onlookers.refresh(session, changed))
        # Only now: what could not be written is found again.
        self.known, self.looks_back = found, LOOKS_BACK
        return count

    def _changes(self, session: Session) -> set[Change]:
        account_ids = onlookers.account_ids(session)
        if not account_ids:
            return set()
        since = clock.now() - self.looks_back
        return changes.since(session, since, account_ids=account_ids)


def seal(session: Session) -> Sealed:
    """Seal some transfers, and have the Homes that show them published."""
    sealed = seals.seal_some(session)
    onlookers.refresh(session, sealed.account_ids)
    return sealed
