"""A launch over HTTP: what opens, what is refused, and in which words."""

from datetime import timedelta
from html import escape
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ledger import catalogue, clock
from ledger.database import Database
from ledger.keyring import KeyRing
from ledger.models import Client, Game, Learner, Registration, Visibility
from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.models import Launch, PackageKey
from scorm_bridge.places import Places
from tests.scorm_bridge.lms import (
    DONE,
    LMS_ORIGIN,
    NOTHING,
    PUBLIC,
    Lms,
    consumed,
    launch_facts,
    new_lms,
    new_package,
    rows,
    token_of,
)
from tests.worlds import KEYRING, World, new_world

NAMES = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\"&\u2028'",
    "ᐃᓄᒃ 𝕏 \u202e",
    "x" * 900,
]


def test_a_first_launch_is_charged_and_leads_to_the_exact_content_origin(lms: Lms) -> None:
    answer = lms.launch()
    assert answer.status_code == 303
    assert answer.location.startswith(f"{lms.content_origin}/play/")
    assert consumed(lms.world) == 6
    facts = launch_facts(lms.browser.get(answer.location))
    assert (facts["mode"], facts["learner"]) == ("normal", {"id": "ana", "name": "Pérez, Ana"})
    assert facts["package"]["origin"] == LMS_ORIGIN
    assert facts["package"]["pointer"].isascii()
    assert len(facts["package"]["pointer"]) < 64


def test_a_relaunch_is_free_and_has_the_pointer_it_had(lms: Lms) -> None:
    first, again = lms.open(), lms.open(" ANA ")
    assert consumed(lms.world) == 6
    assert again["package"]["pointer"] == first["package"]["pointer"]
    assert again["mode"] == "normal"


def test_the_player_is_told_where_the_learner_stands(lms: Lms) -> None:
    facts = lms.open()
    state = {"cmi.core.lesson_location": "bank", "cmi.suspend_data": "oar=1"}
    reached = {"completion": "incomplete", "success": "failed", "score": 42.5, "location": "bank"}
    lms.commit(facts, changes=state, outcome=reached, session_time_cs=1234)
    again = lms.open()
    assert again["state"] == state
    assert again["outcome"] == {**reached, "total_time_cs": 1234}


def test_a_preview_belongs_to_nobody_and_charges_nothing(lms: Lms) -> None:
    before = rows(lms.world.database)
    facts = lms.open(mode="browse")
    assert (facts["mode"], facts["learner"]) == ("browse", {"id": "", "name": ""})
    assert facts["commit"]["token"] == ""
    assert rows(lms.world.database) == {**before, "launches": before["launches"] + 1}


def test_a_review_without_a_play_is_refused(lms: Lms) -> None:
    refused_unchanged(lms, 404, "nothing-to-review", mode="review")


def test_a_review_of_an_open_play_only_learns_what_the_lms_holds(lms: Lms) -> None:
    """The LMS may hold a result that never reached the bridge, and open its attempt no more."""
    playing = lms.open()
    lms.commit(playing, sequence=1, changes={"cmi.suspend_data": "kept"}, session_time_cs=500)
    review = lms.open(mode="review")
    assert (review["mode"], review["state"]) == ("review", {"cmi.suspend_data": "kept"})
    learnt: dict[str, Any] = {"changes": {"cmi.suspend_data": "lost"}, "session_time_cs": 900}
    for _ in range(2):  # its answer may be lost
        answer = lms.commit(review, **learnt, outcome={**DONE, "location": ""})
        assert answer.json == {"sequence": 1, "owner": True}
    assert lms.commit(playing, sequence=2).json == {"sequence": 2, "owner": True}
    after = lms.open()
    assert (after["mode"], after["state"]) == ("review", {"cmi.suspend_data": "kept"})
    assert (after["outcome"]["success"], after["outcome"]["score"]) == ("passed", 85)
    assert after["outcome"]["total_time_cs"] == 0  # of the last commit of the window that played
    assert after["commit"]["token"] == ""
    assert consumed(lms.world) == 6


