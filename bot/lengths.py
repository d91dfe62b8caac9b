"""Texts where there is little room: cut, or split, between two characters as people see them.

An accent, the parts of an emoji and an entity of Slack's (`&amp;`) stay whole: half of one is
another sign, or none.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

ELLIPSIS = "…"
JOINER = "\u200d"
ATTACHED = {"Mn", "Mc", "Me"}
"""What stands on the character before it: accents, vowel signs, the forms of an emoji."""
SKIN, FLAG = re.compile("[\U0001f3fb-\U0001f3ff]"), re.compile("[\U0001f1e6-\U0001f1ff]")
ENTITY = re.compile("&(?:amp|lt|gt);")
ENTITY_MOST = 5
CHARACTER_MOST = 64
"""Code points that one is looked at for: some pile up accents without an end."""


def shortened(text: str, most: int) -> str:
    """At most `most` characters; what is longer ends in an ellipsis."""
    if len(text) <= most:
        return text
    return text[: boundary(text, most - len(ELLIPSIS))] + ELLIPSIS


def split(text: str, most: int) -> Iterator[str]:
    """All of it in parts of at most `most` characters, between words where there are any."""
    while len(text) > most:
        space = text.rfind(" ", most // 2, most)
        at = space if space > 0 else boundary(text, most)
        yield text[:at]
        text = text[at:].lstrip(" ")
    yield text


def listed(texts: list[str], most: int) -> str:
    """As many of the texts as fit, with commas between them; an ellipsis stands for the others."""
    said = ", ".join(texts)
    if len(said) <= most:
        return said
    first = fitting(texts, most - len(f", {ELLIPSIS}"))
    return ", ".join([*first, ELLIPSIS]) if first else shortened(texts[0], most)


def fitting(texts: list[str], most: int) -> list[str]:
    """The first of the texts that, with commas between them, keep to `most` characters."""
    ends = accumulate(len(text) + len(", ") for text in texts)
    return [text for text, end in zip(texts, ends, strict=True) if end - len(", ") <= most]


def boundary(text: str, at: int) -> int:
    """The last place up to `at` that is between two characters."""
    for place in range(at, max(at - CHARACTER_MOST, 0), -1):
        if not is_within(text, place):
            return place
    return at


def is_within(text: str, at: int) -> bool:
    """Whether `at` is within a character (most of what UAX 29 says of them), or an entity."""
    before, after = text[at - 1], text[at]
    if unicodedata.category(after) in ATTACHED or JOINER in (before, after) or SKIN.match(after):
        return True
    if FLAG.match(after):
        flags = re.search("[\U0001f1e6-\U0001f1ff]*$", text[:at])
        return flags is not None and len(flags[0]) % 2 == 1
    entities = ENTITY.finditer(text, max(at - ENTITY_MOST, 0), at + ENTITY_MOST)
    return any(found.start() < at < found.end() for found in entities)
