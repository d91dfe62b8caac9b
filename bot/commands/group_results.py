"""`obole group results`."""

from collections.abc import Iterator
from typing import IO

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, acting
from bot.commands.roster import find
from bot.language import ENGLISH
from bot.slack import results as said
from bot.slack.plain import unmarked
from ledger import clients
from ledger.actors import Act, Actor
from ledger.models import Client
from scorm_bridge import results
from scorm_bridge.results import Result


@click.command("results")
@click.argument("client")
@click.argument("group")
@click.option("--learner", metavar="ADDRESS", help="All plays of one learner of CLIENT instead.")
@click.option("--format", "kind_of_file", type=click.Choice(["text", "csv"]), default="text")
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-")
@acting
def results_(
    desk: Desk, client: str, group: str, learner: str | None, kind_of_file: str, output: IO[str]
) -> None:
    """How the learners of GROUP of CLIENT do: how many stand where, and as a CSV each of them."""
    with desk.database.reading() as session:
        actor = desk.actor(session)
        if kind_of_file == "csv":
            actor.must(Act.SEE_LEARNERS)
        of = clients.find_client(session, account_id=actor.account_id, given=client)
        if learner is None:
            lines = of_group(session, actor, client, group, of, kind_of_file)
        else:
            found = results.of_learner(
                session, actor=actor, keyring=desk.settings.keyring, client=of, address=learner
            )
            lines = written(found, of, kind_of_file)
        for line in lines:
            output.write(line)


def of_group(
    session: Session, actor: Actor, client: str, group: str, of: Client, kind: str
) -> Iterator[str]:
    found = results.of_group(session, actor=actor, group=find(session, actor, client, group))
    if kind == "text":
        for line in said.lines(said.summed(session, found), ENGLISH):
            yield f"{unmarked(line)}\n"
    else:
        yield from written(found.rows or [], of, kind)


def written(found: list[Result], client: Client, kind: str) -> Iterator[str]:
    if kind == "csv":
        return results.as_csv(found, time_zone=client.time_zone)
    return (f"{unmarked(said.play(one, client, ENGLISH))}\n" for one in found)
