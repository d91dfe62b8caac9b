"""`/credits game`: added from a zip by the worker, listed, and visible to whom the team says."""

from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.slack.driver import Answer
from bot.slack.slack_files import is_of_slack
from bot.worker import Worker
from ledger import catalogue, clients, clock, outbox
from ledger.models import Access, Account, Audience, Game, OutboxRow, OutboxState, Visibility
from scorm_bridge.archives import Limits
from tests.bot.stage import VERA, Stage
from tests.scorm_bridge import zips
from tests.worlds import KEYRING


def typed(stage: Stage, text: str, *, user: str | None = None) -> Answer:
    return stage.driver.command(f"/credits game {text}".strip(), user=user or stage.ana)


def game(stage: Stage) -> Game:
    world = stage.world
    return world.database.read(
        lambda s: catalogue.find_game(s, account_id=world.account_id, given="The Ferryman")
    )


def named(stage: Stage) -> list[str]:
    return stage.world.database.read(
        lambda session: [one.alias for one in catalogue.named_clients(session, game(stage))]
    )


def add_bolt(stage: Stage) -> None:
    stage.world.database.write(
        lambda session: clients.add_client(
            session,
            actor=stage.world.operator,
            name="Bolt, Inc.",
            alias="bolt",
            access=Access.SCORM,
        )
    )


def test_games_are_listed_and_opened(stage: Stage) -> None:
    listed = typed(stage, "list", user=VERA)
    line = "The Ferryman: 6 credits a play, version 1, visible to all clients"
    assert listed.text == f"1 game\n{line}  [Open]"
    opened = stage.driver.press(listed, "Open")
    assert opened.text.startswith(
        f"{line}\nVisible to all clients, open to every learner\n• version 1, "
    )
    assert "[Change who sees it]" in opened.text


def test_r7_a_line_names_the_clients_that_see_it(stage: Stage) -> None:
    add_bolt(stage)
    changed = typed(stage, 'visibility "The Ferryman" only acme, bolt acme')
    assert changed.text == (
        "✓ Changed who sees The Ferryman:\n"
        "Visible to these clients only: Acme Learning (acme), Bolt, Inc. (bolt), open to every "
        "learner\n"
        "Before:\n"
        "Visible to all clients, open to every learner"
    )
    assert game(stage).visibility is Visibility.ONLY
    assert named(stage) == ["acme", "bolt"]
    assert "nothing was changed" in typed(stage, 'visibility "The Ferry" only acme bolt').text
    assert "all clients except: Bolt" in typed(stage, 'visibility "The" except “bolt”').text
    assert "the own client only" in typed(stage, 'visibility "The Ferryman" own').text
    assert named(stage) == []


def test_r7_a_line_says_which_learners_of_those_clients_may_play_it(stage: Stage) -> None:
    add_bolt(stage)
    groups = typed(stage, 'visibility "The Ferryman" only bolt for groups')
    assert "Visible to these clients only: Bolt, Inc. (bolt), for groups alone\n" in groups.text
    for words in ("visibility The nobody", "visibility The for nobody"):
        typed(stage, words)
        assert game(stage).audience is Audience.NOBODY
        assert (game(stage).visibility, named(stage)) == (Visibility.ONLY, ["bolt"])
        typed(stage, "visibility The groups")
    back = typed(stage, "visibility The all for everyone")
    assert "Visible to all clients, open to every learner\nBefore:" in back.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("visibility The only", "No client was named."),
        ("visibility The all acme", "With all and own no client is named."),
        ("visibility The only acme nope", "No client is called “nope”."),
        ('visibility "The Ferryman" nobdy', "“nobdy” does not say who sees the game"),
        ("visibility nope nobdy", "No game is called “nope nobdy”."),
        ("visibility nope all", "No game is called “nope”."),
        ("show nope", "No game is called “nope”."),
        ("visibility", "/credits game visibility"),
        ("frobnicate", "Games are what clients’ learners play:"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    stage: Stage, words: str, said: str
) -> None:
    assert typed(stage, words).text.startswith(said)
    assert game(stage).visibility is Visibility.ALL


def test_a_viewer_changes_nothing(stage: Stage) -> None:
    for words in ("add", "visibility The own"):
        refused = typed(stage, words, user=VERA)
        assert refused.text.startswith("Only an owner or a manager may add games.")
    assert game(stage).visibility is Visibility.ALL


