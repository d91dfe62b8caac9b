"""Slack's documented limits, and a reading of a payload against them.

The numbers are those of Slack's reference: its pages on each block, each block element and each
composition object, on modal views, Home tab views, chat.postMessage, and on how to respond to a
view_submission and to a block_suggestion. A payload that breaks one is refused as a whole, so the
driver and the tests read everything that is sent with this.

A character of four bytes counts as one: Slack's page on the RTM API says of 4,000 that they are
always under 16 KB, also where all of them are outside of Unicode's basic plane.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Part = dict[str, Any]
Flaws = Iterator[str]

MESSAGE_TEXT = 4000
"""Asked for by Slack's page on chat.postMessage, which cuts at 40,000."""
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
POSTED = 11_000
"""Characters in all blocks of a message that is posted: Slack names no number, and was seen to
refuse some of 11,341 with `msg_blocks_too_long` (bolt-js, issues 2509 and 2867)."""
TITLE = 24
CALLBACK_ID = EXTERNAL_ID = BLOCK_ID = ACTION_ID = 255
PRIVATE_METADATA = 3000
SECTION, FIELD, FIELDS = 3000, 2000, 10
HEADER = 150
CONTEXT_ELEMENTS, ACTIONS_ELEMENTS = 10, 25
ALT_TEXT, IMAGE_TITLE, URL = 2000, 2000, 3000
LABEL, HINT, PLACEHOLDER = 2000, 2000, 150
BUTTON, BUTTON_VALUE = 75, 2000
OPTION, OPTION_VALUE, OPTION_GROUP = 75, 150, 75
OPTIONS, OVERFLOW_OPTIONS, BOX_OPTIONS = 100, 5, 10
INPUT_LENGTH, FILES = 3000, 10
DISPATCHES = {"on_character_entered", "on_enter_pressed"}
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30


def flaws(payload: Part) -> list[str]:
    """What Slack would refuse in a message, a view, or an acknowledgement, in its own words."""
    if "response_action" in payload:
        return list(of_response(payload))
    if "options" in payload or "option_groups" in payload:
        return list(of_options("the suggestions", payload, OPTIONS, least=0))
    if payload.get("type") in {"modal", "home"}:
        return list(of_view(payload))
    return list(of_message(payload))


def of_message(message: Part) -> Flaws:
    """A message always has a text: a notification shows nothing else."""
    yield from length("the message's text", message.get("text"), MESSAGE_TEXT)
    yield from of_blocks("the message", message.get("blocks") or [], MESSAGE_BLOCKS, INERT)


def of_posted(message: Part) -> Flaws:
    """Of a message that is posted, Slack counts all of its blocks together; see `POSTED`."""
    yield from of_message(message)
    found = characters(message.get("blocks") or [])
    if found > POSTED:
        yield f"the message's blocks have {found} characters, {POSTED} at most"


def characters(part: object) -> int:
    """Of every text within a part."""
    if isinstance(part, dict | list):
        return sum(map(characters, part.values() if isinstance(part, dict) else part))
    return len(part) if isinstance(part, str) else 0


def of_response(response: Part) -> Flaws:
    action = response["response_action"]
    if action == "errors":
        if not response.get("errors"):
            yield "an answer with errors has none"
        for name, sentence in response.get("errors", {}).items():
            yield from length(f"the error of {name}", sentence, HINT)
    elif action in {"update", "push"}:
        yield from of_view(response["view"])
    elif action != "clear":
        yield f"{action} is no response_action"


def of_view(view: Part) -> Flaws:
    for name, most in (("callback_id", CALLBACK_ID), ("external_id", EXTERNAL_ID)):
        yield from optional(f"the view's {name}", view.get(name), most)
    yield from optional(
        "the view's private_metadata", view.get("private_metadata"), PRIVATE_METADATA
    )
    yield from of_blocks("the view", view.get("blocks") or [], VIEW_BLOCKS, INERT | INPUT)
    if view["type"] == "home":
        return
    yield from plain("the modal's title", view.get("title"), TITLE)
    for name in ("submit", "close"):
        if view.get(name):
            yield from plain(f"the modal's {name}", view[name], TITLE)
    if not view.get("submit") and any(block["type"] == "input" for block in view["blocks"]):
        yield "the modal has inputs and no submit"


