"""`obole package`: the same options as the use cases, in a person's words."""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import update

from scorm_bridge.models import Package
from tests.bot.terminal import Type
from tests.scorm_bridge.lms import Lms, new_bridge, new_lms
from tests.worlds import World


@pytest.fixture
def lms(ludum: World) -> Lms:
    ludum.allocate(120)
    return new_lms(ludum, new_bridge(ludum.database))


def test_packages_are_listed_with_their_ids(ludum: World, typed: Type, lms: Lms) -> None:
    line = f"{lms.package.id}  Acme Learning (acme): The Ferryman, scorm12"
    assert typed("package", "list").out == typed("package", "list", "acme").out == line
    typed("package", "set", str(lms.package.id), "--disabled")
    assert typed("package", "list").out == f"{line}, disabled"
    assert typed("package", "list", "Ludum").out.startswith("There is no package yet.")


def test_a_package_is_shown_and_set_by_its_client_and_game(typed: Type, lms: Lms) -> None:
    shown = typed("package", "show", "acme", "The Ferryman").out.splitlines()
    assert shown[1:] == [
        "enabled, open to new learners",
        "from the start to no end",
        "cap: none",
        "origins: any",
        "learners: anyone",
        "replays: review",
        "burst: not watched",
        "reporting: pass/fail",
        "opens in a frame",
        "language: of the browser",
        "pass mark: of the game",
        "previews: 100 a day",
        "keys in use: 1",
    ]
    words = "--closed --starts 2026-11-01 --ends 2030-12-31T18:30 --cap 50 --replays refused"
    words += " --origin https://lms.acme.example/course --origin http://lms:8080"
    words += " --learners-like *@acme.example --burst 20 --burst-minutes 10 --hold"
    words += " --reporting completion --opens window --language fr --pass-mark 80"
    words += " --previews-a-day 5"
    done = typed("package", "set", "acme", "The Ferryman", *words.split())
    assert done.out.splitlines() == [
        "enabled, closed to new learners",
        "from 2026-11-01 00:00 UTC to 2030-12-31 18:30 UTC",
        "cap: 50 registrations",
        "origins: https://lms.acme.example, http://lms:8080",
        "learners: like *@acme.example",
        "replays: refused",
        "burst: more than 20 newcomers within 10 minutes: hold them",
        "reporting: completion",
        "opens in a window",
        "language: fr",
        "pass mark: 80 points",
        "previews: 5 a day",
    ]
    assert typed("package", "show", "acme", "the f").out.splitlines()[1:-1] == done.out.splitlines()
    words = "--open --starts none --ends none --cap none --origins any --learners anyone"
    words += " --replays review --burst none --reporting pass/fail --opens frame"
    words += " --language none"
    words += " --pass-mark none --previews-a-day 100"
    assert typed("package", "set", "acme", "the f", *words.split()).out.splitlines() == shown[1:-1]


def test_a_dry_run_sets_nothing(typed: Type, lms: Lms) -> None:
    said = typed("package", "set", str(lms.package.id), "--disabled", "--dry-run")
    assert "disabled, open to new learners" in said.out
    assert lms.launch().status_code == 303


def test_learners_are_listed_from_a_file(typed: Type, lms: Lms, tmp_path: Path) -> None:
    file = tmp_path / "learners.txt"
    file.write_text("\ufeffana\r\n\r\n  Ben \n", "utf-8")
    said = typed("package", "set", "acme", "the f", "--learners-file", str(file))
    assert "learners: those listed" in said.out
    assert [lms.launch(name).status_code for name in ("ana", "ben", "cleo")] == [303, 303, 403]
    file.write_text("\n")
    refused = typed("package", "set", "acme", "the f", "--learners-file", str(file))
    assert (refused.status, "the list is empty" in refused.err) == (1, True)


