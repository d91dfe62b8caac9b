"""The browser of the demo and the tests judges origins as a learner's browser does."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.demo.browser import BrowserUnavailable, chromium, find_chromium

OUTER = "<title>LMS</title><script>localStorage.kept = 'first party'</script>"
FRAME = """<title>content</title><script>
  document.cookie = "kept=1; SameSite=None; Secure";
  const seen = {cookie: document.cookie, stored: localStorage.kept ?? null};
  try { seen.parent = parent.document.title } catch (error) { seen.parent = error.name }
  localStorage.kept = "yes";
</script>"""


class Pages(http.server.BaseHTTPRequestHandler):
    """Serves `/frame` and, for any other path, a page that holds nothing yet."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((FRAME if self.path == "/frame" else OUTER).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def test_a_frame_of_another_site_reads_neither_the_page_nor_its_own_cookie(
    browser: Browser, port: int
) -> None:
    page = browser.new_page()
    frame_url = f"http://content.localhost:{port}/frame"
    page.goto(frame_url)
    assert page.evaluate("seen") == {"cookie": "kept=1", "stored": None, "parent": "content"}

    page.goto(f"http://lms.localhost:{port}/")
    page.set_content(f"<iframe src='{frame_url}'></iframe>")
    [frame] = page.main_frame.child_frames
    frame.wait_for_load_state()
    assert frame.evaluate("seen") == {"cookie": "", "stored": None, "parent": "SecurityError"}
    with pytest.raises(Exception, match="Blocked a frame"):
        page.evaluate("frames[0].document.title")
    page.close()


def test_a_page_is_photographed(browser: Browser, port: int, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 200})
    page.goto(f"http://lms.localhost:{port}/")
    assert page.screenshot(path=tmp_path / "page.png").startswith(b"\x89PNG")
    page.close()


def test_a_wrong_chromium_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(BrowserUnavailable, match="CHROMIUM=/nowhere/chromium is not a browser"):
        find_chromium()