def of_blocks(where: str, blocks: list[Part], most: int, kinds: "Readers") -> Flaws:
    if len(blocks) > most:
        yield f"{where} has {len(blocks)} blocks, {most} at most"
    yield from unique(f"{where}'s block_id", (block.get("block_id") for block in blocks))
    for number, block in enumerate(blocks, 1):
        read = kinds.get(block.get("type", ""))
        if read is None:
            yield f"block {number} of {where} is of the kind {block.get('type')!r}"
            continue
        here = f"block {number} ({block['type']})"
        yield from optional(f"the block_id of {here}", block.get("block_id"), BLOCK_ID)
        yield from read(here, block)


def of_section(here: str, block: Part) -> Flaws:
    fields = block.get("fields") or []
    if not fields or "text" in block:
        yield from text(f"the text of {here}", block.get("text"), SECTION)
    if len(fields) > FIELDS:
        yield f"{here} has {len(fields)} fields, {FIELDS} at most"
    for field in fields:
        yield from text(f"a field of {here}", field, FIELD)
    if "accessory" in block:
        yield from of_elements(here, [block["accessory"]], PRESSED | IMAGE)


def of_header(here: str, block: Part) -> Flaws:
    yield from plain(f"the text of {here}", block.get("text"), HEADER)


def of_context(here: str, block: Part) -> Flaws:
    elements = block["elements"]
    if not 1 <= len(elements) <= CONTEXT_ELEMENTS:
        yield f"{here} has {len(elements)} elements, 1 to {CONTEXT_ELEMENTS} are right"
    for element in elements:
        if element["type"] == "image":
            yield from of_image(here, element)
        else:
            yield from text(f"a text of {here}", element, SECTION)


def of_actions(here: str, block: Part) -> Flaws:
    elements = block["elements"]
    if not 1 <= len(elements) <= ACTIONS_ELEMENTS:
        yield f"{here} has {len(elements)} elements, 1 to {ACTIONS_ELEMENTS} are right"
    yield from unique(f"the action_id of {here}", (one.get("action_id") for one in elements))
    yield from of_elements(here, elements, PRESSED)


def of_image(here: str, block: Part) -> Flaws:
    yield from length(f"the alt_text of {here}", block.get("alt_text"), ALT_TEXT)
    yield from optional(f"the image_url of {here}", block.get("image_url"), URL)
    if ("image_url" in block) == ("slack_file" in block):
        yield f"{here} wants an image_url or a slack_file, and not both"
    if "title" in block:
        yield from plain(f"the title of {here}", block["title"], IMAGE_TITLE)


def of_input(here: str, block: Part) -> Flaws:
    yield from plain(f"the label of {here}", block.get("label"), LABEL)
    if "hint" in block:
        yield from plain(f"the hint of {here}", block["hint"], HINT)
    yield from of_elements(here, [block["element"]], FILLED)


def of_elements(here: str, elements: Iterable[Part], kinds: "Readers") -> Flaws:
    for element in elements:
        read = kinds.get(element.get("type", ""))
        if read is None:
            yield f"{here} cannot hold {element.get('type')!r}"
            continue
        what = f"the {element['type']} of {here}"
        if element["type"] != "image":
            yield from length(f"the action_id of {what}", element.get("action_id"), ACTION_ID)
        if "placeholder" in element:
            yield from plain(f"the placeholder of {what}", element["placeholder"], PLACEHOLDER)
        if "confirm" in element:
            yield from of_confirm(what, element["confirm"])
        yield from read(what, element)


def of_confirm(what: str, dialog: Part) -> Flaws:
    yield from plain(f"the confirm title of {what}", dialog.get("title"), CONFIRM_TITLE)
    yield from text(f"the confirm text of {what}", dialog.get("text"), CONFIRM_TEXT)
    for name in ("confirm", "deny"):
        yield from plain(f"the {name} of {what}", dialog.get(name), CONFIRM_BUTTON)


def of_button(what: str, element: Part) -> Flaws:
    yield from plain(f"the text of {what}", element.get("text"), BUTTON)
    yield from optional(f"the value of {what}", element.get("value"), BUTTON_VALUE)
    yield from optional(
        f"the accessibility_label of {what}", element.get("accessibility_label"), BUTTON
    )
    yield from optional(f"the url of {what}", element.get("url"), URL)
    if element.get("style") not in {None, "primary", "danger"}:
        yield f"the style of {what} is {element['style']!r}"


def of_menu(what: str, element: Part) -> Flaws:
    yield from of_options(what, element, OPTIONS)


