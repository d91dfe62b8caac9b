"""Mails to learners: in their language, from their client, never to who is no longer there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.mail import MailServer
from bot.worker import Worker
from ledger import clients, clock, erasure, outbox, registration
from ledger.ids import new_id
from ledger.models import (
    Access,
    Account,
    Client,
    Group,
    GroupKind,
    Learner,
    OutboxRow,
    OutboxState,
    Registration,
    Source,
)
from ledger.places import Place
from ledger.registering import INVITATION
from ledger.reminders import ENDS, STARTS
from scorm_bridge.campus import doors, sign_in
from scorm_bridge.models import SignInLink
from scorm_bridge.places import Places
from scorm_bridge.tokens import Tokens
from tests.bot.letterbox import Letterbox, letterbox, part
from tests.ledger.campus import Campus
from tests.worlds import KEYRING, World

PLACES = Places("https://obole.example", "https://games.example")
NOW = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)
DAY_BEFORE = NOW - timedelta(days=1)
ADDRESS = "ines@nord.example"
HEADERS = (
    *("From", "To", "Reply-To", "Subject", "Auto-Submitted"),
    *("List-Unsubscribe", "List-Unsubscribe-Post"),
)
KINDS = (INVITATION, STARTS, ENDS)
LANGUAGES = ("en", "fr", "es")


@dataclass(kw_only=True)
class Post:
    """Nord's Campus with a group that runs from yesterday until the end of 30 November in Paris,
    Inès in it, and a worker that mails."""

    world: World
    nord: Client
    group: Group
    code: str
    learner_id: UUID
    box: Letterbox
    server: MailServer | None

    def send(self, *kinds: str, learner_id: UUID | None = None) -> list[EmailMessage]:
        """What arrives of a row of each kind."""
        before = len(self.box.mails)
        for kind in kinds:
            self.add(kind, learner_id or self.learner_id)
        self.worker().drain()
        return self.box.mails[before:]

    def add(self, kind: str, learner_id: UUID) -> None:
        facts = {
            "client_id": str(self.nord.id),
            "learner_id": str(learner_id),
            "group_id": str(self.group.id),
        }
        self.world.database.write(
            lambda session: outbox.add(
                session,
                account_id=self.world.account_id,
                kind=kind,
                recipient_id=learner_id,
                facts=facts,
            )
        )

    def worker(self, places: Places | None = PLACES) -> Worker:
        return Worker(
            database=self.world.database,
            keyring=KEYRING,
            api_url="http://127.0.0.1:1/",
            places=places,
            mail=self.server,
        )

    def set(self, table: type, **values: object) -> None:
        self.world.database.write(lambda session: session.execute(update(table).values(values)))

    def register(self, address: str, name: str | None = None) -> UUID:
        return self.world.database.write(
            lambda session: registered(session, self.world, self.nord, self.group, address, name)
        )

    def states(self) -> list[tuple[OutboxState, str | None]]:
        with self.world.database.reading() as session:
            rows = session.scalars(
                select(OutboxRow).where(OutboxRow.kind.in_(KINDS)).order_by(OutboxRow.id)
            )
            return [(row.state, row.last_error) for row in rows]


@pytest.fixture
def post(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    nord, group = world.database.write(lambda session: furnished(session, world))
    world.allocate(120, nord)
    with letterbox() as (box, server):
        post = Post(
            world=world,
            nord=nord,
            group=group,
            code=world.database.read(lambda session: clients.campus_code(session, nord)),
            learner_id=new_id(),
            box=box,
            server=server,
        )
        post.learner_id = post.register(ADDRESS, "Inès")
        yield post


def furnished(session: Session, world: World) -> tuple[Client, Group]:
    nord = clients.add_client(
        session,
        actor=world.operator,
        name="Nord & Fils",
        alias="nord",
        access=Access.CAMPUS,
    )
    group = Group(
        account_id=world.account_id,
        id=new_id(),
        client_id=nord.id,
        game_id=world.game.id,
        kind=GroupKind.MADE,
        name="Autumn",
        name_key="autumn",
        starts_at=DAY_BEFORE,
        ends_at=datetime(2026, 11, 30, 23, 0, tzinfo=UTC),
        start_told_at=NOW,
        end_told_at=NOW,
    )
    session.add(group)
    return nord, group


def registered(
    session: Session, world: World, client: Client, group: Group, address: str, name: str | None
) -> UUID:
    place = Place(
        account_id=world.account_id,
        client_id=client.id,
        client_name=client.name,
        game_id=world.game.id,
        game_version=1,
        group_id=group.id,
        price=6,
    )
    newcomer = world.newcomer(address, name)
    play = registration.register(session, place=place, newcomer=newcomer, source=Source.SLACK)
    made = session.get_one(Registration, (world.account_id, client.id, play.id))
    return made.learner_id


def test_an_invitation_says_who_which_game_until_when_and_where(post: Post) -> None:
    [mail] = post.send(INVITATION)
    assert {name: mail[name] for name in HEADERS} == {
        "From": "Nord & Fils <obole@ludum.example>",
        "To": ADDRESS,
        "Reply-To": None,
        "Subject": "Nord & Fils invites you to play “The Ferryman”",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": None,
        "List-Unsubscribe-Post": None,
    }
    assert mail["Date"]
    assert mail["Message-ID"].endswith("@ludum.example>")
    assert mail.get_content_type() == "multipart/alternative"
    assert part(mail, "plain") == (
        "Hello Inès,\n\n"
        "Nord & Fils invites you to play “The Ferryman” with the group Autumn.\n\n"
        "It is open until Nov 30, 2026, 11:59\u202fPM (Central European Standard Time).\n\n"
        "On the page of Nord & Fils, give this e-mail address: you are sent a link to sign in by. "
        "There is no password.\n\n"
        f"Open the page\nhttps://obole.example/campus/{post.code}\n\n"
        "-- \nYou receive this e-mail because Nord & Fils registered you for a game.\n"
    )


def test_an_invitation_says_when_a_group_that_is_planned_opens_and_for_how_long_one_plays(
    post: Post,
) -> None:
    post.set(Group, starts_at=NOW + timedelta(days=1), play_minutes_most=45)
    [mail] = post.send(INVITATION)
    text = part(mail, "plain")
    assert (
        "It opens on Nov 25, 2026, 1:05\u202fPM (Central European Standard Time) and ends on "
        "Nov 30, 2026, 11:59\u202fPM (Central European Standard Time)."
    ) in text
    assert "You can play for 45 minutes in all" in text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_at": None}, "It is open, without an end: play when you like."),
        ({"ends_at": None, "starts_at": NOW + timedelta(days=1)}, "It opens on Nov 25, 2026, 1:05"),
        ({"extended_until": NOW + timedelta(days=30)}, "It is open until Dec 24, 2026, 1:05"),
    ],
)
def test_an_invitation_knows_of_no_end_and_of_an_extension(
    post: Post, values: dict[str, object], sentence: str
) -> None:
    post.set(Group, **values)
    [mail] = post.send(INVITATION)
    assert sentence in part(mail, "plain")


@pytest.mark.parametrize(
    ("own", "account", "subject"),
    [
        ("fr", "en", "Nord & Fils vous invite à jouer à «\u00a0The Ferryman\u00a0»"),
        ("es", "fr", "Nord & Fils te invita a jugar a «The Ferryman»"),
        (None, "fr", "Nord & Fils vous invite à jouer à «\u00a0The Ferryman\u00a0»"),
        (None, "es-MX", "Nord & Fils te invita a jugar a «The Ferryman»"),
        (None, "de", "Nord & Fils invites you to play “The Ferryman”"),
    ],
)
def test_a_mail_is_in_the_learners_language_else_in_the_accounts(
    post: Post, own: str | None, account: str, subject: str
) -> None:
    post.set(Learner, language=own)
    post.set(Account, language=account)
    [mail] = post.send(INVITATION)
    assert mail["Subject"] == subject


def test_learners_are_never_told_of_money(post: Post) -> None:
    for language in LANGUAGES:
        post.set(Learner, language=language)
        for mail in post.send(*KINDS):
            said = f"{mail['Subject']} {part(mail, 'plain')} {part(mail, 'html')}"
            assert not re.search(r"cr[eé]dit|\beur\b|€|\bpri(ce|x)\b|precio", said, re.IGNORECASE)


def test_reminders_say_that_the_group_began_and_when_it_ends(post: Post) -> None:
    starts, ends = post.send(STARTS, ENDS)
    assert starts["Subject"] == "“The Ferryman” is open"
    assert "It is open until Nov 30, 2026" in part(starts, "plain")
    assert ends["Subject"] == "“The Ferryman” ends on Nov 30, 2026"
    assert "you have not finished it yet" in part(ends, "plain")


def test_a_reminder_can_be_the_last_one_by_one_click(post: Post) -> None:
    """RFC 8058."""
    [mail] = post.send(ENDS)
    url = mail["List-Unsubscribe"].strip("<>")
    assert url.startswith(f"https://obole.example/campus/{post.code}/reminders/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in part(mail, "plain")
    assert f'href="{url}"' in part(mail, "html")


def test_the_html_is_the_clients_colours_and_nothing_in_it_is_markup(post: Post) -> None:
    post.set(Client, colour="#ffd400", accent="#7a0019", name="<b>Nord</b>")
    [mail] = post.send(INVITATION)
    html = part(mail, "html")
    assert "background:#ffd400;color:#22252b" in html
    assert "background:#7a0019;color:#ffffff" in html
    assert "&lt;b&gt;Nord&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "<img" not in html
    assert mail["From"].addresses[0].display_name == "<b>Nord</b>"


def test_a_mail_that_is_sent_twice_is_the_same_mail(post: Post) -> None:
    """A worker that died between sending and settling sends it once more: mailboxes know it by
    its id."""
    first, second = post.send(INVITATION), []
    post.set(OutboxRow, state=OutboxState.PENDING, due_at=NOW)
    second = post.send()
    assert [mail["Message-ID"] for mail in first] == [mail["Message-ID"] for mail in second]


def erase(post: Post) -> None:
    def erased(session: Session) -> None:
        learner = session.get_one(Learner, (post.world.account_id, post.nord.id, post.learner_id))
        erasure.erase_learner(session, actor=post.world.operator, client=post.nord, learner=learner)

    post.world.database.write(erased)


GONE: dict[str, Callable[[Post], None]] = {
    "erased": erase,
    "removed": lambda post: post.set(Registration, removed_at=NOW),
    "finished": lambda post: post.set(Registration, completed_at=NOW),
    "of a group that is over": lambda post: post.set(Group, starts_at=DAY_BEFORE, ends_at=NOW),
    "of an archived client": lambda post: post.set(Client, archived_at=NOW),
}


@pytest.mark.parametrize("gone", GONE.values(), ids=GONE)
def test_nobody_is_written_to_who_is(post: Post, gone: Callable[[Post], None]) -> None:
    gone(post)
    assert post.send(*KINDS) == []
    assert post.states() == [(OutboxState.SENT, None)] * 3


def test_who_wants_no_reminders_still_is_invited(post: Post) -> None:
    post.set(Learner, reminders_off_at=NOW)
    assert len(post.send(STARTS, ENDS, INVITATION)) == 1


def test_a_start_that_was_put_off_and_an_end_that_was_taken_away_are_not_told(post: Post) -> None:
    post.set(Group, starts_at=NOW + timedelta(hours=1), ends_at=None)
    assert post.send(STARTS, ENDS) == []


def test_a_bad_address_is_a_dead_letter_that_holds_nobody_up(post: Post) -> None:
    bad = [post.register(address) for address in ("gone@nord.example", "no address", "a@b@c")]
    post.box.refused["gone@nord.example"] = "550 5.1.1 no such user"
    for learner_id in bad:
        post.add(INVITATION, learner_id)
    assert [mail["To"] for mail in post.send(INVITATION)] == [ADDRESS]
    assert post.states() == [
        (OutboxState.DEAD, "the mail server refused the address with 550"),
        (OutboxState.DEAD, "no mail can be sent to the address"),
        (OutboxState.DEAD, "no mail can be sent to the address"),
        (OutboxState.SENT, None),
    ]


def test_an_address_that_is_refused_for_now_is_tried_again(post: Post) -> None:
    post.box.refused[ADDRESS] = "450 4.2.0 greylisted"
    assert post.send(INVITATION) == []
    assert post.states() == [(OutboxState.PENDING, "SMTPRecipientsRefused")]


def test_a_domain_beyond_ascii_is_written_as_dns_has_it(post: Post) -> None:
    learner_id = post.register("ines@école.example")
    [mail] = post.send(INVITATION, learner_id=learner_id)
    assert mail["To"] == "ines@xn--cole-9oa.example"


def test_a_local_part_beyond_ascii_needs_a_server_that_takes_it(post: Post) -> None:
    learner_id = post.register("inès@nord.example")
    [mail] = post.send(INVITATION, learner_id=learner_id)
    assert mail["To"] == "inès@nord.example"
    with letterbox(takes_utf8=False) as (box, post.server):
        post.send(INVITATION, learner_id=learner_id)
    assert box.mails == []
    assert post.states()[1] == (OutboxState.DEAD, "the mail server takes no such address")


def test_without_a_mail_server_or_a_public_url_it_is_a_dead_letter(post: Post) -> None:
    post.add(INVITATION, post.learner_id)
    post.worker(places=None).drain()
    post.server = None
    post.send(INVITATION)
    assert post.states() == [
        (OutboxState.DEAD, "PUBLIC_URL is missing: no link can be sent"),
        (OutboxState.DEAD, "SMTP_URL is missing: nobody can be sent a mail"),
    ]


def test_a_group_invites_and_reminds_of_its_start_and_of_its_end_each_once(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the roster on, by the worker's own minutes."""
    campus = Campus(world=post.world, client=post.nord, group=post.group)
    days = {"starts_at": NOW + timedelta(days=1), "ends_at": NOW + timedelta(days=11)}
    group = campus.make("Winter", **days)
    campus.register("lea@nord.example", "sam@nord.example", group=group)
    subjects = {
        0: "Nord & Fils invites you to play “The Ferryman”",
        1: "“The Ferryman” is open",
        8: "“The Ferryman” ends on Dec 5, 2026",
    }
    learners = {"lea@nord.example", "sam@nord.example"}
    for day in range(13):
        monkeypatch.setattr(clock, "now", lambda at=NOW + timedelta(days=day, minutes=1): at)
        before = len(post.box.mails)
        for _ in range(2):
            post.worker().tick()
            post.worker().drain()
        arrived = [(str(mail["To"]), mail["Subject"]) for mail in post.box.mails[before:]]
        told = sorted(one for one in arrived if one[0] in learners)  # and the owner of her week
        assert told == [(one, subjects[day]) for one in sorted(learners) if day in subjects], day


