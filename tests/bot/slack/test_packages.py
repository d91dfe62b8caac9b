"""`/credits package`: built, handed over with a link, listed, switched, rotated, released."""

import io
import re
import zipfile
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.slack.driver import Answer
from bot.slack.package_offers import STANDS
from ledger import clients, clock
from ledger.models import Access, Account, OutboxRow
from scorm_bridge import holds, options, package_keys, packages
from scorm_bridge.models import Package, PackageStandard
from tests.bot.stage import MARC, VERA, Stage
from tests.worlds import KEYRING


def typed(stage: Stage, text: str, *, user: str | None = None) -> Answer:
    return stage.driver.command(f"/credits package {text}".strip(), user=user or stage.ana)


def all_packages(stage: Stage) -> list[Package]:
    found = select(Package).order_by(Package.id)
    return stage.world.database.read(lambda session: list(session.scalars(found)))


def build(stage: Stage, **more: Any) -> Package:
    return stage.world.database.write(
        lambda session: packages.build(
            session,
            actor=stage.world.operator,
            keyring=KEYRING,
            client=stage.world.acme,
            game=stage.world.game,
            **more,
        )
    )


def outbox_kinds(stage: Stage) -> list[str]:
    kinds = select(OutboxRow.kind).order_by(OutboxRow.id)
    return stage.world.database.read(lambda session: list(session.scalars(kinds)))


def link_of(answer: Answer) -> str:
    [url] = [element["url"] for _, _, element in answer.elements() if "url" in element]
    return str(url)


def test_without_a_verb_it_says_all_there_is_to_type(stage: Stage) -> None:
    for words in ("", "frobnicate"):
        said = typed(stage, words).text
        for verb in ("build", "list", "show", "options", "send", "disable", "rotate", "release"):
            assert f"/credits package {verb}" in said


def test_a_line_builds_it_and_its_link_gives_the_zip(stage: Stage) -> None:
    answer = typed(stage, 'build acme "The Ferryman" 2004-3rd', user=MARC)
    assert answer.text.startswith(
        "✓ Built The Ferryman for Acme Learning (acme), SCORM 2004, 3rd edition.\n"
        "The zip comes as a direct message in a moment."
    )
    [package] = all_packages(stage)
    assert package.standard is PackageStandard.SCORM_2004_3RD
    assert outbox_kinds(stage) == ["package built", "package file"]
    parts = urlsplit(link_of(answer))
    got = stage.client.get(parts.path, base_url=f"http://{parts.netloc}")
    with zipfile.ZipFile(io.BytesIO(got.data)) as archive:
        assert "imsmanifest.xml" in archive.namelist()


def test_each_lms_has_its_three_steps_in_place_of_the_message(stage: Stage) -> None:
    answer = typed(stage, "build acme Ferry")
    assert answer.text.startswith("No game is called")
    answer = typed(stage, 'build acme "The Ferry"')
    for lms in ("Moodle", "Cornerstone", "SAP SuccessFactors", "Docebo", "TalentLMS"):
        chosen = stage.driver.press(answer, lms)
        assert chosen.later[0]["replace_original"] is True
        lines = chosen.text.splitlines()
        at = lines.index(lms)
        assert [line[:2] for line in lines[at + 1 : at + 4]] == ["1.", "2.", "3."]
        assert link_of(chosen)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("build nope Ferryman", "No client is called “nope”."),
        ("build acme nope", "No game is called “nope”."),
        ('build acme "The Ferryman" 1.3', "There is no standard “1.3”."),
        ("build ludum The", "The learners of Ludum come in by the Campus"),
        ("show 0", "There is no package “0”."),
        ("show", "There is no package “”."),
        ("disable acme The", "There is no package “acme The”."),
        ("rotate zzz", "There is no package “zzz”."),
        ("release 1 2 3", "There is no package “1 2 3”."),
        ("options 01", "There is no package “01”."),
        ("list nope", "No client is called “nope”."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    stage: Stage, words: str, said: str
) -> None:
    assert typed(stage, words).text.startswith(said)
    assert all_packages(stage) == []
    assert outbox_kinds(stage) == []


