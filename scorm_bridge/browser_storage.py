"""Whether a game keeps things in the browser, which many browsers refuse inside an LMS's frame.

A game that does so unguarded breaks there, so its learners are offered a window of its own.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from scorm_bridge.archives import Archive

SCRIPTED = {".htm", ".html", ".js", ".mjs", ".xhtml"}
NAMES = (b"localStorage", b"sessionStorage", b"indexedDB")
SCANNED_MOST = 64 * 1024**2
"""Bytes that are looked at: more script than any game known, and a bound on what a zip costs."""


def is_used(archive: Archive) -> bool:
    """Whether a script or a page of the archive names one of the browser's stores."""
    left = SCANNED_MOST
    for path in archive.paths:
        if PurePosixPath(path).suffix.lower() not in SCRIPTED:
            continue
        for piece in overlapping(archive.chunks(path)):
            if any(name in piece for name in NAMES):
                return True
            left -= len(piece)
            if left <= 0:
                return False
    return False


def overlapping(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Each piece after the end of the one before: a name may lie across the two."""
    end = b""
    for piece in pieces:
        yield end + piece
        end = piece[-max(map(len, NAMES)) :]