@pytest.mark.parametrize("success", ["passed", "failed"])
def test_a_review_of_a_play_with_a_verdict_is_opened(lms: Lms, success: str) -> None:
    """The LMS has the verdict, and takes it for the end; the play itself is still open."""
    lms.commit(lms.open(), outcome={**NOTHING, "completion": "incomplete", "success": success})
    facts = lms.open(mode="review")
    assert (facts["mode"], facts["outcome"]["success"]) == ("review", success)
    assert lms.open()["mode"] == "normal"


def test_a_mode_nobody_knows_is_a_normal_attempt(lms: Lms) -> None:
    assert lms.open(mode=" Passenger ")["mode"] == "normal"
    assert lms.open(mode="")["mode"] == "normal"


@pytest.mark.parametrize("flaw", ["forged", "truncated", "other key", "foreign package", "absent"])
def test_a_token_that_proves_nothing_opens_nothing(lms: Lms, flaw: str) -> None:
    other = token_of(lms.world, new_package(lms.world))
    signed, _, tag = lms.token.rpartition(".")
    token = {
        "forged": f"{signed}.{tag[::-1]}",
        "truncated": lms.token[:-1],
        "other key": f"{signed[:-1]}2.{tag}",
        "foreign package": f"{signed}.{other.rpartition('.')[2]}",
        "absent": "",
    }[flaw]
    refused_unchanged(lms, 403, "token", token=token)


def test_a_revoked_key_opens_nothing_while_a_newer_one_does(lms: Lms) -> None:
    account, package = lms.package.account_id, lms.package.id
    key = PackageKey(
        account_id=account,
        package_id=package,
        number=2,
        secret=KEYRING.encrypt(b"newer"),
        created_at=clock.now(),
    )
    lms.world.database.write(lambda session: session.add(key))
    assert lms.launch().status_code == 303  # a rotated key leaves old packages working
    lms.world.database.write(
        lambda session: session.execute(
            update(PackageKey)
            .where(PackageKey.package_id == package, PackageKey.number == 1)
            .values(revoked_at=clock.now())
        )
    )
    refused_unchanged(lms, 403, "token")
    assert lms.launch(token=token_of(lms.world, lms.package)).status_code == 303


def test_packages_outlive_a_rotation_of_secret_key(lms: Lms) -> None:
    rotated = Bridge(
        database=lms.world.database,
        keyring=KeyRing(["a newer secret for tests", *KEYRING.secrets]),
        places=lms.bridge.places,
    )
    lms.browser = create_app(rotated).test_client()
    assert lms.open()["mode"] == "normal"


@pytest.mark.parametrize("reason", ["disabled", "not-started", "ended"])
def test_a_closed_package_is_refused_with_its_reason(lms: Lms, reason: str) -> None:
    hour = timedelta(hours=1)
    match reason:
        case "disabled":
            lms.close(is_enabled=False)
        case "not-started":
            lms.close(starts_at=clock.now() + hour)
        case _:
            lms.close(ends_at=clock.now() - hour)
    refused_unchanged(lms, 403, reason)


def test_a_package_within_its_dates_opens(lms: Lms) -> None:
    hour = timedelta(hours=1)
    lms.close(starts_at=clock.now() - hour, ends_at=clock.now() + hour)
    assert lms.launch().status_code == 303


@pytest.mark.parametrize("learner", ["x" * 256, "ana\0", "\0", "ﷺ" * 256])
def test_a_learner_id_that_cannot_be_kept_is_said_to_be_there(lms: Lms, learner: str) -> None:
    """Whoever runs the LMS has another thing to mend than where it names nobody."""
    refused_unchanged(lms, 400, "learner-id", learner=learner)
    assert "too long or cannot be read" in lms.launch(learner).text


@pytest.mark.parametrize("learner", ["", "  \t "])
def test_a_learner_id_that_is_none_is_refused(lms: Lms, learner: str) -> None:
    refused_unchanged(lms, 400, "learner", learner=learner)


@pytest.mark.parametrize("learner", ["x" * 255, "e\u0301" * 200, "水 <b>", "ana@acme.example", "ﷺ"])
def test_a_strange_learner_id_is_still_a_learner(lms: Lms, learner: str) -> None:
    assert lms.open(learner)["mode"] == "normal"
    assert lms.open(learner)["mode"] == "normal"
    assert consumed(lms.world) == 6