def test_the_first_lms_is_shown_and_forgotten(typed: Type, lms: Lms) -> None:
    typed("package", "set", "acme", "the f", "--origins", "first")
    lms.open()
    assert "origins: https://lms.acme.example" in typed("package", "show", "acme", "the f").out
    reset = typed("package", "set", "acme", "the f", "--reset-origin")
    assert "origins: that of the first charged launch, which has not been yet" in reset.out


def test_a_key_is_rotated_into_a_zip_and_the_old_one_revoked(
    typed: Type, lms: Lms, tmp_path: Path
) -> None:
    output = tmp_path / "new.zip"
    dry = typed("package", "rotate", "acme", "the f", "-o", str(output), "--dry-run")
    assert (dry.status, output.exists()) == (0, False)
    said = typed("package", "rotate", "acme", "the f", "-o", str(output))
    assert said.out.startswith(f"Wrote {output} with key 2.")
    with zipfile.ZipFile(output) as archive:
        assert lms.token.rpartition(".")[0][:-1] in archive.read("config.js").decode()
    assert "keys in use: 1, 2" in typed("package", "show", "acme", "the f").out
    assert typed("package", "revoke", "acme", "the f", "--yes").out == "Revoked key 1."
    assert lms.launch().status_code == 403
    none = typed("package", "revoke", "acme", "the f", "--yes")
    assert none.out == "There was no older key to revoke."
    last = typed("package", "revoke", "acme", "the f", "--yes", "--key", "2")
    assert last.err.startswith("Key 2 is the only one in use")


def test_who_waits_is_shown_and_released(typed: Type, lms: Lms) -> None:
    typed("package", "set", "acme", "the f", *["--burst", "1", "--burst-minutes", "5", "--hold"])
    for learner in ("ana", "ben", "cleo"):
        lms.launch(learner)
    assert "waiting: ben, cleo" in typed("package", "show", "acme", "the f").out
    said = typed("package", "release", "acme", "the f", "--learner", " BEN ")
    assert said.out == "Released 1 learner."
    assert [lms.launch(learner).status_code for learner in ("ben", "cleo")] == [303, 403]
    assert typed("package", "release", "acme", "the f").out == "Released 1 learner."


def test_usage_is_told_with_refusals_by_reason(typed: Type, lms: Lms) -> None:
    for learner in ("ana", "ana", "ben"):
        lms.launch(learner)
    lms.launch(mode="browse")
    lms.launch("")
    typed("package", "set", "acme", "the f", "--closed")
    lms.launch("cleo")
    lms.launch("dan")
    assert typed("package", "usage", "acme", "the f").out == (
        "Acme Learning (acme): The Ferryman, scorm12: 2 learners, 2 registrations, 4 launches, "
        "of which 1 preview, 0 waiting\n"
        "learners and launches are those of the last 400 days\n"
        "refused as closed: 2 launches\n"
        "refused as learner: 1 launch"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("set zzz --disabled", "There is no package “zzz”."),
        ("set acme ferry --disabled", "No game is called “ferry”."),
        ("set acme the\u00a0f --cap 0", "The option cap cannot be set: a cap is at least 1."),
        ("set acme the\u00a0f --origin lms", "The option origins cannot be set: “lms” is not one"),
        ("set acme the\u00a0f --hold", "The option burst cannot be set: nothing says how many"),
        ("set acme the\u00a0f --cap 5 --as vera@ludum.example", "Only an owner or a manager may"),
    ],
)
def test_a_refusal_is_one_sentence(typed: Type, lms: Lms, words: str, sentence: str) -> None:
    given = [word.replace("\u00a0", " ") for word in words.split(" ")]
    said = typed("package", *given)
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith(sentence)


def test_a_package_that_shares_its_names_is_named_by_its_id(typed: Type, lms: Lms) -> None:
    new_lms(lms.world, lms.bridge)
    refused = typed("package", "show", "acme", "the f")
    assert str(lms.package.id) in refused.err
    lms.world.database.write(lambda session: session.execute(update(Package).values(cap=7)))
    assert "cap: 7 registrations" in typed("package", "show", str(lms.package.id)).out
