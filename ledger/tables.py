"""A table as a spreadsheet saves it: its encoding and its delimiter are found out."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from ledger.errors import BadRoster

Row = tuple[int, list[str]]
"""Its line, counted from 1, and its cells, trimmed."""

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 200
"""Rows that the delimiter is chosen by."""
BYTES_LOOKED_AT = 50_000
"""Of the lines with letters beyond ASCII, what the encoding is chosen by."""

BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How an .xlsx or .ods, which are zips, and an .xls begin."""

OF_ONE_BYTE = ("cp1252", "mac_roman", "cp850")
"""What Excel saves a CSV in on Windows, on older Macs, and for MS-DOS; the likeliest first."""
EXPECTED = frozenset("àâäáãåæçéèêëíîïìñóôöòõøœúûüùÿßÀÂÄÁÃÅÆÇÉÈÊËÍÎÏÌÑÓÔÖÒÕØŒÚÛÜÙ’“”«»€–—…¿¡°")
ADDRESS = re.compile(r"[^\s@,;|<>\"]+@[^\s@,;|<>\"]+")


def decoded(raw: bytes) -> str:
    """The text of a file. Raises BadRoster where it is a workbook, or no text at all."""
    if raw.startswith(WORKBOOKS):
        raise BadRoster(flaw="a workbook")
    for encoding in encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadRoster(flaw="no text")


def encodings(raw: bytes) -> Iterator[str]:
    """Which it may be in, the likeliest first."""
    for bom, encoding in BOMS.items():
        if raw.startswith(bom):
            yield encoding
    if b"\0" in raw[:1000]:
        # Every second byte of Latin letters in UTF-16 is zero.
        yield "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"
    yield "utf-8"
    telling = b"\n".join(line for line in raw.splitlines() if not line.isascii())[:BYTES_LOOKED_AT]
    yield from sorted(OF_ONE_BYTE, key=lambda encoding: -likelihood(telling, encoding))
    yield "latin-1"


def likelihood(raw: bytes, encoding: str) -> int:
    """How many letters beyond ASCII are ones that names have, where they have them.

    What is an é in one encoding is in another often a capital in the middle of a word.
    """
    text = raw.decode(encoding, "replace")
    before = " " + text
    return sum(
        1
        for letter, last in zip(text, before, strict=False)
        if letter in EXPECTED and not (letter.isupper() and last.islower())
    )


def rows(text: str) -> list[Row]:
    """The rows that hold something. Raises BadRoster."""
    named = re.match(r"\ufeff?sep=(.)\r?\n", text)  # so does Excel name its delimiter
    if named:
        return parsed(text, named[1], skipped=1)
    return parsed(text, max(DELIMITERS, key=lambda one: fitness(text, one)))


def fitness(text: str, delimiter: str) -> tuple[int, int]:
    """How many cells are an address and nothing else, and how many rows are equally long."""
    found = parsed("\n".join(text.splitlines()[:LOOKED_AT]), delimiter)
    addresses = sum(1 for _, cells in found for cell in cells if ADDRESS.fullmatch(cell))
    lengths = Counter(len(cells) for _, cells in found if len(cells) > 1)
    return addresses, max(lengths.values(), default=0)


def parsed(text: str, delimiter: str, *, skipped: int = 0) -> list[Row]:
    try:
        found = list(cut(text, delimiter, quoted=True))
        if any("\n" in cell and "@" in cell for _, cells in found for cell in cells):
            # A quotation mark that is never closed would swallow the rows that follow.
            found = list(cut(text, delimiter, quoted=False))
    except csv.Error:
        raise BadRoster(flaw="no text") from None
    return [row for row in found if row[0] > skipped]


def cut(text: str, delimiter: str, *, quoted: bool) -> Iterator[Row]:
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    begins = 1
    for cells in reader:
        trimmed = [cell.strip().lstrip("\ufeff").strip() for cell in cells]
        if any(trimmed):
            yield begins, trimmed
        begins = reader.line_num + 1
