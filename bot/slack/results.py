"""`/credits results`: how a group does, or one learner (see `scorm_bridge.results`).

The counts are said at once; the picture, and for who may see learners a CSV, come by the worker.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from bot import people, wording
from bot.language import Language
from bot.letters import Enclosure, Letter, Unreachable
from bot.slack import group_page, group_search
from bot.slack import groups as asked_groups
from bot.slack.asking import Asked, Pressed, Submitted
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from bot.slack.modals import Modal
from bot.slack.roster_forms import bare
from ledger import actors, clients, clock, groups, outbox
from ledger.actors import Act
from ledger.errors import BadLearner, UnknownLearner
from ledger.models import Client, Game, Group, Member, Source
from ledger.outbox import Delivery
from scorm_bridge import results
from scorm_bridge.results import PlayState, Result, Results

FORM, RESULTS = "results.form", "group results"
BOM = "\ufeff"
"""A spreadsheet takes a CSV without it for one of its own old character set."""
SHOWN = 20
HUNDREDTHS, CENTISECONDS = 100, 6_000
"""Of a point, and of a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summed:
    """The results of a group, with whose they are."""

    results: Results
    client: Client
    game: Game

    @property
    def group(self) -> Group:
        return self.results.group


def typed(asked: Asked) -> Message | Modal:
    """`results CLIENT GROUP [ADDRESS]`; a modal where words are missing."""
    asked.actor.must(Act.SEE)
    if len(asked.words) < asked_groups.NAMED:
        return form(asked.language)
    group = asked.database.read(lambda session: asked_groups.named(session, asked))
    rest = asked.words[asked_groups.NAMED :]
    return of_learner(asked, bare(" ".join(rest))) if rest else of_group(asked, group.id)


def form(language: Language) -> Modal:
    return Modal(
        callback_id=FORM,
        title=language("results-form.title"),
        submit=language("results-form.submit"),
        close=language("results-form.close"),
        blocks=[group_search.search(language("register-group.label"))],
    )


def submitted(asked: Submitted) -> Message:
    return of_group(asked, group_search.chosen(asked.filled.chosen(group_search.GROUP)))


def pressed(asked: Pressed) -> Message:
    return of_group(asked, UUID(asked.value))


def of_group(asked: Asked, id: UUID) -> Message:
    """The counts; what takes longer is ordered where there is something to show."""
    account_id, language = asked.actor.account_id, asked.language

    def work(session: Session) -> Message:
        group = groups.by_id(session, account_id=account_id, id=id)
        found = summed(session, results.of_group(session, actor=asked.actor, group=group))
        if not any(found.results.counts.values()):
            return message(*lines(found, language))
        assert asked.actor.member_id is not None
        outbox.add(
            session,
            account_id=account_id,
            kind=RESULTS,
            recipient_id=asked.actor.member_id,
            facts={"group_id": str(id)},
        )
        has_file = found.results.rows is not None
        arrive = language.mrkdwn("results-arrive", has_file=has_file)
        return message(*lines(found, language), arrive)

    return asked.database.write(work)


def summed(session: Session, found: Results) -> Summed:
    group = found.group
    return Summed(
        results=found,
        client=session.get_one(Client, (group.account_id, group.client_id)),
        game=session.get_one(Game, (group.account_id, group.game_id)),
    )


def lines(found: Summed, language: Language) -> Iterator[str]:
    """In mrkdwn."""
    say, counts = language.mrkdwn, found.results.counts
    yield say(
        "results-head",
        group=found.group.name,
        client=wording.named(found.client.name, found.client.alias),
        game=found.game.title,
        registered=found.results.registered,
    )
    if not any(counts.values()):
        yield say("results-nobody")
        return
    yield states(counts, language)
    if found.results.mean_score is not None:
        yield say("results-mean", value=found.results.mean_score / HUNDREDTHS)


def states(counts: dict[PlayState, int], language: Language) -> str:
    """How many stand where, of the states that there are."""
    return ", ".join(
        language("results-state", stage=state.value, count=count)
        for state, count in counts.items()
        if count
    )


def of_learner(asked: Asked, address: str) -> Message:
    """All plays of one learner of the client. Raises NotAllowed."""
    keyring, language = asked.office.keyring, asked.language

    def read(session: Session) -> tuple[Client, list[Result]]:
        account_id = asked.actor.account_id
        client = clients.find_client(session, account_id=account_id, given=asked.words[0])
        return client, of_client(session, asked, client)

    def of_client(session: Session, asked: Asked, client: Client) -> list[Result]:
        try:
            return results.of_learner(
                session, actor=asked.actor, keyring=keyring, client=client, address=address
            )
        except (UnknownLearner, BadLearner):
            return []

    client, found = asked.database.read(read)
    facts = {"given": address, "client": wording.named(client.name, client.alias)}
    if not found:
        return message(language.mrkdwn("results-none", **facts))
    head = language.mrkdwn("results-learner", **facts)
    return message(head, *(play(one, client, language) for one in found[:SHOWN]))


def play(one: Result, client: Client, language: Language) -> str:
    score, seen = one.score, one.last_seen
    return language.mrkdwn(
        "results-play",
        game=one.game,
        group=one.group,
        stage=one.state.value,
        score=language("results-no-score")
        if score is None
        else language("results-points", value=score / HUNDREDTHS),
        minutes=round(one.time_cs / CENTISECONDS),
        seen=language.moment(seen, client.time_zone) if seen else language("results-never"),
    )


def compose(session: Session, delivery: Delivery) -> Letter:
    """For the role that the member has now, and in their language. Raises Unreachable."""
    language = people.language_for(session, delivery)
    account_id = delivery.account_id
    member = session.get_one(Member, (account_id, delivery.recipient_id))
    if member.removed_at is not None:
        raise Unreachable("the member was removed")
    group = session.get_one(Group, (account_id, UUID(delivery.facts["group_id"])))
    actor = actors.of_member(member, Source.SLACK)
    found = summed(session, results.of_group(session, actor=actor, group=group))
    return Letter(
        language=language,
        message=message(*lines(found, language)),
        enclosures=lambda: enclosures(found, language),
    )


def enclosures(found: Summed, language: Language) -> list[Enclosure]:
    from bot import result_charts  # a second of loading, for the worker alone

    group, day = found.group.name, clock.now().date()
    name = f"{language('results-file')}-{file_name(group)}-{day}"
    heading = language("results-heading", group=group, day=language.day(day))
    described = language(
        "results-picture.alt", group=group, shown=states(found.results.counts, language)
    )
    picture = Enclosure(
        name=f"{name}.png",
        title=heading,
        content=result_charts.drawn(found.results, heading, language),
        alt=described,
    )
    if found.results.rows is None:
        return [picture]
    return [
        picture,
        Enclosure(
            name=f"{name}.csv",
            title=f"{heading} (CSV)",
            content=(BOM + "".join(file(found, language))).encode(),
        ),
    ]


def file(found: Summed, language: Language) -> Iterator[str]:
    return results.as_csv(
        found.results.rows or [],
        headings=language("results-headings").split(", "),
        states={state: language("results-bar", stage=state.value) for state in PlayState},
        time_zone=found.client.time_zone,
    )


def file_name(name: str) -> str:
    """The letters and digits of a name, with hyphens between."""
    kept = "".join(letter if letter.isalnum() else " " for letter in name)
    return "-".join(kept.split())[:60] or "-"


def register(on: Listening) -> None:
    on.submission(FORM, submitted)
    on.action(group_page.RESULTS, pressed)
