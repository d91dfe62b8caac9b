"""Games as they are searched, and the clients that a game's visibility names (R7)."""

from sqlalchemy.orm import Session

from ledger import catalogue, clients
from ledger.models import Access, Visibility
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
