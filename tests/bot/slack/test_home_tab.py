"""The App Home: what each person sees there, and what its buttons lead to."""

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.models import SlackUser
from bot.slack import commands, limits
from bot.slack.asking import Asked
from bot.slack.driver import Answer
from bot.slack.messages import Message, message
from bot.slack.words import quoted
from ledger import alerts, clients, purchases, requests
from ledger.ids import new_id
from ledger.models import Access, Account, Client, Member
from tests.bot.stage import Stage
from tests.worlds import World


@pytest.fixture
def with_all_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    def said(asked: Asked) -> Message:
        return message(f"typed {' '.join(asked.words)}")

    for name in ("allocate", "package", "history", "client"):
        monkeypatch.setitem(commands.SUBCOMMANDS, name, said)


def read(answer: Answer) -> str:
    return answer.text.replace("\u202f", " ").replace("\u00a0", " ")


def home_of(stage: Stage, user: str) -> Answer:
    home = stage.driver.home(user)
    assert home.view is not None, home.text
    assert limits.flaws(home.view) == []
    return home


def fill(world: World, count: int) -> None:
    """Clients c-001 and so on, without credits."""
    world.database.write(
        lambda session: [
            clients.add_client(
                session, actor=world.operator, name=f"c-{number:03}", access=Access.SCORM
            )
            for number in range(1, count + 1)
        ]
    )


def labels(home: Answer) -> list[str]:
    return [element["text"]["text"] for _, _, element in home.elements() if "text" in element]


def opened_at(stage: Stage, user: str) -> Any:
    looked = select(SlackUser.home_opened_at).where(SlackUser.slack_user_id == user)
    return stage.world.database.read(lambda session: session.scalar(looked))


def test_it_shows_the_pool_the_clients_and_what_moved(workspace: Stage) -> None:
    workspace.world.allocate(120)
    for learner in range(11):
        workspace.world.register(f"learner {learner}")
    lines = read(home_of(workspace, workspace.ana)).splitlines()
    assert lines[:3] == [
        "# The pool: 480 credits, 80 plays",
        "2 clients: 120 allocated, 66 consumed, 54 available, 9 plays.",
        "[Allocate]  [Buy credits]  [Build a package]  [History]  [Add a client]",
    ]
    assert lines[3] == "# Open alerts"
    assert lines[4].startswith("! Acme Learning (acme) runs low, since ")
    assert lines[5:10] == [
        "# Clients: who runs out first",
        "! Acme Learning (acme)",
        "54 credits, 9 plays left of 120  ▰▰▰▰▰▱▱▱▱▱  [Allocate]",
        "• Ludum",
        "nothing was allocated yet  [Allocate]",
    ]
    assert lines[10] == "# Latest transfers"
    assert [line.partition("M: ")[2] for line in lines[11:]] == [
        "a play of Acme Learning (acme), 6 credits"
    ] * 5


def test_an_empty_account_has_a_home_too(workspace: Stage) -> None:
    assert home_of(workspace, workspace.vera).text.startswith("# The pool: 600 credits")


@pytest.mark.usefixtures("with_all_commands")
def test_nobody_sees_a_button_they_may_not_use(workspace: Stage) -> None:
    acts = ["Allocate", "Build a package", "History", "Add a client"]
    assert labels(home_of(workspace, workspace.marc)) == [*acts, "Allocate", "Allocate"]
    acts.insert(1, "Buy credits")
    assert labels(home_of(workspace, workspace.ana)) == [*acts, "Allocate", "Allocate"]
    assert labels(home_of(workspace, workspace.vera)) == ["History", "Status", "Status"]


@pytest.mark.usefixtures("with_all_commands")
def test_a_button_types_its_command_and_the_answer_is_a_window(workspace: Stage) -> None:
    pressed = workspace.driver.press(home_of(workspace, workspace.ana), "Add a client")
    assert pressed.text == "== Obole ==\ntyped add\n[Close]"


@pytest.mark.usefixtures("with_all_commands")
def test_the_button_beside_a_client_names_it_to_who_listens(workspace: Stage) -> None:
    home = home_of(workspace, workspace.ana)
    assert home.view is not None
    [button, _] = [one["accessory"] for one in home.view["blocks"] if "accessory" in one]
    assert button["accessibility_label"] == "Allocate: Acme Learning (acme)"
    pressed = workspace.driver.press(home, "Allocate: Acme Learning (acme)")
    assert pressed.text == "== Obole ==\ntyped acme\n[Close]"


def test_orders_and_requests_wait_there_with_the_owners_buttons(workspace: Stage) -> None:
    world = workspace.world
    world.database.write(
        lambda session: purchases.order_credits(
            session, actor=world.actor(world.owner), credits=60, key=world.key()
        )
    )
    request = world.database.write(
        lambda session: requests.ask(
            session,
            actor=world.actor(world.manager),
            client=world.acme,
            credits=300,
            key=world.key(),
            reference="PO 7",
            comment="for autumn",
        )
    )
    home = home_of(workspace, workspace.ana)
    assert "Order 2 of 60 credits, 10 plays waits for its payment." in read(home)
    assert (
        "# Allocations that wait for an owner\n"
        "Marc asks for 300 credits, 50 plays for Acme Learning (acme).\n"
        "Reference: PO 7\n"
        "Comment: for autumn\n"
        "[Approve]  [Decline]"
    ) in read(home)
    values = {e["action_id"]: e["value"] for _, _, e in home.elements() if "value" in e}
    assert values["request.approve"] == values["request.decline"] == request.id.hex
    for user in (workspace.marc, workspace.vera):
        assert "Approve" not in labels(home_of(workspace, user))


