"""What all listeners share."""

from dataclasses import dataclass

from ledger.database import Database
from ledger.keyring import KeyRing
from scorm_bridge.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """`api_url` is where Slack's Web API is, with a slash at its end."""

    database: Database
    keyring: KeyRing
    places: Places
    api_url: str