def ask_for_a_link(post: Post, address: str, code: str | None = None) -> list[EmailMessage]:
    """What arrives once somebody has given this address on the page."""

    def ask(session: Session) -> None:
        door = doors.find(session, code=code or post.code)
        sign_in.ask(session, door=door, keyring=KEYRING, address=address)

    post.world.database.write(ask)
    return post.send()


def link_in(mail: EmailMessage) -> str:
    [link] = re.findall(r"https://\S+/sign-in/\S+", part(mail, "plain"))
    return str(link)


def test_a_link_to_sign_in_arrives_and_is_written_down_nowhere(
    post: Post, capfd: pytest.CaptureFixture[str]
) -> None:
    [mail] = ask_for_a_link(post, "INES@nord.example")
    token = link_in(mail).removeprefix(f"https://obole.example/campus/{post.code}/sign-in/")
    account_id, link_id = Tokens(KEYRING).signed_in(token)
    with post.world.database.reading() as session:
        link = session.scalars(select(SignInLink)).one()
        assert (account_id, link_id) == (post.world.account_id, link.id)
        assert session.scalars(select(OutboxRow.state).where(OutboxRow.kind == sign_in.MAIL)).all()
        assert token not in str(session.execute(select(OutboxRow.__table__)).all())
    assert (mail["To"], mail["Subject"]) == (ADDRESS, "Your link to Nord & Fils")
    assert "It works once, until 1:20\u202fPM (Central European" in part(mail, "plain")
    assert "List-Unsubscribe" not in mail
    assert "delivered" in (logged := "".join(capfd.readouterr()))
    assert token not in logged


