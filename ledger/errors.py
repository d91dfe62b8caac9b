"""Every refusal of the core. They carry numbers and names; each edge words them once.

OboleError
├── NotFound            UnknownAccount, UnknownMember, UnknownPurchase, UnknownLearner,
│   │                   UnknownRequest, UnknownDelivery, UnknownRoster,
│   │                   UnknownReceipt
│   └── Misnamed        UnknownClient, UnknownGame, UnknownGroup
├── AmbiguousName
├── NotAllowed
├── AboveLimit          an owner has to say yes
├── BadInput            BadAmount, BadText, BadLearner, BadPeriod, BadMoment, BadMoves,
│                       BadPriceList, BadTimeZone, BadColour, BadAddress, BadGroup, BadRoster
├── NotEnoughCredits    of a client's wallet or of the pool
├── MoreThanShown       registering would charge more than its preview said
├── Conflict            IdempotencyConflict, NameTaken, PurchaseClosed, NotManual, PaymentUsed,
│                       NotPaid, NotOpen, ClientArchived, LastOwner, RequestDecided, AccessFixed,
│                       AccessIsScorm
├── NotOffered          GameNotVisible, GameClosed, NoContent: nobody new may play it
├── NotInTime           GroupNotStarted, GroupEnded
├── NotInGroup
├── PlayTimeOver
├── WrongPayment        it is not what was asked
├── AboveRefund         more than is left to pay back
└── PlayIsOver          a new play would be a new charge (R8)
"""

from dataclasses import dataclass, field
from datetime import date, datetime

Facts = dict[str, int | str | list[str]]
"""What is said with a `flaw`, which is a word for what is wrong: each edge has a text for it."""


class OboleError(Exception):
    """A refusal: nothing was changed."""


@dataclass(eq=False)
class NotFound(OboleError):
    given: str


class UnknownAccount(NotFound): ...


class UnknownMember(NotFound): ...


@dataclass(eq=False)
class Misnamed(NotFound):
    """Nothing is called so; `similar` are a few that are called nearly so."""

    similar: list[str] = field(default_factory=list)


class UnknownClient(Misnamed): ...


class UnknownGame(Misnamed): ...


class UnknownPurchase(NotFound): ...


class UnknownReceipt(NotFound): ...


class UnknownGroup(Misnamed): ...


class UnknownLearner(NotFound): ...


class UnknownDelivery(NotFound):
    """Among the dead letters."""


class UnknownRequest(NotFound): ...


class UnknownRoster(NotFound):
    """It was registered, or forgotten after a day."""


@dataclass(eq=False)
class AmbiguousName(OboleError):
    """More than one thing begins with what was given."""

    given: str
    candidates: list[str]


@dataclass(eq=False)
class NotAllowed(OboleError):
    """The actor's role may not do this; `allowed` says whose role may."""

    act: str
    allowed: list[str]


@dataclass(eq=False)
class AboveLimit(OboleError):
    """A manager allocates at most `most` credits at once without an owner's second yes."""

    credits: int
    most: int


class BadInput(OboleError): ...


@dataclass(eq=False)
class BadAmount(BadInput):
    given: str
    most: int


@dataclass(eq=False)
class BadText(BadInput):
    """A text is empty, too long, or holds control characters."""

    field: str
    most: int


@dataclass(eq=False)
class BadLearner(BadInput):
    """An LMS gave an empty learner id, or one too long to be one."""

    most: int


@dataclass(eq=False)
class BadPeriod(BadInput):
    """A statement was asked from a day after the one it is to end with."""

    first: date
    last: date


@dataclass(eq=False)
class BadMoment(BadInput):
    """What should be a day, or a day and a time of it, is none."""

    given: str


@dataclass(eq=False)
class BadTimeZone(BadInput):
    given: str


@dataclass(eq=False)
class BadColour(BadInput):
    """A colour is `#rrggbb`."""

    given: str


@dataclass(eq=False)
class BadAddress(BadInput):
    """It is no e-mail address."""

    given: str


@dataclass(eq=False)
class BadGroup(BadInput):
    flaw: str
    facts: Facts = field(default_factory=Facts)


