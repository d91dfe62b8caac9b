"""Content kept in the coding that browsers take: smaller to keep, and sent as it lies.

gzip as HTTP means it (RFC 9110, 8.4.1.3; RFC 1952). Every browser takes it, and a whole file can
be written and read in pieces.
"""

import zlib
from collections.abc import Iterable, Iterator

from scorm_bridge.archives import CHUNK

GZIP = "gzip"
WBITS = 31
"""What zlib calls its largest window with a header and a trailer of gzip."""

LEAST = 1024
"""Bytes below which a file travels in one packet either way."""

SAMPLE = 64 * 1024

WORTH = 0.9
"""The part of its size that a file may keep and still be worth its decompression."""

TEXTS = {
    "application/javascript",
    "application/json",
    "application/rtf",
    "application/vnd.ms-fontobject",
    "application/wasm",
    "application/xml",
    "font/otf",
    "font/ttf",
    "image/bmp",
}
"""Media types that shrink though they are not called text; `+xml` and `+json` do as well."""


def is_texty(media_type: str) -> bool:
    """Whether files of the type shrink; pictures, sounds, films and archives have done so."""
    return (
        media_type.startswith("text/")
        or media_type.endswith(("+xml", "+json"))
        or media_type in TEXTS
    )


def is_worth(beginning: bytes) -> bool:
    """Whether a file that begins so becomes smaller by enough; the fastest level tells."""
    sample = beginning[:SAMPLE]
    return len(zlib.compress(sample, level=1)) <= WORTH * len(sample)


def compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The coded file in chunks of CHUNK bytes, the last one shorter."""
    coder = zlib.compressobj(wbits=WBITS)
    ready = b""
    for piece in pieces:
        ready += coder.compress(piece)
        while len(ready) >= CHUNK:
            yield ready[:CHUNK]
            ready = ready[CHUNK:]
    ready += coder.flush()
    for start in range(0, len(ready), CHUNK):
        yield ready[start : start + CHUNK]


def decompressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The file in pieces of CHUNK bytes at the most, however much a chunk holds."""
    decoder = zlib.decompressobj(wbits=WBITS)
    for chunk in chunks:
        left = chunk
        while left:
            if piece := decoder.decompress(left, CHUNK):
                yield piece
            left = decoder.unconsumed_tail
    while piece := decoder.decompress(b"", CHUNK):
        yield piece
