"""The pages that learners and payers see, each as a browser comes to it, over the real bridge.

`PAGES` names them all: whoever adds a page adds a line.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import update
from sqlalchemy.orm import Session

from ledger import catalogue, clients, learners
from ledger.models import Audience, Game, Group, Learner, Provider, Purchase, Visibility
from ledger.pricing import parsed_tiers
from ledger.rosters import RosterLine
from scorm_bridge import games, launches, options, packages, previews, runtime
from scorm_bridge.app import create_app
from scorm_bridge.billing import Billing
from scorm_bridge.bridge import EXTENSION, Bridge
from scorm_bridge.demo_game import build_demo_game
from scorm_bridge.launches import Call, Opened
from scorm_bridge.models import Mode, Opens, Package, Replays
from scorm_bridge.outcomes import Outcome
from scorm_bridge.places import Places
from scorm_bridge.rates import Rates
from scorm_bridge.retention import Retention
from scorm_bridge.runtime import Commit
from scorm_bridge.tokens import Window
from tests.ledger.buying import SELLER, Buying
from tests.scorm_bridge import zips
from tests.scorm_bridge.campus import Campus, new_campus
from tests.scorm_bridge.lms import new_package, token_of
from tests.scorm_bridge.player.stage import served
from tests.worlds import KEYRING, World, buy, described

FAR = datetime(2026, 1, 1, tzinfo=UTC)
BILLING = Billing(tiers=parsed_tiers("600:190 6000:175"), seller=SELLER)
RETENTION = Retention(launch_days=400, runtime_days=730)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a page is reached by: the bridge, and a package of the Ferryman in it."""

    world: World
    public: str
    token: str
    holding_token: str
    window_token: str
    steps_token: str
    preview_token: str
    reminders_path: str
    connection_token: str
    payment_token: str
    paid_token: str
    package_zip: bytes
    campus: Campus
    campus_group: Group
    numbers: "count[int]"

    @property
    def campus_url(self) -> str:
        return f"{self.public}{self.campus.path}"

    def link(self, address: str) -> str:
        """A link to sign in to the Campus by, as its mail would have it."""
        return f"{self.campus_url}/sign-in/{self.campus.made_token(address)}"

    def sign_in(self, page: Page, address: str) -> None:
        """Have the browser signed in to the Campus, without its pages."""
        value = self.campus.session_of(address)
        page.context.add_cookies(
            [
                {
                    "name": "obole_campus",
                    "value": value,
                    "domain": "bridge.localhost",
                    "path": self.campus.path,
                }
            ]
        )

    def launch(
        self,
        page: Page,
        learner: str,
        *,
        token: str | None = None,
        mode: str = "",
        to: str = "/launch",
    ) -> None:
        """Post a launch as a package's page does, into the whole of the browser's page."""
        fields = {"token": token or self.token, "learner_id": learner, "learner_name": "Ana"}
        page.goto(f"{self.public}/healthz")
        with page.expect_navigation():
            page.evaluate(POST, {"to": to, **fields, "mode": mode})


POST = """({ to, ...fields }) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: to });
    for (const [name, value] of Object.entries(fields)) {
        form.append(Object.assign(document.createElement("input"), { name, value }));
    }
    document.body.append(form);
    form.submit();
}"""


def refusal(visit: Visit, page: Page) -> None:
    visit.launch(page, "")


def offer(visit: Visit, page: Page) -> None:
    visit.launch(page, "done")
    page.locator("form button").first.wait_for()


def waiting(visit: Visit, page: Page) -> None:
    visit.launch(page, "late", token=visit.holding_token)
    page.locator("#tries").wait_for()


def waiting_on(visit: Visit, page: Page) -> None:
    """After a press of the button."""
    waiting(visit, page)
    page.locator("#wait button").click()
    page.locator("#news:not(:empty)").wait_for()


def player(visit: Visit, page: Page) -> None:
    visit.launch(page, f"ana {next(visit.numbers)}")
    page.frame_locator("#game").locator("#start").wait_for()
    page.locator("#state[data-state=saved]").wait_for()


