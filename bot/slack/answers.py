"""Where an answer goes: into the acknowledgement while there is time, else beside it."""

from collections.abc import Callable
from typing import assert_never

from bot import refusals
from bot.language import ENGLISH, Language
from bot.slack import failures, modals
from bot.slack.acknowledgement import Acknowledgement
from bot.slack.home import Home
from bot.slack.messages import Message, Replaced, escape, message
from bot.slack.modals import Closed, Errors, Modal, Pushed, Redrawn
from bot.slack.reach import Reach, TriggerExpired
from ledger.errors import OboleError

Answer = Message | Replaced | Modal | Pushed | Redrawn | Closed | Errors | Home | None
"""What a feature may answer. A Modal takes the place of the modal it answers, or opens where
there is none. A Message after a submission closes the modals and is told where they were asked
for. None after a submission closes that one modal; after a press, it changes nothing."""


def attempted(work: Callable[[], Message | Modal], language: Language) -> Message | Modal:
    """The answer, or the sentence of why there is none."""
    try:
        return work()
    except OboleError as error:
        return message(refusals.sentence(language.mrkdwn, error))
    except Exception as error:  # noqa: BLE001 - it is said and reported
        return message(failures.reported(error, language))


def to_command(answer: Message | Modal, due: Acknowledgement, reach: Reach) -> None:
    """A modal is opened before the acknowledgement, so that what goes wrong can be said in it. Of a
    message that is too long for one the rest follows."""
    said = problem(lambda: put(answer, reach), reach) if isinstance(answer, Modal) else answer
    parts = said.parts() if said else []
    is_given = due.give(parts[0].payload if parts else None)
    for part in parts[1:] if is_given else parts:
        told(part, reach)


def to_submission(answer: Answer, due: Acknowledgement, reach: Reach) -> None:
    """In the acknowledgement what Slack takes there (its page on updating and closing views)."""
    match answer:
        case Errors():
            if not due.give(modals.erroneous(answer)):
                told(message(*map(escape, answer.sentences.values())), reach)
        case Modal():
            give_view("update", answer, due, reach)
        case Pushed():
            give_view("push", answer.modal, due, reach)
        case Message():
            due.give({"response_action": "clear"})
            told(answer, reach)
        case Closed():
            due.give({"response_action": "clear"})
        case None:
            due.give()
        case _:
            due.give()
            after(lambda: answer, reach)


def give_view(where: str, modal: Modal, due: Acknowledgement, reach: Reach) -> None:
    try:
        view = modal.view(reach.response_url)
    except modals.TooMuchKept as error:
        refuse(failures.reported(error, reach.language), due, reach)
        return
    # Too late, the modal it would follow is closed already.
    if not due.give({"response_action": where, "view": view}):
        told(message(reach.language.mrkdwn("answer-too-late")), reach)


def refuse(sentence: str, due: Acknowledgement, reach: Reach, *, name: str | None = None) -> None:
    """Say in a modal why its submission did nothing."""
    assert reach.view is not None
    if not due.give(modals.refused(reach.view, sentence, name)):
        told(message(escape(sentence)), reach)


def after(work: Callable[[], Answer], reach: Reach) -> None:
    """Do the work after the acknowledgement, and let its answer, or its failure, reach the person.
    Never raises."""
    found: list[Answer] = []
    trouble = problem(lambda: found.append(work()), reach) or problem(
        lambda: put(found[0], reach), reach
    )
    if trouble is not None:
        told(trouble, reach)


def quietly(work: Callable[[], object]) -> None:
    """What concerns nobody in person: its failure is reported and no one is told."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - as above
        failures.reported(error, ENGLISH)


def put(answer: Answer, reach: Reach) -> None:
    """Raises what Slack, or the way there, raises."""
    match answer:
        case Message():
            reach.tell(answer)
        case Replaced():
            reach.tell(answer.message, replaces=True)
        case Modal() | Pushed() | Redrawn():
            put_modal(answer, reach)
        case Home():
            reach.publish(answer)
        case Errors():
            reach.tell(message(*map(escape, answer.sentences.values())))
        case Closed() | None:
            pass
        case _:
            assert_never(answer)


def put_modal(answer: Modal | Pushed | Redrawn, reach: Reach) -> None:
    match answer:
        case Modal():
            reach.show(answer)
        case Pushed():
            reach.push(answer.modal)
        case Redrawn():
            quietly(lambda: reach.redraw(answer))  # the next character redraws it again


def problem(work: Callable[[], object], reach: Reach) -> Message | None:
    """What there is to say when the work could not be done; None when it was."""
    try:
        work()
    except TriggerExpired:
        return message(reach.language.mrkdwn("answer-too-late"))
    except OboleError as error:
        return message(refusals.sentence(reach.language.mrkdwn, error))
    except Exception as error:  # noqa: BLE001 - said and reported
        return message(failures.reported(error, reach.language))
    return None


def told(said: Message, reach: Reach) -> None:
    """Tell the person; when not even that is possible, it is in the log."""
    quietly(lambda: reach.tell(said))
