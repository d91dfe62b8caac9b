"""Texts that people type: trimmed, bounded, and compared as people compare them."""

import unicodedata
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ledger.errors import BadText, BadTimeZone

INVISIBLE = frozenset({"Cf", "Mn", "Me", "Zs"})
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by their category, and empty to the eye."""


def line(value: str, *, field: str, most: int) -> str:
    """`value` as one line of 1 to `most` characters. Raises BadText otherwise."""
    text = cleaned(value)
    has_controls = any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)
    if not 1 <= len(text) <= most or has_controls or not is_visible(text):
        raise BadText(field=field, most=most)
    return text


def is_visible(text: str) -> bool:
    """Whether there is a character to be seen: of a zero-width space alone nobody reads a name."""
    return any(
        unicodedata.category(letter) not in INVISIBLE and letter not in BLANKS for letter in text
    )


def cleaned(value: str) -> str:
    """One spelling of a text: NFC, trimmed, a single space between words."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def optional_line(value: str | None, *, field: str, most: int) -> str | None:
    if value is None or not value.strip():
        return None
    return line(value, field=field, most=most)


def country(value: str | None) -> str | None:
    """Two letters, as ISO 3166-1 has them. Raises BadText."""
    code = optional_line(value, field="country", most=2)
    if code is not None and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise BadText(field="country", most=2)
    return code


def comparable(value: str) -> str:
    """The form in which two spellings of a name are the same: trimmed, NFC, case-folded."""
    return unicodedata.normalize("NFC", " ".join(value.split()).casefold())


def time_zone(name: str) -> str:
    """`name` as a zone of the IANA database, such as Europe/Paris. Raises BadTimeZone."""
    try:
        return ZoneInfo(name.strip()).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise BadTimeZone(given=name[:80]) from None