def test_r7_a_modal_names_them_by_typing(workspace: Stage) -> None:
    add_bolt(workspace)
    opened = typed(workspace, "visibility The Ferryman")
    assert "Visible to *: [All clients]" in opened.text
    refused = workspace.driver.submit(opened, {"visibility": "only"})
    assert "Name at least one" in refused.errors["clients"]
    done = workspace.driver.submit(opened, {"visibility": "only", "clients": ["bolt", "acme"]})
    assert "these clients only: Acme Learning (acme), Bolt, Inc. (bolt)" in done.text
    again = typed(workspace, 'visibility "The Ferryman"')
    assert "[Acme Learning, Bolt, Inc. ▾]" in again.text
    assert "who may play it *: [Every learner]" in again.text
    workspace.driver.submit(again, {"visibility": "all", "audience": "Groups alone"})
    assert (game(workspace).visibility, named(workspace)) == (Visibility.ALL, [])
    assert game(workspace).audience is Audience.GROUPS


def test_r7_clients_that_are_too_many_for_the_modal_stay_named(workspace: Stage) -> None:
    """A search shows 100: those that it did not show would be lost by saving."""
    world = workspace.world

    def name_many(session: Session) -> None:
        many = [
            clients.add_client(
                session, actor=world.operator, name=f"c-{number:03}", access=Access.SCORM
            )
            for number in range(101)
        ]
        catalogue.set_visibility(
            session,
            actor=world.operator,
            game=session.get_one(Game, (world.account_id, world.game.id)),
            visibility=Visibility.ONLY,
            clients=many,
        )

    world.database.write(name_many)
    opened = typed(workspace, "visibility The Ferryman")
    assert "101 clients" in opened.text
    workspace.driver.submit(opened, {"visibility": "except"})
    assert game(workspace).visibility is Visibility.EXCEPT
    assert named(workspace) == [f"c-{number:03}" for number in range(101)]


# The import, from the modal to the worker's last edit.


def uploaded(stage: Stage, file: Path, **given: object) -> Answer:
    opened = typed(stage, "add")
    return stage.driver.submit(opened, {"file": [stage.driver.upload(file)], **given})


def worker(stage: Stage, limits: Limits | None = None) -> Worker:
    assert stage.slack is not None
    return Worker(
        database=stage.world.database,
        keyring=KEYRING,
        api_url=stage.slack.api_url,
        limits=limits or Limits(),
    )


def last(stage: Stage) -> str:
    assert stage.slack is not None
    return str(stage.slack.messages(stage.ana)[-1]["text"])


def titles(stage: Stage) -> list[str]:
    found = select(Game.title).order_by(Game.title_key)
    return stage.world.database.read(lambda session: list(session.scalars(found)))


def states(stage: Stage) -> list[OutboxState]:
    found = select(OutboxRow.state)
    return stage.world.database.read(lambda session: list(session.scalars(found)))


def test_a_zip_is_read_by_the_worker_and_told_in_one_message(
    workspace: Stage, tmp_path: Path
) -> None:
    assert workspace.slack is not None
    count = len(workspace.slack.messages(workspace.ana))
    ordered = uploaded(workspace, zips.write(tmp_path / "night.zip"), title="Night Ferry")
    assert ordered.text == (
        "“night.zip” is being read. What comes of it is told in a direct message."
    )
    assert titles(workspace) == ["The Ferryman"]
    assert worker(workspace).drain() == 1
    assert titles(workspace) == ["Night Ferry", "The Ferryman"]
    said = workspace.slack.messages(workspace.ana)[count:]
    assert [one["text"].splitlines()[0] for one in said[-1:]] == [
        ":white_check_mark: Added *Night Ferry*: 6 credits a play, visible to all clients."
    ]
    assert len([one for one in said if "night.zip" in one["text"]]) <= 1
    assert states(workspace) == [OutboxState.SENT]


def test_a_modal_sent_twice_adds_one_game(workspace: Stage, tmp_path: Path) -> None:
    file = workspace.driver.upload(zips.write(tmp_path / "a.zip"))
    opened = typed(workspace, "add Twice")
    for _ in range(2):
        workspace.driver.submit(opened, {"file": [file]})
    assert worker(workspace).drain() == 1
    assert titles(workspace) == ["The Ferryman", "Twice"]


def test_what_is_no_game_is_refused_in_words(workspace: Stage, tmp_path: Path) -> None:
    bad = tmp_path / "holiday.zip"
    bad.write_bytes(b"no zip at all")
    uploaded(workspace, bad)
    uploaded(workspace, zips.write(tmp_path / "same.zip"))
    worker(workspace).drain()
    assert titles(workspace) == ["The Ferryman"]
    assert workspace.slack is not None
    said = [one["text"] for one in workspace.slack.messages(workspace.ana)]
    assert any("“holiday.zip” was not added" in one and "is not a zip" in one for one in said)
    assert any("“same.zip” was not added" in one and "is taken" in one for one in said)
    assert states(workspace) == [OutboxState.SENT, OutboxState.SENT]


