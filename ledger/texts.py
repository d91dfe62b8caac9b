"""Texts that people type: trimmed, bounded, and compared as people compare them."""

import unicodedata

from ledger.errors import BadText


def line(value: str, *, field: str, most: int) -> str:
    """`value` as one line of 1 to `most` characters. Raises BadText otherwise."""
    cleaned = " ".join(unicodedata.normalize("NFC", value).split())
    has_controls = any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in cleaned)
    if not 1 <= len(cleaned) <= most or has_controls:
        raise BadText(field=field, most=most)
    return cleaned


def optional_line(value: str | None, *, field: str, most: int) -> str | None:
    if value is None or not value.strip():
        return None
    return line(value, field=field, most=most)


def comparable(value: str) -> str:
    """The form in which two spellings of a name are the same: trimmed, NFC, case-folded."""
    return unicodedata.normalize("NFC", " ".join(value.split()).casefold())
