"""`/credits client`: clients added, changed, listed and shown, in the line and by modals."""

import pytest

from bot.slack.driver import Answer
from ledger import clients
from ledger.models import Access, Client
from tests.bot.stage import ANA, VERA, Stage


def asked(stage: Stage, typed: str, *, user: str = ANA) -> Answer:
    return stage.driver.command(f"/credits client {typed}".strip(), user=user)


def found(stage: Stage, given: str) -> Client:
    world = stage.world
    return world.database.read(
        lambda s: clients.find_client(s, account_id=world.account_id, given=given)
    )


def test_one_is_added_in_the_line_and_offers_to_allocate(stage: Stage) -> None:
    added = asked(stage, "add “L'Oréal, Paris” loreal SCORM")
    assert added.text == "Added the client L'Oréal, Paris (loreal).\n[Allocate credits]"
    assert found(stage, "loreal").access is Access.SCORM
    again = asked(stage, "add “L'Oréal, Paris” loreal scorm")
    assert again.text == "The alias “loreal” is taken. Choose another one."


def test_one_is_shown_with_what_can_be_done_for_it(stage: Stage) -> None:
    stage.world.allocate(120, reference="PO 7")
    shown = asked(stage, "show acme", user=VERA).text.splitlines()
    assert shown[:2] == [
        "Acme Learning (acme): 120 allocated, 0 consumed, 120 available, 20 plays.",
        "Access: SCORM, country: –, time zone: Europe/Paris, VAT id: –",
    ]
    assert shown[2] == "The last movements:"
    assert shown[3].endswith(
        ": allocation, 120 in, then 120 credits, 20 plays, by Ana, reference “PO 7”"
    )
    assert shown[4] == "[Allocate credits]  [Edit]  [History]"


def test_r12_the_button_of_a_client_opens_the_allocation_with_it_chosen(workspace: Stage) -> None:
    shown = workspace.driver.command("/credits client show acme", user=workspace.ana)
    form = workspace.driver.press(shown, "Allocate credits")
    preview = workspace.driver.submit(form, {"credits": "6"})
    assert "Allocate 6 credits, 1 play to Acme Learning?" in preview.text


def test_they_are_listed_twenty_a_page_which_turn_in_place(stage: Stage) -> None:
    for number in range(25):
        asked(stage, f"add Client{number:02} c{number:02} scorm")
    first = asked(stage, "list")
    assert first.text.startswith("Clients 1 to 20 of 27:\n")
    assert first.text.count("•") == 20
    second = stage.driver.press(first, "Those after")
    assert second.text.startswith("Clients 21 to 27 of 27:\n")
    assert stage.driver.press(second, "Those before").text == first.text


def test_one_is_changed_in_the_line(stage: Stage) -> None:
    said = asked(stage, 'edit acme name "Acme Academy" country FR')
    assert said.text.startswith("Changed the client Acme Academy (acme).")
    assert found(stage, "acme").country == "FR"
    refused = asked(stage, "edit acme font serif")
    assert (
        "What can be changed: name, alias, country, time-zone, vat-id, access, colour, accent, "
        "leaderboard."
    ) in refused.text
    assert "no time zone “Mars”" in asked(stage, "edit acme time-zone Mars").text


def test_of_a_client_with_a_campus_the_next_step_is_a_group(workspace: Stage) -> None:
    added = workspace.driver.command("/credits client add Bolt bolt campus", user=workspace.ana)
    form = workspace.driver.press(added, "Make a group")
    assert "Client *: [Bolt (bolt)]" in form.text


def test_access_is_changed_until_a_learner_comes_in_and_then_says_since_when(
    stage: Stage,
) -> None:
    asked(stage, "edit acme access campus")
    assert found(stage, "acme").access is Access.CAMPUS
    shown = asked(stage, "show acme").text
    assert "Its Campus: http" in shown
    assert "/campus/" in shown
    assert ", in our own colours, without a leaderboard" in shown
    coloured = "edit acme colour #1D2B3A accent #0072b2 leaderboard oui"
    assert asked(stage, coloured).text.startswith("Changed the client")
    assert "in #1d2b3a, #0072b2, with a leaderboard" in asked(stage, "show acme").text
    asked(stage, "edit acme access scorm")
    stage.world.allocate(6)
    stage.world.register("ana")
    refused = asked(stage, "edit acme access campus name Other").text
    assert refused.startswith("The access of Acme Learning is fixed since its first learner came ")
    assert found(stage, "acme").name == "Acme Learning"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("edit acme colour red", "“red” is not a colour."),
        ("edit acme access lms", "“lms” is no access. Give campus or scorm."),
        ("edit acme leaderboard perhaps", "“perhaps” says neither yes nor no."),
    ],
)
def test_what_a_client_cannot_have_is_said(stage: Stage, typed: str, said: str) -> None:
    assert asked(stage, typed).text.startswith(said)


@pytest.mark.parametrize("typed", ["add Newco newco scorm", "edit acme name Other"])
def test_a_viewer_changes_nothing_and_reads_who_may(stage: Stage, typed: str) -> None:
    assert asked(stage, typed, user=VERA).text.startswith("Only an owner or a manager may ")


@pytest.mark.parametrize("typed", ["frobnicate", "show", "edit"])
def test_what_is_missing_is_answered_with_how_it_is_typed(stage: Stage, typed: str) -> None:
    assert "/credits client add|edit|list|show [client]" in asked(stage, typed).text


def test_a_modal_adds_one_and_says_below_the_input_what_is_wrong(workspace: Stage) -> None:
    form = workspace.driver.command("/credits client add Globex", user=workspace.ana)
    taken = workspace.driver.submit(form, {"alias": "acme"})
    assert taken.errors == {"alias": "The alias “acme” is taken. Choose another one."}
    done = workspace.driver.submit(taken, {"alias": "globex", "country": "FR"})
    assert done.text.startswith("Added the client Globex (globex).")
    assert found(workspace, "globex").country == "FR"


def test_a_modal_opens_with_what_a_client_has_and_changes_it(workspace: Stage) -> None:
    form = workspace.driver.command("/credits client edit acme", user=workspace.ana)
    assert "[Acme Learning]" in form.text
    done = workspace.driver.submit(form, {"name": "Acme Academy"})
    assert done.text.startswith("Changed the client Acme Academy (acme).")
    bad = workspace.driver.submit(form, {"accent": "blue"})
    assert bad.errors["colour"].startswith("“blue” is not a colour.")
    given = {"access": "campus", "colour": "#1d2b3a", "leaderboard": ["shown"]}
    workspace.driver.submit(form, given)
    client = found(workspace, "acme")
    assert (client.access, client.colour) == (Access.CAMPUS, "#1d2b3a")
    assert client.has_leaderboard
