"""The reading of payloads against Slack's limits: what is at a limit passes, one more does not."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.slack import blocks, inputs, limits
from bot.slack.blocks import Block, option
from bot.slack.driver import Flawed
from bot.slack.driver.answer import read
from bot.slack.home import Home
from bot.slack.messages import button, message
from bot.slack.modals import Modal
from tests.bot.slack import trial


def in_message(*parts: Block) -> dict[str, Any]:
    return {"text": "t", "blocks": list(parts)}


def in_modal(*parts: Block, **more: Any) -> dict[str, Any]:
    modal = Modal(callback_id="c", title="t", close="c", submit="s", blocks=parts)
    return {**modal.view(), **more}


def press(**more: Any) -> Block:
    return {**button("b", action_id="a", value="v"), **more}


def dialog(title: int = 1, text: int = 1, confirm: int = 1) -> Block:
    return blocks.confirmed(
        press(), title="x" * title, text="x" * text, confirm="x" * confirm, deny="x"
    )


def options(count: int, *, text: int = 1, value: int = 1) -> list[Block]:
    return [
        {"text": blocks.plain_text("x" * text), "value": f"{number}".rjust(value, "v")}
        for number in range(count)
    ]


def ways(*elements: Block) -> dict[str, Any]:
    return in_message(blocks.actions(*elements))


def titled(**lengths: int) -> dict[str, Any]:
    return in_modal(**{name: blocks.plain_text("x" * most) for name, most in lengths.items()})


AT_LIMITS: list[tuple[str, Callable[[int], dict[str, Any]], int]] = [
    ("a message's text", lambda n: {"text": "x" * n}, 4000),
    ("a message's blocks", lambda n: in_message(*[blocks.divider()] * n), 50),
    ("a view's blocks", lambda n: in_modal(*[blocks.divider()] * n), 100),
    ("a home's blocks", lambda n: Home(blocks=[blocks.divider()] * n).view, 100),
    ("a section", lambda n: in_message(blocks.section("x" * n)), 3000),
    ("a field", lambda n: in_message(blocks.fields("x" * n)), 2000),
    ("fields", lambda n: in_message(blocks.fields(*["x"] * n)), 10),
    ("a header", lambda n: in_message(blocks.header("x" * n)), 150),
    ("a context", lambda n: in_message(blocks.context(*["x"] * n)), 10),
    ("alt_text", lambda n: in_message(blocks.picture("https://a.b", alt="x" * n)), 2000),
    ("a button", lambda n: ways(press(text=blocks.plain_text("x" * n))), 75),
    ("a button's value", lambda n: ways(press(value="x" * n)), 2000),
    ("what a button is called aloud", lambda n: ways(press(accessibility_label="x" * n)), 75),
    ("an action_id", lambda n: ways(press(action_id="x" * n)), 255),
    ("a url", lambda n: ways(blocks.link("l", "x" * n, name="a")), 3000),
    ("a dialog's title", lambda n: ways(dialog(title=n)), 100),
    ("a dialog's text", lambda n: ways(dialog(text=n)), 300),
    ("a dialog's button", lambda n: ways(dialog(confirm=n)), 30),
    ("options", lambda n: ways(blocks.select(*options(n), action_id="a")), 100),
    ("an option", lambda n: ways(blocks.select(*options(1, text=n), action_id="a")), 75),
    ("an option's value", lambda n: ways(blocks.select(*options(1, value=n), action_id="a")), 150),
    ("an overflow", lambda n: ways(blocks.overflow(*options(n), action_id="a")), 5),
    ("boxes", lambda n: in_modal(inputs.ticks("i", "l", options(n))), 10),
    ("a block_id", lambda n: in_message({**blocks.divider(), "block_id": "x" * n}), 255),
    ("a title", lambda n: titled(title=n), 24),
    ("a submit", lambda n: titled(submit=n), 24),
    ("a close", lambda n: titled(close=n), 24),
    ("a callback_id", lambda n: in_modal(callback_id="x" * n), 255),
    ("an external_id", lambda n: in_modal(external_id="x" * n), 255),
    ("private_metadata", lambda n: in_modal(private_metadata="x" * n), 3000),
    ("a label", lambda n: in_modal(inputs.text("i", "x" * n)), 2000),
    ("a hint", lambda n: in_modal(inputs.text("i", "l", hint="x" * n)), 2000),
    ("a placeholder", lambda n: in_modal(inputs.text("i", "l", placeholder="x" * n)), 150),
    ("an input's length", lambda n: in_modal(inputs.text("i", "l", most=n)), 3000),
    ("files", lambda n: in_modal(inputs.files("i", "l", most=n)), 10),
    ("suggestions", lambda n: {"options": options(n)}, 100),
    ("an error", lambda n: {"response_action": "errors", "errors": {"i": "x" * n}}, 2000),
    (
        "actions",
        lambda n: ways(*[press(action_id=f"a{number}") for number in range(n)]),
        25,
    ),
]


@pytest.mark.parametrize(
    ("make", "most"), [case[1:] for case in AT_LIMITS], ids=[case[0] for case in AT_LIMITS]
)
def test_a_limit_is_held(make: Callable[[int], dict[str, Any]], most: int) -> None:
    assert limits.flaws(make(most)) == []
    [flaw] = limits.flaws(make(most + 1))
    assert str(most) in flaw or str(most + 1) in flaw


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ({"blocks": [blocks.divider()]}, "the message's text is missing"),
        (in_message(blocks.section("")), "the text of block 1 (section) is missing"),
        (in_message(blocks.picture("https://a.b", alt="")), "alt_text"),
        (in_message({"type": "image", "alt_text": "a"}), "image_url or a slack_file"),
        (in_message(inputs.text("i", "l")), "of the kind 'input'"),
        (in_message(blocks.actions()), "has 0 elements"),
        (in_message(blocks.context()), "has 0 elements"),
        (ways(press(), press()), "action_id of block 1 (actions) 'a' is there 2 times"),
        (ways(press(style="blue")), "style"),
        (ways(inputs.text("i", "l")["element"]), "cannot hold 'plain_text_input'"),
        (in_message(*[{**blocks.divider(), "block_id": "b"}] * 2), "block_id 'b' is there 2"),
        (in_modal(inputs.text("i", "l"), submit=None), "has inputs and no submit"),
        (in_modal(title=blocks.mrkdwn("t")), "has to be plain_text"),
        (in_modal(inputs.choice("i", "l", [])), "has 0 options"),
        (in_modal(inputs.text("i", "l", value="xx", most=5) | {"label": None}), "label"),
        ({"response_action": "errors", "errors": {}}, "has none"),
        ({"response_action": "stay"}, "no response_action"),
        ({"response_action": "update", "view": in_modal(title=None)}, "the modal's title"),
    ],
)
def test_what_slack_refuses_is_named(payload: dict[str, Any], says: str) -> None:
    [flaw] = limits.flaws(payload)
    assert says in flaw


def test_a_menu_begins_with_one_of_its_options() -> None:
    menu = {**blocks.select(*options(2), action_id="a"), "initial_option": option("x", "other")}
    assert limits.flaws(ways(menu)) == [
        "the static_select of block 1 (actions) begins with an option it has not"
    ]


def test_groups_of_options_are_read_too() -> None:
    group = {"label": blocks.plain_text("x" * 76), "options": options(101)}
    assert len(limits.flaws({"option_groups": [group]})) == 2


def test_an_answer_to_a_submission_may_be_only_its_action() -> None:
    assert limits.flaws({"response_action": "clear"}) == []


def test_every_builder_keeps_within_them() -> None:
    built = trial.form(about="it", is_prefilled=True)
    assert limits.flaws(built.view("https://hooks.slack.example/1")) == []
    assert limits.flaws(trial.menu().payload) == []
    assert limits.flaws(trial.preview("p").view()) == []
    long = option("x" * 200, "v", description="y" * 200)
    assert limits.flaws(ways(blocks.select(long, action_id="a", placeholder="p", chosen="v"))) == []
    picture = blocks.uploaded_picture("F1", alt="Credits by month", title="Credits")
    texts = [blocks.fields("a", "b"), blocks.context("c"), blocks.header("h"), picture]
    section = blocks.section("s", accessory=blocks.overflow(option("o", "v"), action_id="a"))
    assert limits.flaws(in_message(*texts, section)) == []


def test_the_driver_takes_nothing_that_slack_would_refuse() -> None:
    with pytest.raises(Flawed, match="the message's text is missing"):
        read({"blocks": []})
    read(None)
    read(message("m").payload)
