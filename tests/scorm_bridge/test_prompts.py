"""The pages a launch may lead to: the player, or one that opens it in a window on a click."""

import pytest
from werkzeug.test import TestResponse

from scorm_bridge.models import Opens
from tests.scorm_bridge.lms import DONE, PUBLIC, Facts, Lms, consumed, launch_facts
from tests.scorm_bridge.member import change


def get(lms: Lms, path: str) -> TestResponse:
    return lms.browser.get(path, base_url=lms.content_origin)


def prompt(lms: Lms) -> Facts:
    change(lms, opens=Opens.WINDOW)
    return lms.open()


def test_a_package_opens_in_a_window_from_its_next_launch_on(lms: Lms) -> None:
    assert "state" in lms.open()
    facts = prompt(lms)
    assert facts["reason"] == "package"
    assert facts["package"]["pointer"].startswith("o1.")
    change(lms, opens=Opens.FRAME)
    assert "state" in lms.open()
    assert consumed(lms.world) == 6


def test_a_prompt_names_no_learner(lms: Lms) -> None:
    change(lms, opens=Opens.WINDOW)
    page = lms.browser.get(lms.launch().location).text
    assert "The Ferryman" in page
    assert "ana" not in page.lower().split()
    assert "Pérez" not in page


def test_each_opening_is_a_window_of_its_own_and_the_newest_owns_the_state(lms: Lms) -> None:
    opening = prompt(lms)["opening"]["url"]
    older, newer = (launch_facts(get(lms, opening)) for _ in range(2))
    assert older["learner"] == {"id": "ana", "name": "Pérez, Ana"}
    assert older["prompt"] is None
    answer = lms.commit(newer, changes={"cmi.core.lesson_location": "page 2"})
    assert answer.json == {"sequence": 1, "owner": True}
    assert lms.commit(older, outcome=DONE).json == {"sequence": 1, "owner": False}
    assert launch_facts(get(lms, opening))["outcome"]["completion"] == "completed"


def test_a_play_has_one_name_for_its_window(lms: Lms) -> None:
    one, other = prompt(lms), lms.open()
    assert one["opening"]["name"] == other["opening"]["name"]
    assert lms.open("ben")["opening"]["name"] != one["opening"]["name"]


def test_a_player_in_a_frame_knows_the_way_to_a_prompt(lms: Lms) -> None:
    facts = lms.open()
    asked = launch_facts(get(lms, facts["prompt"]))
    assert (asked["reason"], asked["code"]) == ("storage", facts["code"])


def test_a_prompt_speaks_the_language_of_its_package(lms: Lms) -> None:
    change(lms, opens=Opens.WINDOW, language="fr")
    page = lms.browser.get(lms.launch().location)
    assert '<html lang="fr">' in page.text
    assert launch_facts(page)["texts"]["prompt_open"] == "Ouvrir le jeu"


@pytest.mark.parametrize("path", ["play", "open", "prompt"])
def test_a_page_wants_a_token_of_its_own_kind_on_its_own_host(lms: Lms, path: str) -> None:
    facts = lms.open()
    grant = lms.launch().location.rpartition("/")[2]
    opening = facts["prompt"].rpartition("/")[2]
    right, wrong = (grant, opening) if path == "play" else (opening, grant)
    assert get(lms, f"/{path}/{right}").status_code == 200
    for token in (wrong, f"{right}x", facts["commit"]["token"], "x"):
        assert get(lms, f"/{path}/{token}").status_code == 403
    assert lms.browser.get(f"/{path}/{right}", base_url=PUBLIC).status_code == 404
    other = lms.content_origin.replace("://a", "://b")
    assert lms.browser.get(f"/{path}/{right}", base_url=other).status_code == 404
