"""Filling in a modal: the `state.values` that Slack's client makes of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any

from bot.slack.blocks import Block
from bot.slack.driver.answer import View, interactive

Search = Callable[[str, str], list[Block]]
"""The options for an action id and what was typed."""


class NotFilled(ValueError):
    """Slack's client does not send this: an input is empty that may not be, or too long."""


def state_of(view: View) -> dict[str, Any]:
    """The state of a view as it opened."""
    return state(view, {}, lambda *_: [], is_sent=False)


def state(
    view: View, given: Mapping[str, Any], search: Search, *, is_sent: bool = True
) -> dict[str, Any]:
    """`given` are texts, dates, times, options or what they are called, by the inputs' names or
    labels.

    What `is_sent` has to be complete; of a button's view the state is told as it is. Raises
    LookupError for an input or an option that is not there, NotFilled.
    """
    left = dict(given)
    values: dict[str, Any] = {}
    for block, element in stateful(view):
        asked = next((name for name in names(block) if name in left), None)
        filled = initial(element)
        if asked is not None:
            filled = answered(element, left.pop(asked), search)
        if is_sent:
            check(block, element, filled)
        values[named(block, element)] = {element["action_id"]: {"type": element["type"], **filled}}
    if left:
        raise LookupError(f"the view has no input {next(iter(left))!r}")
    return {"values": values}


def stateful(view: View) -> Iterable[tuple[Block, Block]]:
    for block in view["blocks"]:
        for element in interactive(block):
            if element["type"] not in {"button", "overflow"}:
                yield block, element


def named(block: Block, element: Block) -> str:
    """A block without a name of ours has one of Slack's."""
    return str(block.get("block_id") or element["action_id"])


def names(block: Block) -> list[str]:
    label = block.get("label", {}).get("text")
    return [name for name in (block.get("block_id"), label) if name]


def initial(element: Block) -> dict[str, Any]:
    """What an element holds before anyone touched it."""
    match element["type"]:
        case "plain_text_input":
            return {"value": element.get("initial_value")}
        case "datepicker":
            return {"selected_date": element.get("initial_date")}
        case "timepicker":
            return {"selected_time": element.get("initial_time")}
        case "checkboxes" | "multi_external_select":
            return {"selected_options": element.get("initial_options", [])}
        case "conversations_select":
            return {"selected_conversation": element.get("initial_conversation")}
        case "file_input":
            return {"files": []}
        case "users_select":
            return {"selected_user": element.get("initial_user")}
        case _:
            return {"selected_option": element.get("initial_option")}


AS_GIVEN = {"plain_text_input": "value", "users_select": "selected_user"}
"""Where what was given goes as it is, by the kind of element."""


def answered(element: Block, given: Any, search: Search) -> dict[str, Any]:
    if field := AS_GIVEN.get(element["type"]):
        return {field: None if given in {None, ""} else str(given)}
    match element["type"]:
        case "datepicker":
            return {"selected_date": given.isoformat() if isinstance(given, date) else given}
        case "timepicker":
            is_time = isinstance(given, time)
            return {"selected_time": given.strftime("%H:%M") if is_time else given}
        case "checkboxes" | "multi_external_select":
            return {"selected_options": [chosen(element, one, search) for one in given]}
        case "conversations_select":
            return {"selected_conversation": given}
        case "file_input":
            return {"files": list(given)}
        case "external_select" if given:
            return {"selected_option": looked_up(element, given, search)}
        case _:
            return {"selected_option": matching(listed(element), given) if given else None}


def chosen(element: Block, given: Any, search: Search) -> Block:
    """An option as it is, or one of the element's own or, where it has none, of a search's."""
    if isinstance(given, dict):
        return given
    options = listed(element) or search(element["action_id"], str(given))
    return matching(options, str(given))


def looked_up(element: Block, given: Any, search: Search) -> Block:
    """An option as it is, or the one that the suggestions have for what was typed."""
    if isinstance(given, dict):
        return given
    return matching(search(element["action_id"], str(given)), str(given))


def listed(element: Block) -> list[Block]:
    """The options of a menu, those of its groups one after the other."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(one for group in groups for one in group["options"])]


def matching(options: list[Block], given: str) -> Block:
    """The option with this value or text; else the only one there is. Raises LookupError."""
    for one in options:
        if given in {one["value"], one["text"]["text"]}:
            return one
    if len(options) == 1 and given.casefold() in options[0]["text"]["text"].casefold():
        return options[0]
    raise LookupError(f"there is no option {given!r}")


def check(block: Block, element: Block, filled: dict[str, Any]) -> None:
    [held] = filled.values()
    if not held and block["type"] == "input" and not block.get("optional"):
        raise NotFilled(f"{names(block)[-1]} has to be filled in")
    most = element.get("max_length")
    if most and held and len(held) > most:
        raise NotFilled(f"{names(block)[-1]} takes {most} characters")
