"""The courier: it takes a letter to its recipient in Slack, else by e-mail, and says where it is.

No transaction is open while it is on its way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot import learner_mail, mail, people, posts, profiles
from bot.learner_letters import LearnerLetter
from bot.letters import Enclosure, FilesForbidden, Letter, Unreachable
from bot.mail import MailServer
from bot.models import Post
from bot.people import Mailbox
from bot.slack.tokens import Tokens
from ledger import accounts, outbox
from ledger.database import Database
from ledger.ids import new_id
from ledger.models import Member
from ledger.outbox import Delivery

CALL_SECONDS = 5
"""A report makes six calls, anything else three at the most: 30 seconds a row at the worst."""

GONE = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "channel_not_found",
        "invalid_auth",
        "is_archived",
        "not_in_channel",
        "token_revoked",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""What Slack says when no further attempt can reach this person or channel."""

FORBIDDEN = frozenset(
    {"file_uploads_disabled", "missing_scope", "no_permission", "restricted_action"}
)
"""What it says of files where only an administrator can help: what waits behind is not held up."""

UNEDITABLE = frozenset({"cant_update_message", "edit_window_closed", "message_not_found"})
"""What Slack says of a message that is no longer there to be edited: it is sent anew."""


NO_MAIL = "SMTP_URL is missing: nobody can be sent a mail"


