"""A client's Campus as a learner's browser sees it, without the browser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ledger import actors, catalogue, clients, learners, registering, status
from ledger.database import insert_once
from ledger.models import Access, Audience, Client, Game, Group, Learner, Visibility
from ledger.models import Campus as CampusRow
from ledger.rosters import RosterLine
from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.campus import doors, playing, sessions, sign_in
from scorm_bridge.campus.doors import Door
from scorm_bridge.models import CampusSession, SignInLink
from scorm_bridge.tokens import Window
from tests.ledger.campus import make
from tests.scorm_bridge.lms import COMMIT, DONE, NOTHING, PUBLIC, Facts, launch_facts
from tests.worlds import KEYRING, World

OURS = {"Sec-Fetch-Site": "same-origin", "Origin": PUBLIC}
"""What a browser says of a form that our own page sends."""

FIELD = re.compile(r'name="form" value="([^"]+)"')


@dataclass(kw_only=True)
class Campus:
    """One client's Campus in one browser, whose cookies `browser` keeps."""

    world: World
    bridge: Bridge
    client: Client
    code: str
    browser: FlaskClient

    @property
    def path(self) -> str:
        return f"/campus/{self.code}"

    def get(self, path: str = "", **more: Any) -> TestResponse:
        return self.browser.get(f"{self.path}{path}", base_url=PUBLIC, **more)

    def post(self, path: str, headers: Mapping[str, str] = OURS, **fields: str) -> TestResponse:
        return self.browser.post(
            f"{self.path}{path}", base_url=PUBLIC, data=fields, headers=dict(headers)
        )

    def send(self, path: str, **fields: Any) -> TestResponse:
        """Send a form of the page, with the field that proves it."""
        return self.post(path, form=self.form, **fields)

    @property
    def form(self) -> str:
        page = self.get()
        return FIELD.findall(page.text)[0] if FIELD.search(page.text) else ""

    def ask(self, address: str, headers: Mapping[str, str] = OURS) -> TestResponse:
        return self.post("/sign-in", headers, address=address)

    def token(self, address: str) -> str:
        """Ask for a link, and take it as its mail would have it."""
        assert self.ask(address).status_code == 200
        return self.newest_token(address)

    def made_token(self, address: str) -> str:
        """A link, without a page that asks for it."""
        self.world.database.write(
            lambda session: sign_in.ask(
                session, door=self.door(session), keyring=KEYRING, address=address
            )
        )
        return self.newest_token(address)

    def door(self, session: Session) -> Door:
        return doors.find(session, code=self.code)

    def session_of(self, address: str) -> str:
        """The cookie of a session that begins without a link."""
        learner = self.learner(address)
        return self.world.database.write(
            lambda session: sessions.begin(session, client=self.client, learner_id=learner.id)
        )

    def opened(self, address: str, game: Game) -> Window:
        """The window of a launch by a learner, without the pages that lead to it."""
        learner = self.learner(address)
        return self.world.database.write(
            lambda session: playing.launch(session, client=self.client, learner=learner, game=game)
        ).window

    def newest_token(self, address: str) -> str:
        with self.world.database.reading() as session:
            door = doors.find(session, code=self.code)
            key = doors.learner_key(door, KEYRING, address)
            link_id = session.scalars(
                select(SignInLink.id)
                .where(SignInLink.address_key == key, SignInLink.client_id == self.client.id)
                .order_by(SignInLink.id.desc())
                .limit(1)
            ).one()
        return self.bridge.tokens.sign_in(self.client.account_id, link_id)

    def enter(self, token: str, headers: Mapping[str, str] = OURS) -> TestResponse:
        return self.post(f"/sign-in/{token}", headers)

    def sign_in(self, address: str) -> Self:
        answer = self.enter(self.token(address))
        assert (answer.status_code, answer.location) == (303, self.path), answer.text
        return self

    @property
    def is_signed_in(self) -> bool:
        return "/sign-out" in self.get().text

    def elsewhere(self) -> Self:
        """The same Campus in another browser."""
        return replace(self, browser=create_app(self.bridge).test_client())

    @property
    def cookie(self) -> str:
        found = self.browser.get_cookie("obole_campus", "bridge.example", self.path)
        return found.value if found else ""

    def learner(self, address: str, name: str | None = None) -> Learner:
        """Someone of the client's who is known by their address, and registered for nothing."""

        def known(session: Session) -> Learner:
            door = Door(code=self.code, account=self.world.account, client=self.client)
            key = doors.learner_key(door, KEYRING, address)
            newcomer = learners.Newcomer(key=key, lms_id=address, name=name)
            account_id, client_id = self.client.account_id, self.client.id
            learner_id = learners.recognise(
                session, account_id=account_id, client_id=client_id, newcomer=newcomer
            )
            return session.get_one(Learner, (account_id, client_id, learner_id))

        return self.world.database.write(known)

    def group(self, name: str = "Spring", **facts: Any) -> Group:
        """A group that a manager made, open for 30 days unless `facts` say otherwise."""
        return make(self.world, self.client, name, **facts)

    def register(self, group: Group, *lines: RosterLine | str, new_plays: bool = False) -> None:
        """Register learners by their addresses, or by lines with a name and a language."""
        roster = [
            line if isinstance(line, RosterLine) else RosterLine(number, line)
            for number, line in enumerate(lines, start=1)
        ]
        self.world.database.write(
            lambda session: registering.register_roster(
                session,
                actor=self.world.actor(self.world.manager),
                keyring=KEYRING,
                group=session.get_one(Group, (group.account_id, group.id)),
                lines=roster,
                new_plays=new_plays,
                key=None,
            )
        )

    def remove(self, group: Group, address: str) -> None:
        self.world.database.write(
            lambda session: registering.remove(
                session,
                actor=self.world.actor(self.world.manager),
                keyring=KEYRING,
                group=group,
                address=address,
            )
        )

    def launch(self, game: Game | None = None, **fields: Any) -> TestResponse:
        """Press the button of a game."""
        return self.send(f"/games/{(game or self.world.game).id}", **fields)

    def open(self, game: Game | None = None) -> Facts:
        """Press it, follow to the player, and give what it is told."""
        launched = self.launch(game)
        assert launched.status_code == 303, launched.text
        return launch_facts(self.browser.get(launched.location))

    def commit(self, facts: Facts, *, sequence: int = 1, **given: object) -> None:
        """Commit as the window that `facts` opened does."""
        body = {"token": facts["commit"]["token"], "sequence": sequence, "changes": {}}
        body |= {"outcome": NOTHING, "session_time_cs": 0, "ended": False} | given
        origin = self.bridge.places.content_origin(self.world.account_id)
        answer = self.browser.post(COMMIT, base_url=origin, json=body)
        assert answer.status_code == 200, answer.text

    def finish(self, game: Game | None = None, **outcome: object) -> None:
        self.commit(self.open(game), outcome={**DONE, **outcome}, session_time_cs=9_000)

    @property
    def consumed(self) -> int:
        """The credits that the client consumed."""
        ids = {"account_id": self.client.account_id, "client_id": self.client.id}
        return self.world.database.read(lambda session: status.of_client(session, **ids)).consumed

    def count(self, table: Any) -> int:
        with self.world.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    @property
    def live_sessions(self) -> int:
        with self.world.database.reading() as session:
            ended = CampusSession.ended_at.is_(None)
            return session.scalar(select(func.count()).select_from(CampusSession).where(ended)) or 0


