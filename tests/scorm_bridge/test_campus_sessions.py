"""Sessions on a Campus: who has one, for how long, and what nobody does in another's name."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from sqlalchemy import select

from ledger import clock
from ledger.ids import new_id
from scorm_bridge import retention
from scorm_bridge.bridge import Bridge
from scorm_bridge.models import CampusSession, SignInLink
from tests.scorm_bridge.campus import OURS, Campus, new_campus
from tests.scorm_bridge.lms import CONTENT, PUBLIC
from tests.worlds import World

ANA, BOB = "ana@beta.example", "bob@beta.example"
PassTime = Callable[[timedelta], None]


@pytest.fixture
def campus(world: World, bridge: Bridge) -> Campus:
    campus = new_campus(world, bridge)
    campus.learner(ANA, "Ana Pérez")
    campus.learner(BOB, "Bob")
    return campus


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> PassTime:
    start = clock.now()

    def passed(time: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + time)

    return passed


def test_the_cookie_is_of_this_campus_of_no_script_and_of_https_alone(campus: Campus) -> None:
    answer = campus.enter(campus.token(ANA))
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["obole_campus"]
    assert (cookie["path"], cookie["samesite"]) == (campus.path, "Lax")
    assert cookie["httponly"]
    assert cookie["secure"]
    assert not cookie["domain"]
    assert int(cookie["max-age"]) == 30 * 86_400


def test_the_secret_of_a_cookie_is_kept_nowhere(campus: Campus) -> None:
    campus.sign_in(ANA)
    secret = campus.cookie.partition(".")[2]
    with campus.world.database.reading() as session:
        row = session.scalars(select(CampusSession)).one()
    assert len(secret) > 40
    assert secret not in str(vars(row))


def test_a_cookie_that_was_there_before_is_never_taken_over(campus: Campus) -> None:
    """Fixation: what an attacker put into the browser is worth nothing after signing in."""
    planted = f"{new_id().hex}.planted"
    campus.browser.set_cookie("obole_campus", planted, domain="bridge.example", path=campus.path)
    campus.sign_in(ANA)
    assert campus.cookie != planted
    attacker = campus.elsewhere()
    attacker.browser.set_cookie("obole_campus", planted, domain="bridge.example", path=campus.path)
    assert not attacker.is_signed_in


def test_who_signs_in_again_has_another_session_and_the_one_before_is_over(campus: Campus) -> None:
    campus.sign_in(ANA)
    before = campus.cookie
    campus.sign_in(BOB)
    assert "Bob" in campus.get().text
    assert campus.live_sessions == 1
    campus.browser.set_cookie("obole_campus", before, domain="bridge.example", path=campus.path)
    assert not campus.is_signed_in


def test_a_cookie_of_one_campus_opens_no_other(
    campus: Campus, world: World, bridge: Bridge
) -> None:
    other = new_campus(world, bridge, "Gamma")
    other.learner(ANA)
    campus.sign_in(ANA)
    other.browser.set_cookie(
        "obole_campus", campus.cookie, domain="bridge.example", path=other.path
    )
    assert not other.is_signed_in
    assert campus.is_signed_in


@pytest.mark.parametrize(
    "change", [str.upper, lambda c: c[:-1], lambda c: f"{c}A", lambda c: c[33:]]
)
def test_a_cookie_that_was_changed_is_nobodys(campus: Campus, change: Callable[[str], str]) -> None:
    campus.sign_in(ANA)
    campus.browser.set_cookie(
        "obole_campus", change(campus.cookie), domain="bridge.example", path=campus.path
    )
    assert not campus.is_signed_in


def test_a_session_ends_after_a_week_without_coming(campus: Campus, pass_time: PassTime) -> None:
    campus.sign_in(ANA)
    pass_time(timedelta(days=6, hours=23))
    assert campus.is_signed_in
    pass_time(timedelta(days=13))
    assert campus.is_signed_in
    pass_time(timedelta(days=20, hours=1))
    assert not campus.is_signed_in


def test_a_session_ends_after_30_days_whoever_comes(campus: Campus, pass_time: PassTime) -> None:
    campus.sign_in(ANA)
    for day in range(1, 30):
        pass_time(timedelta(days=day))
        assert campus.is_signed_in
    pass_time(timedelta(days=30, seconds=1))
    assert not campus.is_signed_in


def test_signing_out_ends_the_session_not_only_the_cookie(campus: Campus) -> None:
    campus.sign_in(ANA)
    stolen = campus.cookie
    answer = campus.send("/sign-out")
    assert (answer.status_code, answer.location) == (303, campus.path)
    assert campus.cookie == ""
    campus.browser.set_cookie("obole_campus", stolen, domain="bridge.example", path=campus.path)
    assert not campus.is_signed_in


def test_signing_out_everywhere_ends_the_sessions_of_the_learner_alone(campus: Campus) -> None:
    campus.sign_in(ANA)
    phone = campus.elsewhere().sign_in(ANA)
    bob = campus.elsewhere().sign_in(BOB)
    campus.send("/sign-out-everywhere")
    assert not campus.is_signed_in
    assert not phone.is_signed_in
    assert bob.is_signed_in


def test_signing_out_twice_is_no_error(campus: Campus) -> None:
    assert campus.post("/sign-out").status_code == 303


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://games.bridge.example"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"{PUBLIC}.evil.example"},
    {},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_from_elsewhere_does_nothing(campus: Campus, headers: Mapping[str, str]) -> None:
    token = campus.token(ANA)
    assert campus.enter(token, headers).status_code == 403
    assert campus.ask(BOB, headers).status_code == 403
    campus.sign_in(ANA)
    form = campus.form
    assert campus.post("/sign-out", headers, form=form).status_code == 403
    assert campus.is_signed_in
    assert campus.count(SignInLink) == 2


def test_a_browser_that_says_no_more_than_the_origin_is_enough(campus: Campus) -> None:
    assert campus.enter(campus.token(ANA), {"Origin": PUBLIC}).status_code == 303


def test_a_form_of_another_session_does_nothing(campus: Campus) -> None:
    bob = campus.elsewhere().sign_in(BOB)
    campus.sign_in(ANA)
    for field in (bob.form, "", "forged", campus.form[:-1]):
        assert campus.post("/sign-out", OURS, form=field).status_code == 403
    assert campus.is_signed_in


def test_no_address_to_go_to_is_taken_from_a_request(campus: Campus) -> None:
    """Open redirect: whatever is asked for, the way leads to the Campus."""
    evil = "https://evil.example/"
    token = campus.token(ANA)
    answer = campus.browser.post(
        f"{campus.path}/sign-in/{token}?next={evil}&return={evil}",
        base_url=PUBLIC,
        headers={**OURS, "Referer": evil},
        data={"next": evil},
    )
    assert answer.location == campus.path
    assert campus.send("/sign-out", next=evil).location == campus.path


@pytest.mark.parametrize(
    "host", ["evil.example", "bridge.example.evil.example", "bridge.example:81"]
)
def test_another_host_is_served_nothing(campus: Campus, host: str) -> None:
    campus.sign_in(ANA)
    for path in ("", "/sign-in/x"):
        answer = campus.browser.get(f"{campus.path}{path}", base_url=f"https://{host}")
        assert answer.status_code == 404
        assert "Ana" not in answer.text


def test_a_forwarded_host_is_not_believed(campus: Campus) -> None:
    headers = {**OURS, "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    answer = campus.enter(campus.token(ANA), headers)
    assert answer.location == campus.path
    page = campus.browser.get(campus.path, base_url=PUBLIC, headers=headers)
    assert "evil.example" not in page.text


def test_the_campus_is_not_on_the_origin_of_the_games(campus: Campus, world: World) -> None:
    content = CONTENT.replace("{label}", f"a{world.account_id.hex}")
    assert campus.browser.get(campus.path, base_url=content).status_code == 404


@pytest.mark.parametrize("path", ["", "/sign-in/x", "/none"])
def test_no_page_is_framed_cached_or_told_of_elsewhere(campus: Campus, path: str) -> None:
    campus.sign_in(ANA)
    answer = campus.get(path)
    if answer.status_code == 404:
        return
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    # With no-referrer a browser would send our own forms with the origin "null".
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_what_is_over_is_removed_and_what_is_not_stays(
    campus: Campus, world: World, pass_time: PassTime
) -> None:
    campus.sign_in(ANA)
    phone = campus.elsewhere().sign_in(ANA)
    campus.send("/sign-out")

    def forget(function: Callable[..., int]) -> int:
        return world.database.write(lambda session: function(session, account_id=world.account_id))

    assert [forget(retention.forget_sessions), forget(retention.forget_links)] == [1, 0]
    assert phone.is_signed_in
    pass_time(timedelta(hours=1, seconds=1))
    assert forget(retention.forget_links) == 2
    pass_time(timedelta(days=8))
    assert forget(retention.forget_sessions) == 1


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_its_pages_link_to_what_is_kept_of_those_who_come_by_a_campus(
    campus: Campus, language: str
) -> None:
    page = campus.get("", headers={"Accept-Language": language})
    (path,) = re.findall(r'class="privacy" href="([^"]+)"', page.text)
    notice = campus.browser.get(path.replace("&amp;", "&"), base_url=PUBLIC)
    assert notice.status_code == 200
    assert "cookie" in notice.text
    assert "Ludum" in notice.text
    assert "{" not in notice.text
