"""Games as they are searched, and the clients that a game's visibility names (R7)."""

import pytest
from sqlalchemy.orm import Session

from ledger import audit, catalogue, clients
from ledger.models import Access, Audience, Game, Visibility
from tests.worlds import World


def test_games_that_begin_as_typed_come_first_and_wildcards_are_letters(world: World) -> None:
    def add(session: Session) -> None:
        for title in ("Ferry 100%", "A Ferry", "Other"):
            catalogue.add_game(session, actor=world.operator, title=title)

    world.database.write(add)

    def suggested(typed: str) -> list[str]:
        found = world.database.read(
            lambda s: catalogue.suggest(s, account_id=world.account_id, typed=typed)
        )
        return [game.title for game in found]

    assert suggested("FERRY") == ["Ferry 100%", "A Ferry", "The Ferryman"]
    assert suggested("100%") == ["Ferry 100%"]
    assert suggested("%") == ["Ferry 100%"]
    assert suggested("_") == []
    assert len(suggested("")) == 4


def test_the_clients_that_a_visibility_names_are_listed_by_name(world: World) -> None:
    def name(session: Session) -> list[str]:
        zoo = clients.add_client(
            session, actor=world.operator, name="Zoo", alias="a", access=Access.SCORM
        )
        game = catalogue.find_game(session, account_id=world.account_id, given="The Ferryman")
        catalogue.set_visibility(
            session,
            actor=world.operator,
            game=game,
            visibility=Visibility.ONLY,
            clients=[zoo, world.acme],
        )
        return [client.name for client in catalogue.named_clients(session, game)]

    assert world.database.write(name) == ["Acme Learning", "Zoo"]


SEEN: dict[str, tuple[Visibility, bool, Audience, dict[str, bool]]] = {
    "all clients": (Visibility.ALL, False, Audience.EVERYONE, {"acme": True, "own": True}),
    "only these": (Visibility.ONLY, True, Audience.EVERYONE, {"acme": True, "own": False}),
    "all except these": (Visibility.EXCEPT, True, Audience.EVERYONE, {"acme": False, "own": True}),
    "the own client": (Visibility.OWN, False, Audience.EVERYONE, {"acme": False, "own": True}),
    "groups alone": (Visibility.ALL, False, Audience.GROUPS, {"acme": False, "own": False}),
    "nobody": (Visibility.ALL, False, Audience.NOBODY, {"acme": False, "own": False}),
}


@pytest.mark.parametrize("who", SEEN)
def test_r7_the_games_that_are_open_to_every_learner_of_a_client(world: World, who: str) -> None:
    visibility, is_named, audience, expected = SEEN[who]

    def show(session: Session) -> dict[str, bool]:
        game = catalogue.find_game(session, account_id=world.account_id, given="The Ferryman")
        catalogue.add_game(session, actor=world.operator, title="Without content")
        catalogue.set_visibility(
            session,
            actor=world.operator,
            game=game,
            visibility=visibility,
            clients=[world.acme] if is_named else [],
            audience=audience,
        )
        session.flush()
        own = clients.find_client(session, account_id=world.account_id, given="Ludum")
        return {
            name: [one.id for one in catalogue.open_games(session, client)] == [game.id]
            for name, client in (("acme", world.acme), ("own", own))
        }

    assert world.database.write(show) == expected


def test_an_audience_that_is_not_given_stays_and_an_entry_says_what_it_was(world: World) -> None:
    def show(session: Session, audience: Audience | None) -> Game:
        game = catalogue.find_game(session, account_id=world.account_id, given="The Ferryman")
        catalogue.set_visibility(
            session,
            actor=world.operator,
            game=game,
            visibility=Visibility.ALL,
            clients=[],
            audience=audience,
        )
        return game

    world.database.write(lambda session: show(session, Audience.GROUPS))
    assert world.database.write(lambda session: show(session, None)).audience is Audience.GROUPS
    (entry,) = world.database.read(lambda s: audit.entries(s, account_id=world.account_id, most=1))
    assert (entry.before, entry.after) == ({"audience": "everyone"}, {"audience": "groups"})
