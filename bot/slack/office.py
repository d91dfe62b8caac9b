"""What all listeners share."""

from dataclasses import dataclass

from bot.slack.tokens import Credentials, Tokens
from ledger.database import Database
from ledger.keyring import KeyRing
from scorm_bridge.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """`api_url` is where Slack's Web API is, with a slash at its end.

    `credentials` are those of the app, None where it is only connected by hand.
    """

    database: Database
    keyring: KeyRing
    places: Places
    api_url: str
    credentials: Credentials | None = None

    @property
    def tokens(self) -> Tokens:
        return Tokens(
            database=self.database,
            keyring=self.keyring,
            api_url=self.api_url,
            credentials=self.credentials,
        )
