"""`/credits package options`: all of a package's options in one modal, in force at once."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot import refusals
from bot.language import Language
from bot.slack import handover, package_fields
from bot.slack.answers import Answer
from bot.slack.asking import Asked, Submitted
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from bot.slack.modals import Errors, Modal
from bot.slack.package_fields import FORGET, NotANumber
from ledger.actors import Act
from ledger.models import Account
from scorm_bridge import listings, options
from scorm_bridge.errors import BadOption
from scorm_bridge.listings import Listed
from scorm_bridge.models import Origins, Package
from scorm_bridge.options import Options

FORM = "package.options"

INPUT_OF = {
    "ends": "ends_day",
    "cap": "cap",
    "origins": "listed_origins",
    "learners": "learner_pattern",
    "language": "language",
    "pass mark": "pass_mark",
    "previews a day": "previews_a_day",
    "burst": "burst_most",
}
"""Below which input it is said that an option cannot be set."""


def open_(asked: Asked) -> Modal:
    asked.actor.must(Act.CHANGE_PACKAGE)

    def read(session: Session) -> tuple[Listed, str]:
        account = session.get_one(Account, asked.actor.account_id)
        one = listings.find_package(session, account_id=account.id, given=asked.words)
        return one, account.time_zone

    one, time_zone = asked.database.read(read)
    language = asked.language
    return Modal(
        callback_id=FORM,
        title=language("package-options.title"),
        submit=language("package-options.submit"),
        close=language("package-options.close"),
        keeps={"package": one.package.id.hex},
        blocks=[
            *message(language.mrkdwn("package-options-of", **handover.facts(one))).blocks,
            *package_fields.of(
                language, options.of_package(one.package), time_zone, one.package.first_origin
            ),
        ],
    )


def submitted(asked: Submitted) -> Answer:
    try:
        return saved(asked)
    except NotANumber as wrong:
        sentence = asked.language("package-not-a-number", given=wrong.given)
        return Errors({wrong.name: sentence})
    except BadOption as error:
        name = INPUT_OF.get(error.option, "cap")
        return Errors({name: refusals.sentence(asked.language, error)})


def saved(asked: Submitted) -> Message:
    """What changed, before and after; sent twice, the second time nothing did."""
    account_id, package_id = asked.actor.account_id, UUID(asked.kept["package"])
    language = asked.language

    def write(session: Session) -> tuple[Listed, list[str], list[str]]:
        one = listings.get_package(session, account_id=account_id, package_id=package_id)
        account = session.get_one(Account, account_id)
        before = options.of_package(one.package)
        was = lines(language, before, one.package, account.time_zone)
        given = package_fields.read(asked.filled, before, account.time_zone)
        held = asdict(before)
        changes = {name: value for name, value in given.items() if held[name] != value}
        if FORGET in asked.filled.ticked(FORGET):
            options.reset_origin(session, actor=asked.actor, package=one.package)
        after = options.change(session, actor=asked.actor, package=one.package, **changes)
        return one, was, lines(language, after, one.package, account.time_zone)

    one, was, now = asked.database.write(write)
    changed = [
        language.mrkdwn("package-option-changed", before=before, after=after)
        for before, after in zip(was, now, strict=True)
        if before != after
    ]
    if not changed:
        return message(language.mrkdwn("package-options-same", **handover.facts(one)))
    return message(language.mrkdwn("package-options-saved", **handover.facts(one)), *changed)


def lines(language: Language, now: Options, package: Package, time_zone: str) -> list[str]:
    """An option a line, in the order of the modal; plain text, moments by `time_zone`."""
    return [
        language("package-is-enabled", is_enabled=now.is_enabled),
        language("package-is-closed", is_closed=now.is_closed_to_newcomers),
        language("package-starts", **edge(language, now.starts_at, time_zone)),
        language("package-ends", **edge(language, now.ends_at, time_zone)),
        language("package-cap", has_cap=now.cap is not None, count=now.cap or 0),
        language("package-origins", origins=now.origins.value, listed=where(now, package)),
        language("package-admits", admits=now.admits.value, given=now.learner_pattern or "-"),
        language("package-replays", replays=now.replays.value.replace(" ", "-")),
        language(
            "package-burst",
            burst=burst(now),
            most=now.burst_most or 0,
            minutes=now.burst_minutes or 0,
        ),
        language("package-reporting", reporting=now.reporting.value.replace("/", "-")),
        language("package-opens", opens=now.opens.value),
        language("package-language", spoken=now.language or "browser"),
        language("package-pass-mark", has_mark=now.pass_mark is not None, count=now.pass_mark or 0),
        language("package-previews", count=now.previews_a_day),
    ]


def edge(language: Language, at: datetime | None, time_zone: str) -> dict[str, object]:
    """When it opens or ends, where it does."""
    return {"has_day": at is not None, "at": language.moment(at, time_zone) if at else "-"}


def where(now: Options, package: Package) -> str:
    if now.origins is Origins.LISTED:
        return ", ".join(now.listed_origins)
    return package.first_origin or "-"


def burst(now: Options) -> str:
    if now.burst_most is None:
        return "none"
    return "holds" if now.burst_holds else "tells"


def register(on: Listening) -> None:
    on.submission(FORM, submitted)
