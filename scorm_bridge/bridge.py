"""What the bridge's routes share: the database, the key ring, and what the settings say."""

from dataclasses import dataclass, field

from flask import current_app

from ledger.database import Database
from ledger.keyring import KeyRing
from scorm_bridge.billing import Billing
from scorm_bridge.places import Places
from scorm_bridge.rates import Rates
from scorm_bridge.retention import Retention
from scorm_bridge.shelf import Shelf
from scorm_bridge.tokens import Tokens

EXTENSION = "obole"


@dataclass(frozen=True, kw_only=True)
class Bridge:
    database: Database
    keyring: KeyRing
    places: Places
    rates: Rates = field(default_factory=Rates)
    retention: Retention = field(default_factory=Retention)
    billing: Billing = field(default_factory=Billing)
    tokens: Tokens = field(init=False)
    shelf: Shelf = field(default_factory=Shelf)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tokens", Tokens(self.keyring))


def current() -> Bridge:
    """The bridge of the application that serves this request."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Bridge)
    return found
