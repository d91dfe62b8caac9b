"""`obole package set`, and its options in words."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, writing
from bot.language import ENGLISH
from ledger.actors import Actor
from scorm_bridge import listings, options
from scorm_bridge.models import Admits, Opens, Origins, Replays, Reporting
from scorm_bridge.options import Options
from scorm_bridge.player import LANGUAGES

MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])
NEVER = "none"


class Limit(click.ParamType[int | None]):
    """A whole number, or `none` for no limit."""

    name = f"number|{NEVER}"

    def convert(self, value: Any, param: Any, ctx: Any) -> int | None:
        return None if value == NEVER else int(click.INT.convert(value, param, ctx))


class Moment(click.ParamType[datetime | None]):
    """A moment in UTC, or `none`."""

    name = f"YYYY-MM-DD[THH:MM]|{NEVER}"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime | None:
        if value == NEVER or isinstance(value, datetime):
            return None if value == NEVER else value
        moment: datetime = MOMENT.convert(value, param, ctx)
        return moment.replace(tzinfo=UTC)


def word(kind: type[Any]) -> click.Choice[str]:
    return click.Choice([member.value for member in kind])


@click.command("set")
@click.argument("package", nargs=-1, required=True)
@click.option("--enabled/--disabled", "is_enabled", default=None, help="Whether it opens at all.")
@click.option(
    "--closed/--open",
    "is_closed_to_newcomers",
    default=None,
    help="Closed to new learners: those who came in before still launch.",
)
@click.option("--starts", "starts_at", type=Moment(), help="In UTC.")
@click.option("--ends", "ends_at", type=Moment(), help="In UTC.")
@click.option("--cap", type=Limit(), help="The most registrations it ever makes.")
@click.option("--origins", type=word(Origins), help="Which LMSs may open it.")
@click.option("--origin", "listed_origins", multiple=True, help="One of those listed; repeat it.")
@click.option("--reset-origin", is_flag=True, help="Forget the first LMS; the next one is it.")
@click.option(
    "--learners",
    "admits",
    type=click.Choice([Admits.ANYONE.value]),
    help="Admit anyone again, instead of a list or a pattern.",
)
@click.option(
    "--learners-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Admit only these: an id of the LMS a line.",
)
@click.option(
    "--learners-like",
    "learner_pattern",
    metavar="PATTERN",
    help="Admit only ids like PATTERN: * is any text, ? one character.",
)
@click.option("--replays", type=word(Replays), help="What a finished learner gets.")
@click.option("--burst", "burst_most", type=Limit(), help="So many newcomers are one.")
@click.option("--burst-minutes", type=Limit(), help="Within so many minutes.")
@click.option(
    "--hold/--alert",
    "burst_holds",
    default=None,
    help="In a burst, hold newcomers until they are released, or tell the owners only.",
)
@click.option("--reporting", type=word(Reporting), help="What it tells the LMS of success.")
@click.option("--opens", type=word(Opens), help="In the LMS's frame, or a window on a click.")
@click.option("--language", type=click.Choice([*LANGUAGES, NEVER]), help="Else the browser's.")
@click.option("--pass-mark", type=Limit(), help="Points, 0 to 100; else the game's own verdict.")
@click.option("--previews-a-day", type=int, help="Launches in the LMS's mode browse, a day (UTC).")
@writing
def set_(
    desk: Desk,
    package: tuple[str, ...],
    reset_origin: bool,
    learners_file: Path | None,
    **given: Any,
) -> None:
    """Set options of PACKAGE. They hold at the next launch, with no new upload.

    `none` takes a limit or a moment away.
    """
    keyring, changes = desk.settings.keyring, changed(given)
    lms_ids = learners_file and learners_file.read_text("utf-8-sig").split("\n")

    def work(session: Session, actor: Actor) -> list[str]:
        one = listings.find_package(session, account_id=actor.account_id, given=package).package
        if lms_ids:
            options.list_learners(
                session,
                actor=actor,
                keyring=keyring,
                package=one,
                lms_ids=[lms_id for lms_id in lms_ids if lms_id.strip()],
            )
        if reset_origin:
            options.reset_origin(session, actor=actor, package=one)
        now = options.change(session, actor=actor, package=one, **changes)
        return described(now, one.first_origin)

    click.echo("\n".join(desk.write(work)))


def changed(given: dict[str, Any]) -> dict[str, Any]:
    """The options that were typed, as the use case names them."""
    source = click.get_current_context().get_parameter_source
    typed = {
        name: value
        for name, value in given.items()
        if source(name) is not click.core.ParameterSource.DEFAULT
    }
    for name, kind in KINDS.items():
        if name in typed:
            typed[name] = kind(typed[name])
    if "listed_origins" in typed:
        typed.setdefault("origins", Origins.LISTED)
    if "learner_pattern" in typed:
        typed["admits"] = Admits.PATTERN
    if typed.get("language") == NEVER:
        typed["language"] = None
    if "burst_most" in typed and typed["burst_most"] is None:
        typed |= {"burst_minutes": None, "burst_holds": False}
    return typed


KINDS: dict[str, Any] = {
    "origins": Origins,
    "admits": Admits,
    "replays": Replays,
    "reporting": Reporting,
    "opens": Opens,
}


def described(now: Options, first_origin: str | None) -> list[str]:
    """An option a line, in the order of the command's help."""
    newcomers = "closed" if now.is_closed_to_newcomers else "open"
    return [
        f"{'enabled' if now.is_enabled else 'disabled'}, {newcomers} to new learners",
        f"from {moment(now.starts_at) or 'the start'} to {moment(now.ends_at) or 'no end'}",
        f"cap: {'none' if now.cap is None else ENGLISH.count(now.cap, 'registration')}",
        f"origins: {where(now, first_origin)}",
        f"learners: {whom(now)}",
        f"replays: {now.replays.value}",
        f"burst: {burst(now)}",
        f"reporting: {now.reporting.value}",
        f"opens in a {now.opens.value}",
        f"language: {now.language or 'of the browser'}",
        f"pass mark: {mark(now)}",
        f"previews: {now.previews_a_day:,} a day",
    ]


def mark(now: Options) -> str:
    return "of the game" if now.pass_mark is None else ENGLISH.count(now.pass_mark, "point")


def moment(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else None


def where(now: Options, first_origin: str | None) -> str:
    match now.origins:
        case Origins.LISTED:
            return ", ".join(now.listed_origins)
        case Origins.FIRST:
            return first_origin or "that of the first charged launch, which has not been yet"
    return "any"


def whom(now: Options) -> str:
    match now.admits:
        case Admits.LISTED:
            return "those listed"
        case Admits.PATTERN:
            return f"like {now.learner_pattern}"
    return "anyone"


def burst(now: Options) -> str:
    if now.burst_most is None or now.burst_minutes is None:
        return "not watched"
    then = "hold them" if now.burst_holds else "tell the owners"
    most = ENGLISH.count(now.burst_most, "newcomer")
    minutes = ENGLISH.count(now.burst_minutes, "minute")
    return f"more than {most} within {minutes}: {then}"
