"""`/credits register` by its window: what is pasted, and files and long lists by the worker."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.slack import roster_errands, roster_preview
from bot.slack.driver import Answer
from bot.worker import Worker
from ledger import clock
from ledger.models import Client, Game, OutboxRow, Registration, Wallet
from tests.bot.slack.test_registering import ANA, BOB, kinds, typed, with_group
from tests.bot.stage import Stage
from tests.campus import registered
from tests.worlds import KEYRING


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
    workspace.world.allocate(6, bolt)
    shown = workspace.driver.press(short, "Show it again")
    workspace.driver.press(shown, "Register 1 learner")
    errands(workspace)
    assert registered(workspace.world, bolt) == [BOB], "what was shown anew is a new order"


def test_the_worker_charges_no_more_than_was_shown(
    workspace: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bolt = with_group(workspace)
    monkeypatch.setattr(roster_preview, "AT_ONCE", 0)
    first = typed(workspace, f"register bolt Spring {ANA} {BOB}")
    workspace.driver.press(first, "Register 2 learners")
    errands(workspace)
    finished = update(Registration).values(completed_at=clock.now())
    workspace.world.database.write(lambda session: session.execute(finished))
    preview = typed(workspace, f"register bolt Spring {ANA}")
    shown = workspace.driver.press(preview, "With new plays for 1")
    workspace.driver.press(shown, "Register 1 learner")
    dearer = update(Game).values(price=9)
    workspace.world.database.write(lambda session: session.execute(dearer))
    errands(workspace)
    anew = last(workspace, "more than was shown")
    assert anew.text.startswith("1 learner would be charged now, 9 credits, which is more than")
    assert len(registered(workspace.world, bolt)) == 2
    workspace.driver.press(anew, "Register 1 learner")
    errands(workspace)
    assert last(workspace, "Registered").text.startswith("✓ Registered 1 learner in Spring")
    assert len(registered(workspace.world, bolt)) == 3