def steps(visit: Visit, page: Page) -> None:
    """The player with the menu of a game of several SCOs, unfolded."""
    visit.launch(page, f"ana {next(visit.numbers)}", token=visit.steps_token)
    page.locator("#menu").wait_for()
    toggle = page.locator("#menu-toggle")
    if toggle.is_visible():  # where there is room, the list stands beside the game
        toggle.click()


def window_prompt(visit: Visit, page: Page) -> None:
    visit.launch(page, f"ana {next(visit.numbers)}", token=visit.window_token)
    page.locator("#open").wait_for()


def invitation(visit: Visit, page: Page) -> None:
    page.goto(f"{visit.public}/preview/{visit.preview_token}")


def connection(visit: Visit, page: Page) -> None:
    """Outside of an LMS, which it says."""
    visit.launch(page, "ana", token=visit.connection_token, to="/connection-test")
    page.locator("#code:not(:empty)").wait_for(timeout=20_000)


def preview(visit: Visit, page: Page) -> None:
    """The player with a notice."""
    visit.launch(page, "ana", mode="browse")
    page.locator("#notice:not(:empty)").wait_for()
    page.frame_locator("#game").locator("#start").wait_for()


def offline(visit: Visit, page: Page) -> None:
    """The player whose network is gone, in the middle of the game."""
    player(visit, page)
    page.context.set_offline(True)
    page.frame_locator("#game").locator("#start").click()
    page.locator("#state[data-state=unsaved]").wait_for()


def farewell(visit: Visit, page: Page) -> None:
    player(visit, page)
    page.locator("#leave").click()
    page.locator("#farewell").wait_for()


def reminders(visit: Visit, page: Page) -> None:
    page.goto(f"{visit.public}{visit.reminders_path}")


def no_reminders(visit: Visit, page: Page) -> None:
    """Once the button was pressed. They are on again for the next who comes."""
    reminders(visit, page)
    page.locator("form button").click()
    page.locator("main:not(:has(form))").wait_for()
    on = update(Learner).values(reminders_off_at=None)
    visit.world.database.write(lambda session: session.execute(on))


def prices(visit: Visit, page: Page) -> None:
    """Where an order is just below a tier."""
    page.goto(f"{visit.public}/prices?credits=580")
    page.locator("#slider[aria-valuetext]").wait_for()


def payment(visit: Visit, page: Page) -> None:
    """The way back from an order that nobody has confirmed yet."""
    page.goto(f"{visit.public}/billing/{visit.payment_token}")


def paid(visit: Visit, page: Page) -> None:
    page.goto(f"{visit.public}/billing/{visit.paid_token}")


def privacy(visit: Visit, page: Page) -> None:
    page.goto(f"{visit.public}/privacy/{visit.world.account_id.hex}")


def campus_sign_in(visit: Visit, page: Page) -> None:
    page.goto(visit.campus_url)
    page.locator("#address").wait_for()


def campus_flaw(visit: Visit, page: Page) -> None:
    """What the browser takes for an address, and we do not."""
    campus_sign_in(visit, page)
    page.locator("#address").fill("ana@beta")
    page.locator("main .button").click()
    page.locator("#flaw").wait_for()


def campus_sent(visit: Visit, page: Page) -> None:
    campus_sign_in(visit, page)
    page.locator("#address").fill("nobody@else.example")
    page.locator("main .button").click()
    page.locator("main .quiet").wait_for()


def campus_enter(visit: Visit, page: Page) -> None:
    # Of an address that no link was asked for yet: five an hour are all that one is given.
    page.goto(visit.link(f"enters{next(visit.numbers)}@beta.example"))
    page.locator("main .button").wait_for()


def campus_link_over(visit: Visit, page: Page) -> None:
    page.goto(f"{visit.campus_url}/sign-in/over")
    page.locator("#address").wait_for()


def campus_games(visit: Visit, page: Page) -> None:
    visit.sign_in(page, "ana@beta.example")
    page.goto(visit.campus_url)
    page.locator(".shelf").wait_for()


def campus_refusal(visit: Visit, page: Page) -> None:
    """What is not there for who is signed in."""
    visit.sign_in(page, "bob@beta.example")
    page.goto(f"{visit.campus_url}/groups/{visit.campus_group.id}/leaderboard")
    page.locator("main .code").wait_for()


