"""What was changed of late in some accounts, beside the transfers that the seals tell of.

Each change leaves a row whose id says when: an entry of the audit, which an order
and its end have too, an alert or a request.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from ledger.ids import first_id
from ledger.models import Alert, AllocationRequest, AuditEntry

TRACES: tuple[Any, ...] = (AuditEntry, Alert, AllocationRequest)

Change = tuple[UUID, UUID]
"""An account, and the row that the change left."""


def since(session: Session, at: datetime, *, account_ids: Collection[UUID]) -> set[Change]:
    """The changes from `at` on. One that is older than another can be committed after it: who
    looks again and again looks back by more than a transaction lasts."""
    first = first_id(at)
    rows = session.execute(
        union_all(
            *(
                select(trace.account_id, trace.id).where(
                    trace.account_id.in_(account_ids), trace.id >= first
                )
                for trace in TRACES
            )
        )
    )
    return {(row[0], row[1]) for row in rows}
