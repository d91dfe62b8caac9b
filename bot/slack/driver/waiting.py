"""Waiting for what the app shows a person after it took their request."""

import time
from dataclasses import dataclass

from bot.slack.driver.answer import Answer, read
from bot.slack.driver.receiver import Receiver
from bot.slack.driver.web_api import Call, WebApi

POLL_SECONDS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """What an answer is known by: it comes after the call number `mark`, opens a view by the
    `trigger`, or changes the view `view_id`."""

    mark: int
    trigger: str = ""
    view_id: str = ""


def wait(
    answer: Answer,
    awaited: Awaited,
    *,
    receiver: Receiver,
    web_api: WebApi | None,
    seconds: float,
) -> None:
    """Until something comes to the person of `answer`, where it is added, or the time is over."""
    deadline, mark = time.monotonic() + seconds, awaited.mark
    while time.monotonic() < deadline:
        message = receiver.arrived(answer.user, seconds=POLL_SECONDS)
        if message is not None:
            read(message)
            answer.later.append(message)
            return
        calls = web_api.calls(mark) if web_api else []
        mark += len(calls)
        came = [reaches(call, answer, awaited) for call in calls]
        if any(came):
            return


def reaches(call: Call, answer: Answer, awaited: Awaited) -> bool:
    """Whether this call shows the person something; it is added to the answer then."""
    arguments, returned = call["arguments"], call["answer"]
    match call["method"]:
        case "chat.postMessage" | "chat.postEphemeral":
            if answer.user not in {arguments.get("user"), arguments.get("channel")}:
                return False
            said = {name: arguments[name] for name in ("text", "blocks") if name in arguments}
            read(said, is_posted=True)
            answer.later.append({**said, "ts": returned.get("ts"), "channel": arguments["channel"]})
            return True
        case "views.publish":
            is_theirs = arguments["user_id"] == answer.user
        case "views.open" | "views.push":
            is_theirs = arguments["trigger_id"] == awaited.trigger
        case "views.update":
            is_theirs = arguments.get("view_id") == awaited.view_id
        case _:
            is_theirs = False
    if not (is_theirs and returned["ok"]):
        return False
    read(arguments["view"])
    answer.view = returned["view"]
    return True
