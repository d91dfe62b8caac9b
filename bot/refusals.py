"""What a person reads when the core or the bridge refuses: what happened, then what to do.

An error has one text, by the name of its class: NotEnoughCredits is `not-enough-credits`. What it
carries are the text's facts. The tables here say what a text needs beside. Where a text names a
command, `surface` chooses the one that its reader can type.
"""

import re
from collections.abc import Callable
from typing import Any, Literal

from bot.language import AllOf, Day, Moment, Say, Word, kebab
from ledger import errors as core
from ledger.errors import OboleError
from scorm_bridge import errors as bridge

Surface = Literal["slack", "terminal"]
"""Where it is read: Slack, with its mail and pages, or the command line."""


def sentence(say: Say, error: OboleError, surface: Surface = "slack") -> str:
    """`say` is a language, or its mrkdwn; nothing was changed."""
    facts = {name: fact for name, fact in vars(error).items() if isinstance(fact, int | str | list)}
    more = MORE.get(type(error))
    facts |= {"surface": surface, **(more(error) if more else {})}
    return say(kebab(type(error).__name__), **facts)


def has_given(error: core.UnknownAccount | core.AmbiguousName) -> dict[str, Any]:
    """Accounts are asked for without a name, too."""
    return {"has_given": bool(error.given)}


def bad_period(error: core.BadPeriod) -> dict[str, Any]:
    """The days as they are typed, in every language."""
    return {"first": error.first.isoformat(), "last": error.last.isoformat()}


GROUPED = re.compile(r"\d{1,3}(?:[\s.,'’]\d{3})+", re.ASCII)
"""A number with its thousands set apart, as people of some country write it."""


def bad_amount(error: core.BadAmount) -> dict[str, Any]:
    """What was grouped as in 1 000 is shown as it has to be written."""
    grouped = GROUPED.fullmatch(error.given.replace("\u00a0", " ").replace("\u202f", " "))
    plain = re.sub(r"\D", "", grouped[0]) if grouped else ""
    is_more = (
        re.fullmatch(r"[0-9]+", error.given) is not None and int(error.given[:20]) > error.most
    )
    return {"is_grouped": bool(plain), "plain": plain, "is_more": is_more}


def misnamed(error: core.Misnamed) -> dict[str, Any]:
    return {"has_similar": bool(error.similar)}


def flawed(
    error: core.BadPriceList | core.BadGroup | core.BadRoster | bridge.BadManifest,
) -> dict[str, Any]:
    """What is wrong with it, in the reader's language; `facts` are of what was given."""
    return {"flaw": Word("flaw", error.flaw, error.facts)}


def not_in_time(error: core.NotInTime) -> dict[str, Any]:
    return {"at": Moment(error.at, error.time_zone)}


def bad_option(error: bridge.BadOption) -> dict[str, Any]:
    flaw = Word("flaw", error.flaw, error.facts)
    return {"option": Word("option", error.option), "flaw": flaw}


def named_field(error: core.BadText | core.NameTaken) -> dict[str, Any]:
    return {"field": Word("field", error.field)}


def bad_text(error: core.BadText) -> dict[str, Any]:
    """A country is no text of so many characters: it has a form."""
    return {**named_field(error), "form": "country" if error.field == "country" else "line"}


def not_allowed(error: core.NotAllowed) -> dict[str, Any]:
    return {"act": Word("act", error.act), "allowed": "-".join(error.allowed) or "nobody"}


def not_enough(error: core.NotEnoughCredits) -> dict[str, Any]:
    return {"wallet": "client" if error.client else "pool", "short_by": error.short_by}


def conflicting(error: core.IdempotencyConflict) -> dict[str, Any]:
    changed = sorted(
        name
        for name in error.before.keys() | error.now.keys()
        if error.before.get(name) != error.now.get(name)
    )
    return {"changed": AllOf([Word("fact", name) for name in changed])}


def package_closed(error: bridge.PackageClosed) -> dict[str, Any]:
    return {"reason": kebab(error.reason)}


def origin_refused(error: bridge.OriginRefused) -> dict[str, Any]:
    return {"names_origin": bool(error.origin), "lists_origins": bool(error.allowed)}


def too_large(error: bridge.ArchiveTooLarge) -> dict[str, Any]:
    return {"measure": Word("measure", error.measure)}


MORE: dict[type[OboleError], Callable[[Any], dict[str, Any]]] = {
    core.UnknownAccount: has_given,
    core.AmbiguousName: has_given,
    core.BadAmount: bad_amount,
    core.BadPeriod: bad_period,
    core.BadPriceList: flawed,
    core.UnknownClient: misnamed,
    core.UnknownGame: misnamed,
    core.UnknownGroup: misnamed,
    core.BadGroup: flawed,
    core.BadRoster: flawed,
    core.AccessFixed: lambda error: {"since": Day(error.since.date())},
    core.GroupNotStarted: not_in_time,
    core.GroupEnded: not_in_time,
    core.BadText: bad_text,
    core.NameTaken: named_field,
    core.NotAllowed: not_allowed,
    core.NotEnoughCredits: not_enough,
    core.IdempotencyConflict: conflicting,
    core.PurchaseClosed: lambda error: {"state": Word("state", error.state)},
    core.PlayIsOver: lambda error: {"completed": error.completed_at is not None},
    bridge.ArchiveTooLarge: too_large,
    bridge.BadManifest: flawed,
    bridge.BadOption: bad_option,
    bridge.PackageClosed: package_closed,
    bridge.OriginRefused: origin_refused,
    core.RequestDecided: lambda error: {"verdict": Word("verdict", error.verdict)},
    bridge.BadPreview: lambda error: {"measure": Word("measure", error.measure)},
    bridge.PreviewOver: lambda error: {"reason": kebab(error.reason)},
}