def test_thousands_of_clients_are_leafed_through(workspace: Stage) -> None:
    fill(workspace.world, 25)
    first = home_of(workspace, workspace.vera)
    assert "Clients 1 to 10 of 27" in first.text
    assert "[Next]" in first.text
    assert "Previous" not in first.text
    second = workspace.driver.press(first, "Next")
    assert "Clients 11 to 20 of 27" in second.text
    third = workspace.driver.press(second, "Next")
    assert "Clients 21 to 27 of 27" in third.text
    assert "[Next]" not in third.text
    again = workspace.driver.press(third, "Previous")
    assert again.text == second.text


def test_who_leafs_on_keeps_the_page_until_they_come_back(workspace: Stage) -> None:
    fill(workspace.world, 25)
    first = home_of(workspace, workspace.vera)
    assert opened_at(workspace, workspace.vera) is not None
    second = workspace.driver.press(first, "Next")
    assert opened_at(workspace, workspace.vera) is None
    workspace.driver.press(second, "Previous")
    assert opened_at(workspace, workspace.vera) is not None


@pytest.mark.parametrize("name", ["c-017", "“c-017”"])
def test_a_client_is_found_by_name(workspace: Stage, name: str) -> None:
    fill(workspace.world, 25)
    home = home_of(workspace, workspace.vera)
    found = workspace.driver.press(home, "Show", given={"client": name})
    assert found.text.startswith("== Obole ==\nc-017: 0 allocated, 0 consumed, 0 available")


def test_a_client_that_there_is_not_is_said_in_the_window(workspace: Stage) -> None:
    fill(workspace.world, 25)
    home = home_of(workspace, workspace.vera)
    found = workspace.driver.press(home, "Show", given={"client": "nobody at all"})
    assert found.text.startswith("== Obole ==\nNo client is called “nobody at all”.")


def test_without_a_name_the_accounts_status_is_shown(workspace: Stage) -> None:
    fill(workspace.world, 25)
    found = workspace.driver.press(home_of(workspace, workspace.vera), "Show")
    assert "27 clients: 0 allocated" in found.text


def test_the_fullest_home_keeps_within_slacks_limits(workspace: Stage) -> None:
    """As many of all as are shown, with the longest names and texts that can be stored."""
    world = workspace.world

    def filled(session: Any) -> None:
        found = []
        for number in range(25):
            client = clients.add_client(
                session,
                actor=world.operator,
                name="&" * 120,
                alias=f"{number:02}" + "<" * 58,
                access=Access.SCORM,
            )
            found.append(client)
        session.execute(update(Member).values(name="&" * 120))
        for client in found[:8]:
            alerts.turned_away(session, account_id=world.account_id, client_id=client.id, wanted=6)
            requests.ask(
                session,
                actor=world.actor(world.manager),
                client=client,
                credits=1_000_000,
                key=world.key(),
                reference="&" * 100,
                comment="&" * 1000,
            )
            purchases.order_credits(
                session, actor=world.actor(world.owner), credits=1_000_000, key=new_id().hex
            )

    world.database.write(filled)
    for client in world.database.read(lambda s: list(s.scalars(select(Client).limit(7)))):
        world.allocate(7, client)
    for language, more in (("en", "and 3 more"), ("fr", "et 3 autres")):
        speaks = update(Account).values(language=language)
        world.database.write(lambda s, speaks=speaks: s.execute(speaks))  # type: ignore[misc]
        home = home_of(workspace, workspace.ana)
        assert home.view is not None
        assert len(home.view["blocks"]) <= 60
        assert home.text.count(more) == 3


def test_it_is_read_in_the_persons_language(workspace: Stage) -> None:
    french = update(SlackUser).where(SlackUser.slack_user_id == workspace.marc)
    workspace.world.database.write(lambda s: s.execute(french.values(locale="fr-FR")))
    workspace.world.allocate(120)
    assert home_of(workspace, workspace.ana).text.startswith("# The pool: ")
    said = read(home_of(workspace, workspace.marc))
    assert said.startswith(
        "# En attente d’attribution : 480 crédits, 80 parties\n"
        "2 clients : 120 attribués, 0 consommé, 120 disponibles, 20 parties.\n"
        "[Attribuer]  [Créer un package]  [Historique]  [Ajouter un client]\n"
        "# Clients : les premiers à court\n"
        "• Acme Learning (acme)\n"
        "120 crédits, 20 parties sur 120  ▰▰▰▰▰▰▰▰▰▰  [Attribuer]\n"
    )
    assert " : 120 crédits, 20 parties attribués à Acme Learning (acme)" in said


@pytest.mark.parametrize("name", ["Agence « Le Phare »", 'Agence "Le Phare" SA', "« Le Phare »"])
def test_a_client_whose_name_has_quotation_marks_is_reached_by_every_button(
    workspace: Stage, name: str
) -> None:
    workspace.world.database.write(
        lambda session: clients.add_client(
            session, actor=workspace.world.operator, name=name, access=Access.SCORM
        )
    )
    home = home_of(workspace, workspace.ana)
    pressed = workspace.driver.press(home, f"Allocate: {name}")
    assert f"[{name}]" in pressed.text
    shown = workspace.driver.command(f"/credits client show {quoted(name)}", user=workspace.ana)
    for action_id in ("credits.typed.allocate", "credits.typed.edit", "credits.typed.history"):
        assert f"{name}" in workspace.driver.press(shown, action_id).text