def test_a_viewer_sees_packages_and_may_change_none(stage: Stage) -> None:
    package = build(stage)
    id = package.id.hex
    assert "The Ferryman for Acme Learning" in typed(stage, "list", user=VERA).text
    assert "Key in use: 1" in typed(stage, f"show {id}", user=VERA).text
    for words in (
        'build acme "The Ferryman"',
        "build",
        f"options {id}",
        f"send {id}",
        f"disable {id}",
        f"rotate {id}",
        f"release {id}",
    ):
        assert typed(stage, words, user=VERA).text.startswith("Only an owner or a manager may")
    assert len(all_packages(stage)) == 1
    assert outbox_kinds(stage) == []


def test_the_list_is_turned_page_by_page(stage: Stage) -> None:
    assert typed(stage, "list").text.startswith("There is no package yet.")
    for _ in range(17):
        build(stage)
    first = typed(stage, "list acme")
    assert first.text.startswith("17 packages")
    assert first.text.count("[Open]") == 15
    later = stage.driver.press(first, "More")
    assert later.text.count("[Open]") == 2
    assert stage.driver.press(later, "Earlier").text.count("[Open]") == 15
    opened = stage.driver.press(later, "Open")
    assert "from any LMS" in opened.text


def test_disabling_takes_effect_at_once_and_its_button_takes_it_back(stage: Stage) -> None:
    build(stage)
    disabled = typed(stage, 'disable acme "The Ferryman"')
    assert disabled.text.startswith("× Disabled The Ferryman for Acme Learning (acme)")
    assert not all_packages(stage)[0].is_enabled
    assert "is disabled already. Nothing was changed." in typed(stage, "disable acme The").text
    enabled = stage.driver.press(disabled, "Enable")
    assert enabled.text.startswith("✓ Enabled")
    assert all_packages(stage)[0].is_enabled


def keys(stage: Stage, package: Package) -> list[int]:
    return stage.world.database.read(
        lambda session: [key.number for key in package_keys.in_use(session, package)]
    )


def test_a_new_key_is_shown_first_and_given_once_however_often_it_is_pressed(
    stage: Stage,
) -> None:
    package = build(stage)
    preview = typed(stage, f"rotate {package.id.hex[:12]}")
    assert "Give The Ferryman for Acme Learning (acme), SCORM 1.2 key 2?" in preview.text
    assert "cannot be undone" in preview.text
    assert keys(stage, package) == [1]
    assert "has key 2 now" in stage.driver.press(preview, "New key").text
    again = stage.driver.press(preview, "New key")
    assert again.text.startswith("This was done before, and nothing was changed this time.")
    assert keys(stage, package) == [1, 2]
    assert outbox_kinds(stage) == ["package built", "package file"]


def test_the_older_keys_end_for_good_where_that_was_pressed(stage: Stage) -> None:
    package = build(stage)
    preview = typed(stage, f"rotate {package.id.hex}")
    ended = stage.driver.press(preview, "New key, end the older")
    assert "Ended for good: key 1." in ended.text
    assert keys(stage, package) == [2]
    # The other button of the same message is the same offer.
    refused = stage.driver.press(preview, "New key")
    assert refused.text.startswith("This was done before")
    assert keys(stage, package) == [2]


def test_what_was_shown_to_one_or_long_ago_is_not_confirmed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = build(stage)
    preview = typed(stage, f"rotate {package.id.hex}")
    stolen = stage.driver.press(preview, "New key", user=MARC)
    assert stolen.text.startswith("This was shown to someone else, and nothing was changed.")
    late = clock.now() + STANDS * 1.1
    monkeypatch.setattr(clock, "now", lambda: late)
    assert "more than a day old" in stage.driver.press(preview, "New key").text
    monkeypatch.undo()
    assert "nothing was changed" in stage.driver.press(preview, "Cancel").text
    assert keys(stage, package) == [1]


def test_those_who_wait_are_let_in_once_their_cost_was_seen(stage: Stage) -> None:
    package = build(stage)
    world = stage.world

    def held(session: Session) -> None:
        one = session.get_one(Package, (package.account_id, package.id))
        options.change(
            session,
            actor=world.operator,
            package=one,
            burst_most=1,
            burst_minutes=1,
            burst_holds=True,
        )
        for learner in ("a", "b"):
            holds.keep(session, one, world.newcomer(learner))

    assert typed(stage, f"release {package.id.hex}").text.startswith("Nobody waits at")
    world.allocate(60)
    world.database.write(held)
    assert "2 newcomers waiting to be let in" in typed(stage, f"show {package.id.hex}").text
    preview = typed(stage, f"release {package.id.hex}")
    assert "Each is charged at their next launch: 12 credits, 2 plays if all come." in preview.text
    assert "Acme Learning has 60 credits, 10 plays." in preview.text
    assert "Let 2 newcomers in at" in stage.driver.press(preview, "Let 2 newcomers in").text
    assert stage.driver.press(preview, "Let 2 newcomers in").text.startswith("Nobody waits at")
    refused = stage.driver.press(preview, "Let 2 newcomers in", user=VERA)
    assert refused.text.startswith("This was shown to someone else")