class ChannelGone(Unreachable):
    """The channel that the account tells cannot be written to; its owners can be told instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """`channel` and `ts` name the message; both are None where nothing had to be said."""

    channel: str | None = None
    ts: str | None = None

    @property
    def external_id(self) -> str | None:
        return f"{self.channel}:{self.ts}" if self.ts else None


NOTHING = Sent()


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """`mail` is the server that takes e-mail, None where the settings name none."""

    database: Database
    tokens: Tokens
    mail: MailServer | None = None

    def deliver(self, delivery: Delivery, letter: Letter) -> Sent:
        """Raises Unreachable, of it ChannelGone and FilesForbidden; what Slack, the mail server or
        the way there raises."""
        mailbox, post = self.database.read(lambda session: known(session, delivery, letter))
        if letter.is_over and not post and letter.enclosures is None:
            return NOTHING
        reason = "the member has no Slack user, or the account no workspace"
        if mailbox is not None:
            try:
                return self.to_slack(letter, mailbox, post)
            except SlackApiError as error:
                if error.response["error"] not in GONE:
                    raise
                reason = described(error)
        if delivery.recipient_id == delivery.account_id:
            raise ChannelGone(reason)
        return self.by_mail(delivery, letter, post, reason)

    def to_slack(self, letter: Letter, mailbox: Mailbox, post: Post | None) -> Sent:
        client = self.client(mailbox)
        channel = mailbox.channel_id
        if channel is None:
            opened = client.conversations_open(users=mailbox.slack_user_id)
            channel = str(opened["channel"]["id"])
        is_edited = post is not None and post.channel_id == channel and edited(client, post, letter)
        if letter.enclosures is not None:
            return uploaded(client, channel, letter, letter.enclosures())
        if post is not None and is_edited:
            return Sent(channel=channel, ts=post.ts)
        if letter.is_over:
            return NOTHING
        posted = [
            client.chat_postMessage(channel=channel, **part.payload)
            for part in letter.message.parts(is_posted=True)
        ]
        return Sent(channel=channel, ts=str(posted[0]["ts"]))

    def client(self, mailbox: Mailbox) -> WebClient:
        token = self.tokens.of(mailbox.installation)
        return WebClient(token=token, base_url=self.tokens.api_url, timeout=CALL_SECONDS)

    def by_mail(self, delivery: Delivery, letter: Letter, post: Post | None, reason: str) -> Sent:
        """What is over, or is no worse, was said by an earlier mail, and needs no other. One whose
        Slack user is deactivated is sent none."""
        key = (delivery.account_id, delivery.recipient_id)

        def found(session: Session) -> tuple[Member | None, bool]:
            is_silenced = profiles.is_silenced(session, account_id=key[0], member_id=key[1])
            return session.get(Member, key), is_silenced

        member, is_silenced = self.database.read(found)
        if is_silenced:
            return NOTHING
        if self.mail is None or member is None or member.removed_at is not None:
            raise Unreachable(reason)
        earlier = post.ts if post is not None and post.channel_id == posts.MAIL else None
        if earlier and letter.reply is None and not letter.is_over:
            return Sent(channel=posts.MAIL, ts=earlier)
        name = new_id().hex
        enclosures = letter.enclosures() if letter.enclosures else ()
        mail.send(
            self.mail,
            to=member.email,
            letter=letter,
            name=name,
            earlier=earlier,
            enclosures=enclosures,
        )
        return Sent(channel=posts.MAIL, ts=earlier or name)

    def by_post(self, delivery: Delivery, letter: LearnerLetter | None) -> Sent:
        """To a learner, by mail alone. Raises Unreachable; what the mail server raises."""
        if letter is None:
            return NOTHING
        if self.mail is None:
            raise Unreachable(NO_MAIL)
        name = delivery.id.hex
        try:
            composed = learner_mail.composed(self.mail.sender, letter, name)
        except (HeaderParseError, ValueError):  # it may hold the address: no cause goes on
            raise Unreachable("no mail can be sent to the address") from None
        mail.hand_over(self.mail, composed)
        return Sent(channel=posts.MAIL, ts=name)

    def owners_instead(self, delivery: Delivery, *, reason: str) -> None:
        """Tell each owner what a channel could not be told."""

        def passed_on(session: Session) -> None:
            for owner_id in accounts.owners(session, delivery.account_id):
                outbox.add(
                    session,
                    account_id=delivery.account_id,
                    kind=delivery.kind,
                    recipient_id=owner_id,
                    facts=delivery.facts,
                )
            outbox.passed_on(session, delivery, error=f"{reason}; the owners are told")

        self.database.write(passed_on)


def known(
    session: Session, delivery: Delivery, letter: Letter
) -> tuple[Mailbox | None, Post | None]:
    """How the recipient is reached, and where they were told of the matter before."""
    account_id, recipient_id = delivery.account_id, delivery.recipient_id
    mailbox = people.find_mailbox(session, account_id=account_id, member_id=recipient_id)
    if letter.matter is None:
        return mailbox, None
    return mailbox, posts.find(session, account_id, recipient_id, letter.matter)


def edited(client: WebClient, post: Post, letter: Letter) -> bool:
    """Edit the message; say beside it what has become worse. False when it is gone."""
    payload = letter.message.payload
    try:
        client.chat_update(channel=post.channel_id, ts=post.ts, **payload)
    except SlackApiError as error:
        if error.response["error"] in UNEDITABLE:
            return False
        raise
    if letter.reply is not None:
        reply = letter.reply.payload
        client.chat_postMessage(channel=post.channel_id, thread_ts=post.ts, **reply)
    return True


def uploaded(
    client: WebClient, channel: str, letter: Letter, enclosures: Sequence[Enclosure]
) -> Sent:
    """Files with the message above them, by Slack's flow of external uploads.

    Raises FilesForbidden, and what Slack says.
    """
    try:
        answer = client.files_upload_v2(
            channel=channel,
            initial_comment=letter.message.text,
            file_uploads=[part(one) for one in enclosures],
        )
    except SlackApiError as error:
        if error.response["error"] in FORBIDDEN:
            raise FilesForbidden(described(error)) from error
        raise
    return Sent(channel=channel, ts=str(answer["files"][0]["id"]))


def part(enclosure: Enclosure) -> dict[str, Any]:
    described = {"alt_txt": enclosure.alt} if enclosure.alt else {}
    return {
        "content": enclosure.content,
        "filename": enclosure.name,
        "title": enclosure.title,
        **described,
    }


def described(error: Exception) -> str:
    """For the row and the log: Slack's own word or the kind of failure, never what was sent."""
    if isinstance(error, SlackApiError):
        return f"Slack said {error.response['error']}"
    return type(error).__name__
