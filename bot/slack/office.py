"""What all listeners share."""

from dataclasses import dataclass, field
from uuid import UUID

from slack_sdk import WebClient

from bot import workspaces
from bot.slack.tokens import Credentials, Tokens
from ledger.database import Database
from ledger.keyring import KeyRing
from scorm_bridge.billing import Billing
from scorm_bridge.places import Places

CALL_SECONDS = 10
"""A call to Slack that is made after the acknowledgement, or beside it."""


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
    billing: Billing = field(default_factory=Billing)

    @property
    def tokens(self) -> Tokens:
        return Tokens(
            database=self.database,
            keyring=self.keyring,
            api_url=self.api_url,
            credentials=self.credentials,
        )

    def client(self, account_id: UUID) -> WebClient:
        """Slack's Web API, spoken to as the account's bot; never within a transaction."""
        installation = self.database.read(
            lambda session: workspaces.find_workspace(session, account_id=account_id)
        )
        assert installation is not None  # who asks, asks in it
        token = self.tokens.of(installation)
        return WebClient(token=token, base_url=self.api_url, timeout=CALL_SECONDS)
