"""Finding a client or a game by what a person typed, and recognising a learner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import catalogue, clients
from ledger.errors import (
    AmbiguousName,
    BadLearner,
    BadText,
    NameTaken,
    NotAllowed,
    UnknownClient,
    UnknownGame,
)
from ledger.learners import learner_key
from ledger.models import Access, Client
from tests.worlds import World


def add(world: World, name: str, alias: str | None = None) -> Client:
    return world.database.write(
        lambda session: clients.add_client(
            session, actor=world.operator, name=name, alias=alias, access=Access.SCORM
        )
    )


def find(world: World, given_text: str) -> Client:
    return world.database.read(
        lambda session: clients.find_client(session, account_id=world.account_id, given=given_text)
    )


@pytest.mark.parametrize("given_text", ["acme", "ACME", " Acme ", "acme learning", "Acme  L", "ac"])
def test_a_client_is_found_by_alias_name_or_beginning(world: World, given_text: str) -> None:
    assert find(world, given_text).id == world.acme.id


@pytest.mark.parametrize("given_text", ["", "  ", "acme%", "_cme", "nobody", "acme'; --"])
def test_an_unknown_client_is_said_to_be_unknown(world: World, given_text: str) -> None:
    with pytest.raises(UnknownClient):
        find(world, given_text)


def test_an_ambiguous_beginning_names_the_candidates(world: World) -> None:
    add(world, "Acme North", "acme-north")
    assert find(world, "acme").id == world.acme.id
    with pytest.raises(AmbiguousName) as said:
        find(world, "ac")
    assert said.value.candidates == ["acme", "acme-north"]


def test_unicode_spellings_of_a_name_are_one(world: World) -> None:
    made = add(world, "Caf\u00e9 Strasse", "cafe\u0301")
    assert find(world, "CAFE\u0301").id == made.id
    assert find(world, "caf\u00e9 straSSE").id == made.id


def test_an_alias_is_taken_once(world: World) -> None:
    with pytest.raises(NameTaken):
        add(world, "Another", "ACME")


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\u0000b", "a\u0007b"])
def test_a_name_that_is_none_is_refused(world: World, name: str) -> None:
    with pytest.raises(BadText):
        add(world, name)


def test_a_viewer_adds_no_client(world: World) -> None:
    with pytest.raises(NotAllowed) as refusal:
        world.database.write(
            lambda session: clients.add_client(
                session, actor=world.actor(world.viewer), name="X", access=Access.SCORM
            )
        )
    assert refusal.value.allowed == ["owner", "manager"]


def test_an_unknown_game_is_said_to_be_unknown(world: World) -> None:
    with pytest.raises(UnknownGame):
        world.database.read(
            lambda session: catalogue.find_game(session, account_id=world.account_id, given="chess")
        )


def test_an_id_in_another_case_or_padded_is_the_same_learner_unless_chosen_otherwise() -> None:
    assert key("Ana@Acme.example") == key("  ana@acme.EXAMPLE ")
    assert key("Jose\u0301") == key("jos\u00e9")
    assert key("Ana", folds=False) != key("ana", folds=False)
    assert key("ana", secret=b"other") != key("ana")


@pytest.mark.parametrize("lms_id", ["", "   ", "x" * 256, "a\0b"])
def test_an_id_that_names_nobody_is_refused(lms_id: str) -> None:
    with pytest.raises(BadLearner):
        key(lms_id)


@given(st.text())
def test_any_text_an_lms_gives_is_a_learner_or_refused(lms_id: str) -> None:
    try:
        assert len(key(lms_id)) == 64
    except BadLearner:
        assert not lms_id.strip() or len(lms_id) > 255 or "\0" in lms_id


def key(lms_id: str, *, folds: bool = True, secret: bytes = b"s") -> str:
    return learner_key(secret, lms_id, folds=folds)


def test_what_was_added_is_whole_after_its_transaction(world: World) -> None:
    """Its defaults too: a row that is asked for them later has no session any more."""
    added = add(world, "Whole")
    assert (added.vat_id, added.is_own, added.folds_learner_ids) == (None, False, True)


def test_who_mistypes_a_name_is_told_what_is_called_nearly_so(world: World) -> None:
    add(world, "Globex France", "globex")
    add(world, "Initech", "initech")
    for mistyped, alias in (("acne", "acme"), ("glbex", "globex"), ("Globex Frnce", "globex")):
        with pytest.raises(UnknownClient) as refused:
            find(world, mistyped)
        assert refused.value.similar == [alias]
    with pytest.raises(UnknownClient) as refused:
        find(world, "entirely different")
    assert refused.value.similar == []


def test_clients_are_suggested_as_one_types_those_that_begin_so_first(world: World) -> None:
    add(world, "Big Acme", "big")
    archived = add(world, "Acme of old", "acme-old")
    world.database.write(
        lambda session: clients.archive_client(session, actor=world.operator, client=archived)
    )

    def suggested(typed: str) -> list[str]:
        found = world.database.read(
            lambda session: clients.suggest(session, account_id=world.account_id, typed=typed)
        )
        return [client.alias for client in found]

    assert suggested("ACME") == ["acme", "big"]
    assert suggested("%") == []
    assert suggested("") == ["acme", "big", "Ludum"]
