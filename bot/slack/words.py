"""The words of a slash command, as people type them on phones and desktops."""

import re

# A phone turns " into “ ”, a French keyboard gives « ». An apostrophe is a letter: L'Oréal.
OPENING, CLOSING = '"“”„«', '"“”„»'
WORD = re.compile(
    rf'"(?P<exact>(?:[^"]|"")*)"(?!\S)|'
    rf"[{OPENING}]\s*(?P<quoted>[^{CLOSING}]*?)\s*[{CLOSING}](?!\S)|(?P<plain>\S+)",
    re.UNICODE,
)


class UnclosedQuote(ValueError):
    """A quotation mark opens and none closes it at the end of a word."""


def words(text: str) -> list[str]:
    """The words of `text`; those between quotation marks are one, in which a straight mark is
    written twice. Raises UnclosedQuote."""
    found = []
    for match in WORD.finditer(unescaped(text)):
        plain = match["plain"]
        if plain and plain[0] in OPENING:
            raise UnclosedQuote
        exact = match["exact"]
        found.append(plain or match["quoted"] if exact is None else exact_of(exact))
    return found


def unescaped(text: str) -> str:
    """Slack sends these three as entities (its page on formatting text, "Escaping text")."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def exact_of(written: str) -> str:
    return written.strip().replace('""', '"')


def quoted(word: str) -> str:
    """`word` as it has to be typed to be one word."""
    if re.search(r"\s", word) or word.startswith(tuple(OPENING)):
        return '"' + word.replace('"', '""') + '"'
    return word
