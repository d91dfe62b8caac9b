"""No address and no package takes the place of all others; what is refused is tried again."""

import time

import pytest
from werkzeug.test import TestResponse

from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.rates import Rates, parsed
from scorm_bridge.routes import crowds
from tests.scorm_bridge.lms import LMS_ORIGIN, PUBLIC, Lms, consumed, rows
from tests.scorm_bridge.member import MONEY
from tests.worlds import KEYRING

ADDRESS = "198.51.100.7"


def limited(lms: Lms, **rates: str) -> Lms:
    """The same LMS before a bridge that answers so many."""
    bridge = Bridge(
        database=lms.bridge.database,
        keyring=KEYRING,
        places=lms.bridge.places,
        rates=Rates(**rates),
    )
    return Lms(
        world=lms.world,
        bridge=bridge,
        browser=create_app(bridge).test_client(),
        package=lms.package,
        token=lms.token,
    )


def busy(answer: TestResponse) -> bool:
    return answer.status_code == 429


@pytest.mark.parametrize("rate", ["", "many", "0/minute", "-1/minute", "600", "5/fortnight"])
def test_a_rate_that_is_none_is_refused_with_what_one_looks_like(rate: str) -> None:
    with pytest.raises(ValueError, match=r"it must (be as|allow)"):
        parsed(rate)


@pytest.mark.parametrize("rate", ["none", " NONE "])
def test_none_sets_no_limit(rate: str) -> None:
    assert parsed(rate) is None
    rates = Rates(per_address=rate, per_package=rate)
    assert {rates.before_launch(address=ADDRESS, token="t") for _ in range(50)} == {0}


def test_an_address_has_its_share_and_is_told_when_to_come_again() -> None:
    rates = Rates(per_address="2/minute")
    assert [rates.before_launch(address=ADDRESS, token="t") for _ in range(2)] == [0, 0]
    assert 1 <= rates.before_launch(address=ADDRESS, token="t") <= 120
    assert rates.before_launch(address="203.0.113.9", token="t") == 0


def test_the_addresses_of_one_ipv6_site_share() -> None:
    rates = Rates(per_address="1/minute")
    assert rates.before_launch(address="2001:db8:1:2::1", token="t") == 0
    assert rates.before_launch(address="2001:db8:1:2:ffff::9", token="t") > 0
    assert rates.before_launch(address="2001:db8:1:3::1", token="t") == 0
    assert rates.before_launch(address=ADDRESS, token="t") == 0
    assert rates.before_launch(address=f"::ffff:{ADDRESS}", token="t") > 0


def test_a_forged_token_takes_nothing_of_the_packages_share() -> None:
    rates = Rates(per_package="1/minute")
    assert rates.before_launch(address=None, token="o1.package.1.forged") == 0
    assert rates.before_launch(address=None, token="o1.package.1.proven") == 0
    assert rates.before_launch(address=None, token="o1.package.1.proven") > 0


def test_a_question_takes_no_room_of_launches() -> None:
    rates = Rates(per_address="1/minute", per_package="1/minute")
    assert rates.before_question(address=ADDRESS) == 0
    assert rates.before_question(address=ADDRESS) > 0
    assert rates.before_launch(address=ADDRESS, token="t") == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Very many people are opening a game"),
        ("fr", "Un très grand nombre de personnes ouvrent un jeu"),
        ("es", "Muchísimas personas están abriendo un juego"),
    ],
)
def test_a_launch_too_many_changes_nothing_and_the_page_tries_again(
    lms: Lms, language: str, words: str
) -> None:
    lms = limited(lms, per_address="1/minute")
    lms.open("ana")
    before = rows(lms.world.database)
    headers = {"Origin": LMS_ORIGIN, "Accept-Language": language}
    answer = lms.launch_from(headers, "ben")
    assert busy(answer)
    assert 1 <= int(answer.headers["Retry-After"]) <= 120
    assert words in answer.text
    assert f'data-seconds="{answer.headers["Retry-After"]}"' in answer.text
    assert '<p class="code">busy · ' in answer.text
    assert not MONEY.search(answer.text)
    assert rows(lms.world.database) == before


def test_a_package_has_its_share_whatever_the_address(lms: Lms) -> None:
    lms = limited(lms, per_package="1/minute")
    lms.open("ana")
    assert busy(lms.launch("ben"))
    assert consumed(lms.world) == 6


def test_when_there_is_room_again_the_launch_is_as_any(lms: Lms) -> None:
    lms = limited(lms, per_address="1/second")
    lms.launch("ana")
    deadline = time.monotonic() + 10
    while busy(answer := lms.launch("ana")):
        assert time.monotonic() < deadline
    assert answer.status_code == 303
    assert consumed(lms.world) == 6


def test_another_play_asked_for_counts_as_a_launch(lms: Lms) -> None:
    offer = lms.bridge.tokens.offer([lms.token, "ana", "Ana", LMS_ORIGIN, "2"])
    lms = limited(lms, per_address="1/minute")
    lms.open("ana")
    data = {"offer": offer, "choice": "again"}
    assert busy(lms.browser.post("/launch/again", base_url=PUBLIC, data=data))


def test_a_launch_that_names_no_package_is_counted_as_well(lms: Lms) -> None:
    lms = limited(lms, per_address="1/minute")
    assert lms.launch("ana", token="x").status_code == 403
    answer = lms.launch("ana", token="x")
    assert busy(answer)
    assert 'href="/privacy?language=en"' in answer.text
    assert answer.headers["Content-Security-Policy"].endswith("form-action 'self'")


def test_what_a_link_leads_to_is_loaded_again_by_itself(lms: Lms) -> None:
    lms = limited(lms, per_address="1/minute")
    with lms.browser.application.test_request_context("/preview/x", base_url=PUBLIC):
        lms.browser.application.preprocess_request()
        assert crowds.turned_back("x") is None
        answer = crowds.turned_back("x")
    assert answer is not None
    assert answer.status_code == 429
    assert answer.headers["Refresh"] == answer.headers["Retry-After"]
    assert "in a moment it lets you try again" in answer.get_data(as_text=True)
