"""The rows of the core, a module for each room of it."""

from ledger.models.accounts import Account, Member, Role
from ledger.models.alerts import Alert, AlertKind, Snooze, Threshold, ThresholdUnit
from ledger.models.audit import AuditEntry
from ledger.models.catalogue import Audience, Game, GameClient, GameVersion, Visibility
from ledger.models.clients import Access, Campus, Client
from ledger.models.journal import (
    Allocation,
    AllocationRequest,
    IdempotencyKey,
    Source,
    Transfer,
    TransferKind,
    Verdict,
    Wallet,
    WalletKind,
)
from ledger.models.outbox import OutboxRow, OutboxState
from ledger.models.purchases import (
    PaymentName,
    PriceTier,
    Provider,
    Purchase,
    PurchaseState,
    Receipt,
    Refund,
    RefundKind,
    RefundTransfer,
)
from ledger.models.registrations import Group, GroupKind, Learner, Registration, Roster
from ledger.models.seals import Seal, Verification

__all__ = [
    "Access",
    "Account",
    "Alert",
    "AlertKind",
    "Allocation",
    "AllocationRequest",
    "Audience",
    "AuditEntry",
    "Campus",
    "Client",
    "Game",
    "GameClient",
    "GameVersion",
    "Group",
    "GroupKind",
    "IdempotencyKey",
    "Learner",
    "Member",
    "OutboxRow",
    "OutboxState",
    "PaymentName",
    "PriceTier",
    "Provider",
    "Purchase",
    "PurchaseState",
    "Receipt",
    "Refund",
    "RefundKind",
    "RefundTransfer",
    "Registration",
    "Role",
    "Roster",
    "Seal",
    "Snooze",
    "Source",
    "Threshold",
    "ThresholdUnit",
    "Transfer",
    "TransferKind",
    "Verdict",
    "Verification",
    "Visibility",
    "Wallet",
    "WalletKind",
]
