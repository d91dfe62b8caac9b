"""A wheel, installed where nothing else is, builds a package, serves a launch, and has its texts.

This file is both: the test, and, run by the installed wheel's own Python, what that does.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from sqlalchemy.orm import Session

from bot.language import LANGUAGES, LEARNER_LANGUAGES
from bot.learner_mail import PAGES
from ledger import accounts, actors, allocation, clients, purchases
from ledger.actors import Actor
from ledger.database import Database
from ledger.keyring import KeyRing
from ledger.migrations import upgrade
from ledger.models import Access, Client, Role, Source
from scorm_bridge import games, packages
from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.demo_game import build_demo_game
from scorm_bridge.places import Places

ROOT = Path(__file__).parents[1]


def test_an_installed_wheel_builds_a_package_and_serves_a_launch(tmp_path: Path) -> None:
    wheel = built_wheel(tmp_path / "dist")
    environment = tmp_path / "environment"
    run("uv", "venv", "--quiet", "--python", sys.executable, str(environment))
    install(environment, wheel)
    # Only its own programs are within reach, so no Node is; `-P` keeps this folder out of sight.
    alone = {"PATH": str(environment / "bin"), "HOME": str(tmp_path)}
    script = [str(environment / "bin/python"), "-P", __file__]
    said = run(*script, cwd=tmp_path, env=alone)
    assert said.splitlines()[-1] == "launched"
    assert "Usage: obole" in run(str(environment / "bin/obole"), "--help", cwd=tmp_path, env=alone)


def built_wheel(folder: Path) -> Path:
    run("uv", "build", "--quiet", "--wheel", "--no-build-isolation", "--out-dir", str(folder))
    (wheel,) = folder.glob("obole-*.whl")
    return wheel


def install(environment: Path, wheel: Path) -> None:
    """With what the lock names, out of uv's cache; from the network only what is not there."""
    command = ["uv", "pip", "install", "--quiet", "--python", str(environment), str(wheel)]
    command += ["--constraint", str(ROOT / "requirements.lock")]
    try:
        run(*command, "--offline")
    except subprocess.CalledProcessError:
        run(*command)


def run(
    *command: str, cwd: Path = ROOT, env: dict[str, str] | None = None, timeout: float = 100
) -> str:
    environment = env or {**os.environ, "VIRTUAL_ENV": sys.prefix, "PATH": search_path()}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        timeout=timeout,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def search_path() -> str:
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def launch_once(folder: Path) -> None:
    """Everything between an empty database file and a learner at a player's page."""
    bridge = Bridge(
        database=Database(f"sqlite:///{folder / 'obole.db'}"),
        keyring=KeyRing(["a secret of this test"]),
        places=Places("http://bridge.example", "http://games.example"),
    )
    upgrade(bridge.database)
    browser = create_app(bridge).test_client()
    answer = browser.post(
        "/launch",
        base_url=bridge.places.public_url,
        data={"token": packaged_token(bridge, folder), "learner_id": "ana"},
    )
    assert answer.status_code == 303, answer.text
    page = browser.get(answer.location)
    assert page.status_code == 200, page.text
    for name in ("vendor/scorm12.min.js", "vendor/scorm2004.min.js", "player.css"):
        asset = browser.get(f"/player/0/{name}", base_url=bridge.places.content_url)
        assert asset.status_code == 200, name
    bridge.database.close()


def packaged_token(bridge: Bridge, folder: Path) -> str:
    """The token in a package of the demo's game, for a client that has credits."""
    game_zip = build_demo_game(folder / "game.zip")
    whole = bridge.database.write(lambda session: package_of(session, bridge, game_zip))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        config = archive.read("config.js").decode()
    found: str = json.loads(config.removeprefix("window.OBOLE = ").rstrip(";\n"))["token"]
    return found


def package_of(session: Session, bridge: Bridge, game_zip: Path) -> bytes:
    account = accounts.open_account(session, name="Ludum", keyring=bridge.keyring)
    operator = actors.operator(account.id)
    client = clients.add_client(session, actor=operator, name="Acme", access=Access.SCORM)
    buy_and_allocate(session, operator, client)
    game = games.add_game_from_zip(session, actor=operator, file=game_zip)
    package = packages.build(
        session, actor=operator, keyring=bridge.keyring, client=client, game=game
    )
    return packages.as_zip(
        session, package=package, game=game, keyring=bridge.keyring, places=bridge.places
    )


def buy_and_allocate(session: Session, operator: Actor, client: Client) -> None:
    owner = accounts.add_member(
        session, actor=operator, name="Ana", email="ana@ludum.example", role=Role.OWNER
    )
    buyer = actors.of_member(owner, Source.COMMAND_LINE)
    order = purchases.order_credits(session, actor=buyer, credits=60, key="order")
    purchases.confirm_payment(
        session, actor=operator, number=order.number, payment_reference="bank line 1"
    )
    allocation.allocate_credits(session, actor=buyer, client=client, credits=60, key="allocate")


if __name__ == "__main__":
    assert shutil.which("node") is None
    assert Path(packages.__file__).is_relative_to(sys.prefix)
    launch_once(Path.cwd())
    for language in LANGUAGES.values():
        language.load()
        assert language.credits(120)
    for language in LEARNER_LANGUAGES.values():
        language.load()
    PAGES.get_template("learner_mail.html")
    print("launched")  # noqa: T201
