"""The notice on privacy: on both hosts, in three languages, from every page of ours."""

import pytest

from scorm_bridge import privacy
from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.models import Replays
from scorm_bridge.privacy_words import WORDS
from scorm_bridge.retention import Retention
from tests.scorm_bridge.lms import PUBLIC, Lms, new_bridge
from tests.scorm_bridge.member import MONEY, change
from tests.worlds import KEYRING, World


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_it_says_who_keeps_what_and_for_how_long(world: World, language: str) -> None:
    places = new_bridge(world.database).places
    kept = Retention(launch_days=123, runtime_days=1)
    bridge = Bridge(database=world.database, keyring=KEYRING, places=places, retention=kept)
    browser = create_app(bridge).test_client()
    for origin in (PUBLIC, places.content_origin(world.account_id)):
        page = browser.get(
            f"/privacy/{world.account_id.hex}",
            base_url=origin,
            headers={"Accept-Language": f"{language}-XX, de"},
        )
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.text
        assert "Ludum" in page.text
        assert WORDS[language]["days"].format(days=123) in page.text
        assert WORDS[language]["one day"] in page.text
        assert "Set-Cookie" not in page.headers
        assert not MONEY.search(page.text)


def test_the_page_it_was_reached_from_says_the_language(lms: Lms) -> None:
    headers = {"Accept-Language": "en"}
    for asked, spoken in (("fr", "fr"), ("de", "en"), ("", "en")):
        page = lms.browser.get(f"/privacy?language={asked}", base_url=PUBLIC, headers=headers)
        assert f'<html lang="{spoken}">' in page.text


@pytest.mark.parametrize("days", [None, 400])
def test_every_word_is_filled_in(days: int | None) -> None:
    for language in WORDS:
        kept = Retention(launch_days=days, runtime_days=days)
        said = privacy.notice(language, account=None, retention=kept)
        whole = " ".join([said.title, said.lead, *(section.text for section in said.sections)])
        assert "{" not in whole
        assert (WORDS[language]["no end"] in whole) == (days is None)
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["en"])}


@pytest.mark.parametrize(
    "account", ["01a21064b32274d6adb03708f2483f94", "x", "00", "{" + "0" * 32 + "}"]
)
def test_an_unknown_account_has_no_notice_and_a_sentence_says_so(lms: Lms, account: str) -> None:
    page = lms.browser.get(f"/privacy/{account}", base_url=PUBLIC)
    assert page.status_code == 404
    assert "There is no such notice here." in page.text


def test_every_page_of_ours_links_to_it_in_a_tab_of_its_own(lms: Lms) -> None:
    of_account = f'href="/privacy/{lms.world.account_id.hex}?language=en"'
    player = lms.browser.get(lms.launch().location)
    lms.finish("ben")
    change(lms, replays=Replays.NEW_PLAY, burst_most=1, burst_minutes=10, burst_holds=True)
    pages = {
        "player": player,
        "offer": lms.launch("ben"),
        "waiting": lms.launch("cleo"),
        "refusal": lms.launch(""),
    }
    for name, page in pages.items():
        assert of_account in page.text, name
        assert 'target="_blank" rel="noopener"' in page.text, name
    unknown = lms.launch(token="x")
    assert 'href="/privacy?language=en"' in unknown.text
    general = lms.browser.get("/privacy", base_url=PUBLIC)
    assert "the company that made it" in general.text
