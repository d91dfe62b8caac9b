"""Who launches is whom the platform's router names, and only where the operator trusts it."""

import pytest

from bot.settings import Settings
from bot.web import compose
from scorm_bridge.bridge import EXTENSION
from tests.bot.stage import settings_for
from tests.worlds import World

FORGED, NEAR = "203.0.113.66", "198.51.100.7"


def statuses(url: str, proxies: int, *forwarded: str) -> list[int]:
    """Of launches by a router that adds to what it is sent, one a minute for each address."""
    given = {"launches_per_address": "1/minute", "trusted_proxies": proxies}
    settings: Settings = settings_for(url, 8000).model_copy(update=given)
    app = compose(settings)
    browser = app.test_client()
    answers = [
        browser.post(
            "/launch",
            base_url=settings.public_url,
            headers={"X-Forwarded-For": addresses},
            environ_base={"REMOTE_ADDR": "10.0.0.1"},
        ).status_code
        for addresses in forwarded
    ]
    app.extensions[EXTENSION].database.close()
    return answers


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, (NEAR, FORGED), [403, 429]),
        (1, (NEAR, f"{FORGED}, {NEAR}"), [403, 429]),
        (1, (NEAR, f"{NEAR}, {FORGED}"), [403, 403]),
        (2, (f"{NEAR}, 10.0.0.2", f"{FORGED}, {NEAR}, 10.0.0.2"), [403, 429]),
    ],
)
def test_an_address_is_taken_from_as_many_proxies_as_are_trusted(
    world: World, proxies: int, forwarded: tuple[str, ...], expected: list[int]
) -> None:
    url = world.database.url.render_as_string(hide_password=False)
    assert statuses(url, proxies, *forwarded) == expected
