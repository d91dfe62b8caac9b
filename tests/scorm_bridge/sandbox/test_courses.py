"""Taking packages in."""

import io
import stat
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from flask.testing import FlaskClient

from scorm_bridge.demo_game import build_demo_game
from scorm_bridge.sandbox import create_app

JSON = {"Accept": "application/json"}
NO_ORGANIZATION = "<manifest><organizations/><resources/></manifest>"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return create_app(tmp_path / "lms").test_client()


def zipped(**files: str) -> io.BytesIO:
    archive = io.BytesIO()
    with ZipFile(archive, "w") as package:
        for name, text in files.items():
            package.writestr(name.replace("__", "."), text)
    archive.seek(0)
    return archive


def upload(client: FlaskClient, archive: io.BytesIO) -> tuple[int, dict[str, str]]:
    answer = client.post("/courses", data={"package": (archive, "package.zip")}, headers=JSON)
    return answer.status_code, answer.get_json()


def test_a_package_becomes_a_course(client: FlaskClient, tmp_path: Path) -> None:
    """It says what it is and where it is launched, and its files are served."""
    game = io.BytesIO(build_demo_game(tmp_path / "game.zip").read_bytes())
    status, course = upload(client, game)
    assert (status, course["title"], course["standard"]) == (201, "The Ferryman", "scorm12")
    assert course["launch"] == f"http://localhost/courses/{course['id']}/launch"
    with client.get(f"/courses/{course['id']}/content/index.html") as page:
        assert b"The Ferryman" in page.get_data()
    assert "The Ferryman" in client.get("/").text


def test_the_form_leads_back_to_the_gradebook(client: FlaskClient, tmp_path: Path) -> None:
    """A person sees the gradebook, or the page with one sentence that says what was wrong."""
    game = io.BytesIO(build_demo_game(tmp_path / "game.zip").read_bytes())
    answer = client.post("/courses", data={"package": (game, "package.zip")})
    assert (answer.status_code, answer.location) == (302, "/")
    answer = client.post("/courses", data={})
    assert answer.status_code == 400
    assert "Choose the zip file of a package first." in answer.text


@pytest.mark.parametrize(
    ("archive", "says"),
    [
        (io.BytesIO(b"no zip"), "no zip file"),
        (zipped(index__html="x"), "no imsmanifest.xml"),
        (zipped(imsmanifest__xml="<manifest>"), "not well formed"),
        (zipped(imsmanifest__xml=NO_ORGANIZATION), "nothing to launch"),
        (zipped(**{"../evil.html": "x"}), "outside of itself: ../evil.html"),
        (zipped(**{"/evil.html": "x"}), "outside of itself: /evil.html"),
    ],
)
def test_what_is_no_package_is_refused(client: FlaskClient, archive: io.BytesIO, says: str) -> None:
    """One sentence says why, and no course is left behind."""
    archive.seek(0)
    status, answer = upload(client, io.BytesIO(archive.read()))
    assert status == 400
    assert says in answer["error"]
    assert "There is no course yet" in client.get("/").text


def test_a_link_in_a_zip_is_refused(client: FlaskClient) -> None:
    """A link could lead out of the course's folder."""
    link = ZipInfo("link.html")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive = io.BytesIO()
    with ZipFile(archive, "w") as package:
        package.writestr(link, "/etc/hosts")
    archive.seek(0)
    status, answer = upload(client, archive)
    assert (status, answer["error"]) == (400, "The zip holds a link: link.html.")
