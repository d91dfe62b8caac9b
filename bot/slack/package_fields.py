"""The inputs of the modal of a package's options, in groups, and what was filled into them."""

import re
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.language import Language, kebab
from bot.slack import inputs
from bot.slack.blocks import Block, header, option, section
from bot.slack.inputs import Filled
from scorm_bridge.models import Admits, Opens, Origins, Replays, Reporting
from scorm_bridge.options import Options
from scorm_bridge.player import LANGUAGES

BROWSER, FORGET = "browser", "forget"
NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class NotANumber(ValueError):
    """`given` stands in the input `name`, and is no whole number."""

    def __init__(self, name: str, given: str) -> None:
        self.name, self.given = name, given


def of(language: Language, now: Options, time_zone: str, first_origin: str | None) -> list[Block]:
    """Prefilled with the options as they are; moments are by the clocks of `time_zone`.

    `first_origin` is the LMS that the package is bound to, if it is.
    """
    return [
        header(language("package-when.header")),
        *opening(language, now, time_zone),
        header(language("package-who.header")),
        *admission(language, now),
        *([forgetting(language, first_origin)] if first_origin else []),
        header(language("package-how.header")),
        *play(language, now),
        header(language("package-guard.header")),
        *guard(language, now),
    ]


def opening(language: Language, now: Options, time_zone: str) -> list[Block]:
    states = [
        option(language("package-state.option", state=name), name) for name in ("enabled", "closed")
    ]
    ticked = [
        *(["enabled"] if now.is_enabled else []),
        *(["closed"] if now.is_closed_to_newcomers else []),
    ]
    blocks = [inputs.ticks("state", language("package-state.label"), states, ticked=ticked)]
    for name, at in (("starts", now.starts_at), ("ends", now.ends_at)):
        there = at.astimezone(ZoneInfo(time_zone)) if at else None
        blocks += [
            inputs.day(
                f"{name}_day",
                language("package-day.label", edge=name),
                value=there.date() if there else None,
                is_optional=True,
            ),
            inputs.hour(
                f"{name}_hour",
                language("package-hour.label", edge=name),
                value=there.time() if there else None,
                hint=language("package-hour.hint", zone=time_zone),
                is_optional=True,
            ),
        ]
    return blocks


def admission(language: Language, now: Options) -> list[Block]:
    # A list is given in a file, at a terminal: here it can be kept, or ended.
    admits = [one for one in Admits if one is not Admits.LISTED or now.admits is one]
    return [
        whole(language, "cap", now.cap),
        inputs.choice(
            "admits",
            language("package-admission.label"),
            options(language, "package-admission.option", admits),
            chosen=now.admits.value,
        ),
        inputs.text(
            "learner_pattern",
            language("package-pattern.label"),
            value=now.learner_pattern,
            most=255,
            hint=language("package-pattern.hint"),
            is_optional=True,
        ),
        inputs.choice(
            "origins",
            language("package-lmss.label"),
            options(language, "package-lmss.option", list(Origins)),
            chosen=now.origins.value,
        ),
        listed(language, "\n".join(now.listed_origins), len(now.listed_origins)),
    ]


def listed(language: Language, held: str, count: int) -> Block:
    """Those that an input does not hold are not given: what it left out would be lost."""
    if len(held) > inputs.TEXT_MOST:
        return section(language.mrkdwn("package-listed-many", count=count))
    return inputs.text(
        "listed_origins",
        language("package-listed.label"),
        value=held,
        hint=language("package-listed.hint"),
        is_long=True,
        is_optional=True,
    )


def forgetting(language: Language, first_origin: str) -> Block:
    label = language("package-forget.option")
    return inputs.ticks(
        FORGET,
        language("package-forget.label"),
        [option(label, FORGET)],
        hint=language("package-forget.hint", origin=first_origin),
    )