def test_an_address_that_nobody_has_a_link_that_was_used_and_one_that_is_over_send_nothing(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask_for_a_link(post, "nobody@nord.example") == []
    for used_at, now in ((NOW, NOW), (None, NOW + timedelta(minutes=15))):
        ask_for_a_link(post, ADDRESS)
        post.set(OutboxRow, state=OutboxState.PENDING, due_at=NOW)
        post.set(SignInLink, used_at=used_at)
        monkeypatch.setattr(clock, "now", lambda at=now: at)
        assert post.send() == []


def test_who_wants_no_reminders_still_signs_in(post: Post) -> None:
    post.set(Learner, reminders_off_at=NOW)
    assert len(ask_for_a_link(post, ADDRESS)) == 1


def test_a_member_has_a_link_to_the_accounts_own_campus(post: Post) -> None:
    def own_code(session: Session) -> str:
        own = session.scalars(select(Client).where(Client.is_own)).one()
        return clients.campus_code(session, own)

    code = post.world.database.read(own_code)
    [mail] = ask_for_a_link(post, post.world.manager.email, code)
    assert (mail["To"], mail["From"]) == ("marc@ludum.example", "Ludum <obole@ludum.example>")
    assert ask_for_a_link(post, post.world.manager.email) == []


def test_a_link_to_sign_in_overtakes_a_thousand_invitations(post: Post) -> None:
    for n in range(6):
        post.add(INVITATION, post.register(f"{n}@nord.example"))
    kinds = [mail["Subject"] for mail in ask_for_a_link(post, ADDRESS)]
    assert kinds[0] == "Your link to Nord & Fils"
    assert len(kinds) == 7