@pytest.mark.parametrize("name", [*NAMES, "", "NUL\0here", "\ud83d half"])
def test_no_name_breaks_out_of_the_page(lms: Lms, name: str) -> None:
    launched = lms.launch(learner_name=name.encode("utf-8", "replace").decode())
    page = lms.browser.get(launched.location)
    launch_facts(page)
    assert page.text.lower().count("<script") == page.text.lower().count("</script>")
    assert "alert(1)</script>" not in page.text


def test_no_title_nor_client_breaks_out_of_a_page(lms: Lms) -> None:
    bad = "<script>alert(1)</script>"

    def rename(session: Session) -> None:
        session.execute(update(Game).values(title=bad))
        session.execute(update(Client).values(name=bad))

    lms.world.database.write(rename)
    assert launch_facts(lms.browser.get(lms.launch().location))["game"]["title"] == bad
    lms.close(is_enabled=False)
    refusal = lms.launch().text
    assert bad not in refusal
    assert escape(bad) in refusal


def test_a_launch_without_any_field_is_refused(lms: Lms) -> None:
    answer = lms.browser.post("/launch", base_url=PUBLIC)
    assert (answer.status_code, "token" in answer.text) == (403, True)


def test_a_body_that_is_too_large_is_refused_unread(lms: Lms) -> None:
    before = rows(lms.world.database)
    answer = lms.launch(learner_name="x" * 20_000)
    assert (answer.status_code, '<p class="code">request · ' in answer.text) == (413, True)
    assert rows(lms.world.database) == before


def test_a_launch_is_a_post(lms: Lms) -> None:
    """Who asks otherwise reads so in their language, as a learner who reloads its address does."""
    answer = lms.browser.get("/launch", base_url=PUBLIC, headers={"Accept-Language": "fr"})
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.content_type == "text/html; charset=utf-8"
    assert "d’une façon inattendue" in answer.text


def test_without_credits_a_page_says_so_and_only_the_owners_are_told(
    world: World, bridge: Bridge
) -> None:
    lms = new_lms(world, bridge)
    before = rows(world.database)
    text = lms.launch().text
    told = {"alerts": before["alerts"] + 1, "outbox": before["outbox"] + 1, "launch_refusals": 1}
    assert rows(world.database) == {**before, **told}
    refused_unchanged(lms, 402, "no-places")  # they are told once
    assert "There is no place left" in text
    assert "Acme Learning" in text
    assert not [word for word in ("credit", "EUR", "€", "price") if word in text.lower()]
    world.allocate(6)
    assert lms.launch().status_code == 303
    assert consumed(world) == 6


def test_a_game_no_longer_visible_is_refused(lms: Lms) -> None:
    lms.world.database.write(
        lambda session: catalogue.set_visibility(
            session,
            actor=lms.world.operator,
            game=session.get_one(Game, (lms.world.account_id, lms.world.game.id)),
            visibility=Visibility.OWN,
            clients=[],
        )
    )
    refused_unchanged(lms, 403, "not-visible")


@pytest.mark.parametrize(
    ("spoken", "language", "word"),
    [
        ("fr-CA, en;q=0.5", "fr", "fermé"),
        ("es", "es", "cerrado"),
        ("de, en;q=0.1", "en", "closed"),
        ("fr;q=0, es-MX;q=0.3", "es", "cerrado"),
        ("zh", "en", "closed"),
        ("", "en", "closed"),
        (";;q=,", "en", "closed"),
    ],
)
def test_a_refusal_is_in_the_learners_language(
    lms: Lms, spoken: str, language: str, word: str
) -> None:
    lms.close(is_enabled=False)
    answer = lms.launch_from({"Accept-Language": spoken}, "ana")
    assert f'<html lang="{language}">' in answer.text
    assert word in answer.text


@pytest.mark.parametrize("origin", ["null", "", "file://", "javascript:alert(1)", "https://x/path"])
def test_an_origin_that_names_nobody_is_not_kept(lms: Lms, origin: str) -> None:
    answer = lms.launch_from({"Origin": origin}, "ana")
    assert launch_facts(lms.browser.get(answer.location))["package"]["origin"] is None
    with lms.world.database.reading() as session:
        assert session.scalars(select(Launch.lms_origin)).one() is None