def test_who_came_after_the_preview_goes_on_waiting(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, world = build(stage), stage.world

    def hold(*learners: str) -> None:
        def held(session: Session) -> None:
            one = session.get_one(Package, (package.account_id, package.id))
            for learner in learners:
                holds.keep(session, one, world.newcomer(learner))

        world.database.write(held)

    def waiting() -> int:
        with world.database.reading() as session:
            one = session.get_one(Package, (package.account_id, package.id))
            return holds.waiting(session, one)

    hold("a", "b")
    preview = typed(stage, f"release {package.id.hex}")
    hold("c", "d", "e")
    done = stage.driver.press(preview, "Let 2 newcomers in")
    assert done.text.splitlines() == [
        (
            "✓ Let 2 newcomers in at The Ferryman for Acme Learning (acme), SCORM 1.2: their page "
            "opens the game by itself."
        ),
        "3 newcomers have come since and wait. See them with /credits package release again.",
    ]
    assert waiting() == 3
    again = stage.driver.press(preview, "Let 2 newcomers in")
    assert again.text.startswith("Nobody of those who were shown waits any more at The Ferryman")
    other = typed(stage, f"release {package.id.hex}")
    later = clock.now() + STANDS + holds.TOLD_AGAIN
    monkeypatch.setattr(clock, "now", lambda: later)
    late = stage.driver.press(other, "Let 3 newcomers in")
    assert late.text.startswith("This is more than a day old, and nothing was changed.")
    assert waiting() == 3


def test_the_modal_builds_once_however_often_it_is_sent(workspace: Stage) -> None:
    opened = typed(workspace, "build acme")
    assert "Client *: [Acme Learning]" in opened.text
    built = workspace.driver.submit(opened, {"game": "ferry", "standard": "scorm2004-4th"})
    assert "Built The Ferryman for Acme Learning (acme), SCORM 2004, 4th" in built.text
    again = workspace.driver.submit(opened, {"game": "ferry", "standard": "scorm2004-4th"})
    assert "Built The Ferryman" in again.text
    assert len(all_packages(workspace)) == 1
    assert outbox_kinds(workspace) == ["package built", "package file"]


def test_a_refusal_stands_below_the_input_that_it_is_about(workspace: Stage) -> None:
    world = workspace.world

    def archived(session: Session) -> None:
        clients.add_client(
            session, actor=world.operator, name="Bolt", alias="bolt", access=Access.SCORM
        )

    world.database.write(archived)
    opened = typed(workspace, "build bolt")
    world.database.write(
        lambda session: clients.archive_client(
            session,
            actor=world.operator,
            client=clients.find_client(session, account_id=world.account_id, given="bolt"),
        )
    )
    refused = workspace.driver.submit(opened, {"game": "ferry"})
    assert set(refused.errors) == {"client"}
    assert "Bolt is archived" in refused.errors["client"]


def test_only_clients_with_packages_are_offered(workspace: Stage) -> None:
    opened = typed(workspace, "build")
    offered = workspace.driver.suggest(opened, "client")
    assert [one["text"]["text"] for one in offered] == ["Acme Learning"]
    assert workspace.driver.suggest(opened, "game", "nope") == []


def test_a_french_account_reads_it_in_french(stage: Stage) -> None:
    french = update(Account).values(language="fr")
    stage.world.database.write(lambda session: session.execute(french))
    built = typed(stage, 'build acme "The Ferryman"')
    assert built.text.startswith("✓ Package créé\u202f: The Ferryman pour Acme Learning (acme)")
    steps = stage.driver.press(built, "Moodle").text
    assert re.search(r"^1\. Passez le cours en mode édition", steps, re.MULTILINE)
    count = select(func.count()).select_from(Package)
    assert stage.world.database.read(lambda session: session.scalar(count)) == 1
