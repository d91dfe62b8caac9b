"""A client's LMS as the bridge sees it: what it posts, without the browser that would post it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from ledger import status
from ledger.database import Base, Database
from ledger.models import Client, Game
from scorm_bridge import packages
from scorm_bridge.app import create_app
from scorm_bridge.billing import Billing
from scorm_bridge.bridge import Bridge
from scorm_bridge.models import Package, PackageStandard
from scorm_bridge.places import Places
from tests.worlds import KEYRING, World

PUBLIC = "https://bridge.example"
CONTENT = "https://{label}.games.example"
LMS_ORIGIN = "https://lms.acme.example"
COMMIT = "/runtime/commit"

Facts = dict[str, Any]
DONE = {"completion": "completed", "success": "passed", "score": 85, "location": "far bank"}
NOTHING = {"completion": "unknown", "success": "unknown", "score": None, "location": ""}


@dataclass(kw_only=True)
class Lms:
    """An LMS with a package of Acme's; `browser` keeps cookies, should any ever be set."""

    world: World
    bridge: Bridge
    browser: FlaskClient
    package: Package
    token: str

    def launch(self, learner: str = "ana", **fields: str) -> TestResponse:
        """POST the form of a package's page; `fields` replace or add to its own."""
        return self.launch_from({"Origin": LMS_ORIGIN}, learner, **fields)

    def launch_from(self, headers: Mapping[str, str], learner: str, **fields: str) -> TestResponse:
        form = {"token": self.token, "learner_id": learner, "learner_name": "Pérez, Ana"}
        form |= {"mode": "normal", "standard": "scorm12"} | fields
        return self.browser.post("/launch", base_url=PUBLIC, data=form, headers=headers)

    def open(self, learner: str = "ana", *, mode: str = "normal") -> Facts:
        """Launch, follow to the player, and give what it is told."""
        launched = self.launch(learner, mode=mode)
        assert launched.status_code == 303, launched.text
        return launch_facts(self.browser.get(launched.location))

    def commit(self, facts: Facts, *, sequence: int = 1, **given: object) -> TestResponse:
        """Post a commit of the window that `facts` opened; `given` replaces parts of its body."""
        body = {"token": facts["commit"]["token"], "sequence": sequence, "changes": {}}
        body |= {"outcome": NOTHING, "session_time_cs": 0, "ended": False} | given
        return self.browser.post(COMMIT, base_url=self.content_origin, json=body)

    def finish(self, learner: str = "ana") -> None:
        answer = self.commit(self.open(learner), outcome=DONE)
        assert answer.json == {"sequence": 1, "owner": True}

    @property
    def content_origin(self) -> str:
        return self.bridge.places.content_origin(self.world.account_id)

    def close(self, **columns: bool | datetime) -> None:
        """Set what says whether the package is open."""
        self.world.database.write(
            lambda session: session.execute(
                update(Package).where(Package.id == self.package.id).values(**columns)
            )
        )


def launch_facts(page: TestResponse) -> Facts:
    assert page.status_code == 200, page.text
    (embedded,) = re.findall(r'<script[^>]* id="launch"[^>]*>(.*?)</script>', page.text, re.DOTALL)
    facts: Facts = json.loads(embedded)
    return facts


def new_bridge(
    database: Database, content: str = CONTENT, *, billing: Billing | None = None
) -> Bridge:
    return Bridge(
        database=database,
        keyring=KEYRING,
        places=Places(PUBLIC, content),
        billing=billing or Billing(),
    )


def new_package(
    world: World,
    *,
    client: Client | None = None,
    game: Game | None = None,
    standard: PackageStandard = PackageStandard.SCORM_12,
) -> Package:
    return world.database.write(
        lambda session: packages.build(
            session,
            actor=world.actor(world.manager),
            keyring=KEYRING,
            client=client or world.acme,
            game=game or world.game,
            standard=standard,
        )
    )


def token_of(world: World, package: Package) -> str:
    return world.database.read(
        lambda session: packages.newest_token(session, package=package, keyring=KEYRING)
    )


def new_lms(world: World, bridge: Bridge) -> Lms:
    package = new_package(world)
    return Lms(
        world=world,
        bridge=bridge,
        browser=create_app(bridge).test_client(),
        package=package,
        token=token_of(world, package),
    )


def rows(database: Database) -> dict[str, int]:
    """How many rows each table holds: equal before and after whatever changes nothing."""
    with database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def consumed(world: World) -> int:
    """The credits that Acme consumed."""
    seen = world.database.read(
        lambda session: status.of_client(
            session, account_id=world.account_id, client_id=world.acme.id
        )
    )
    return seen.consumed
