"""How a package is used: who came in, and what was refused for which reason."""

from dataclasses import dataclass

from sqlalchemy import Integer, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ledger import clock
from ledger.actors import Act, Actor
from ledger.models import Registration
from scorm_bridge import admission, holds
from scorm_bridge.models import Launch, LaunchRefusals, Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """`registrations` are those that the package made; `learners` also those who came in to a
    play of theirs that another made. `refused` counts launches by reason, the most first."""

    learners: int
    registrations: int
    launches: int
    previews: int
    waiting: int
    refused: dict[str, int]


def of_package(session: Session, *, actor: Actor, package: Package) -> Usage:
    """Raises NotAllowed."""
    actor.must(Act.SEE)
    launches, registered, learners = session.execute(
        select(
            func.count(),
            func.count(Launch.registration_id),
            func.count(Registration.learner_id.distinct()),
        )
        .select_from(Launch)
        .outerjoin(
            Registration,
            (Registration.account_id == Launch.account_id)
            & (Registration.client_id == package.client_id)
            & (Registration.id == Launch.registration_id),
        )
        .where(Launch.account_id == package.account_id, Launch.package_id == package.id)
    ).one()
    return Usage(
        learners=learners,
        registrations=admission.registered(session, package),
        launches=launches,
        previews=launches - registered,
        waiting=holds.waiting(session, package),
        refused=refusals(session, package),
    )


def refusals(session: Session, package: Package) -> dict[str, int]:
    total = func.sum(LaunchRefusals.count, type_=Integer)
    rows = session.execute(
        select(LaunchRefusals.reason, total)
        .where(
            LaunchRefusals.account_id == package.account_id,
            LaunchRefusals.package_id == package.id,
        )
        .group_by(LaunchRefusals.reason)
        .order_by(total.desc(), LaunchRefusals.reason)
    )
    return {reason: int(count) for reason, count in rows}


def count_refusal(session: Session, package: Package, reason: str) -> None:
    """One more launch refused today; in a transaction after that of the launch."""
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    one = insert(LaunchRefusals).values(
        account_id=package.account_id,
        package_id=package.id,
        day=clock.now().date(),
        reason=reason,
        count=1,
    )
    connection.execute(
        one.on_conflict_do_update(
            index_elements=["account_id", "package_id", "day", "reason"],
            set_={"count": LaunchRefusals.count + 1},
        )
    )
