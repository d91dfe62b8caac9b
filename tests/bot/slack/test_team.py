"""`/credits team` and `whoami`: who the members are, and who says so."""

import pytest
from sqlalchemy import insert

from bot.demo.recorder import Fault
from bot.slack.driver import Answer
from ledger import members
from ledger.ids import new_id
from ledger.models import Member, Role
from tests.bot.stage import ANA, MARC, VERA, Stage


def asked(stage: Stage, typed: str, *, user: str = ANA) -> Answer:
    return stage.driver.command(f"/credits {typed}", user=user)


def team(stage: Stage) -> dict[str, Member]:
    world = stage.world
    found = world.database.read(lambda s: members.all_members(s, account_id=world.account_id))
    return {member.name: member for member in found}


def test_it_is_listed_owners_first(stage: Stage) -> None:
    listed = asked(stage, "team", user=VERA).text
    assert listed == (
        "The members of the account:\n"
        "• Ana, ana@ludum.example: owner\n"
        "• Marc, marc@ludum.example: manager\n"
        "• Vera, vera@ludum.example: viewer"
    )


def test_an_owner_changes_a_members_role_and_limit_by_a_mention(workspace: Stage) -> None:
    said = asked(workspace, f"team add <@{workspace.vera}|vera> manager 600", user=workspace.ana)
    assert said.text.startswith("Of the team from now on:\n• Vera, vera@ludum.example: manager")
    assert said.text.endswith("up to 600 credits, 100 plays at once")
    assert (team(workspace)["Vera"].role, team(workspace)["Vera"].allocates_most) == (
        Role.MANAGER,
        600,
    )


def test_who_was_removed_is_answered_no_more_and_can_come_back(workspace: Stage) -> None:
    said = asked(workspace, f"team remove <@{workspace.vera}>", user=workspace.ana)
    assert said.text == "Vera is no member any more."
    assert "Vera" not in team(workspace)
    refused = asked(workspace, "status", user=workspace.vera)
    assert "is no member of the account" in refused.text
    back = asked(workspace, f"team add <@{workspace.vera}> viewer", user=workspace.ana)
    assert back.text.startswith("Of the team from now on:")
    assert asked(workspace, "whoami", user=workspace.vera).text.startswith("You are Vera")


def test_someone_who_left_slack_is_removed_by_their_address(stage: Stage) -> None:
    assert asked(stage, "team remove vera@ludum.example").text == "Vera is no member any more."
    assert asked(stage, "team remove vera@ludum.example").text.startswith(
        "vera@ludum.example is no member."
    )


def test_the_last_owner_stays_one(workspace: Stage) -> None:
    for typed in (f"team remove <@{workspace.ana}>", f"team add <@{workspace.ana}> viewer"):
        said = asked(workspace, typed, user=workspace.ana)
        assert said.text.startswith("Ana is the account's last owner and stays one.")
    assert team(workspace)["Ana"].role is Role.OWNER


@pytest.mark.parametrize("typed", ["team add <@U0VERA> owner", "team remove <@U0ANA>"])
def test_only_an_owner_says_who_is_of_the_team(stage: Stage, typed: str) -> None:
    said = asked(stage, typed, user=MARC)
    assert said.text.startswith("Only an owner may ")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("team add vera manager", "“vera” is nobody that can be found. Mention the person"),
        ("team add <@U0VERA> king", "The team is listed with /credits team."),
        ("team add <@U0VERA> manager 1 000", "The team is listed with /credits team."),
        ("team add <@U0VERA> manager 6.5", "“6.5” is not a number of credits."),
        ("team frobnicate", "The team is listed with /credits team."),
    ],
)
def test_what_cannot_be_read_is_said(stage: Stage, typed: str, said: str) -> None:
    assert asked(stage, typed).text.startswith(said)


def test_whom_slack_does_not_know_cannot_be_a_member(workspace: Stage) -> None:
    said = asked(workspace, "team add <@U0NOBODY> viewer", user=workspace.ana)
    assert "cannot be a member. Choose a person of this workspace" in said.text


def test_a_slack_that_fails_is_said_and_nothing_is_changed(workspace: Stage) -> None:
    assert workspace.slack is not None
    workspace.slack.recorder.faults["users.info"] = [Fault(error="internal_error")]
    said = asked(workspace, f"team add <@{workspace.vera}> owner", user=workspace.ana)
    assert said.text.startswith("Something went wrong on our side")
    assert team(workspace)["Vera"].role is Role.VIEWER


def test_who_one_is_and_what_one_may(stage: Stage) -> None:
    said = asked(stage, "whoami", user=VERA).text
    assert said == "You are Vera, vera@ludum.example: viewer of Ludum.\nYou may see balances."
    world = stage.world
    world.database.write(
        lambda s: members.limit_member(
            s, actor=world.actor(world.owner), member=world.manager, most=60
        )
    )
    assert (
        "You allocate up to 60 credits, 10 plays at once" in asked(stage, "whoami", user=MARC).text
    )


def test_a_modal_adds_a_member_and_says_below_the_limit_what_is_no_number(
    workspace: Stage,
) -> None:
    form = asked(workspace, "team add", user=workspace.ana)
    person = {"person": workspace.vera, "role": "manager"}
    refused = workspace.driver.submit(form, {**person, "limit": "1 000"})
    assert set(refused.errors) == {"limit"}
    done = workspace.driver.submit(refused, {**person, "limit": "600"})
    assert "Vera, vera@ludum.example: manager, up to 600 credits, 100 plays at once" in done.text
    assert team(workspace)["Vera"].role is Role.MANAGER
    assert asked(workspace, "team add", user=workspace.marc).text.startswith(
        "Only an owner may add"
    )


def test_a_team_of_the_longest_names_is_listed_in_several_messages(stage: Stage) -> None:
    """More than 50 blocks of 3,000 characters; nobody is left out."""
    rows = [
        {
            "account_id": stage.world.account_id,
            "id": new_id(),
            "name": "&" * 120,
            "email": f"{number:03}{'&' * 237}@ludum.example",
            "role": Role.VIEWER,
            "created_at": stage.world.acme.created_at,
        }
        for number in range(120)
    ]
    stage.world.database.write(lambda session: session.execute(insert(Member), rows))
    listed = asked(stage, "team")
    while not listed.text.rstrip().endswith("viewer") or "119&" not in listed.text:
        count = len(listed.messages)
        stage.driver.next(listed)
        assert len(listed.messages) > count
    assert [f"{number:03}&" in listed.text for number in range(120)] == [True] * 120
