"""Patterns of learner ids: `*` is any text, `?` any one character, all else itself."""


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is of the pattern.

    In no more steps than their lengths multiplied: who came in by a `*` goes back to the last
    one alone, where a regular expression may try them all together.
    """
    at = star = 0
    resume = -1
    here = 0
    while here < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, resume = at, here
            at += 1
        elif at < len(pattern) and pattern[at] in {"?", text[here]}:
            at += 1
            here += 1
        elif resume >= 0:
            resume += 1
            at, here = star + 1, resume
        else:
            return False
    return not pattern[at:].strip("*")