def campus_board(visit: Visit, page: Page) -> None:
    visit.sign_in(page, "ana@beta.example")
    page.goto(f"{visit.campus_url}/groups/{visit.campus_group.id}/leaderboard")
    page.locator("table").wait_for()


def campus_player(visit: Visit, page: Page) -> None:
    campus_games(visit, page)
    page.locator(".game .button").first.click()
    page.frame_locator("#game").locator("#start").wait_for()
    page.locator("#left:not(:empty)").wait_for()


def campus_privacy(visit: Visit, page: Page) -> None:
    page.goto(f"{visit.public}/privacy/{visit.world.account_id.hex}/campus")


PAGES: dict[str, Callable[[Visit, Page], None]] = {
    "refusal": refusal,
    "offer": offer,
    "waiting": waiting,
    "waiting-on": waiting_on,
    "player": player,
    "preview": preview,
    "offline": offline,
    "steps": steps,
    "window-prompt": window_prompt,
    "invitation": invitation,
    "connection-test": connection,
    "farewell": farewell,
    "privacy": privacy,
    "reminders": reminders,
    "no-reminders": no_reminders,
    "campus-sign-in": campus_sign_in,
    "campus-flaw": campus_flaw,
    "campus-sent": campus_sent,
    "campus-enter": campus_enter,
    "campus-link-over": campus_link_over,
    "campus-games": campus_games,
    "campus-refusal": campus_refusal,
    "campus-board": campus_board,
    "campus-player": campus_player,
    "campus-privacy": campus_privacy,
    "prices": prices,
    "payment": payment,
    "paid": paid,
}


@contextmanager
def visits(world: World, folder: Path) -> Iterator[Visit]:
    """A bridge with a package whose finished learner is offered a play, and one that holds."""
    places = Places("http://bridge.localhost", "http://{label}.content.localhost")
    app = create_app(Bridge(database=world.database, keyring=KEYRING, places=places))
    with served(app) as port:
        places = Places(
            f"http://bridge.localhost:{port}", f"http://{{label}}.content.localhost:{port}"
        )
        bridge = Bridge(
            database=world.database,
            keyring=KEYRING,
            places=places,
            rates=Rates(),
            retention=RETENTION,
            billing=BILLING,
        )
        app.extensions[EXTENSION] = bridge
        yield furnished(world, bridge, folder)


def furnished(world: World, bridge: Bridge, folder: Path) -> Visit:
    world.allocate(600)
    file = build_demo_game(folder / "game.zip")
    game = world.database.write(
        lambda session: games.add_game_from_zip(
            session, actor=world.operator, file=file, title="The Ferryman of Acheron"
        )
    )
    package, holding = new_package(world, game=game), new_package(world)
    in_window = new_package(world, game=game)
    change(world, in_window, opens=Opens.WINDOW)
    change(world, package, replays=Replays.NEW_PLAY)
    change(world, holding, burst_most=1, burst_minutes=600, burst_holds=True)
    campus, group = furnished_campus(world, bridge, game)
    visit = Visit(
        world=world,
        campus=campus,
        campus_group=group,
        public=bridge.places.public_url,
        token=token_of(world, package),
        holding_token=token_of(world, holding),
        window_token=token_of(world, in_window),
        steps_token=token_of(world, new_package(world, game=game_of_steps(world, folder))),
        preview_token=preview_token(world, bridge, game),
        reminders_path=reminders_path(world, bridge),
        connection_token=bridge.tokens.connection_test(world.account_id, world.acme.id, FAR),
        payment_token=payment_token(bridge, Buying(world).order(provider=Provider.MANUAL)),
        paid_token=payment_token(bridge, Buying(world).bought()),
        package_zip=zip_of(world, bridge, package, game),
        numbers=count(1),
    )
    open_play(world, visit.holding_token, "first")
    finish(world, open_play(world, visit.token, "done"))
    return visit


BETA: dict[str, Any] = {"colour": "#12355b", "accent": "#f0a500", "has_leaderboard": True}


