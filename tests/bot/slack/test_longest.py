"""What is built of the longest names keeps to Slack's limits, in every language."""

import pytest
from sqlalchemy import insert, update

from bot.language import LANGUAGES
from bot.slack.limits import flaws
from ledger.ids import new_id
from ledger.models import Access, Account, Client, Wallet, WalletKind
from tests.bot.stage import Stage
from tests.worlds import World

CLIENTS = 300
NAMES = {"ampersands": "&", "emoji": "🎭"}


def fill(world: World, letter: str) -> None:
    """Clients with names of 120 characters, and aliases of 60."""
    ids = [new_id() for _ in range(CLIENTS)]
    clients = [
        {
            "account_id": world.account_id,
            "id": id,
            "name": letter * 120,
            "name_key": letter * 120,
            "alias": f"{number:03}" + letter * 57,
            "alias_key": f"{number:03}" + letter * 57,
            "access": Access.SCORM,
            "created_at": world.acme.created_at,
        }
        for number, id in enumerate(ids)
    ]
    wallets = [
        {
            "account_id": world.account_id,
            "id": id,
            "kind": WalletKind.CLIENT,
            "credited": 1_000_000 + number,
            "debited": 999_999,
            "last_at": world.acme.created_at,
        }
        for number, id in enumerate(ids)
    ]
    world.database.write(lambda session: session.execute(insert(Client), clients))
    world.database.write(lambda session: session.execute(insert(Wallet), wallets))


LONG = {"reference": "&" * 100, "comment": "&" * 1000}


@pytest.mark.parametrize("letter", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        "help",
        "status",
        "status 000",
        "status 0",
        f"allocate 000 6 {LONG['reference']} {LONG['comment']}",
        f"allocate 0 6 {LONG['reference']}",
        f"allocate 000 {'9' * 4000}",
        "&" * 4000,
    ],
    ids=lambda typed: str(typed)[:20],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_answer_keeps_to_slacks_limits(
    stage: Stage, letter: str, locale: str, typed: str
) -> None:
    """The driver raises for an answer that Slack would refuse."""
    stage.world.database.write(lambda s: s.execute(update(Account).values(language=locale)))
    fill(stage.world, letter)
    answer = stage.driver.command(f"/credits {typed}", user=stage.ana)
    assert answer.messages
    assert [flaw for one in answer.messages for flaw in flaws(one)] == []
    if any(element["action_id"] == "allocate.confirm" for _, _, element in answer.elements()):
        pressed = stage.driver.press(answer, "allocate.confirm")
        assert pressed.later
