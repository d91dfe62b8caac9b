"""The options of packages: set at any time, in force at the next launch, with no new upload."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ledger import audit, learners
from ledger.actors import Act, Actor
from ledger.database import insert_many_once
from ledger.keyring import KeyRing
from ledger.models import Client
from scorm_bridge import endings, origins, packages, people
from scorm_bridge.errors import BadOption
from scorm_bridge.models import (
    Admits,
    Opens,
    Origins,
    Package,
    PackageLearner,
    Replays,
    Reporting,
)
from scorm_bridge.player import LANGUAGES

BURST_MINUTES_MOST = 24 * 60
"""A burst is counted again at each newcomer: its window is a day at the most."""

CHUNK = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """All of a package's options, under the names of its columns. Raises BadOption."""

    is_enabled: bool
    is_closed_to_newcomers: bool
    starts_at: datetime | None
    ends_at: datetime | None
    cap: int | None
    origins: Origins
    listed_origins: list[str]
    admits: Admits
    learner_pattern: str | None
    replays: Replays
    burst_most: int | None
    burst_minutes: int | None
    burst_holds: bool
    reporting: Reporting
    language: str | None
    pass_mark: int | None
    previews_a_day: int
    opens: Opens

    def __post_init__(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise BadOption(option="ends", flaw="ends before it starts")
        if self.cap is not None and not 1 <= self.cap < 2**31:
            raise BadOption(option="cap", flaw="no cap")
        if self.origins is Origins.LISTED and not self.listed_origins:
            raise BadOption(option="origins", flaw="no origins")
        if self.admits is Admits.PATTERN and not is_pattern(self.learner_pattern):
            raise BadOption(
                option="learners", flaw="no pattern", facts={"most": learners.LMS_ID_MOST}
            )
        if self.language is not None and self.language not in LANGUAGES:
            raise BadOption(
                option="language", flaw="no such language", facts={"candidates": list(LANGUAGES)}
            )
        if self.pass_mark is not None and not 0 <= self.pass_mark <= 100:
            raise BadOption(option="pass mark", flaw="no pass mark")
        if not 0 <= self.previews_a_day < 2**31:
            raise BadOption(option="previews a day", flaw="no number of previews")
        must_be_burst(self.burst_most, self.burst_minutes, holds=self.burst_holds)


def is_pattern(text: str | None) -> bool:
    return text is not None and 0 < len(text.strip()) <= learners.LMS_ID_MOST and "\0" not in text


def must_be_burst(most: int | None, minutes: int | None, *, holds: bool) -> None:
    if most is None and minutes is None:
        if holds:
            raise BadOption(option="burst", flaw="unmeasured burst")
        return
    if most is None or minutes is None or not 1 <= most < 2**31:
        raise BadOption(option="burst", flaw="no burst")
    if not 1 <= minutes <= BURST_MINUTES_MOST:
        raise BadOption(
            option="burst", flaw="no minutes of a burst", facts={"most": BURST_MINUTES_MOST}
        )


def of_package(package: Package) -> Options:
    return Options(**{field.name: getattr(package, field.name) for field in fields(Options)})


def change(session: Session, *, actor: Actor, package: Package, **changes: Any) -> Options:
    """Set some of the `Options`, by their names. Raises NotAllowed or BadOption."""
    actor.must(Act.CHANGE_PACKAGE)
    if "listed_origins" in changes:
        changes["listed_origins"] = read_origins(changes["listed_origins"])
    # Locked, or of two who change at once the second would judge what the first has changed.
    packages.lock(session, package)
    before = of_package(package)
    after = replace(before, **changes)
    for name in changes:
        setattr(package, name, getattr(after, name))
    endings.changed(session, package, changes)
    record(session, actor, package, asdict(before), asdict(after))
    return after


def read_origins(typed: Iterable[str]) -> list[str]:
    found = {}
    for text in typed:
        origin = origins.typed(text)
        if origin is None:
            raise BadOption(option="origins", flaw="no origin", facts={"given": text})
        found[origin] = True
    return list(found)


def list_learners(
    session: Session, *, actor: Actor, keyring: KeyRing, package: Package, lms_ids: Sequence[str]
) -> int:
    """Admit only the learners with these ids, instead of whom it admitted; returns how many.

    Raises NotAllowed, BadLearner, or BadOption for an empty list.
    """
    actor.must(Act.CHANGE_PACKAGE)
    client = session.get_one(Client, (package.account_id, package.client_id))
    key_of = people.keys_of(session, client, keyring)
    keys = {key_of(lms_id) for lms_id in lms_ids}
    if not keys:
        raise BadOption(option="learners", flaw="no learners")
    ours = {"account_id": package.account_id, "package_id": package.id}
    session.execute(delete(PackageLearner).filter_by(**ours))
    for some in chunks(sorted(keys)):
        rows = [{**ours, "learner_key": key} for key in some]
        insert_many_once(session, PackageLearner, rows, returning=PackageLearner.learner_key)
    change(session, actor=actor, package=package, admits=Admits.LISTED, learner_pattern=None)
    record(session, actor, package, None, {"listed": len(keys)})
    return len(keys)


def chunks(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def reset_origin(session: Session, *, actor: Actor, package: Package) -> None:
    """Forget the first origin: the next charged launch locks the package to its own."""
    actor.must(Act.CHANGE_PACKAGE)
    packages.lock(session, package)
    before, package.first_origin = package.first_origin, None
    record(session, actor, package, {"first_origin": before}, {"first_origin": None})


def record(
    session: Session,
    actor: Actor,
    package: Package,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    audit.record(
        session,
        actor=actor,
        act="change package",
        subject="package",
        subject_id=package.id,
        before=before,
        after=after,
    )