def new_campus(world: World, bridge: Bridge, name: str = "Beta School", **facts: Any) -> Campus:
    """A new client of a Campus; `facts` are what can be changed of a client."""
    operator = actors.operator(world.account_id)

    def add(session: Session) -> Client:
        client = clients.add_client(session, actor=operator, name=name, access=Access.CAMPUS)
        return clients.change_client(session, actor=operator, client=client, **facts)

    client = world.database.write(add)
    return campus_of(world, bridge, client)


def campus_of(world: World, bridge: Bridge, client: Client) -> Campus:
    def code(session: Session) -> str:
        ids = {"account_id": client.account_id, "client_id": client.id}
        insert_once(session, CampusRow, code=client.id.hex[-16:], **ids)
        return session.scalars(select(CampusRow.code).where(CampusRow.client_id == client.id)).one()

    return Campus(
        world=world,
        bridge=bridge,
        client=client,
        code=world.database.write(code),
        browser=create_app(bridge).test_client(),
    )


def set_audience(
    world: World, audience: Audience, *, visibility: Visibility = Visibility.ALL
) -> None:
    """Say who may come to play the world's game."""
    world.database.write(
        lambda session: catalogue.set_visibility(
            session,
            actor=world.operator,
            game=session.get_one(Game, (world.account_id, world.game.id)),
            visibility=visibility,
            clients=[],
            audience=audience,
        )
    )
