"""Signing in to a Campus by a link: once, soon over, and without a hint who is known there."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from ledger import actors, clients, clock, members
from ledger.database import Database
from ledger.models import Access, Client, Learner, OutboxRow
from scorm_bridge import people
from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.campus import sign_in
from scorm_bridge.models import CampusSession, SignInLink
from scorm_bridge.rates import Rates
from tests.scorm_bridge.campus import Campus, campus_of, new_campus
from tests.scorm_bridge.lms import PUBLIC, rows
from tests.scorm_bridge.test_concurrency import at_once
from tests.worlds import KEYRING, World

ANA = "ana@beta.example"
STRANGER = "nobody@else.example"
PassTime = Callable[[timedelta], None]


@pytest.fixture
def campus(world: World, bridge: Bridge) -> Campus:
    """Beta School's, with one learner, Ana."""
    campus = new_campus(world, bridge)
    campus.learner(ANA, "Ana Pérez")
    return campus


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> PassTime:
    start = clock.now()

    def passed(time: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + time)

    return passed


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is sent to the database meanwhile, without its values."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engines = {database.engine, database.reading_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def test_a_learner_asks_for_a_link_uses_it_and_is_in(campus: Campus) -> None:
    assert not campus.is_signed_in
    token = campus.token(ANA)
    page = campus.get(f"/sign-in/{token}")
    assert page.status_code == 200
    assert "Ana" not in page.text
    answer = campus.enter(token)
    assert (answer.status_code, answer.location) == (303, campus.path)
    assert "Ana Pérez" in campus.get().text


def test_the_letter_says_whom_the_link_is_sent_to(campus: Campus) -> None:
    campus.ask(" ANA@beta.example ")
    with campus.world.database.reading() as session:
        row = session.scalars(select(OutboxRow)).one()
        link = session.scalars(select(SignInLink)).one()
        letter = sign_in.letter(
            session, account_id=row.account_id, link_id=link.id, keyring=KEYRING
        )
    assert (row.kind, row.recipient_id) == ("sign-in link", link.id)
    assert row.facts == {"client_id": str(campus.client.id), "link_id": str(link.id)}
    assert letter is not None
    assert (letter.recipient.address, letter.door.code) == (ANA, campus.code)


def test_no_address_is_in_what_is_kept_of_a_link(campus: Campus) -> None:
    campus.ask(ANA)
    campus.ask(STRANGER)
    with campus.world.database.reading() as session:
        kept = [
            str(vars(row))
            for table in (SignInLink, OutboxRow)
            for row in session.scalars(select(table))
        ]
    assert len(kept) == 4
    assert not any("@" in row for row in kept)


def test_nothing_tells_a_known_address_from_an_unknown_one(campus: Campus) -> None:
    """The same status, body and headers, the same statements, the same number of rows."""
    told, sent, grown = [], [], []
    for address in (ANA, STRANGER):
        before = rows(campus.world.database)
        with statements(campus.world.database) as seen:
            answer = campus.ask(address)
        headers = dict(answer.headers) | {"X-Request-Id": ""}
        told.append((answer.status_code, answer.text, headers))
        sent.append(seen)
        after = rows(campus.world.database)
        grown.append({name: after[name] - before[name] for name in after})
    assert told[0] == told[1]
    assert sent[0] == sent[1]
    assert grown[0] == grown[1] != dict.fromkeys(grown[0], 0)


def test_a_link_of_a_stranger_is_sent_to_nobody_and_lets_nobody_in(campus: Campus) -> None:
    token = campus.token(STRANGER)
    with campus.world.database.reading() as session:
        link = session.scalars(select(SignInLink)).one()
        assert (
            sign_in.letter(session, account_id=link.account_id, link_id=link.id, keyring=KEYRING)
            is None
        )
    assert campus.enter(token).status_code == 410
    assert campus.count(CampusSession) == 0