@dataclass(eq=False)
class BadRoster(BadInput):
    """Nothing can be read of a list of learners, or it is too long."""

    flaw: str
    facts: Facts = field(default_factory=Facts)


@dataclass(eq=False)
class BadPriceList(BadInput):
    flaw: str
    facts: Facts = field(default_factory=Facts)


@dataclass(eq=False)
class BadMoves(BadInput):
    """A list of old and new learner ids names `given` twice."""

    given: str


@dataclass(eq=False)
class WrongPayment(OboleError):
    """A payment of order `number` is of another sum or currency than was asked."""

    number: int
    asked_cents: int
    paid_cents: int
    currency: str


@dataclass(eq=False)
class AboveRefund(OboleError):
    """Of order `number` only so many `cents` are left to pay back."""

    number: int
    cents: int


@dataclass(eq=False)
class NotEnoughCredits(OboleError):
    """A wallet does not cover what was asked of it. `client` is None for the pool."""

    wanted: int
    available: int
    client: str | None = None

    @property
    def short_by(self) -> int:
        return self.wanted - self.available


@dataclass(eq=False)
class MoreThanShown(OboleError):
    """Registering would charge for so many learners now, more than was agreed to."""

    learners: int
    credits: int


class Conflict(OboleError): ...


@dataclass(eq=False)
class IdempotencyConflict(Conflict):
    """The key was used before, with other facts."""

    key: str
    before: dict[str, object]
    now: dict[str, object]


@dataclass(eq=False)
class NameTaken(Conflict):
    field: str
    given: str


@dataclass(eq=False)
class PurchaseClosed(Conflict):
    """The purchase is no longer waiting for a payment."""

    number: int
    state: str


@dataclass(eq=False)
class NotManual(Conflict):
    """What an operator would confirm, refund or cancel (`doing`), a payment provider takes."""

    number: int
    doing: str


@dataclass(eq=False)
class PaymentUsed(Conflict):
    """The payment of this reference has paid order `number`."""

    given: str
    number: int


@dataclass(eq=False)
class NotPaid(Conflict):
    """Nothing was paid for the order, and so nothing can go back."""

    number: int


@dataclass(eq=False)
class NotOpen(Conflict):
    """The order was paid: it waits for no payment that could be called off."""

    number: int


@dataclass(eq=False)
class ClientArchived(Conflict):
    """The client's books are kept and its doors are closed."""

    client: str


@dataclass(eq=False)
class LastOwner(Conflict):
    """An account always has an owner: the last one stays, and stays one."""

    member: str


@dataclass(eq=False)
class RequestDecided(Conflict):
    """An owner said `verdict` to the request before."""

    verdict: str


@dataclass(eq=False)
class AccessFixed(Conflict):
    """A learner of the client has come in, the first one at `since`."""

    client: str
    since: datetime


@dataclass(eq=False)
class AccessIsScorm(Conflict):
    """The client's learners are registered by its packages, not by members."""

    client: str


class NotOffered(OboleError): ...


@dataclass(eq=False)
class GameNotVisible(NotOffered):
    game: str
    client: str


@dataclass(eq=False)
class GameClosed(NotOffered):
    """`audience` says who may be registered for it: only groups, or nobody."""

    game: str
    audience: str


@dataclass(eq=False)
class NoContent(NotOffered):
    game: str


@dataclass(eq=False)
class NotInTime(OboleError):
    """`time_zone` is the client's."""

    group: str
    at: datetime
    time_zone: str


class GroupNotStarted(NotInTime): ...


class GroupEnded(NotInTime):
    """Nobody is registered in it any more."""


@dataclass(eq=False)
class NotInGroup(OboleError):
    """Nobody of that address is in the group, or they were removed from it."""

    group: str
    given: str


@dataclass(eq=False)
class PlayTimeOver(OboleError):
    """The learner has played for the `minutes` that the group gives each."""

    group: str
    minutes: int


@dataclass(eq=False)
class PlayIsOver(OboleError):
    """The learner's last play is completed or its group ended; a new one costs `price` credits."""

    play: int
    completed_at: datetime | None
    price: int
