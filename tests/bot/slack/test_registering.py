"""`/credits register` and `/credits remove`: shown first, done once, and what cannot be is said."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.slack import roster_errands, roster_preview
from bot.slack.driver import Answer
from bot.worker import Worker
from ledger import clock
from ledger.models import Account, Client, Group, OutboxRow, Registration, Roster, Wallet
from tests.bot.stage import VERA, Stage
from tests.campus import add_bolt, make_group, registered
from tests.worlds import KEYRING

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
    assert stage.driver.press(preview, "Cancel").text == "Cancelled: nobody was registered."
    assert rosters(stage) == 0
    late = stage.driver.press(preview, "Register 1 learner")
    assert late.text.startswith("This list of learners is not kept any more")


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


# The modals, and what the worker does.


def worker(stage: Stage) -> Worker:
    assert stage.slack is not None
    return Worker(database=stage.world.database, keyring=KEYRING, api_url=stage.slack.api_url)


def errands(stage: Stage) -> None:
    """Only what was asked for here: invitations are nobody's yet."""
    gone = update(OutboxRow).where(OutboxRow.kind == "invitation").values(state="dead")
    stage.world.database.write(lambda session: session.execute(gone))
    worker(stage).drain()


def last(stage: Stage, word: str = "") -> Answer:
    """The newest message to Ana that has this word, as one that can be pressed."""
    assert stage.slack is not None
    message = [one for one in stage.slack.messages(stage.ana) if word in one["text"]][-1]
    return Answer(user=stage.ana, status=200, ack=None, later=[message], milliseconds=0)


def test_a_modal_takes_what_is_pasted(workspace: Stage) -> None:
    bolt = with_group(workspace)
    group = workspace.driver.press(typed(workspace, "group show bolt Spring"), "Register learners")
    assert "Group *: [Spring]" in group.text
    nothing = workspace.driver.submit(group, {})
    assert nothing.errors == {"addresses": "Paste addresses, or choose a file."}
    pasted = f"Ana Silva <{ANA}>\n{BOB}"
    preview = workspace.driver.submit(group, {"addresses": pasted})
    assert preview.text.startswith("Register 2 learners in Spring")
    workspace.driver.press(preview, "Register 2 learners")
    assert registered(workspace.world, bolt) == [ANA, BOB]
    form = typed(workspace, "register")
    other = workspace.driver.submit(form, {"group": "Spring", "addresses": "eve@bolt.example"})
    assert other.text.startswith("Register 1 learner in Spring")


def test_a_csv_is_read_by_the_worker_and_shown_before_anything_is_done(
    workspace: Stage, tmp_path: Path
) -> None:
    bolt = with_group(workspace)
    file = tmp_path / "équipe.csv"
    file.write_bytes(f"Prénom;Nom;Courriel\nAna;Pérez;{ANA}\n;;nope\n".encode("cp1252"))
    form = typed(workspace, "register bolt Spring")
    given = {"file": [workspace.driver.upload(file)]}
    both = workspace.driver.submit(form, {**given, "addresses": BOB})
    assert "Give either addresses or a file" in both.errors["addresses"]
    workspace.driver.submit(form, given)
    ordered = workspace.driver.submit(form, given)
    assert ordered.text.startswith("“équipe.csv” is being read.")
    assert kinds(workspace) == ["roster file"]
    worker(workspace).drain()
    preview = last(workspace)
    assert "Register 1 learner in Spring" in preview.text
    assert "• 1 line cannot be taken: 3 (“nope”: no e-mail address)" in preview.text
    assert registered(workspace.world, bolt) == []
    workspace.driver.press(preview, "Register 1 learner")
    assert registered(workspace.world, bolt) == [ANA]


def test_what_is_no_csv_is_refused_in_words(workspace: Stage, tmp_path: Path) -> None:
    with_group(workspace)
    files = {"a.csv": b"PK\x03\x04 a workbook", "b.csv": b"", "c.csv": b"x" * (6 * 1024 * 1024)}
    said = []
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        form = typed(workspace, "register bolt Spring")
        uploaded = workspace.driver.upload(tmp_path / name)
        workspace.driver.submit(form, {"file": [uploaded]})
        worker(workspace).drain()
        said.append(last(workspace).text)
    workbook, empty, large = said
    assert "it is a workbook, and has to be saved as CSV first" in workbook
    assert "there is nobody in it" in empty
    assert "it has 5,505,024 bytes where 5,242,880 are the most" in large
    assert all(one.startswith("× “") and "” was not taken.\n" in one for one in said)