def test_a_link_is_used_once(campus: Campus) -> None:
    token = campus.token(ANA)
    assert campus.enter(token).status_code == 303
    thief = campus.elsewhere()
    for answer in (thief.get(f"/sign-in/{token}"), thief.enter(token)):
        assert answer.status_code == 410
        assert "can no longer be used" in answer.text
        assert 'name="address"' in answer.text
    assert not thief.is_signed_in
    assert campus.is_signed_in


def test_two_uses_at_once_make_one_session(campus: Campus) -> None:
    token = campus.token(ANA)
    browsers = [campus.elsewhere() for _ in range(8)]
    answers = at_once(8, lambda which: browsers[which].enter(token))
    assert Counter(answer.status_code for answer in answers) == {303: 1, 410: 7}
    assert campus.count(CampusSession) == 1


def test_a_link_is_over_after_15_minutes(campus: Campus, pass_time: PassTime) -> None:
    token = campus.token(ANA)
    pass_time(timedelta(minutes=14))
    assert campus.get(f"/sign-in/{token}").status_code == 200
    pass_time(timedelta(minutes=15, seconds=1))
    assert campus.get(f"/sign-in/{token}").status_code == 410
    assert campus.enter(token).status_code == 410


def test_a_program_that_opens_the_link_in_a_mail_does_not_use_it_up(campus: Campus) -> None:
    token = campus.token(ANA)
    for _ in range(3):
        assert campus.get(f"/sign-in/{token}").status_code == 200
    assert campus.enter(token).status_code == 303


def test_a_link_of_one_campus_opens_no_other(campus: Campus, world: World, bridge: Bridge) -> None:
    other = new_campus(world, bridge, "Gamma")
    other.learner(ANA)
    token = campus.token(ANA)
    assert other.get(f"/sign-in/{token}").status_code == 410
    assert other.enter(token).status_code == 410
    assert campus.enter(token).status_code == 303


@pytest.mark.parametrize("token", ["x", "a.b.c", "é", "." * 500])
def test_a_forged_link_is_answered_as_an_old_one(campus: Campus, token: str) -> None:
    assert campus.get(f"/sign-in/{token}").status_code == 410
    assert campus.enter(token).status_code == 410


def test_a_link_is_of_no_other_purpose(campus: Campus, bridge: Bridge) -> None:
    token = campus.token(ANA)
    account_id, link_id = bridge.tokens.signed_in(token)
    for other in (
        bridge.tokens.preview(account_id, link_id),
        bridge.tokens.download(account_id, link_id),
    ):
        assert campus.enter(other).status_code == 410


def test_an_address_gets_five_links_an_hour_and_nobody_is_told(
    campus: Campus, pass_time: PassTime
) -> None:
    answers = [campus.ask(ANA) for _ in range(6)]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    assert campus.count(SignInLink) == campus.count(OutboxRow) == 5
    campus.ask(STRANGER)
    assert campus.count(SignInLink) == 6
    pass_time(timedelta(minutes=61))
    campus.ask(ANA)
    assert campus.count(SignInLink) == 7


def test_one_network_address_may_not_ask_for_everyone(campus: Campus, bridge: Bridge) -> None:
    limited = replace(bridge, rates=Rates(sign_ins="2/day"))
    campus = replace(campus, browser=create_app(limited).test_client())
    statuses = [campus.ask(f"learner{number}@beta.example").status_code for number in range(3)]
    assert statuses == [200, 200, 429]
    assert campus.count(SignInLink) == 2


@pytest.mark.parametrize(
    "address", ["", "ana", "ana@", "@beta.example", f"{'a' * 250}@beta.example"]
)
def test_what_is_no_address_is_said_to_be_none(campus: Campus, address: str) -> None:
    answer = campus.ask(address)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert campus.count(SignInLink) == 0


def test_an_address_is_shown_again_as_a_text(campus: Campus) -> None:
    answer = campus.ask('"><script>alert(1)</script>')
    assert answer.status_code == 400
    assert "<script" not in answer.text


