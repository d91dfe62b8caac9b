"""Messages and views as plain text, for a terminal and for whoever cannot see them in Slack."""

import re
from collections.abc import Mapping
from typing import Any

from bot.slack.blocks import Block
from bot.slack.words import unescaped

# *bold*, _italic_ and `code`, as they stand around words; not the _ within a name.
MARKS = re.compile(r"(?<!\w)([*_`])(\S|\S.*?\S)\1(?!\w)")
LINK = re.compile(r"<(https?://[^|>]+)\|([^>]+)>")

NAMED = {":warning:": "!", ":no_entry:": "×", ":white_check_mark:": "✓"}


def plain(message: dict[str, Any]) -> str:
    """The text of every block on lines of its own, buttons in brackets."""
    blocks = message.get("blocks")
    lines = [of_block(block) for block in blocks] if blocks else [unmarked(message["text"])]
    return "\n".join(lines)


def of_view(view: dict[str, Any], errors: Mapping[str, str] | None = None) -> str:
    """A modal from its title to its buttons, or a Home; each error below its input."""
    lines = [f"== {view['title']['text']} =="] if view.get("title") else []
    for block in view["blocks"]:
        lines.append(of_block(block))
        if error := (errors or {}).get(block.get("block_id", "")):
            lines.append(f"  ! {error}")
    ways = [view[name]["text"] for name in ("submit", "close") if view.get(name)]
    return "\n".join([*lines, *(["  ".join(f"[{way}]" for way in ways)] if ways else [])])


def of_block(block: Block) -> str:
    match block["type"]:
        case "actions":
            return "  ".join(map(of_element, block["elements"]))
        case "divider":
            return "-" * 8
        case "image":
            return f"(picture: {block['alt_text']})"
        case "context":
            return "  ".join(map(of_text, block["elements"]))
        case "input":
            return of_input(block)
        case "header":
            return f"# {block['text']['text']}"
        case _:
            return of_section(block)


def of_section(block: Block) -> str:
    parts = [of_text(block["text"])] if "text" in block else []
    parts += map(of_text, block.get("fields", []))
    accessory = block.get("accessory")
    return "\n".join(parts) + (f"  {of_element(accessory)}" if accessory else "")


def of_text(element: Block) -> str:
    if element["type"] == "image":
        return f"(picture: {element['alt_text']})"
    is_mrkdwn = element["type"] == "mrkdwn"
    text: str = element["text"]
    return unmarked(text) if is_mrkdwn else text


def of_element(element: Block) -> str:
    """A button, or a menu with what it offers."""
    if element["type"] == "button":
        return f"[{element['text']['text']}]"
    if element["type"] == "image":
        return of_text(element)
    if element["type"] == "overflow":
        return f"[⋯ {' | '.join(texts(element['options']))}]"
    return f"[{held(element)}]"


def of_input(block: Block) -> str:
    mark = "" if block.get("optional") else " *"
    hint = f"\n  ({block['hint']['text']})" if "hint" in block else ""
    return f"{block['label']['text']}{mark}: [{held(block['element'])}]{hint}"


def held(element: Block) -> str:
    """What an input holds as it opens; of boxes all are named, the ticked ones marked."""
    match element["type"]:
        case "plain_text_input":
            return str(element.get("initial_value") or "")
        case "checkboxes":
            ticked = texts(element.get("initial_options", []))
            boxes = texts(element["options"])
            return ", ".join(f"x {one}" if one in ticked else one for one in boxes)
        case "multi_external_select":
            return f"{', '.join(texts(element.get('initial_options', []))) or 'search'} ▾"
        case "datepicker" | "timepicker":
            return str(element.get("initial_date") or element.get("initial_time") or "")
        case "file_input":
            return "file"
        case "users_select":
            return str(element.get("initial_user") or "someone ▾")
    chosen = element.get("initial_option")
    if chosen:
        return str(chosen["text"]["text"])
    return f"{' | '.join(texts(element.get('options', []))) or 'search'} ▾"


def texts(options: list[Block]) -> list[str]:
    return [one["text"]["text"] for one in options]


def unmarked(text: str) -> str:
    """Without mrkdwn's marks, links written out, and our few emojis as signs."""
    bare = MARKS.sub(r"\2", LINK.sub(r"\2 (\1)", text))
    for name, sign in NAMED.items():
        bare = bare.replace(name, sign)
    return unescaped(bare)
