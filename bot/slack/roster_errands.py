"""What the worker does for who registers learners: each edits one message from its beginning to
what came of it, and can be begun again."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from bot import refusals
from bot.errands import Correspondence, Errand
from bot.slack import roster_preview
from bot.slack.messages import Message, message
from bot.slack.progress_message import told
from bot.slack.roster_preview import Clerk, Kept
from bot.slack.slack_files import NotFetched, fetch
from ledger import groups, rosters
from ledger.errors import BadRoster, OboleError
from ledger.rosters import BYTES_MOST, Read
from scorm_bridge.errors import ArchiveTooLarge


def clerk_of(errand: Errand) -> Clerk:
    return Clerk(
        database=errand.database,
        keyring=errand.tokens.keyring,
        language=errand.language,
        actor=errand.actor,
    )


def read(errand: Errand) -> str:
    """Read a file and show what it comes to. Begun again, it is read and shown again."""
    file = errand.facts["file"]
    return telling(
        errand,
        begins=("register-reading", {"file": file}),
        fails=("register-again", {"file": file}),
        work=lambda correspondence, _: of_file(errand, correspondence),
    )


def of_file(errand: Errand, correspondence: Correspondence) -> Message:
    say, file = errand.language.mrkdwn, errand.facts["file"]
    try:
        found = fetched(errand, correspondence.token)
        group_id = UUID(errand.facts["group_id"])
        kept = errand.database.write(
            lambda session: roster_preview.keep(session, errand.actor(session), group_id, found)
        )
        return roster_preview.shown(clerk_of(errand), kept, read=found)
    except NotFetched:
        return message(say("register-not-fetched", file=file))
    except OboleError as error:
        return message(say("register-not-read", file=file), refusals.sentence(say, error))


def fetched(errand: Errand, token: str) -> Read:
    """Raises NotFetched, BadRoster."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "roster.csv")
        try:
            fetch(errand, token, file, most=BYTES_MOST)
        except ArchiveTooLarge as error:
            raise BadRoster(
                flaw="too many bytes", facts={"found": error.found, "most": error.most}
            ) from error
        return rosters.read_csv(file.read_bytes())


def register_many(errand: Errand) -> str:
    """Register a long roster; begun again after it was done, it says so and does nothing."""
    kept = Kept.unpacked(errand.facts["kept"])
    clerk, language = clerk_of(errand), errand.language
    count = roster_preview.waiting(clerk, kept)
    group = errand.database.read(
        lambda session: groups.by_id(
            session, account_id=errand.delivery.account_id, id=kept.group_id
        )
    )
    facts = {"group": group.name, "count": count}

    def work(correspondence: Correspondence, ts: str) -> Message:
        def show(share: int) -> None:
            line = language.mrkdwn("register-progress", found=share, **facts)
            correspondence.edit(ts, message(line))

        try:
            with told(show) as progress:
                return roster_preview.register_kept(
                    clerk, kept, new_plays=errand.facts["new_plays"], on_progress=progress
                )
        except OboleError as error:
            refusal = refusals.sentence(language.mrkdwn, error)
            return message(language.mrkdwn("register-refused", group=group.name), refusal)

    begins = ("register-progress", {**facts, "found": 0})
    return telling(
        errand, begins=begins, fails=("register-failed", {"group": group.name}), work=work
    )


Line = tuple[str, dict[str, Any]]


def telling(
    errand: Errand, *, begins: Line, fails: Line, work: Callable[[Correspondence, str], Message]
) -> str:
    """One message, from the line that it begins with to what came of the work."""
    errand.database.read(errand.actor)  # who was removed is told nothing
    correspondence, say = errand.correspondence(), errand.language.mrkdwn
    ts = correspondence.post(message(say(begins[0], **begins[1])))
    try:
        outcome = work(correspondence, ts)
    except Exception:
        correspondence.edit(ts, message(say(fails[0], **fails[1])))
        raise
    correspondence.edit(ts, outcome)
    return f"{correspondence.channel}:{ts}"
