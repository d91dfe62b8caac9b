"""What the team reads, in Slack and at a terminal alike: amounts, balances, and refusals.

Every error is worded here once: what happened, then what to do. Another language is another
table beside `REFUSALS` and other phrases beside the functions.
"""

from collections.abc import Callable
from typing import Any

from ledger import errors as core
from ledger.allocation import Allocated
from ledger.amounts import plays
from ledger.forecast import Forecast
from ledger.pricing import MILLICENTS, Quote
from ledger.status import AccountStatus, Balance
from scorm_bridge import errors as bridge


def credits_(count: int) -> str:
    """R14: a number of credits, always with the plays it buys."""
    return f"{counted(count, 'credit')}, {counted(plays(count), 'play')}"


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def size(bytes_: int) -> str:
    """A file's size, as file managers write it: in thousands."""
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if bytes_ >= factor:
            return f"{bytes_ / factor:,.1f} {unit}"
    return counted(bytes_, "byte")


def euros(cents: int) -> str:
    return f"EUR {cents / 100:,.2f}"


def unit_price(millicents: int) -> str:
    """A price a credit: to the cent, or as fine as its tier is."""
    exact = f"{millicents / MILLICENTS / 100:.5f}".rstrip("0")
    return f"EUR {exact}" if len(exact.partition(".")[2]) > 2 else euros(millicents // MILLICENTS)


def forecast(found: Forecast | None) -> str | None:
    """How long it lasts, with the rate that this goes by; None where there is too little."""
    if found is None:
        return None
    return (
        f"At {found.per_day:,.1f} credits a day, the rate of the last {found.days} days, "
        f"that lasts {counted(found.days_left, 'day')}."
    )


def price(quote: Quote) -> str:
    """R13: what is bought, at what price and discount."""
    each = unit_price(quote.unit_millicents)
    off = f"discount {euros(quote.discount_cents)}" if quote.discount_cents else "no discount"
    return f"{credits_(quote.credits)}: {each} a credit, {off}, {euros(quote.total_cents)} in all"


def figures(status: Balance | AccountStatus) -> str:
    """R11: what was allocated, consumed and is left."""
    return (
        f"{status.allocated:,} allocated, {status.consumed:,} consumed, "
        f"{status.available:,} available, {counted(plays(status.available), 'play')}"
    )


def named(name: str, alias: str) -> str:
    return name if name == alias else f"{name} ({alias})"


def labels(done: Allocated) -> str:
    """The reference and the comment, as far as there are any."""
    given = {"reference": done.reference, "comment": done.comment}
    return ", ".join(f"{label} “{text}”" for label, text in given.items() if text)


def balances(done: Allocated, when: str) -> tuple[str, str]:
    """Both balances as the allocation leaves them; `when` is "then" before it, else "now"."""
    return (
        f"{done.client.name} {when} has {credits_(done.available)}.",
        f"The pool {when} holds {credits_(done.pool)}.",
    )


def either(words: list[str]) -> str:
    """An owner; an owner or a manager; an owner, a manager or a viewer."""
    *first, last = [f"an {word}" if word[0] in "aeiou" else f"a {word}" for word in words]
    return f"{', '.join(first)} or {last}" if first else last


def not_allowed(error: core.NotAllowed) -> str:
    if not error.allowed:
        return f"Only an operator may {error.act}, with the command line."
    return f"Only {either(error.allowed)} may {error.act}. Ask one of your team."


def not_enough(error: core.NotEnoughCredits) -> str:
    short = f"{counted(error.short_by, 'credit')} short of the {error.wanted:,} wanted"
    if error.client is None:
        order = f"Order at least {counted(error.short_by, 'credit')}, or allocate fewer"
        return f"The pool holds {credits_(error.available)}: it is {short}. {order}."
    return (
        f"{error.client} has {credits_(error.available)}: it is {short}. Allocate more to it first."
    )


def play_is_over(error: core.PlayIsOver) -> str:
    ended = "is completed" if error.completed_at else "has ended with its group"
    return f"Play {error.play} {ended}. Another play costs {counted(error.price, 'credit')}."


def package_closed(error: bridge.PackageClosed) -> str:
    state = {"disabled": "is disabled", "not started": "has not started", "ended": "has ended"}
    return f"The package of {error.client} {state[error.reason]}. Change its dates, or enable it."


def origin_refused(error: bridge.OriginRefused) -> str:
    came = f"from {error.origin}" if error.origin else "from an LMS that names no origin"
    return (
        f"The launch came {came}, and the package of {error.client} opens only from "
        f"{', '.join(error.allowed) or 'an LMS that names its origin'}. Change its origins."
    )


def too_large(error: bridge.ArchiveTooLarge) -> str:
    return (
        f"The zip is too large, {error.found:,} {error.measure} where {error.most:,} are the most. "
        "Take out what the game does not need."
    )


def conflicting(error: core.IdempotencyConflict) -> str:
    changed = sorted(
        name
        for name in error.before.keys() | error.now.keys()
        if error.before.get(name) != error.now.get(name)
    )
    return (
        f"This was already done with another {' and '.join(changed)}, and it is not done again. "
        "Start anew, under another key."
    )


Words = str | Callable[[Any], str]

REFUSALS: dict[type[core.OboleError], Words] = {
    core.UnknownAccount: lambda error: (
        f"No account is called “{error.given}”. Give the name or the id of one."
        if error.given
        else "There is no account yet. Open one with: obole account open NAME"
    ),
    core.UnknownMember: "No member has the address “{given}”. Check its spelling, or add them.",
    core.UnknownClient: (
        "No client is called “{given}”. Give an alias, a name, or an unambiguous beginning of one."
    ),
    core.UnknownGame: (
        "No game is called “{given}”. Give its title, or an unambiguous beginning of it."
    ),
    core.UnknownPurchase: "There is no order {given}. Give the number that the order was given.",
    core.UnknownGroup: "There is no group “{given}”. Check its name.",
    core.AmbiguousName: lambda error: (
        f"“{error.given}” may be {', '.join(error.candidates)}. Say which one, in full."
        if error.given
        else "There are several accounts. Say which one, with --account or OBOLE_ACCOUNT."
    ),
    core.NotAllowed: not_allowed,
    core.BadAmount: (
        "“{given}” is not a number of credits. Give a whole number from 1 to {most:,}, in digits."
    ),
    core.BadText: (
        "The {field} cannot be used. Give 1 to {most:,} characters on one line, letters or signs."
    ),
    core.BadLearner: (
        "The learner id is empty or too long. The LMS has to give one of at most {most} characters."
    ),
    core.NotEnoughCredits: not_enough,
    core.IdempotencyConflict: conflicting,
    core.NameTaken: "The {field} “{given}” is taken. Choose another one.",
    core.UnknownLearner: "The client has no learner “{given}”. Give the id as its LMS says it.",
    core.BadPeriod: (
        "The statement would start on {first}, after it ends on {last}. Give the earlier day first."
    ),
    core.BadMoves: "“{given}” is listed twice. Give each old and each new id once.",
    core.BadTimeZone: (
        "There is no time zone “{given}”. Give one by its IANA name, such as Europe/Paris."
    ),
    core.BadPriceList: (
        "The price list cannot be used: {flaw}. Give steps as 1:190 600:175.5, credits and cents."
    ),
    core.AboveLimit: (
        "You may allocate {most:,} credits at once, and {credits:,} need an owner's yes. "
        "Ask for it, or allocate fewer."
    ),
    core.LastOwner: (
        "{member} is the account's last owner and stays one. Make another member an owner first."
    ),
    core.RequestDecided: "An owner has {verdict} this request before. Nothing was changed.",
    core.UnknownRequest: "There is no such request. Ask for the allocation again.",
    core.ClientArchived: (
        "{client} is archived: its books are kept and its doors are closed. "
        "Add a new client, if it comes back."
    ),
    core.PurchaseClosed: (
        "Order {number} was {state} under another payment reference, and nothing was added. "
        "Check which order this payment is for."
    ),
    core.GameNotVisible: "{client} does not see the game “{game}”. Change whom it is visible to.",
    core.PlayIsOver: play_is_over,
    bridge.NotAZip: "The file is not a zip. Give the SCORM zip as the authoring tool exported it.",
    bridge.UnsafePath: (
        "The zip holds an unsafe or repeated path, “{path}”, so nothing was taken from it. "
        "Export it again."
    ),
    bridge.BadName: (
        "The zip has a name that is not in UTF-8, “{path}”, so a browser could not ask for it. "
        "Zip the game again with a tool that writes UTF-8, or name its files in plain letters."
    ),
    bridge.ArchiveTooLarge: too_large,
    bridge.NoManifest: (
        "The zip has neither an imsmanifest.xml nor an index.html at its top. "
        "Zip what is inside the game's folder, not the folder."
    ),
    bridge.BadManifest: "The imsmanifest.xml cannot be read: {reason}. Export the course again.",
    bridge.NoOrganization: (
        "The manifest has no organization, so nothing says what to launch. "
        "Export the course again, as SCORM 1.2 or 2004."
    ),
    bridge.NoSco: (
        "The manifest has no SCO, so there is nothing to play. "
        "Export the course again, as SCORM 1.2 or 2004."
    ),
    bridge.TooManyScos: (
        "The course has more than {most} SCOs, too many for one game. Export it in parts."
    ),
    bridge.NoLaunchFile: (
        "The manifest launches “{path}”, which the zip does not hold. Export the course again."
    ),
    bridge.AccessIsCampus: (
        "The learners of {client} come in by the Campus, so it has no packages. "
        "Choose a client with SCORM access."
    ),
    bridge.NoContent: "The game “{game}” has no content yet. Add its zip first.",
    bridge.TokenRejected: "The package token is not valid. Build the package again.",
    bridge.PackageClosed: package_closed,
    bridge.UnknownPackage: (
        "There is no package “{given}”. Give the beginning of its id, or its client and its game; "
        "obole package list names them."
    ),
    bridge.UnknownPreview: (
        "There is no preview “{given}”. Give its link, or the beginning of its id; "
        "obole game previews names them."
    ),
    bridge.BadPreview: (
        "A preview is for 1 to {most:,} {measure}, and none was made. Give another number."
    ),
    bridge.PreviewOver: (
        "The preview of “{game}” is over, {reason}: it opens nothing any more. Make another link."
    ),
    bridge.BadOption: "The option {option} cannot be set: {flaw}. Nothing was changed.",
    bridge.NoSuchKey: (
        "The package has no key {number} in use. obole package show names those that are."
    ),
    bridge.LastKey: (
        "Key {number} is the only one in use, and without one no launch can be proven. "
        "Rotate it first, or disable the package."
    ),
    bridge.ClosedToNewcomers: (
        "The package of {client} is closed to new learners. Open it to let one in."
    ),
    bridge.PackageFull: (
        "The package of {client} has made its {cap:,} registrations. Raise its cap to make more."
    ),
    bridge.OriginRefused: origin_refused,
    bridge.LearnerNotAdmitted: (
        "The learner is not one of those whom the package of {client} admits. "
        "Add them to its list, or change its pattern."
    ),
    bridge.LearnerHeld: (
        "More than {most:,} new learners of {client} came within {minutes:,} minutes, so this one "
        "waits, uncharged. Release them with: obole package release."
    ),
    bridge.ReplayRefused: (
        "Play {play} is over, and the package of {client} allows no other. Change its replays."
    ),
    bridge.PreviewsSpent: (
        "The package of {client} served its {most:,} previews of today. "
        "Raise its previews a day, or wait for tomorrow (UTC)."
    ),
    bridge.NothingToReview: (
        "The learner has no finished play to review. Launch the game normally first."
    ),
    bridge.CommitRefused: "The progress was not saved: {reason}. Open the game again.",
}


def sentence(error: core.OboleError) -> str:
    """What happened and what to do, in plain text; nothing was changed."""
    words = REFUSALS[type(error)]
    return words.format_map(vars(error)) if isinstance(words, str) else words(error)
