"""The weekly digest: what it says, and `/credits digest`, which says when it comes."""

from datetime import timedelta

import pytest

from bot.slack import digest
from ledger import clock, digests, verification
from ledger.ids import new_id
from ledger.models import Account
from ledger.outbox import Delivery
from tests.bot.stage import ANA, MARC, Stage


def typed(stage: Stage, text: str, user: str = ANA) -> str:
    return stage.driver.command(f"/credits digest {text}".strip(), user=user).text


def kept(stage: Stage) -> tuple[int | None, int]:
    account = stage.world.database.read(
        lambda session: session.get_one(Account, stage.world.account_id)
    )
    return account.digest_weekday, account.digest_hour


def composed(stage: Stage) -> str:
    now = clock.now()
    delivery = Delivery(
        account_id=stage.world.account_id,
        id=new_id(),
        kind=digests.DIGEST,
        recipient_id=stage.world.owner.id,
        facts={
            "since": (now - timedelta(days=7)).isoformat(),
            "until": (now + timedelta(minutes=1)).isoformat(),
        },
        attempt=1,
    )
    return stage.world.database.read(lambda session: digest.compose(session, delivery)).message.text


def test_it_says_the_week_the_alerts_and_how_the_books_stand(stage: Stage) -> None:
    world = stage.world
    world.allocate(60)
    world.register("ana")
    with world.database.reading() as session:
        found = verification.verify(session, account_id=world.account_id)
    world.database.write(
        lambda session: verification.record(session, account_id=world.account_id, found=found)
    )
    said = composed(stage)
    for line in (
        "6 credits, 1 play were consumed, 60 credits, 10 plays allocated.",
        "The pool holds 540 credits, 90 plays.",
        "• Acme Learning (acme): 6 credits, 1 play",
        "No client has used enough yet to say who runs out first.",
        "• Acme Learning (acme): runs low",
        " and is right, in all of its 4 lines.",
        "The chain of the pool’s transfers is at number 0, `0000000000000000`.",
    ):
        assert line in said


def test_of_a_quiet_week_it_says_so(stage: Stage) -> None:
    said = composed(stage)
    assert ":white_check_mark: No alert is open." in said
    assert "0 credits, 0 plays were consumed" in said
    assert "The ledger was not verified yet" in said


def test_without_words_it_says_when_it_comes(stage: Stage) -> None:
    assert typed(stage, "", MARC).startswith(
        "The weekly digest comes on Monday at 9:00 (Europe/Paris)."
    )


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("friday 17", (4, 17)),
        ("Fri 9h", (4, 9)),
        ("dimanche 07:00", (6, 7)),
        ("tuesday", (1, 9)),
        ("off", (None, 9)),
    ],
)
def test_an_owner_sets_it_in_a_line(
    stage: Stage, text: str, chosen: tuple[int | None, int]
) -> None:
    typed(stage, text)
    assert kept(stage) == chosen


@pytest.mark.parametrize(
    "text", ["someday 9", "monday 25", "monday -1", "monday 9 10", "mo 9", "١"]
)
def test_what_is_no_day_with_an_hour_changes_nothing(stage: Stage, text: str) -> None:
    assert typed(stage, text).startswith(f"“{text}” is no day with an hour.")
    assert kept(stage) == (0, 9)


def test_only_an_owner_sets_it(stage: Stage) -> None:
    assert (
        typed(stage, "friday 9", MARC) == "Only an owner may set the digest. Ask one of your team."
    )
    assert kept(stage) == (0, 9)


def test_it_is_set_in_a_modal_too(workspace: Stage) -> None:
    shown = workspace.driver.command("/credits digest", user=workspace.ana)
    modal = workspace.driver.press(shown, "Change")
    done = workspace.driver.submit(modal, {"day": "Thursday", "hour": "14:00"})
    assert done.text == "The weekly digest comes on Thursday at 14:00 (Europe/Paris)."
    assert kept(workspace) == (3, 14)
