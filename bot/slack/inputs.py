"""The inputs of a modal, and what a person filled in.

An input's name is its block's id: its answer is read, and a refusal is shown, by that name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.slack.blocks import Block, first, option, plain_text

TEXT_MOST = 3000
"""Characters of a text input (Slack's page on the plain-text input)."""


def text(
    name: str,
    label: str,
    *,
    value: str | None = None,
    placeholder: str | None = None,
    hint: str | None = None,
    most: int = TEXT_MOST,
    is_long: bool = False,
    is_optional: bool = False,
) -> Block:
    """One line, or several where `is_long`. Of a prefilled `value` the first `most` are shown."""
    element: Block = {"type": "plain_text_input", "max_length": most, "multiline": is_long}
    if value:
        element["initial_value"] = value[:most]
    return labelled(name, label, element, placeholder, hint, is_optional)


def number(
    name: str,
    label: str,
    *,
    value: str | None = None,
    placeholder: str | None = None,
    hint: str | None = None,
    is_optional: bool = False,
) -> Block:
    """A text of a number's length: Slack's own number input refuses “1 000” without a word
    that says why, and ours says what to write instead."""
    return text(
        name,
        label,
        value=value,
        placeholder=placeholder,
        hint=hint,
        most=NUMBER_MOST,
        is_optional=is_optional,
    )


NUMBER_MOST = 40


def followed(block: Block, *, action_id: str) -> Block:
    """The same input, of which the app hears with every character (Slack's page on the dispatch
    action configuration); what is typed stays while the view around it changes."""
    each = {"trigger_actions_on": ["on_character_entered"]}
    element = {**block["element"], "action_id": action_id, "dispatch_action_config": each}
    return {**block, "element": element, "dispatch_action": True}


def choice(
    name: str,
    label: str,
    options: Sequence[Block],
    *,
    chosen: str | None = None,
    placeholder: str | None = None,
    hint: str | None = None,
    is_optional: bool = False,
) -> Block:
    """A menu of at most 100 options; `chosen` is a value."""
    element: Block = {"type": "static_select", "options": list(options)}
    if initial := first(options, chosen):
        element["initial_option"] = initial
    return labelled(name, label, element, placeholder, hint, is_optional)


def search(
    name: str,
    label: str,
    *,
    action_id: str,
    chosen: tuple[str, str] | None = None,
    placeholder: str | None = None,
    hint: str | None = None,
    is_optional: bool = False,
) -> Block:
    """A menu whose options are asked for as a person types, from the suggestions registered for
    `action_id`; `chosen` is a text and its value."""
    element: Block = {"type": "external_select", "action_id": action_id, "min_query_length": 0}
    if chosen:
        element["initial_option"] = option(*chosen)
    return labelled(name, label, element, placeholder, hint, is_optional)


def person(name: str, label: str, *, hint: str | None = None) -> Block:
    """A menu of the people of the workspace, which Slack fills itself."""
    return labelled(name, label, {"type": "users_select"}, None, hint, is_optional=False)


def searches(
    name: str,
    label: str,
    *,
    action_id: str,
    chosen: Sequence[tuple[str, str]] = (),
    hint: str | None = None,
    is_optional: bool = False,
) -> Block:
    """As `search`, for several; `chosen` are texts and their values, of which 100 are shown."""
    element: Block = {
        "type": "multi_external_select",
        "action_id": action_id,
        "min_query_length": 0,
    }
    if chosen:
        element["initial_options"] = [option(*one) for one in chosen[:CHOSEN_MOST]]
    return labelled(name, label, element, None, hint, is_optional)


CHOSEN_MOST = 100


def conversation(
    name: str, label: str, *, chosen: str | None = None, hint: str | None = None
) -> Block:
    """A menu of the workspace's channels, which Slack fills itself; `chosen` is a channel's id."""
    element: Block = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if chosen:
        element["initial_conversation"] = chosen
    return labelled(name, label, element, None, hint, is_optional=True)


def day(
    name: str,
    label: str,
    *,
    value: date | None = None,
    hint: str | None = None,
    is_optional: bool = False,
) -> Block:
    element: Block = {"type": "datepicker"}
    if value:
        element["initial_date"] = value.isoformat()
    return labelled(name, label, element, None, hint, is_optional)


def hour(
    name: str,
    label: str,
    *,
    value: time | None = None,
    hint: str | None = None,
    is_optional: bool = False,
) -> Block:
    element: Block = {"type": "timepicker"}
    if value:
        element["initial_time"] = value.strftime("%H:%M")
    return labelled(name, label, element, None, hint, is_optional)


def ticks(
    name: str,
    label: str,
    options: Sequence[Block],
    *,
    ticked: Sequence[str] = (),
    hint: str | None = None,
    is_optional: bool = True,
) -> Block:
    """Up to 10 boxes to tick; `ticked` are values."""
    element: Block = {"type": "checkboxes", "options": list(options)}
    if initial := [one for one in options if one["value"] in ticked]:
        element["initial_options"] = initial
    return labelled(name, label, element, None, hint, is_optional)


def files(
    name: str,
    label: str,
    *,
    kinds: Sequence[str] = (),
    most: int = 1,
    hint: str | None = None,
    is_optional: bool = False,
) -> Block:
    """Files to upload, of these endings (zip, csv); `most` is up to 10."""
    element: Block = {"type": "file_input", "max_files": most}
    if kinds:
        element["filetypes"] = list(kinds)
    return labelled(name, label, element, None, hint, is_optional)


def labelled(
    name: str,
    label: str,
    element: Block,
    placeholder: str | None,
    hint: str | None,
    is_optional: bool,
) -> Block:
    if placeholder:
        element["placeholder"] = plain_text(placeholder)
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label),
        "element": {"action_id": name, **element},
        "optional": is_optional,
    }
    return {**block, "hint": plain_text(hint)} if hint else block


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person filled in, by the inputs' names: the `state.values` of a view.

    An input that was left empty, or that the view does not have, is None.
    """

    values: dict[str, dict[str, Any]]

    def has(self, name: str) -> bool:
        """Whether the view has this input at all."""
        return name in self.values

    def text(self, name: str) -> str | None:
        """What was written, without space around it."""
        written = str(self._of(name).get("value") or "").strip()
        return written or None

    def chosen(self, name: str) -> str | None:
        """The value of the option that was chosen in a menu or a search."""
        one = self._of(name).get("selected_option")
        return str(one["value"]) if one else None

    def person(self, name: str) -> str | None:
        """The Slack user that was chosen."""
        user = self._of(name).get("selected_user")
        return str(user) if user else None

    def all_chosen(self, name: str) -> list[str]:
        """The values of the options that were chosen in a search for several."""
        return [str(one["value"]) for one in self._of(name).get("selected_options") or []]

    def conversation(self, name: str) -> str | None:
        """The id of the channel that was chosen."""
        given = self._of(name).get("selected_conversation")
        return str(given) if given else None

    def day(self, name: str) -> date | None:
        given = self._of(name).get("selected_date")
        return date.fromisoformat(given) if given else None

    def hour(self, name: str) -> time | None:
        given = self._of(name).get("selected_time")
        return time.fromisoformat(given) if given else None

    def ticked(self, name: str) -> frozenset[str]:
        return frozenset(one["value"] for one in self._of(name).get("selected_options") or [])

    def files(self, name: str) -> list[dict[str, Any]]:
        """Slack's file objects: `id`, `name`, `size`, `url_private_download`."""
        return list(self._of(name).get("files") or [])

    def _of(self, name: str) -> dict[str, Any]:
        # One block has one element, whatever its action is called.
        return next(iter(self.values.get(name, {}).values()), {})