def test_who_was_moved_and_then_erased_has_no_link_left_either(
    campus: Campus, world: World
) -> None:
    campus.ask(ANA)
    moved = "ana@new.example"

    def move(session: Session) -> None:
        client = session.merge(campus.client)
        people.move_learners(
            session, actor=world.operator, keyring=KEYRING, client=client, moves=[(ANA, moved)]
        )
        people.erase_learner(
            session, actor=world.operator, keyring=KEYRING, client=client, lms_id=moved
        )

    world.database.write(move)
    assert campus.count(SignInLink) == 0


def test_who_was_erased_is_signed_out_and_has_no_link_left(campus: Campus, world: World) -> None:
    campus.sign_in(ANA)
    unused = campus.token(ANA)
    world.database.write(
        lambda session: people.erase_learner(
            session,
            actor=world.actor(world.owner),
            keyring=KEYRING,
            client=session.merge(campus.client),
            lms_id=ANA,
        )
    )
    assert not campus.is_signed_in
    assert campus.count(CampusSession) == campus.count(SignInLink) == 0
    assert campus.enter(unused).status_code == 410
    assert campus.enter(campus.token(ANA)).status_code == 410


@pytest.fixture
def own(world: World, bridge: Bridge) -> Campus:
    """The account's own, without a learner."""
    with world.database.reading() as session:
        client = session.scalars(select(Client).where(Client.is_own)).one()
    return campus_of(world, bridge, client)


def test_a_member_signs_in_to_the_own_campus_and_becomes_a_learner_there(own: Campus) -> None:
    own.ask("vera@ludum.example")
    assert own.count(Learner) == 0
    own.sign_in("Vera@ludum.example")
    with own.world.database.reading() as session:
        learner = session.scalars(select(Learner)).one()
    assert (learner.lms_id, learner.name) == ("vera@ludum.example", "Vera")
    own.elsewhere().sign_in("vera@ludum.example")
    assert own.count(Learner) == 1


def test_a_member_is_nobody_on_the_campus_of_a_client(campus: Campus) -> None:
    assert campus.enter(campus.token("vera@ludum.example")).status_code == 410


def test_who_is_no_member_any_more_is_not_let_in(own: Campus, world: World) -> None:
    token = own.token("vera@ludum.example")
    remove(world)
    assert own.enter(token).status_code == 410
    assert own.count(Learner) == 0


def remove(world: World) -> None:
    """Vera leaves the team."""
    world.database.write(
        lambda session: members.remove_member(
            session, actor=world.operator, member=session.merge(world.viewer)
        )
    )


def test_who_leaves_the_team_leaves_its_campus_at_once(own: Campus, world: World) -> None:
    phone = own.elsewhere().sign_in("vera@ludum.example")
    own.sign_in("vera@ludum.example")
    remove(world)
    assert not own.is_signed_in
    assert not phone.is_signed_in
    assert own.elsewhere().enter(own.token("vera@ludum.example")).status_code == 410


def test_who_is_in_a_group_of_the_own_campus_stays_in_it(own: Campus, world: World) -> None:
    world.allocate(6, own.client)
    group = own.group()
    own.register(group, "vera@ludum.example")
    own.sign_in("vera@ludum.example")
    remove(world)
    assert own.is_signed_in
    own.remove(group, "vera@ludum.example")
    assert not own.is_signed_in


@pytest.mark.parametrize("code", ["", "nothing", "x" * 200, "%00", "..%2f"])
def test_an_address_that_is_no_campus_is_a_page_that_says_so(campus: Campus, code: str) -> None:
    answer = campus.browser.get(f"/campus/{code}", base_url=PUBLIC)
    assert answer.status_code == 404


def test_a_client_of_scorm_has_no_campus(world: World, bridge: Bridge) -> None:
    acme = campus_of(world, bridge, world.acme)
    assert acme.get().status_code == 404
    assert acme.ask(ANA).status_code == 404


def test_an_archived_client_has_no_campus_any_more(campus: Campus, world: World) -> None:
    campus.sign_in(ANA)
    world.database.write(
        lambda session: clients.archive_client(
            session,
            actor=actors.operator(world.account_id),
            client=session.merge(campus.client),
        )
    )
    assert campus.get().status_code == 404
    assert campus.client.access == Access.CAMPUS
