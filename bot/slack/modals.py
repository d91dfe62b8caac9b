"""Modals: forms and previews in a window of their own (Slack's page on modal views)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.lengths import shortened
from bot.slack.blocks import Block, escape, plain_text, section
from bot.slack.messages import packed

KEPT_MOST = 3000
"""Characters of a view's private_metadata (Slack's page on modal views)."""

ERROR_MOST = 2000
"""Characters of a sentence below an input: Slack names none, so those of the hint in its place."""

View = dict[str, Any]


class TooMuchKept(ValueError):
    """The facts a modal keeps are longer than Slack carries; they belong in the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Modal:
    """`keeps` are JSON facts that come back with the submission, which Slack signs: they need no
    signature of ours, and hold no secret.

    `title`, `submit` and `close` hold at most 24 characters. Without `submit` there is nothing to
    send, so no inputs. With `tells_closing` the app hears of it when the person closes it.
    """

    callback_id: str
    title: str
    blocks: Sequence[Block]
    close: str
    submit: str | None = None
    keeps: Mapping[str, Any] = field(default_factory=dict)
    tells_closing: bool = False

    def view(self, answers_to: str | None = None) -> View:
        """As Slack takes it. `answers_to` is the response_url it was asked for at: the answer to
        its submission goes there. Raises TooMuchKept."""
        view: View = {
            "type": "modal",
            "callback_id": self.callback_id,
            "title": plain_text(self.title),
            "close": plain_text(self.close),
            "blocks": list(self.blocks),
            "private_metadata": kept_by(self.keeps, answers_to),
            "notify_on_close": self.tells_closing,
        }
        return {**view, "submit": plain_text(self.submit)} if self.submit else view


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """A modal above the one that asked for it, which shows again when this one is closed. Slack
    stacks at most three."""

    modal: Modal


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """The modal as it is for what was typed `at` a time; what is shown for later typing stays."""

    modal: Modal
    at: float


@dataclass(frozen=True, slots=True)
class Errors:
    """A sentence below each input that cannot be taken, by the inputs' names; nothing was done."""

    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Closed:
    """Every modal of this stack is closed."""


def kept_by(facts: Mapping[str, Any], answers_to: str | None) -> str:
    text = json.dumps([answers_to, dict(facts)], ensure_ascii=False, separators=(",", ":"))
    if len(text) > KEPT_MOST:
        raise TooMuchKept(f"{len(text)} characters, {KEPT_MOST} at most")
    return text


def kept(view: View) -> dict[str, Any]:
    """The facts its Modal was made with."""
    return loaded(view)[1]


def answers_to(view: View) -> str | None:
    """The response_url of what opened it, where there was one."""
    return loaded(view)[0]


def loaded(view: View) -> tuple[str | None, dict[str, Any]]:
    """A Home keeps nothing, and nor does a modal that an older version of ours opened."""
    try:
        url, facts = json.loads(view.get("private_metadata") or "[null, {}]")
        return url, dict(facts)
    except (ValueError, TypeError):
        return None, {}


def refused(view: View, sentence: str, name: str | None = None) -> dict[str, Any]:
    """The acknowledgement of a submission that says `sentence` below the input `name`, else below
    the first; in a modal without inputs in place of what it showed. `sentence` is plain text."""
    inputs: list[str] = [one["block_id"] for one in view["blocks"] if one["type"] == "input"]
    if inputs:
        below = name if name is not None and name in inputs else inputs[0]
        return erroneous(Errors({below: sentence}))
    return {"response_action": "update", "view": showing(view, escape(sentence))}


def erroneous(errors: Errors) -> dict[str, Any]:
    said = {name: shortened(text, ERROR_MOST) for name, text in errors.sentences.items()}
    return {"response_action": "errors", "errors": said}


def showing(view: View, mrkdwn: str) -> View:
    """The same modal with nothing left but a text of mrkdwn, and the way out."""
    return {
        "type": "modal",
        "title": view["title"],
        "close": view.get("close") or view["title"],
        "blocks": [section(part) for part in packed([mrkdwn])],
    }