def test_a_file_beyond_the_limits_is_not_even_kept(workspace: Stage, tmp_path: Path) -> None:
    uploaded(workspace, zips.write(tmp_path / "huge.zip"), title="Huge")
    worker(workspace, Limits(bytes=100)).drain()
    assert "The zip is too large" in last(workspace)
    assert titles(workspace) == ["The Ferryman"]


def test_a_file_that_slack_does_not_give_is_said(workspace: Stage) -> None:
    gone = {"id": "F0", "name": "gone.zip", "url_private_download": "https://evil.example/x"}
    opened = typed(workspace, "add")
    workspace.driver.submit(opened, {"file": [gone]})
    worker(workspace).drain()
    assert last(workspace) == (
        "“gone.zip” cannot be fetched from Slack. Upload it again with `/credits game add`."
    )
    refused = workspace.driver.submit(typed(workspace, "add"), {"file": [{"name": "x.zip"}]})
    assert "cannot be fetched" in refused.errors["file"]


def test_a_member_who_may_no_longer_add_games_is_refused_by_the_worker(
    workspace: Stage, tmp_path: Path
) -> None:
    uploaded(workspace, zips.write(tmp_path / "late.zip"), title="Late")
    demoted = update(type(workspace.world.owner)).values(role="viewer")
    workspace.world.database.write(lambda session: session.execute(demoted))
    worker(workspace).drain()
    assert "Only an owner or a manager may add games." in last(workspace)
    assert titles(workspace) == ["The Ferryman"]


def test_who_was_removed_meanwhile_is_told_nothing(workspace: Stage, tmp_path: Path) -> None:
    assert workspace.slack is not None
    uploaded(workspace, zips.write(tmp_path / "left.zip"), title="Left")
    count = len(workspace.slack.messages(workspace.ana))
    gone = update(type(workspace.world.owner)).values(removed_at=clock.now())
    workspace.world.database.write(lambda session: session.execute(gone))
    worker(workspace).drain()
    assert states(workspace) == [OutboxState.DEAD]
    assert len(workspace.slack.messages(workspace.ana)) == count


def test_a_worker_that_died_before_it_told_adds_no_second_game(
    workspace: Stage, tmp_path: Path
) -> None:
    uploaded(workspace, zips.write(tmp_path / "once.zip"), title="Once")
    worker(workspace).drain()

    def again(session: Session) -> None:
        session.execute(update(OutboxRow).values(state="pending", due_at=clock.now()))

    workspace.world.database.write(again)
    worker(workspace).drain()
    assert last(workspace).startswith(":white_check_mark: Added *Once*")
    assert titles(workspace) == ["Once", "The Ferryman"]


def test_an_errand_that_another_worker_took_is_left_to_it(workspace: Stage, tmp_path: Path) -> None:
    uploaded(workspace, zips.write(tmp_path / "two.zip"), title="Two")
    database = workspace.world.database
    [mine] = database.write(outbox.take)
    database.write(lambda session: session.execute(update(OutboxRow).values(due_at=clock.now())))
    [theirs] = database.write(outbox.take)
    assert not worker(workspace).holds(mine)
    assert worker(workspace).holds(theirs)
    worker(workspace).deliver(mine)
    assert titles(workspace) == ["The Ferryman"]
    worker(workspace).deliver(theirs)
    assert titles(workspace) == ["The Ferryman", "Two"]


def test_a_french_account_reads_it_in_french(workspace: Stage, tmp_path: Path) -> None:
    french = update(Account).values(language="fr")
    workspace.world.database.write(lambda session: session.execute(french))
    uploaded(workspace, zips.write(tmp_path / "nuit.zip"), title="Le Passeur")
    worker(workspace).drain()
    assert last(workspace).startswith(":white_check_mark: Jeu ajouté\u202f: *Le Passeur*")


@pytest.mark.parametrize(
    ("url", "goes"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.zip", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://slack.com.evil.example/x", False),
        ("https://evilslack.com/x", False),
        ("file:///etc/passwd", False),
        ("nonsense", False),
    ],
)
def test_the_bots_token_goes_to_slack_alone(url: str, goes: bool) -> None:
    assert is_of_slack(url, "https://slack.com/api/") is goes