@pytest.mark.parametrize("origin", ["https://[", "https://x\0", "http://" + "x" * 5000])
def test_an_origin_that_is_broken_does_not_stop_a_learner(lms: Lms, origin: str) -> None:
    assert lms.launch_from({"Origin": origin}, "ana").status_code == 303


def test_what_answers_a_launch_leaves_no_trace_in_a_browser(lms: Lms) -> None:
    opened = lms.launch()
    player = lms.browser.get(opened.location)
    lms.close(is_enabled=False)
    refusal = lms.launch()
    for answer in (opened, player, refusal):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Request-Id"]
    for page in (player, refusal):
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors" not in policy  # an LMS's top page may have any origin


def test_each_host_serves_its_own_and_nothing_else(lms: Lms, bridge: Bridge) -> None:
    grant = lms.launch().location.removeprefix(lms.content_origin)
    elsewhere = bridge.places.content_origin(new_world(bridge.database, pool=0).account_id)
    post = {"data": {"token": lms.token}}
    for origin in (lms.content_origin, "https://evil.example", "https://bridge.example:8443"):
        assert lms.browser.post("/launch", base_url=origin, **post).status_code == 404
    for origin in (PUBLIC, elsewhere, "https://evil.example", "https://xgames.example"):
        assert lms.browser.get(grant, base_url=origin).status_code == 404
        assert lms.browser.get("/content/x/y", base_url=origin).status_code in {403, 404}
    assert lms.browser.get("/content/x/y", base_url=PUBLIC).status_code == 404
    assert lms.browser.post("/runtime/commit", base_url=PUBLIC, json={}).status_code == 404


def test_a_grant_that_is_forged_or_of_another_key_opens_nothing(lms: Lms) -> None:
    location = lms.launch().location
    stranger = Bridge(
        database=lms.world.database, keyring=KeyRing(["another secret"]), places=lms.bridge.places
    )
    assert create_app(stranger).test_client().get(location).status_code == 403
    for forged in (location[:-1], f"{lms.content_origin}/play/x", f"{lms.content_origin}/play/é"):
        answer = lms.browser.get(forged)
        assert (answer.status_code, "expired" in answer.text) == (403, True)


def test_one_content_host_for_all_accounts_works_too(world: World, database: Database) -> None:
    world.allocate(120)
    places = Places("http://localhost:8000", "http://127.0.0.1:8001")
    lms = new_lms(world, Bridge(database=database, keyring=KEYRING, places=places))
    form = {"token": lms.token, "learner_id": "ana"}
    answer = lms.browser.post("/launch", base_url=places.public_url, data=form)
    assert answer.location.startswith("http://127.0.0.1:8001/play/")
    assert launch_facts(lms.browser.get(answer.location))["mode"] == "normal"


def test_a_learner_is_kept_as_the_lms_wrote_them(lms: Lms) -> None:
    lms.launch("  Ana.Pérez ", learner_name="  O'Neil, Ana\u0000 ")
    with lms.world.database.reading() as session:
        learner = session.scalars(select(Learner)).one()
        assert session.scalars(select(Registration.learner_id)).one() == learner.id
    assert (learner.lms_id, learner.name) == ("Ana.Pérez", "O'Neil, Ana")


def refused_unchanged(
    lms: Lms, status: int, code: str, *, learner: str = "ana", **fields: str
) -> None:
    """A launch is answered by a page with `code`, and no row was written but that it counts."""
    before = rows(lms.world.database)
    answer = lms.launch(learner, **fields)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert f'<p class="code">{code} · ' in answer.text
    assert {**rows(lms.world.database), "launch_refusals": 0} == {**before, "launch_refusals": 0}


@pytest.mark.parametrize("marked", ["{lang=en}Ana", "{lang=fr-CA}Ana", "{lang=}Ana", "Ana"])
def test_a_name_comes_without_the_mark_of_its_language(lms: Lms, marked: str) -> None:
    launched = lms.launch(learner_name=marked)
    player = lms.browser.get(launched.location)
    assert launch_facts(player)["learner"]["name"] == "Ana"