def furnished_campus(world: World, bridge: Bridge, game: Game) -> tuple[Campus, Group]:
    """Beta School's, in its colours: Ana has a game in each state, and others have played."""
    campus = new_campus(world, bridge, "Beta School", **BETA)
    world.database.write(lambda session: buy(session, world, 120))
    world.allocate(120, campus.client)
    group = campus.group("Spring", ends_at=LATER, play_minutes_most=5, game=game)
    names = {"ana": "Ana Pérez", "cleo": "Cleo Martin", "dan": "Dan Okafor"}
    lines = [
        RosterLine(number, f"{short}@beta.example", name)
        for number, (short, name) in enumerate(names.items(), start=1)
    ]
    campus.register(group, *lines)
    for short, score in (("cleo", 9250), ("dan", 7000)):
        finish(world, campus.opened(f"{short}@beta.example", game), score=score)
    oars, shore = plain_game(world, "The oars"), plain_game(world, "The far shore")
    for name, other, facts in (
        ("Autumn", oars, {}),
        ("Next year", shore, {"starts_at": datetime(2030, 1, 7, 8, tzinfo=UTC)}),
    ):
        campus.register(campus.group(name, game=other, ends_at=LATER, **facts), lines[0])
    finish(world, campus.opened("ana@beta.example", oars))
    campus.learner("bob@beta.example", "Bob")
    return campus, group


LATER = datetime(2030, 6, 30, 16, tzinfo=UTC)


def plain_game(world: World, title: str) -> Game:
    """A game without a file, that nobody opens here."""

    def add(session: Session) -> Game:
        game = catalogue.add_game(session, actor=world.operator, title=title)
        catalogue.add_version(session, actor=world.operator, game_id=game.id, content=described())
        catalogue.set_visibility(
            session,
            actor=world.operator,
            game=game,
            visibility=Visibility.ALL,
            clients=[],
            audience=Audience.GROUPS,
        )
        session.flush()
        session.refresh(game)
        return game

    return world.database.write(add)


def game_of_steps(world: World, folder: Path) -> Game:
    item = '<item identifier="{0}" identifierref="r"><title>{1}</title></item>'
    items = "".join(
        item.format(f"step{number}", title)
        for number, title in enumerate(("The oars", "The coin", "The far shore"))
    )
    file = zips.write(folder / "steps.zip", manifest=zips.manifest(items=items))
    return world.database.write(
        lambda session: games.add_game_from_zip(
            session, actor=world.operator, file=file, title="The Ferryman in steps"
        )
    )


def preview_token(world: World, bridge: Bridge, game: Game) -> str:
    made = world.database.write(
        lambda session: previews.make(
            session, actor=world.actor(world.manager), game=session.merge(game), days=90
        )
    )
    return bridge.tokens.preview(made.account_id, made.id)


def reminders_path(world: World, bridge: Bridge) -> str:
    """Of some learner's mail."""
    newcomer = world.newcomer("ines@acme.example")
    ids = {"account_id": world.account_id, "client_id": world.acme.id}
    learner_id = world.database.write(
        lambda session: learners.recognise(session, newcomer=newcomer, **ids)
    )
    code = world.database.read(lambda session: clients.campus_code(session, world.acme))
    token = bridge.tokens.reminders(learner_id=learner_id, **ids)
    return f"/campus/{code}/reminders/{token}"


def payment_token(bridge: Bridge, order: Purchase) -> str:
    return bridge.tokens.payment(order.account_id, order.id)


def zip_of(world: World, bridge: Bridge, package: Package, game: Game) -> bytes:
    return world.database.read(
        lambda session: packages.as_zip(
            session, package=package, game=game, keyring=KEYRING, places=bridge.places
        )
    )


def open_play(world: World, token: str, learner: str) -> Window:
    call = Call(token=token, learner_id=learner, learner_name="", mode=Mode.NORMAL, lms_origin=None)
    opened = world.database.write(
        lambda session: launches.launch(session, call=call, keyring=KEYRING)
    )
    assert isinstance(opened, Opened)
    return opened.window


def finish(world: World, window: Window, *, score: int = 8500) -> None:
    outcome = Outcome(completion="completed", score=score)
    done = Commit(sequence=1, changes={}, outcome=outcome, session_time=0)
    world.database.write(lambda session: runtime.commit(session, window=window, commit=done))


def change(world: World, package: Package, **changes: object) -> None:
    actor = world.actor(world.manager)
    world.database.write(
        lambda session: options.change(
            session, actor=actor, package=session.merge(package), **changes
        )
    )
