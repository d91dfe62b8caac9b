"""What learners are told of what is kept about them, in their own words: never of money."""

from dataclasses import dataclass

from scorm_bridge.privacy_words import ON_CAMPUS, WORDS
from scorm_bridge.refusals import Refusal
from scorm_bridge.retention import Retention

LANGUAGE_NAMES = {"en": "English", "fr": "Français", "es": "Español"}

LINK = {
    "en": {"link": "Privacy", "title": "What is kept of you (opens a new tab)"},
    "fr": {"link": "Vie privée", "title": "Ce qui est gardé de vous (ouvre un onglet)"},
    "es": {"link": "Privacidad", "title": "Qué se guarda de ti (abre una pestaña)"},
}
"""The link that stands on every page of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`languages` names the choice of another language."""

    title: str
    lead: str
    languages: str
    sections: tuple[Section, ...]


def notice(
    language: str, *, account: str | None, retention: Retention, on_campus: bool = False
) -> Notice:
    """Of the games of one account by its name; without one, of whoever made the game.

    `on_campus` of those who come by a Campus, not by an LMS.
    """
    words = {**WORDS[language], **(ON_CAMPUS[language] if on_campus else {})}
    facts = {
        "who": account or words["who"],
        "launches": kept(language, retention.launch_days),
        "states": kept(language, retention.runtime_days),
    }
    sections = tuple(
        Section(heading=words[name], text=words[f"{name} text"].format(**facts))
        for name in SECTIONS
    )
    return Notice(
        title=words["title"],
        lead=words["lead"].format(**facts),
        languages=words["languages"],
        sections=sections,
    )


SECTIONS = ("what", "why", "sees", "long", "browser", "ask")


def kept(language: str, days: int | None) -> str:
    """For how long, as the end of a sentence."""
    words = WORDS[language]
    if days is None:
        return words["no end"]
    return words["one day"] if days == 1 else words["days"].format(days=days)


def unknown(language: str) -> Refusal:
    words = WORDS[language]
    return Refusal(
        code="no-account", status=404, happened=words["unknown"], to_do=words["unknown text"]
    )