def play(language: Language, now: Options) -> list[Block]:
    languages = [BROWSER, *LANGUAGES]
    return [
        inputs.choice(
            "replays",
            language("package-again.label"),
            options(language, "package-again.option", list(Replays)),
            chosen=now.replays.value,
        ),
        inputs.choice(
            "reporting",
            language("package-reports.label"),
            options(language, "package-reports.option", list(Reporting)),
            chosen=now.reporting.value,
        ),
        whole(language, "pass_mark", now.pass_mark),
        inputs.choice(
            "opens",
            language("package-place.label"),
            options(language, "package-place.option", list(Opens)),
            chosen=now.opens.value,
        ),
        inputs.choice(
            "language",
            language("package-spoken.label"),
            [option(language("package-spoken.option", kind=one), one) for one in languages],
            chosen=now.language or BROWSER,
        ),
    ]


def guard(language: Language, now: Options) -> list[Block]:
    holds = [option(language("package-holds.option"), "holds")]
    return [
        whole(language, "burst_most", now.burst_most),
        whole(language, "burst_minutes", now.burst_minutes),
        inputs.ticks(
            "burst_holds",
            language("package-holds.label"),
            holds,
            ticked=["holds"] if now.burst_holds else [],
            hint=language("package-holds.hint"),
        ),
        whole(language, "previews_a_day", now.previews_a_day),
    ]


def whole(language: Language, name: str, value: int | None) -> Block:
    """A number that may be left empty."""
    return inputs.number(
        name,
        language("package-number.label", kind=name.replace("_", "-")),
        value=None if value is None else str(value),
        hint=language("package-number.hint", kind=name.replace("_", "-")),
        is_optional=True,
    )


def options(language: Language, id: str, kinds: list[Any]) -> list[Block]:
    return [option(language(id, kind=kebab(kind.value)), kind.value) for kind in kinds]


def read(filled: Filled, before: Options, time_zone: str) -> dict[str, Any]:
    """The options as they were filled in, by their names. Raises NotANumber.

    Previews a day that are left empty stay as they are: of the others empty means none.
    """
    state, spoken = filled.ticked("state"), filled.chosen("language")
    previews = number(filled, "previews_a_day")
    admits = chosen(filled, "admits", Admits, before.admits)
    return {
        "is_enabled": "enabled" in state,
        "is_closed_to_newcomers": "closed" in state,
        "starts_at": moment(filled, "starts", time(), time_zone),
        "ends_at": moment(filled, "ends", time(23, 59), time_zone),
        "cap": number(filled, "cap"),
        "admits": admits,
        "learner_pattern": filled.text("learner_pattern") if admits is Admits.PATTERN else None,
        "origins": chosen(filled, "origins", Origins, before.origins),
        "listed_origins": (
            (filled.text("listed_origins") or "").split()
            if filled.has("listed_origins")
            else before.listed_origins
        ),
        "replays": chosen(filled, "replays", Replays, before.replays),
        "reporting": chosen(filled, "reporting", Reporting, before.reporting),
        "pass_mark": number(filled, "pass_mark"),
        "opens": chosen(filled, "opens", Opens, before.opens),
        "language": None if spoken in {None, BROWSER} else spoken,
        "burst_most": number(filled, "burst_most"),
        "burst_minutes": number(filled, "burst_minutes"),
        "burst_holds": bool(filled.ticked("burst_holds")),
        "previews_a_day": before.previews_a_day if previews is None else previews,
    }


def chosen(filled: Filled, name: str, kind: type[StrEnum], before: StrEnum) -> StrEnum:
    value = filled.chosen(name)
    return before if value is None else kind(value)


def number(filled: Filled, name: str) -> int | None:
    given = filled.text(name)
    if given is None:
        return None
    if not NUMBER.fullmatch(given):
        raise NotANumber(name, given)
    return int(given)


def moment(filled: Filled, name: str, otherwise: time, time_zone: str) -> datetime | None:
    """A day alone begins, or ends, as the day does."""
    day = filled.day(f"{name}_day")
    if day is None:
        return None
    hour = filled.hour(f"{name}_hour") or otherwise
    return datetime.combine(day, hour, ZoneInfo(time_zone)).astimezone(UTC)
