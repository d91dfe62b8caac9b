"""What the worker does for a member that is more than sending one message.

Its outbox row names the member and the language they asked in; it may be begun again after a
failure, so each errand says what of it would then be done twice.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot import people
from bot.courier import FORBIDDEN, GONE, described
from bot.language import Language
from bot.letters import FilesForbidden, Unreachable
from bot.people import Mailbox
from bot.slack.messages import Message
from bot.slack.tokens import Tokens
from ledger import actors
from ledger.actors import Actor
from ledger.database import Database
from ledger.models import Member, Source
from ledger.outbox import Delivery
from scorm_bridge.archives import Limits
from scorm_bridge.places import Places

UPLOAD_SECONDS = 30
"""An upload is one call of it, and only an errand that is held may wait so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """`places` are unknown where no PUBLIC_URL is set."""

    delivery: Delivery
    database: Database
    tokens: Tokens
    places: Places | None
    limits: Limits
    call_seconds: int = UPLOAD_SECONDS
    """How long a call to Slack may take; all of them have to end before the row's lease does."""

    @property
    def facts(self) -> dict[str, Any]:
        return self.delivery.facts

    @property
    def member_id(self) -> UUID:
        return UUID(self.facts["member_id"])

    @property
    def language(self) -> Language:
        """The one that it was asked for in."""
        return Language.of(self.facts["locale"])

    def actor(self, session: Session) -> Actor:
        """The member with the role they have now. Raises Unreachable for one who was removed."""
        member = session.get_one(Member, (self.delivery.account_id, self.member_id))
        if member.removed_at is not None:
            raise Unreachable("the member was removed")
        return actors.of_member(member, Source.SLACK)

    def mailbox(self) -> Mailbox | None:
        """None where the member has no Slack user, or the account no workspace."""
        return self.database.read(
            lambda session: people.find_mailbox(
                session, account_id=self.delivery.account_id, member_id=self.member_id
            )
        )

    def client(self, mailbox: Mailbox) -> WebClient:
        token = self.tokens.of(mailbox.installation)
        return WebClient(token=token, base_url=self.tokens.api_url, timeout=self.call_seconds)

    def correspondence(self) -> "Correspondence":
        """Raises Unreachable, and what Slack says."""
        mailbox = self.mailbox()
        if mailbox is None:
            raise Unreachable("the member has no Slack user, or the account no workspace")
        client = self.client(mailbox)
        channel = channel_of(client, mailbox)
        return Correspondence(client=client, channel=channel, token=str(client.token))


def channel_of(client: WebClient, mailbox: Mailbox) -> str:
    try:
        opened = client.conversations_open(users=mailbox.slack_user_id or "")
    except SlackApiError as error:
        if error.response["error"] in GONE:
            raise Unreachable(f"Slack said {error.response['error']}") from error
        raise
    return str(opened["channel"]["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """The direct messages with one member."""

    client: WebClient
    channel: str
    token: str

    def post(self, message: Message) -> str:
        """What Slack calls the message within the channel, to edit it by."""
        return str(self.client.chat_postMessage(channel=self.channel, **message.payload)["ts"])

    def edit(self, ts: str, message: Message) -> None:
        self.client.chat_update(channel=self.channel, ts=ts, **message.payload)

    def upload(self, name: str, content: bytes, comment: str) -> str:
        """A file with a comment; what Slack calls it. Slack takes it in three calls, and shows it
        with the last of them. Raises FilesForbidden, and what Slack says."""
        try:
            done = self.client.files_upload_v2(
                filename=name,
                title=name,
                file=content,
                channel=self.channel,
                initial_comment=comment,
            )
        except SlackApiError as error:
            if error.response["error"] in FORBIDDEN:
                raise FilesForbidden(described(error)) from error
            raise
        return str(done["files"][0]["id"])