def test_a_long_list_is_registered_by_the_worker_once(
    workspace: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bolt = with_group(workspace, credits=600)
    count = roster_preview.AT_ONCE // 2
    lines = [f"l{number}@bolt.example" for number in range(count)]
    (tmp_path / "many.csv").write_text("\n".join(lines))
    form = typed(workspace, "register bolt Spring")
    uploaded = workspace.driver.upload(tmp_path / "many.csv")
    workspace.driver.submit(form, {"file": [uploaded]})
    worker(workspace).drain()
    preview = last(workspace)
    monkeypatch.setattr(roster_preview, "AT_ONCE", count - 1)
    label = f"Register {count} learners"
    for _ in range(2):
        at_work = workspace.driver.press(preview, label)
        assert at_work.text.startswith(f"{count} learners are being registered in Spring.")
    assert kinds(workspace).count("roster registration") == 1
    shares: list[tuple[int, int]] = []

    @contextmanager
    def told(_show: object) -> Iterator[Callable[[int, int], None]]:
        yield lambda done, total: shares.append((done, total))

    monkeypatch.setattr(roster_errands, "told", told)
    errands(workspace)
    assert shares[-1] == (count, count)
    done = last(workspace, "Registered")
    assert done.text.startswith(f"✓ Registered {count} learners in Spring, Bolt, Inc. (bolt), for")
    assert len(registered(workspace.world, bolt)) == count

    def again(session: Session) -> None:
        """As if the worker had died before it settled the row."""
        mine = update(OutboxRow).where(OutboxRow.kind == "roster registration")
        session.execute(mine.values(state="pending", due_at=clock.now()))

    workspace.world.database.write(again)
    errands(workspace)
    assert last(workspace, "lready").text.startswith(
        f"Already registered: {count} learners in Spring"
    )
    assert len(registered(workspace.world, bolt)) == count


def test_what_stands_in_the_way_when_the_worker_comes_to_it_is_said(
    workspace: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bolt = with_group(workspace)
    monkeypatch.setattr(roster_preview, "AT_ONCE", 0)
    preview = typed(workspace, f"register bolt Spring {ANA}")
    workspace.driver.press(preview, "Register 1 learner")
    closed = update(Client).where(Client.id == bolt.id).values(archived_at=clock.now())
    workspace.world.database.write(lambda session: session.execute(closed))
    errands(workspace)
    assert last(workspace).text.startswith(
        "× Nobody was registered in Spring.\nBolt, Inc. is archived:"
    )
    opened = update(Client).where(Client.id == bolt.id).values(archived_at=None)
    workspace.world.database.write(lambda session: session.execute(opened))
    other = typed(workspace, f"register bolt Spring {BOB}")
    workspace.driver.press(other, "Register 1 learner")
    spent = update(Wallet).where(Wallet.id == bolt.id).values(debited=Wallet.credited)
    workspace.world.database.write(lambda session: session.execute(spent))
    errands(workspace)
    short = last(workspace, "short of")
    assert short.text.startswith("Bolt, Inc. has 0 credits, 0 plays: it is 6 credits short")
    assert "[Allocate 6 credits]  [Show it again]  [Cancel]" in short.text
    assert registered(workspace.world, bolt) == []


def test_a_french_account_registers_in_french(stage: Stage) -> None:
    french = update(Account).values(language="fr")
    stage.world.database.write(lambda session: session.execute(french))
    with_group(stage)
    preview = typed(stage, f"register bolt Spring {ANA}")
    assert preview.text.startswith("Inscrire 1 apprenant dans Spring, The Ferryman, Bolt, Inc.")
    done = stage.driver.press(preview, "roster.confirm")
    assert done.text.startswith("✓ Inscription faite dans Spring, Bolt, Inc. (bolt)\u202f: 1 appr")
