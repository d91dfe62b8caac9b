"""`/credits register` and `/credits remove`: shown first, done once, and what cannot be is said."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.slack.driver import Answer
from ledger import clock, registering
from ledger.models import Account, Client, Group, Learner, OutboxRow, Registration, Roster
from tests.bot.stage import VERA, Stage
from tests.campus import add_bolt, make_group, registered

ANA, BOB = "ana@bolt.example", "bob@bolt.example"


def typed(stage: Stage, text: str, *, user: str | None = None) -> Answer:
    return stage.driver.command(f"/credits {text}".strip(), user=user or stage.ana)


def with_group(stage: Stage, credits: int = 60) -> Client:
    bolt = add_bolt(stage.world)
    make_group(stage.world, bolt)
    if credits:
        stage.world.allocate(credits, bolt)
    return bolt


def rosters(stage: Stage) -> int:
    found = select(Roster)
    return stage.world.database.read(lambda session: len(session.scalars(found).all()))


def kinds(stage: Stage) -> list[str]:
    found = select(OutboxRow.kind).order_by(OutboxRow.id)
    return stage.world.database.read(lambda session: list(session.scalars(found)))


def test_r9_addresses_in_the_line_are_shown_confirmed_and_charged_at_once(stage: Stage) -> None:
    bolt = with_group(stage)
    preview = typed(stage, f"register bolt Spring {ANA}, {BOB}; nonsense {ANA} bob@")
    assert preview.text.splitlines() == [
        "Register 2 learners in Spring, The Ferryman, Bolt, Inc. (bolt), for 12 credits, 2 plays?",
        "• 2 lines cannot be taken: 3 (“nonsense”: no address), 5 (“bob@”: no e-mail address)",
        "• 1 line repeats an address: 4",
        "Bolt, Inc. (bolt) then has 48 credits, 8 plays.",
        "The pool stays at 540 credits, 90 plays.",
        (
            "This cannot be undone: the credits are consumed now, whether or not anyone starts, "
            "and each learner is invited by e-mail."
        ),
        "[Register 2 learners]  [Cancel]",
    ]
    assert registered(stage.world, bolt) == []
    done = stage.driver.press(preview, "Register 2 learners")
    assert done.text.splitlines() == [
        (
            "✓ Registered 2 learners in Spring, Bolt, Inc. (bolt), for 12 credits, 2 plays. Their "
            "invitations are on the way."
        ),
        "Bolt, Inc. (bolt) now has 48 credits, 8 plays.",
        "The pool stays at 540 credits, 90 plays.",
    ]
    assert registered(stage.world, bolt) == [ANA, BOB]
    assert kinds(stage).count("invitation") == 2
    again = stage.driver.press(preview, "Register 2 learners")
    assert again.text.startswith("Already registered: 2 learners in Spring, Bolt, Inc. (bolt), for")
    assert kinds(stage).count("invitation") == 2
    assert rosters(stage) == 0


def test_r8_who_has_an_open_play_keeps_it_uncharged(stage: Stage) -> None:
    bolt = with_group(stage)
    stage.driver.press(typed(stage, f"register bolt Spring {ANA}"), "Register 1 learner")
    preview = typed(stage, f"register bolt Spring {ANA.upper()} {BOB}")
    assert "Register 1 learner in Spring" in preview.text
    assert "• 1 has an open play already, and keeps it uncharged: ANA@bolt.example" in preview.text
    alone = typed(stage, f"register bolt Spring {ANA}")
    assert alone.text.startswith("Nobody is to be registered in Spring, The Ferryman, Bolt, Inc.")
    assert next(alone.elements(), None) is None
    assert registered(stage.world, bolt) == [ANA]


def test_r8_a_new_play_after_a_finished_one_is_shown_as_a_new_charge(stage: Stage) -> None:
    with_group(stage)
    stage.driver.press(typed(stage, f"register bolt Spring {ANA}"), "Register 1 learner")
    finished = update(Registration).values(completed_at=clock.now())
    stage.world.database.write(lambda session: session.execute(finished))
    preview = typed(stage, f"register bolt Spring {ANA} {BOB}")
    assert "Register 1 learner in Spring" in preview.text
    assert f"• 1 has finished a play; a new one would be a new charge: {ANA}" in preview.text
    with_them = stage.driver.press(preview, "With new plays for 1")
    assert "Register 2 learners in Spring" in with_them.text
    assert "for 12 credits, 2 plays?" in with_them.text
    assert f"1 has finished a play before, and this new one is a new charge: {ANA}" in (
        with_them.text
    )
    done = stage.driver.press(with_them, "Register 2 learners")
    assert done.text.startswith("✓ Registered 2 learners in Spring")
    assert "now has 42 credits" in done.text


def complete(stage: Stage, *addresses: str) -> None:
    """The plays of these learners, or of all."""
    finished = update(Registration).values(completed_at=clock.now())
    if addresses:
        of = select(Learner.id).where(Learner.lms_id.in_(addresses))
        finished = finished.where(Registration.learner_id.in_(of))
    stage.world.database.write(lambda session: session.execute(finished))


def test_r8_a_press_charges_no_more_than_was_shown(stage: Stage) -> None:
    bolt = with_group(stage, credits=120)
    team = [f"l{number}@bolt.example" for number in range(10)]
    first = typed(stage, f"register bolt Spring {' '.join(team)}")
    stage.driver.press(first, "Register 10 learners")
    complete(stage, team[0])
    preview = typed(stage, f"register bolt Spring {' '.join(team)}")
    shown = stage.driver.press(preview, "With new plays for 1")
    assert "Register 1 learner in Spring, The Ferryman, Bolt, Inc. (bolt), for 6 credits" in (
        shown.text
    )
    complete(stage)
    anew = stage.driver.press(shown, "Register 1 learner")
    assert anew.text.splitlines()[:2] == [
        (
            "10 learners would be charged now, 60 credits, which is more than was shown: nobody "
            "was registered. Look at what it comes to now before you confirm it."
        ),
        (
            "Register 10 learners in Spring, The Ferryman, Bolt, Inc. (bolt), for 60 credits, "
            "10 plays?"
        ),
    ]
    assert len(registered(stage.world, bolt)) == 10
    done = stage.driver.press(anew, "Register 10 learners")
    assert done.text.startswith("✓ Registered 10 learners in Spring")
    assert "now has 0 credits" in done.text


def test_without_the_credits_it_says_by_how_much_and_leads_there_and_back(stage: Stage) -> None:
    bolt = with_group(stage, credits=7)
    short = typed(stage, f"register bolt Spring {ANA} {BOB}")
    assert short.text.startswith(
        "Bolt, Inc. has 7 credits, 1 play: it is 5 credits short of the 12 wanted."
    )
    offered = stage.driver.press(short, "Allocate 5 credits")
    assert offered.text.startswith("Allocate 5 credits, 0 plays to Bolt, Inc.?")
    stage.driver.press(offered, "Allocate")
    shown = stage.driver.press(short, "Show it again")
    assert shown.text.startswith("Register 2 learners in Spring")
    assert stage.driver.press(shown, "Register 2 learners").text.startswith("✓ Registered 2")
    assert registered(stage.world, bolt) == [ANA, BOB]


def test_credits_that_went_meanwhile_are_said_at_the_press(stage: Stage) -> None:
    with_group(stage, credits=6)
    first, second = (typed(stage, f"register bolt Spring {one}") for one in (ANA, BOB))
    stage.driver.press(first, "Register 1 learner")
    late = stage.driver.press(second, "Register 1 learner")
    assert late.text.startswith("Bolt, Inc. has 0 credits, 0 plays: it is 6 credits short")


REFUSED = (
    ("register bolt Nope a@b.example", "No group of the client is called “Nope”."),
    ("register nope Spring a@b.example", "No client is called “nope”."),
    ("remove bolt Spring a@bolt.example", "“a@bolt.example” is not in the group “Spring”."),
)


def test_what_cannot_be_done_is_one_sentence(stage: Stage) -> None:
    with_group(stage)
    for words, said in REFUSED:
        assert typed(stage, words).text.startswith(said), words
    nobody = typed(stage, "register bolt Spring nonsense")
    assert nobody.text.startswith("Nobody is to be registered")
    assert next(nobody.elements(), None) is None
    for words in ("register bolt Spring a@bolt.example", "remove bolt Spring a@bolt.example"):
        refused = typed(stage, words, user=VERA)
        assert refused.text.startswith("Only an owner or a manager may register learners.")


def test_a_group_that_ended_meanwhile_takes_nobody(stage: Stage) -> None:
    bolt = with_group(stage)
    preview = typed(stage, f"register bolt Spring {ANA}")
    past = clock.now() - timedelta(minutes=1)
    ended = update(Group).where(Group.client_id == bolt.id).values(ends_at=past)
    stage.world.database.write(lambda session: session.execute(ended))
    refused = stage.driver.press(preview, "Register 1 learner")
    assert refused.text.startswith("The group “Spring” ended on ")
    assert registered(stage.world, bolt) == []


def test_a_list_that_was_cancelled_is_kept_no_longer(stage: Stage) -> None:
    with_group(stage)
    preview = typed(stage, f"register bolt Spring {ANA}")
    for _ in range(2):
        assert stage.driver.press(preview, "Cancel").text == "Cancelled: nobody was registered."
    assert rosters(stage) == 0
    late = stage.driver.press(preview, "Register 1 learner")
    assert late.text.startswith("This list of learners is not kept any more")


def test_to_cancel_afterwards_says_what_was_done(stage: Stage) -> None:
    with_group(stage)
    preview = typed(stage, f"register bolt Spring {ANA}")
    stage.driver.press(preview, "Register 1 learner")
    late = stage.driver.press(preview, "Cancel")
    assert late.text.startswith("Already registered: 1 learner in Spring, Bolt, Inc. (bolt), for 6")
    removal = typed(stage, f"remove bolt Spring {ANA}")
    stage.driver.press(removal, "Remove")
    gone = stage.driver.press(removal, "Cancel")
    assert gone.text.startswith(f"“{ANA}” is not in the group “Spring”.")


def test_r9_removing_returns_no_credits_and_says_so_before(stage: Stage) -> None:
    bolt = with_group(stage)
    stage.driver.press(typed(stage, f"register bolt Spring {ANA}"), "Register 1 learner")
    preview = typed(stage, f"remove bolt Spring <mailto:{ANA}|{ANA}>")
    assert preview.text.splitlines() == [
        f"Remove {ANA} from Spring, Bolt, Inc. (bolt)?",
        (
            "They never started. Even so the 6 credits of their registration are consumed and do "
            "not come back."
        ),
        "Registered again while their play is open, they go on uncharged.",
        "[Remove]  [Cancel]",
    ]
    assert stage.driver.press(preview, "Cancel").text == "Cancelled: they stay in the group."
    assert registered(stage.world, bolt) == [ANA]
    done = stage.driver.press(preview, "Remove")
    assert done.text == f"Removed {ANA} from Spring. No credits came back."
    again = stage.driver.press(preview, "Remove")
    assert again.text == f"“{ANA}” is not in the group “Spring”. Check the address."
    assert registered(stage.world, bolt) == []
    back = typed(stage, f"register bolt Spring {ANA}")
    assert back.text.startswith(
        "Put 1 learner back in Spring, The Ferryman, Bolt, Inc. (bolt), for"
    )
    done = stage.driver.press(back, "Put 1 learner back")
    assert "Put 1 learner back in Spring" in done.text
    assert "now has 54 credits" in done.text


def test_r9_who_has_started_cannot_go_on_when_removed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_group(stage)
    stage.driver.press(typed(stage, f"register bolt Spring {ANA}"), "Register 1 learner")
    monkeypatch.setattr(registering, "have_started", lambda *_: True)
    assert typed(stage, f"remove bolt Spring {ANA}").text.splitlines()[1] == (
        "They have started. They cannot go on, and the 6 credits of their registration do not "
        "come back."
    )


def test_a_french_account_registers_in_french(stage: Stage) -> None:
    french = update(Account).values(language="fr")
    stage.world.database.write(lambda session: session.execute(french))
    with_group(stage)
    preview = typed(stage, f"register bolt Spring {ANA}")
    assert preview.text.startswith("Inscrire 1 apprenant dans Spring, The Ferryman, Bolt, Inc.")
    done = stage.driver.press(preview, "roster.confirm")
    assert done.text.startswith("✓ Inscription faite dans Spring, Bolt, Inc. (bolt)\u202f: 1 appr")
