"""Where a package stands in the LMS: under the API, or in frames of this and another origin."""

from urllib.parse import urlencode, urlsplit

from flask import request, url_for

from scorm_bridge.sandbox.quirks import Quirk

ELSEWHERE = "portal.localhost"
"""Another host of the same server; every browser takes `*.localhost` for this machine."""

FAR = 3
"""Frames between package and API where that is several frames up."""


def of_package(start: str, quirks: frozenset[Quirk]) -> str:
    """The address that stands in the LMS's frame, for the package that starts at `start`."""
    if Quirk.FOREIGN_BETWEEN in quirks:
        return elsewhere(start)
    if Quirk.API_FAR_ABOVE not in quirks:
        return start
    for _ in range(FAR):
        start = url_for("pages.frame", inner=start, _external=True)
    return start


def elsewhere(inner: str) -> str:
    """The address of a page of another origin, with a page in its frame."""
    port = urlsplit(request.host_url).port
    host = f"{ELSEWHERE}:{port}" if port else ELSEWHERE
    return f"{request.scheme}://{host}{url_for('pages.frame')}?{urlencode({'inner': inner})}"
