"""The blocks of messages, modals and Homes, as Slack's pages on blocks and elements have them.

Texts with mrkdwn take what went through `escape`; labels, options and headers are plain text.
`bot.slack.limits` holds what is built against Slack's limits, in every test.
"""

from collections.abc import Iterable
from typing import Any

from bot.lengths import shortened

Block = dict[str, Any]

OPTION_MOST = BUTTON_MOST = 75
"""Characters of an option's text and of a button's label, also the one that is read aloud (Slack's
pages on the option object and on the button)."""

SECTION_MOST = 3000
"""Characters in the text of a section (Slack's page on the section block)."""


def plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str, *, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return {**block, "accessory": accessory} if accessory else block


def fields(*texts: str) -> Block:
    """Up to 10 short texts, in two columns."""
    return {"type": "section", "fields": [mrkdwn(text) for text in texts]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text)}


def context(*texts: str) -> Block:
    """Up to 10 small grey texts, in one line where there is room."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    return {"type": "divider"}


def picture(url: str, *, alt: str, title: str | None = None) -> Block:
    """An image at a public URL; `alt` is what is read to whoever does not see it."""
    return titled({"type": "image", "image_url": url, "alt_text": alt}, title)


def uploaded_picture(file_id: str, *, alt: str, title: str | None = None) -> Block:
    """An image that was uploaded to Slack (its page on the Slack file object)."""
    return titled({"type": "image", "slack_file": {"id": file_id}, "alt_text": alt}, title)


def titled(block: Block, title: str | None) -> Block:
    return {**block, "title": plain_text(title)} if title else block


def actions(*elements: Block, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements)}
    return {**block, "block_id": block_id} if block_id else block


def button(label: str, *, action_id: str, value: str, style: str | None = None) -> Block:
    """`value` holds at most 2,000 characters, `label` 75 (Slack's page on the button)."""
    block: Block = {
        "type": "button",
        "text": plain_text(label),
        "action_id": action_id,
        "value": value,
    }
    return {**block, "style": style} if style else block


LINKED = "link."
"""How the action of a button that opens a page begins."""


def link(label: str, url: str, *, name: str) -> Block:
    """A button that opens a page; `name` tells it from others of its block."""
    action_id = f"{LINKED}{name}"
    return {"type": "button", "text": plain_text(label), "url": url, "action_id": action_id}


def confirmed(element: Block, *, title: str, text: str, confirm: str, deny: str) -> Block:
    """The element with a dialog of Slack's own before it acts."""
    dialog = {
        "title": plain_text(title),
        "text": plain_text(text),
        "confirm": plain_text(confirm),
        "deny": plain_text(deny),
    }
    return {**element, "confirm": dialog}


def option(text: str, value: str, *, description: str | None = None) -> Block:
    """A line to choose; a long name is shortened, since Slack refuses the whole list for one."""
    block: Block = {"text": plain_text(shortened(text, OPTION_MOST)), "value": value}
    if description:
        block["description"] = plain_text(shortened(description, OPTION_MOST))
    return block


def overflow(*options: Block, action_id: str) -> Block:
    """A menu of 1 to 5 options behind three dots."""
    return {"type": "overflow", "options": list(options), "action_id": action_id}


def select(
    *options: Block, action_id: str, placeholder: str | None = None, chosen: str | None = None
) -> Block:
    """A menu of up to 100 options; `chosen` is the value of the one it opens with."""
    block: Block = {"type": "static_select", "options": list(options), "action_id": action_id}
    if placeholder:
        block["placeholder"] = plain_text(placeholder)
    initial = first(options, chosen)
    return {**block, "initial_option": initial} if initial else block


def first(options: Iterable[Block], value: str | None) -> Block | None:
    """The option that has this value."""
    return next((one for one in options if one["value"] == value), None)


def escape(text: str) -> str:
    """So that a name can neither mention nor link (Slack's page on formatting text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
