"""A feature of the tests: a modal with each kind of input, a search, a Home, and what fails."""

from bot.slack import blocks, inputs
from bot.slack.answers import Answer
from bot.slack.asking import Asked, Happened, Pressed, Sought, Submitted
from bot.slack.blocks import Block, option
from bot.slack.home import Home
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from bot.slack.modals import Closed, Errors, Modal, Pushed
from ledger.amounts import whole_credits
from ledger.errors import BadAmount, NotAllowed
from ledger.models import Role

FORM, PREVIEW = "trial.form", "trial.preview"
CLIENT, MENU, REPLACE, OPEN, BREAK, NOTHING = (
    f"trial.{name}" for name in ("client", "menu", "replace", "open", "break", "nothing")
)
KINDS = [option("By mail", "mail"), option("By hand", "hand")]
NAMES = [*(f"Client {number}" for number in range(150)), "L’Oréal", "Acme & Sons"]

received: list[Submitted] = []
happened: list[Happened] = []


def register(on: Listening) -> None:
    received.clear()
    happened.clear()
    on.submission(FORM, submitted, inputs={BadAmount: "credits"})
    on.submission(PREVIEW, confirmed)
    on.closing(FORM, lambda asked: message(f"You closed it; it kept {asked.kept['about']}."))
    on.suggestions(CLIENT, suggestions)
    for action, work in ACTIONS.items():
        on.action(action, work)
    on.home(home)
    on.event("team_domain_change", lambda event: happened.append(event))
    on.event("user_change", broken)


def command(asked: Asked) -> Message | Modal:
    """`trial`, `trial menu` or `trial form`."""
    if asked.words == ["menu"]:
        return menu()
    return form(about=" ".join(asked.words), is_prefilled=asked.words == ["prefilled"])


def form(about: str, *, is_prefilled: bool = False) -> Modal:
    return Modal(
        callback_id=FORM,
        title="Try everything",
        submit="Show",
        close="Leave",
        keeps={"about": about},
        tells_closing=True,
        blocks=[
            blocks.header("Each kind of input"),
            inputs.search("client", "Client", action_id=CLIENT, hint="A name or an alias"),
            inputs.number("credits", "Credits", value="120" if is_prefilled else None),
            inputs.text("comment", "Comment", most=500, is_long=True, is_optional=True),
            inputs.choice("kind", "Kind", KINDS, chosen="mail"),
            inputs.day("from", "From", is_optional=True),
            inputs.hour("at", "At", is_optional=True),
            inputs.ticks("boxes", "Tick", KINDS, ticked=["hand"]),
            inputs.files("file", "File", kinds=["zip"], is_optional=True),
            blocks.actions(button("Break", action_id=BREAK, value="-"), block_id="ways"),
        ],
    )


def submitted(asked: Submitted) -> Answer:
    received.append(asked)
    match asked.filled.text("comment"):
        case "errors":
            return Errors({"comment": "Not this.", "kind": "Nor this."})
        case "break":
            raise RuntimeError("a defect")
        case "forbid":
            raise NotAllowed(act="order credits", allowed=["owner"])
        case "close":
            return Closed()
        case "push":
            return Pushed(modal=preview("above"))
        case "say":
            return message("It was said.")
    return preview(f"{whole_credits(asked.filled.text('credits') or '')} credits")


def preview(text: str) -> Modal:
    return Modal(
        callback_id=PREVIEW,
        title="Is this right?",
        blocks=[blocks.section(text)],
        submit="Do it",
        close="Back",
        keeps={"text": text},
    )


def confirmed(asked: Submitted) -> Answer:
    if asked.kept["text"] == "above":
        raise RuntimeError("a defect")
    return message(f"Done: {asked.kept['text']}.")


def suggestions(sought: Sought) -> list[Block]:
    if sought.typed == "break":
        raise RuntimeError("a defect")
    typed = sought.typed.casefold()
    return [option(name, f"id {name}") for name in NAMES if typed in name.casefold()]


def menu() -> Message:
    shown = message("A menu")
    elements = blocks.actions(
        blocks.select(*KINDS, action_id=MENU),
        blocks.overflow(option("Open it", "opened"), option("Not", "not"), action_id=OPEN),
        button("Replace", action_id=REPLACE, value="r"),
        button("Break", action_id=BREAK, value="b"),
        button("Nothing", action_id=NOTHING, value="n"),
    )
    return Message(text=shown.text, blocks=[*shown.blocks, elements])


def home(asked: Asked) -> Home:
    if asked.actor.role is Role.MANAGER:
        raise RuntimeError("a defect")
    ways = blocks.actions(
        button("Open", action_id=OPEN, value="home"),
        blocks.link("Read", "https://obole.example/read", name="read"),
    )
    note = inputs.text("note", "Note", is_optional=True)
    return Home(blocks=[blocks.header("Home"), note, ways])


def opened(pressed: Pressed) -> Answer:
    return form(about=f"{pressed.value} {pressed.filled.text('note') or ''}".strip())


def broken(asked: object) -> None:
    raise RuntimeError("a defect")


ACTIONS = {
    MENU: lambda pressed: message(f"You chose {pressed.value}."),
    OPEN: opened,
    REPLACE: lambda pressed: Replaced(message=message("In its place.")),
    BREAK: broken,
    NOTHING: lambda pressed: None,
}
