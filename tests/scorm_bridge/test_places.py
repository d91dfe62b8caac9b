"""Where the bridge and the games' content are reached."""

from uuid import UUID

import pytest

from scorm_bridge.places import Places

ACCOUNT = UUID("0196f000-0000-7000-8000-000000000001")


def test_each_account_has_a_content_host_of_its_own() -> None:
    places = Places("https://Bridge.example/", "https://{label}.games.example:443")
    assert places.launch_url == "https://Bridge.example/launch"
    assert places.campus_url("k7") == "https://Bridge.example/campus/k7"
    assert places.public_host == "bridge.example"
    assert places.content_origin(ACCOUNT) == f"https://a{ACCOUNT.hex}.games.example"


def test_a_port_that_is_not_the_schemes_own_belongs_to_the_origin() -> None:
    places = Places("http://localhost:80", "http://{label}.localhost:8001")
    assert places.public_host == "localhost"
    assert places.content_host(ACCOUNT) == f"a{ACCOUNT.hex}.localhost:8001"


def test_two_ports_of_one_machine_are_two_origins() -> None:
    assert Places("http://localhost:8000", "http://localhost:8001").content_host(ACCOUNT)


@pytest.mark.parametrize(
    ("public", "content"),
    [
        ("https://bridge.example", "https://bridge.example"),
        ("https://bridge.example", "http://BRIDGE.example:80/"),
        ("http://localhost:8000", "http://localhost:8000/"),
        ("bridge.example", "https://games.example"),
        ("https://bridge.example", "ftp://games.example"),
        ("https://bridge.example/obole", "https://games.example"),
        ("https://bridge.example", "https://games.example/path"),
        ("https://bridge.example:99999", "https://games.example"),
        ("https://", "https://games.example"),
        ("", ""),
    ],
)
def test_urls_that_are_no_two_origins_are_refused(public: str, content: str) -> None:
    with pytest.raises(ValueError, match=r"PUBLIC_URL|CONTENT_URL|[Pp]ort"):
        Places(public, content)