def of_overflow(what: str, element: Part) -> Flaws:
    yield from of_options(what, element, OVERFLOW_OPTIONS)


def of_boxes(what: str, element: Part) -> Flaws:
    yield from of_options(what, element, BOX_OPTIONS)
    for one in element.get("initial_options", []):
        if one not in element["options"]:
            yield f"{what} begins with an option it has not"


def of_search(what: str, element: Part) -> Flaws:
    if "initial_option" in element:
        yield from of_option(what, element["initial_option"])


def of_searches(what: str, element: Part) -> Flaws:
    initial = element.get("initial_options", [])
    if len(initial) > OPTIONS:
        yield f"{what} begins with {len(initial)} options, {OPTIONS} at most"
    for one in initial:
        yield from of_option(what, one)


def of_options(what: str, holder: Part, most: int, *, least: int = 1) -> Flaws:
    groups = holder.get("option_groups", [])
    for group in groups:
        yield from plain(f"a group of {what}", group.get("label"), OPTION_GROUP)
    if len(groups) > OPTIONS:
        yield f"{what} has {len(groups)} groups, {OPTIONS} at most"
    lists = [group["options"] for group in groups] if groups else [holder.get("options", [])]
    for options in lists:
        if not least <= len(options) <= most:
            yield f"{what} has {len(options)} options, {least} to {most} are right"
        for option in options:
            yield from of_option(what, option)
    chosen = holder.get("initial_option")
    if chosen is not None and not any(chosen in options for options in lists):
        yield f"{what} begins with an option it has not"


def of_option(what: str, option: Part) -> Flaws:
    yield from text(f"an option of {what}", option.get("text"), OPTION)
    yield from length(f"an option's value of {what}", option.get("value"), OPTION_VALUE)
    if "description" in option:
        yield from plain(f"an option's description of {what}", option["description"], OPTION)


def of_written(what: str, element: Part) -> Flaws:
    most = element.get("max_length", INPUT_LENGTH)
    if not 1 <= most <= INPUT_LENGTH:
        yield f"the max_length of {what} is {most}"
    yield from optional(f"the initial_value of {what}", element.get("initial_value"), most)
    triggers = element.get("dispatch_action_config", {}).get("trigger_actions_on", [])
    if not set(triggers) <= DISPATCHES:
        yield f"{what} tells of {triggers}"


def of_files(what: str, element: Part) -> Flaws:
    if not 1 <= element.get("max_files", FILES) <= FILES:
        yield f"the max_files of {what} is {element['max_files']}"


def nothing(what: str, part: Part) -> Flaws:  # noqa: ARG001 - as the other readers
    """For what has no limits of its own."""
    return iter(())


def text(what: str, part: Part | None, most: int) -> Flaws:
    yield from length(what, (part or {}).get("text"), most)


def plain(what: str, part: Part | None, most: int) -> Flaws:
    yield from text(what, part, most)
    if part and part.get("type") != "plain_text":
        yield f"{what} has to be plain_text"


def length(what: str, value: object, most: int) -> Flaws:
    if not isinstance(value, str) or not value:
        yield f"{what} is missing"
    elif len(value) > most:
        yield f"{what} has {len(value)} characters, {most} at most"


def optional(what: str, value: str | None, most: int) -> Flaws:
    if value is not None and len(value) > most:
        yield f"{what} has {len(value)} characters, {most} at most"


def unique(what: str, values: Iterable[str | None]) -> Flaws:
    for value, count in Counter(values).items():
        if value is not None and count > 1:
            yield f"{what} {value!r} is there {count} times"


Readers = dict[str, Callable[[str, Part], Flaws]]

IMAGE: Readers = {"image": of_image}
INERT: Readers = {
    "section": of_section,
    "header": of_header,
    "context": of_context,
    "actions": of_actions,
    "divider": nothing,
    "image": of_image,
}
INPUT: Readers = {"input": of_input}
CHOSEN: Readers = {
    "static_select": of_menu,
    "external_select": of_search,
    "users_select": nothing,
    "conversations_select": nothing,
    "datepicker": nothing,
    "timepicker": nothing,
    "checkboxes": of_boxes,
    "radio_buttons": of_boxes,
}
PRESSED: Readers = {"button": of_button, "overflow": of_overflow, **CHOSEN}
FILLED: Readers = {
    "plain_text_input": of_written,
    "file_input": of_files,
    "multi_external_select": of_searches,
    **CHOSEN,
}
