"""Files that people gave to Slack, fetched with the bot's token and bounded."""

from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.errands import Errand
from scorm_bridge.errors import ArchiveTooLarge


class Unturned(HTTPRedirectHandler):
    """Follows no redirect: the token would go along."""

    def redirect_request(self, *_: object) -> None: ...


OPENER = build_opener(Unturned)
CHUNK = 256 * 1024
SECONDS = 30


class Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


class NotFetched(Exception):
    """Slack does not give the file, and will not: it is gone, or may not be read."""


def fetch(errand: Errand, token: str, to: Path, *, most: int | None = None) -> None:
    """Write the file to `to`, of `most` bytes, else of as many as a game may have.

    Raises NotFetched, ArchiveTooLarge, and OSError for a bad line.
    """
    url = errand.facts["url"]
    if not is_of_slack(url, errand.tokens.api_url):
        raise NotFetched
    request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - see above
    try:
        with OPENER.open(request, timeout=SECONDS) as answer:
            # Without the right to read it, Slack answers with its sign-in page.
            if answer.headers.get_content_type() == "text/html":
                raise NotFetched
            keep(answer, to, most=most or errand.limits.bytes)
    except HTTPError as error:
        with error:
            if 300 <= error.code < 500 and error.code != 429:
                raise NotFetched from error
            raise


def keep(answer: Reader, to: Path, *, most: int) -> None:
    found = 0
    with to.open("wb") as file:
        while chunk := answer.read(CHUNK):
            found += len(chunk)
            if found > most:
                raise ArchiveTooLarge(measure="bytes", found=found, most=most)
            file.write(chunk)


def is_of_slack(url: str, api_url: str) -> bool:
    """Whether the token may go there: to the API's own host, or one below it (files.slack.com)."""
    asked, api = urlsplit(url), urlsplit(api_url)
    host, home = asked.hostname or "", api.hostname or ""
    return asked.scheme == api.scheme and (host == home or host.endswith(f".{home}"))
