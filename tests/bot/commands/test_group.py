"""`obole group`: groups, who is registered in them and how they do, at a terminal."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import obole
from ledger.models import Client
from tests.bot.terminal import Type
from tests.campus import add_bolt, make_group, registered
from tests.worlds import World

ANA, BOB = "ana@bolt.example", "bob@bolt.example"


@pytest.fixture
def bolt(ludum: World) -> Client:
    bolt = add_bolt(ludum)
    make_group(ludum, bolt)
    ludum.allocate(60, bolt)
    return bolt


def test_one_is_made_changed_extended_and_listed(ludum: World, bolt: Client, typed: Type) -> None:
    words = ("group", "make", "bolt", "The Ferry", "Summer")
    dry = typed(*words, "--start", "2031-06-01", "--end", "2031-08-31", "--dry-run")
    line = "Summer, Bolt, Inc. (bolt): The Ferryman, planned, Jun 1, 2031 to Aug 31, 2031; "
    assert dry.out == f"A dry run: nothing is changed.\nMade {line}0 learners, 0 completed plays"
    made = typed(*words, "--start", "2031-06-01", "--end", "2031-08-31", "--minutes", "90")
    assert made.out.startswith(f"Made {line}")
    shown = typed("group", "show", "bolt", "sum").out.splitlines()
    assert shown[1] == "Each learner may play for 90 minutes in all."
    assert shown[2].startswith("Its learners play at http://127.0.0.1:8765/campus/")
    changed = typed("group", "edit", "bolt", "Summer", "--end", "2031-09-15", "--minutes", "none")
    assert "to Sep 15, 2031;" in changed.out
    extended = typed("group", "extend", "bolt", "Summer", "2031-09-30")
    assert "to Sep 15, 2031, extended to Sep 30, 2031;" in extended.out
    listed = typed("group", "list").out.splitlines()
    assert [one.partition(",")[0] for one in listed] == ["Spring", "Summer"]


def test_r9_learners_are_shown_asked_for_and_registered(
    ludum: World, bolt: Client, typed: Type, tmp_path: Path
) -> None:
    (tmp_path / "team.csv").write_text(f"name,email\nAna,{ANA}\nBob,{BOB}\n,nope\n")
    words = ["group", "register", "bolt", "Spring", "--file", "team.csv"]
    dry = typed(*words, "--dry-run").out.splitlines()
    assert dry == [
        "A dry run: nothing is changed.",
        "Register 2 learners in Spring, The Ferryman, Bolt, Inc. (bolt), for 12 credits, 2 plays?",
        "• 1 line cannot be taken: 4 (“nope”: no e-mail address)",
        "Bolt, Inc. (bolt) then has 48 credits, 8 plays.",
        "The pool stays at 540 credits, 90 plays.",
        (
            "This cannot be undone: the credits are consumed now, whether or not anyone starts, "
            "and each learner is invited by e-mail."
        ),
    ]
    declined = CliRunner().invoke(obole, words, input="n\n")
    assert "Go on? [y/N]" in declined.output
    assert registered(ludum, bolt) == []
    done = typed(*words, "--yes", "--key", "k")
    assert "✓ Registered 2 learners in Spring, Bolt, Inc. (bolt), for 12 credits, 2 pl" in done.out
    again = typed("group", "register", "bolt", "Spring", ANA, BOB, "--yes")
    assert again.out.startswith("Nobody is to be registered in Spring")
    assert registered(ludum, bolt) == [ANA, BOB]


def test_a_list_is_taken_from_the_standard_input(ludum: World, bolt: Client) -> None:
    words = ["group", "register", "bolt", "Spring", "--file", "-", "--yes"]
    ran = CliRunner().invoke(obole, words, input=f"correo;nombre\n{ANA};Ana\n".encode())
    assert "✓ Registered 1 learner in Spring" in ran.output
    assert registered(ludum, bolt) == [ANA]


def test_r9_a_learner_is_removed_without_credits_coming_back(
    ludum: World, bolt: Client, typed: Type
) -> None:
    typed("group", "register", "bolt", "Spring", ANA, "--yes")
    removed = typed("group", "remove", "bolt", "Spring", ANA, "--yes").out
    assert "Even so the 6 credits of their registration are consumed" in removed
    assert removed.endswith(f"Removed {ANA} from Spring. No credits came back.")
    assert registered(ludum, bolt) == []
    back = typed("group", "register", "bolt", "Spring", ANA, "--yes").out
    assert "Put 1 learner back in Spring, Bolt, Inc. (bolt), for no credits." in back


def test_results_are_summed_up_and_listed_as_csv(ludum: World, bolt: Client, typed: Type) -> None:
    typed("group", "register", "bolt", "Spring", ANA, BOB, "--yes")
    assert typed("group", "results", "bolt", "Spring").out.splitlines() == [
        "Spring, Bolt, Inc. (bolt), The Ferryman: 2 learners",
        "2 not started yet",
    ]
    rows = typed("group", "results", "bolt", "Spring", "--format", "csv").out.splitlines()
    assert rows[0].startswith("address,name,game,group,play,state,score")
    assert rows[1].startswith(f"{ANA},,The Ferryman,Spring,1,registered,,0,")
    one = typed("group", "results", "bolt", "Spring", "--learner", BOB).out
    assert one.startswith("• The Ferryman, Spring: not started yet, no score, 0 minutes of play,")


REFUSED = (
    ("group make acme The Spring", "The learners of Acme Learning come in by SCORM"),
    ("group make bolt The X --start soon", "“soon” is no day."),
    ("group register bolt Nope a@b.example --yes", "No group of the client is called “Nope”."),
    ("group remove bolt Spring a@bolt.example --yes", "“a@bolt.example” is not in the group"),
    ("group results bolt Spring --format csv --as vera@ludum.example", "Only an owner or a man"),
    ("client edit bolt --colour red", "“red” is not a colour."),
)


def test_a_refusal_is_one_sentence(ludum: World, bolt: Client, typed: Type) -> None:
    for words, said in REFUSED:
        refused = typed(*words.split())
        assert (refused.status, refused.out) == (1, ""), words
        assert refused.err.startswith(said)
        assert "\n" not in refused.err
    many = [f"l{number}@bolt.example" for number in range(11)]
    short = typed("group", "register", "bolt", "Spring", *many, "--yes")
    assert short.err.startswith("Bolt, Inc. has 60 credits, 10 plays: it is 6 credits short")
    for words in ("group register bolt Spring", "group edit bolt Spring", "client edit bolt"):
        assert typed(*words.split()).status == 2


def test_a_client_is_edited_and_shown_with_its_campus(
    ludum: World, bolt: Client, typed: Type
) -> None:
    edited = typed("client", "edit", "bolt", "--name", "Bolt SA", "--colour", "#AA0000")
    assert edited.out == "Changed Bolt SA (bolt)."
    shown = typed("client", "show", "bolt").out.splitlines()
    assert shown[1] == "Access campus, time zone Europe/Paris"
    assert shown[2].startswith("Campus http://127.0.0.1:8765/campus/")
    typed("group", "register", "bolt", "Spring", ANA, "--yes")
    fixed = typed("client", "edit", "bolt", "--access", "scorm", "--name", "Other")
    assert fixed.err.startswith("The access of Bolt SA is fixed since its first learner came in")
    assert typed("client", "show", "bolt").out.startswith("Bolt SA (bolt):")


def test_r7_who_sees_a_game_and_which_of_their_learners_is_said(
    ludum: World, bolt: Client, typed: Type
) -> None:
    said = typed("game", "visibility", "The Ferry", "only", "acme", "bolt")
    assert said.out == (
        "The Ferryman: Visible to these clients only: Acme Learning (acme), Bolt, Inc. (bolt), "
        "open to every learner"
    )
    groups = typed("game", "visibility", "The Ferry", "--audience", "groups")
    assert groups.out.endswith("Bolt, Inc. (bolt), for groups alone")
    built = typed("package", "build", "acme", "The", "-o", "x.zip")
    assert built.err.startswith("The game “The Ferryman” is open to groups only.")
    assert typed("game", "visibility", "The", "all", "acme").status == 2
