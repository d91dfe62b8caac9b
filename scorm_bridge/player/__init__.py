"""What the player is told when it opens, and the files it is made of."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import clock
from ledger.models import Game, GameVersion, Group, Learner, Registration
from scorm_bridge.errors import TokenRejected
from scorm_bridge.models import Launch, Mode, Package, Preview, Runtime, Standard
from scorm_bridge.scos import Kind
from scorm_bridge.tokens import Content, Tokens, Window

PROTOCOL = 1
LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """Who plays, and where they stand; of a preview, nobody and nothing."""

    lms_id: str = ""
    name: str = ""
    language: str | None = None
    game_version: int | None = None
    runtime: Runtime | None = None
    is_completed: bool = False

    @property
    def spoken(self) -> str | None:
        """Their language, where the player speaks it."""
        return self.language if self.language in LANGUAGES else None


def page_facts(
    session: Session, *, window: Window, tokens: Tokens, language: str
) -> dict[str, Any]:
    """The player's `launch` document, version 1 of the protocol. Raises TokenRejected.

    `language` is the browser's, unless the package says another, or the learner speaks another.
    """
    launch = session.get(Launch, (window.account_id, window.launch_id))
    if launch is None:
        raise TokenRejected
    package, game = launched(session, launch)
    learning = learning_of(session, window)
    language = (package and package.language) or learning.spoken or language
    number = learning.game_version or game.current_version
    version = session.get_one(GameVersion, (game.account_id, game.id, number))
    content = Content(
        account_id=window.account_id, client_id=window.client_id, game_id=game.id, version=number
    )
    prefix = tokens.content_prefix(content, clock.now())
    return {
        "version": PROTOCOL,
        "code": window.launch_id.hex,
        "mode": window.mode.value,
        "language": language,
        "game": game_facts(game, version, prefix, pass_mark=package.pass_mark if package else None),
        "package": package and package_facts(package, launch),
        "learner": {"id": learning.lms_id, "name": learning.name},
        "state": learning.runtime.state if learning.runtime else {},
        "outcome": outcome_facts(learning.runtime),
        "commit": {"url": "/runtime/commit", "token": commit_token(tokens, window, learning)},
        "texts": texts(language),
    }


def launched(session: Session, launch: Launch) -> tuple[Package | None, Game]:
    """The game that a launch opened, and the package that it came by, if it came by one."""
    if launch.package_id is not None:
        package = session.get_one(Package, (launch.account_id, launch.package_id))
        return package, session.get_one(Game, (launch.account_id, package.game_id))
    opened: Group | Preview
    if launch.group_id is not None:
        opened = session.get_one(Group, (launch.account_id, launch.group_id))
    else:
        opened = session.get_one(Preview, (launch.account_id, launch.preview_id))
    return None, session.get_one(Game, (launch.account_id, opened.game_id))


def package_facts(package: Package, launch: Launch) -> dict[str, Any]:
    return {
        "standard": package.standard.runtime.value,
        "origin": launch.lms_origin,
        "pointer": pointer(launch.registration_id),
        "reporting": package.reporting.value,
        "pass_mark": package.pass_mark,
    }


def learning_of(session: Session, window: Window) -> Learning:
    if window.registration_id is None:
        return Learning()
    learner, played, runtime = session.execute(
        select(Learner, Registration, Runtime)
        .join(
            Registration,
            (Registration.account_id == Learner.account_id)
            & (Registration.client_id == Learner.client_id)
            & (Registration.learner_id == Learner.id),
        )
        .outerjoin(
            Runtime,
            (Runtime.account_id == Registration.account_id)
            & (Runtime.client_id == Registration.client_id)
            & (Runtime.registration_id == Registration.id),
        )
        .where(
            Registration.account_id == window.account_id,
            Registration.client_id == window.client_id,
            Registration.id == window.registration_id,
        )
    ).one()
    return Learning(
        lms_id=learner.lms_id or "",
        name=learner.name or "",
        language=learner.language,
        game_version=played.game_version,
        runtime=runtime,
        is_completed=played.completed_at is not None,
    )


def game_facts(
    game: Game, version: GameVersion, prefix: str, *, pass_mark: int | None
) -> dict[str, Any]:
    standard = Standard(version.standard)
    scos = [sco_facts(facts, standard, prefix) for facts in version.launch_facts["scos"]]
    if pass_mark is not None:
        for sco in scos:
            sco["mastery_score"] = passing_score(pass_mark, standard)
    return {
        "title": game.title,
        "standard": standard.value,
        # Versions added before this was looked for are taken not to.
        "uses_storage": version.launch_facts.get("uses_storage", False),
        "scos": scos,
    }


def sco_facts(facts: dict[str, Any], standard: Standard, prefix: str) -> dict[str, Any]:
    query = f"?{facts['query']}" if facts.get("query") else ""
    is_2004 = standard is Standard.SCORM_2004
    return {
        "id": facts["id"],
        "title": facts["title"],
        # To the player, an asset is a web page: it is opened, and reports nothing.
        "standard": Standard.WEB if facts.get("kind") == Kind.ASSET else standard,
        "href": f"/content/{prefix}/{quote(facts['launch_path'])}{query}",
        "mastery_score": facts.get("scaled_passing_score" if is_2004 else "mastery_score"),
        "launch_data": facts.get("launch_data", ""),
        "time_limit_action": facts.get("time_limit_action", ""),
        "max_time_allowed": facts.get("max_time_allowed", ""),
    }


def passing_score(pass_mark: int, standard: Standard) -> str:
    """A package's pass mark, as a SCO is told of one: each of several is told the same.

    Points in SCORM 1.2 (RTE 3.4.4, cmi.student_data.mastery_score), a share of 1 in 2004 (RTE
    4.2.19, cmi.scaled_passing_score).
    """
    return f"{pass_mark / 100 if standard is Standard.SCORM_2004 else pass_mark:g}"


def outcome_facts(runtime: Runtime | None) -> dict[str, Any]:
    if runtime is None:
        runtime_facts = {"completion": "unknown", "success": "unknown", "score": None}
        return {**runtime_facts, "location": "", "total_time_cs": 0}
    return {
        "completion": runtime.completion,
        "success": runtime.success,
        "score": None if runtime.score is None else runtime.score / 100,
        "location": runtime.location,
        "total_time_cs": runtime.total_time + runtime.session_time,
    }


def pointer(registration_id: UUID | None) -> str:
    """What the LMS keeps as suspend data: short ASCII that names the play, and holds nothing."""
    return f"o1.{registration_id.hex}" if registration_id else ""


def commit_token(tokens: Tokens, window: Window, learning: Learning) -> str:
    """A preview has no token to commit with, nor has the review of a play that is completed; that
    of an open one tells what the LMS holds of it."""
    learns = window.mode is Mode.REVIEW and not learning.is_completed
    return tokens.commit(window) if window.mode is Mode.NORMAL or learns else ""


@cache
def texts(language: str) -> dict[str, str]:
    found: dict[str, dict[str, str]] = json.loads(asset("texts.json"))
    return found.get(language, found["en"])


@cache
def asset(name: str) -> bytes:
    """A file of the player, such as `player.js` or `vendor/scorm12.min.js`; KeyError if none."""
    if name not in asset_names():
        raise KeyError(name)
    return (files("scorm_bridge.player") / name).read_bytes()


@cache
def asset_names() -> frozenset[str]:
    root = files("scorm_bridge.player")
    own = {file.name for file in root.iterdir() if file.name.endswith((".js", ".css", ".json"))}
    vendor = {f"vendor/{file.name}" for file in (root / "vendor").iterdir()}
    return frozenset(own | vendor)


@cache
def assets_digest() -> str:
    """Names the assets' URLs, so that a browser keeps them until one of them changes."""
    whole = hashlib.sha256()
    for name in sorted(asset_names()):
        whole.update(name.encode() + b"\0" + asset(name))
    return whole.hexdigest()[:16]
