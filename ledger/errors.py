"""Every refusal of the core. They carry numbers and names; each edge words them once.

OboleError
├── NotFound            UnknownAccount, UnknownMember, UnknownPurchase, UnknownGroup,
│   │                   UnknownLearner, UnknownRequest, UnknownDelivery
│   └── Misnamed        UnknownClient, UnknownGame
├── AmbiguousName
├── NotAllowed
├── AboveLimit          an owner has to say yes
├── BadInput            BadAmount, BadText, BadLearner, BadPeriod, BadMoves,
│                       BadPriceList, BadTimeZone
├── NotEnoughCredits    of a client's wallet or of the pool
├── Conflict            IdempotencyConflict, NameTaken, PurchaseClosed, ClientArchived,
│                       LastOwner, RequestDecided
├── GameNotVisible
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


class UnknownGroup(NotFound): ...


class UnknownLearner(NotFound): ...


class UnknownDelivery(NotFound):
    """Among the dead letters."""


class UnknownRequest(NotFound): ...


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
class BadTimeZone(BadInput):
    given: str


@dataclass(eq=False)
class BadPriceList(BadInput):
    flaw: str
    facts: Facts = field(default_factory=Facts)


@dataclass(eq=False)
class BadMoves(BadInput):
    """A list of old and new learner ids names `given` twice."""

    given: str


@dataclass(eq=False)
class NotEnoughCredits(OboleError):
    """A wallet does not cover what was asked of it. `client` is None for the pool."""

    wanted: int
    available: int
    client: str | None = None

    @property
    def short_by(self) -> int:
        return self.wanted - self.available


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
class GameNotVisible(OboleError):
    game: str
    client: str


@dataclass(eq=False)
class PlayIsOver(OboleError):
    """The learner's last play is completed or its group ended; a new one costs `price` credits."""

    play: int
    completed_at: datetime | None
    price: int
