"""Who acts, through what, and what their role allows."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ledger.errors import NotAllowed
from ledger.models import Member, Role, Source


class Act(StrEnum):
    """What a member can be allowed to do, in words that fit "You may not …"."""

    SEE = "see balances"
    ALLOCATE = "allocate credits"
    ORDER = "order credits"
    ADD_CLIENT = "add clients"
    ADD_GAME = "add games"
    BUILD_PACKAGE = "build packages"
    CHANGE_PACKAGE = "change packages"
    SHOW_PREVIEW = "show previews"
    ADD_MEMBER = "add members"
    CHANGE_MEMBER = "change members"
    APPROVE = "approve allocations"
    SET_DIGEST = "set the digest"
    CHANGE_CLIENT = "change clients"
    MAKE_GROUP = "make groups"
    REGISTER = "register learners"
    SEE_LEARNERS = "see learners"
    SNOOZE = "snooze alerts"
    SET_THRESHOLD = "set thresholds"
    PLACE_ALERTS = "choose where alerts go"
    ARCHIVE_CLIENT = "archive clients"
    MOVE_LEARNERS = "move learners"
    ERASE_LEARNER = "erase learners"
    EXPORT = "export the account"
    MOVE_PLAYS = "choose what becomes of open plays"
    CONFIRM_PAYMENT = "confirm payments"
    REFUND = "refund payments"
    CANCEL_ORDER = "cancel orders"
    SET_PRICE = "set prices"


TEAM = frozenset(Role)
MANAGERS = frozenset({Role.OWNER, Role.MANAGER})
OWNERS = frozenset({Role.OWNER})
OPERATORS_ONLY: frozenset[Role] = frozenset()

ALLOWED: dict[Act, frozenset[Role]] = {
    Act.SEE: TEAM,
    Act.ALLOCATE: MANAGERS,
    Act.ADD_CLIENT: MANAGERS,
    Act.ADD_GAME: MANAGERS,
    Act.BUILD_PACKAGE: MANAGERS,
    Act.CHANGE_PACKAGE: MANAGERS,
    Act.SHOW_PREVIEW: MANAGERS,
    Act.ORDER: OWNERS,
    Act.ADD_MEMBER: OWNERS,
    Act.CHANGE_MEMBER: OWNERS,
    Act.APPROVE: OWNERS,
    Act.SET_DIGEST: OWNERS,
    Act.CHANGE_CLIENT: MANAGERS,
    Act.MAKE_GROUP: MANAGERS,
    Act.REGISTER: MANAGERS,
    # Their names, and how each of them does; how many there are is the whole team's.
    Act.SEE_LEARNERS: MANAGERS,
    Act.SNOOZE: OWNERS,
    Act.SET_THRESHOLD: OWNERS,
    Act.PLACE_ALERTS: OWNERS,
    Act.ARCHIVE_CLIENT: OWNERS,
    Act.MOVE_LEARNERS: MANAGERS,
    Act.ERASE_LEARNER: OWNERS,
    Act.EXPORT: OWNERS,
    Act.MOVE_PLAYS: OWNERS,
    # An owner can never mint credits or change what they cost.
    Act.CONFIRM_PAYMENT: OPERATORS_ONLY,
    Act.REFUND: OPERATORS_ONLY,
    Act.CANCEL_ORDER: OPERATORS_ONLY,
    Act.SET_PRICE: OPERATORS_ONLY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A member of the account, or its operator at a terminal (`role` is None)."""

    account_id: UUID
    source: Source
    member_id: UUID | None = None
    role: Role | None = None
    allocates_most: int | None = None
    """Credits of one allocation that need no owner's yes; None is any number."""

    def may(self, act: Act) -> bool:
        return self.role is None or self.role in ALLOWED[act]

    def must(self, act: Act) -> None:
        """Raise NotAllowed unless the actor may do `act`."""
        if not self.may(act):
            allowed = ALLOWED[act]
            raise NotAllowed(
                act=act.value, allowed=[role.value for role in Role if role in allowed]
            )


def operator(account_id: UUID) -> Actor:
    """Whoever has a shell on the server."""
    return Actor(account_id=account_id, source=Source.COMMAND_LINE)


def of_member(member: Member, source: Source) -> Actor:
    return Actor(
        account_id=member.account_id,
        source=source,
        member_id=member.id,
        role=member.role,
        allocates_most=member.allocates_most if member.role is Role.MANAGER else None,
    )
