"""One message a matter: edited as it develops, in the owner's messages, a channel, or by e-mail."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import profiles
from bot.deliveries import COMPOSED
from bot.demo.emulators import SlackEmulator
from bot.demo.processes import LOOPBACK, free_port
from bot.demo.recorder import Fault
from bot.language import ENGLISH
from bot.letters import Letter
from bot.mail import MailServer
from bot.models import Installation, Post
from bot.slack import limits
from bot.slack.messages import message
from bot.worker import Worker
from ledger import accounts, alerts, clock
from ledger.models import Account, Member, OutboxRow, OutboxState, Role, Snooze
from tests.bot.letterbox import Letterbox, part
from tests.bot.letterbox import letterbox as opened
from tests.bot.stage import connect
from tests.worlds import KEYRING, World


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, MailServer]]:
    with opened() as both:
        yield both


@pytest.fixture
def calls(world: World, slack: SlackEmulator) -> "Calls":
    users = (slack.users["ana"], slack.users["marc"], slack.users["vera"])
    connect(world, slack.bot_token, team_id=slack.team_id, users=users)
    return Calls(world, slack)


class Calls:
    """What the worker calls Slack for."""

    def __init__(self, world: World, slack: SlackEmulator) -> None:
        self.world, self.slack, self.mark = world, slack, len(slack.recorder.calls)

    def drain(self, mail: MailServer | None = None) -> list[tuple[str, str]]:
        """The methods and the first lines, of what a worker that runs now says."""
        mark = len(self.slack.recorder.calls)
        Worker(
            database=self.world.database, keyring=KEYRING, api_url=self.slack.api_url, mail=mail
        ).drain()
        return [
            (call["method"], call["arguments"]["text"].splitlines()[0])
            for call in self.slack.recorder.after(mark)
            if call["method"].startswith("chat.")
        ]


LOW = (
    ":warning: *Acme Learning (acme)* runs low: 54 credits, 9 plays left, "
    "below 60 credits, 10 plays."
)
SPENT = (
    ":no_entry: *Acme Learning (acme)* has 0 credits, 0 plays left, and its cheapest game costs "
    "6 credits: its next new learner is turned away."
)
AWAY = (
    ":no_entry: A learner of *Acme Learning (acme)* was turned away: a play costs 6 credits, and "
    "fewer are left."
)
OVER = ":white_check_mark: *Acme Learning (acme)* has 120 credits, 20 plays again."


def play(world: World, count: int) -> None:
    for _ in range(count):
        world.register(world.key())


def turn_away(world: World) -> None:
    world.database.write(
        lambda session: alerts.turned_away(
            session, account_id=world.account_id, client_id=world.acme.id, wanted=6
        )
    )


def last_row(world: World) -> OutboxRow:
    rows = world.database.read(
        lambda session: list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
    )
    return rows[-1]


def posts_of(world: World) -> list[Post]:
    return world.database.read(lambda session: list(session.scalars(select(Post))))


def tell_channel(world: World, channel: str) -> None:
    def chosen(session: Any) -> None:
        session.execute(update(Installation).values(channel_id=channel))
        session.execute(update(Account).values(tells_channel=True))

    world.database.write(chosen)


def test_a_matter_is_one_message_that_is_edited_as_it_worsens_and_when_it_is_over(
    world: World, calls: Calls
) -> None:
    world.allocate(60)
    play(world, 1)
    assert calls.drain() == [("chat.postMessage", LOW)]
    play(world, 9)
    assert calls.drain() == [("chat.update", SPENT), ("chat.postMessage", SPENT)]
    turn_away(world)
    assert calls.drain() == [("chat.update", AWAY), ("chat.postMessage", AWAY)]
    world.allocate(120)
    assert calls.drain() == [("chat.update", OVER)]
    assert posts_of(world) == []


def test_a_reply_that_notifies_stands_in_the_thread_of_the_message(
    world: World, calls: Calls
) -> None:
    world.allocate(60)
    play(world, 1)
    calls.drain()
    [post] = posts_of(world)
    play(world, 9)
    calls.drain()
    reply = calls.slack.recorder.calls[-1]["arguments"]
    assert (reply["channel"], reply["thread_ts"]) == (post.channel_id, post.ts)


def test_the_next_crossing_is_a_new_message(world: World, calls: Calls) -> None:
    world.allocate(60)
    play(world, 1)
    calls.drain()
    world.allocate(66)
    calls.drain()
    play(world, 11)
    assert calls.drain() == [("chat.postMessage", LOW)]


def test_a_snooze_that_ends_says_again_what_is_open(world: World, calls: Calls) -> None:
    world.allocate(60)
    play(world, 1)
    calls.drain()
    world.database.write(
        lambda session: session.add(
            Snooze(account_id=world.account_id, wallet_id=world.acme.id, until=clock.now())
        )
    )
    Worker(database=world.database, keyring=KEYRING, api_url=calls.slack.api_url).tick()
    assert calls.drain() == [("chat.update", LOW), ("chat.postMessage", LOW)]


def test_a_message_that_someone_deleted_is_sent_anew(world: World, calls: Calls) -> None:
    world.allocate(60)
    play(world, 1)
    calls.drain()
    calls.slack.recorder.faults["chat.update"] = [Fault(error="message_not_found")]
    play(world, 9)
    assert calls.drain() == [("chat.postMessage", SPENT)]


def test_alerts_go_to_a_channel_once_for_all(world: World, calls: Calls) -> None:
    channel = channel_of(calls.slack)
    tell_channel(world, channel)
    world.allocate(60)
    play(world, 1)
    assert calls.drain() == [("chat.postMessage", LOW)]
    assert calls.slack.recorder.calls[-1]["arguments"]["channel"] == channel
    play(world, 9)
    assert calls.drain() == [("chat.update", SPENT), ("chat.postMessage", SPENT)]


@pytest.mark.parametrize("error", ["not_in_channel", "is_archived", "channel_not_found"])
def test_where_the_channel_is_gone_its_owners_are_told(
    world: World, calls: Calls, error: str
) -> None:
    tell_channel(world, "C0GONE")
    world.allocate(60)
    play(world, 1)
    calls.slack.recorder.faults["chat.postMessage"] = [Fault(error=error)]
    assert calls.drain() == [("chat.postMessage", LOW)]
    assert last_row(world).recipient_id == world.owner.id
    # Nor is the channel's a dead letter: put back, it would tell the owners again.
    states = world.database.read(lambda session: set(session.scalars(select(OutboxRow.state))))
    assert states == {OutboxState.SENT}


def test_an_owner_whom_slack_does_not_reach_has_an_e_mail(
    world: World, letterbox: tuple[Letterbox, MailServer], slack: SlackEmulator
) -> None:
    box, server = letterbox
    world.allocate(60)
    play(world, 1)
    Calls(world, slack).drain(server)
    [mail] = box.mails
    assert mail["To"] == "ana@ludum.example"
    assert mail["From"] == "Obole <obole@ludum.example>"
    assert mail["Subject"].startswith("Acme Learning (acme) runs low: 54 credits")
    text, html = part(mail, "plain"), part(mail, "html")
    assert "/credits allocate acme 120" in text
    assert "since Slack did not reach you" in text
    assert "<p" in html
    assert "*" not in html.partition("<body")[2]
    assert last_row(world).external_id == f"mail:{posts_of(world)[0].ts}"


@pytest.mark.parametrize("error", ["user_disabled", "channel_not_found"])
def test_so_has_one_whom_slack_says_is_gone(
    world: World, calls: Calls, letterbox: tuple[Letterbox, MailServer], error: str
) -> None:
    box, server = letterbox
    world.allocate(60)
    play(world, 1)
    calls.slack.recorder.faults["conversations.open"] = [Fault(error=error)]
    calls.drain(server)
    assert len(box.mails) == 1


def test_one_who_was_deactivated_in_slack_is_sent_nothing_unless_no_owner_is_left_there(
    world: World, calls: Calls, letterbox: tuple[Letterbox, MailServer]
) -> None:
    box, server = letterbox
    promote = update(Member).where(Member.id == world.manager.id).values(role=Role.OWNER)
    world.database.write(lambda session: session.execute(promote))

    def deactivate(name: str) -> None:
        user = calls.slack.users[name]
        world.database.write(
            lambda session: profiles.part(session, account_id=world.account_id, slack_user_id=user)
        )

    deactivate("ana")
    world.allocate(60)
    play(world, 1)
    assert len(calls.drain(server)) == 1, "to the owner who is there"
    assert box.mails == []
    found = select(OutboxRow.state).where(OutboxRow.kind == alerts.OPENED)
    states = world.database.read(lambda session: set(session.scalars(found)))
    assert states == {OutboxState.SENT}
    deactivate("marc")
    play(world, 9)
    assert calls.drain(server) == []
    assert {mail["To"] for mail in box.mails} == {"ana@ludum.example", "marc@ludum.example"}


def test_e_mails_of_one_matter_are_one_thread_and_its_end_is_one_mail(
    world: World, letterbox: tuple[Letterbox, MailServer], slack: SlackEmulator
) -> None:
    box, server = letterbox
    world.allocate(60)
    play(world, 10)
    Calls(world, slack).drain(server)
    world.allocate(120)
    Calls(world, slack).drain(server)
    first, second, over = box.mails
    assert second["In-Reply-To"] == over["In-Reply-To"] == first["Message-ID"]
    assert over["Subject"] == "Acme Learning (acme) has 120 credits, 20 plays again."


def test_an_e_mail_is_in_the_accounts_language(
    world: World, letterbox: tuple[Letterbox, MailServer], slack: SlackEmulator
) -> None:
    box, server = letterbox
    world.database.write(lambda session: session.execute(update(Account).values(language="fr")))
    world.allocate(60)
    play(world, 1)
    Calls(world, slack).drain(server)
    text = part(box.mails[0], "plain")
    assert "n’aura bientôt plus de crédits" in text
    assert "Vous lisez ceci par e-mail" in text


def test_a_mail_server_that_is_down_is_tried_again(world: World, slack: SlackEmulator) -> None:
    world.allocate(60)
    play(world, 1)
    Calls(world, slack).drain(MailServer(host=LOOPBACK, port=free_port(), sender="o@x.example"))
    assert last_row(world).state is OutboxState.PENDING
    assert (last_row(world).last_error, last_row(world).outages) == ("ConnectionRefusedError", 1)


def test_one_owners_trouble_is_not_anothers(
    world: World, calls: Calls, letterbox: tuple[Letterbox, MailServer]
) -> None:
    box, server = letterbox
    world.database.write(
        lambda session: accounts.add_member(
            session, actor=world.operator, name="Olga", email="olga@x.example", role=Role.OWNER
        )
    )
    world.allocate(60)
    play(world, 1)
    assert calls.drain(server) == [("chat.postMessage", LOW)]
    assert [mail["To"] for mail in box.mails] == ["olga@x.example"]


def channel_of(slack: SlackEmulator) -> str:
    """The workspace's general channel."""
    channels: list[dict[str, Any]] = slack.client.conversations_list()["channels"]
    return str(channels[0]["id"])


def test_a_letter_that_is_too_long_for_one_message_is_several_in_order(
    calls: Calls, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack counts all blocks of a message that is posted together."""
    lines = [f"{number} {'x' * 2000}" for number in range(12)]
    letter = Letter(language=ENGLISH, message=message(*lines))
    monkeypatch.setitem(COMPOSED, alerts.OPENED, lambda *_: letter)
    turn_away(world)
    assert [text[:2] for _, text in calls.drain()] == ["0 ", "4 ", "8 "]
    assert last_row(world).state is OutboxState.SENT
    sent = [call["arguments"] for call in calls.slack.recorder.calls[-3:]]
    assert [flaw for one in sent for flaw in limits.of_posted(one)] == []
    assert [block["text"]["text"] for one in sent for block in one["blocks"]] == lines
