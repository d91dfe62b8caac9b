"""The page that opens the game in a window of its own, on the learner's click.

A browser opens a window only when somebody presses something, so a page has to ask. It stays in
the LMS's frame while the game is played, and carries what the game's window tells the LMS.
"""

from typing import Any

from sqlalchemy.orm import Session

from ledger.models import Game
from scorm_bridge import player
from scorm_bridge.errors import TokenRejected
from scorm_bridge.models import Launch, Opens, Package
from scorm_bridge.tokens import Tokens, Window


def is_due(session: Session, window: Window) -> bool:
    """Whether the launch's package opens its game in a window. Raises TokenRejected."""
    _, package, _ = launched(session, window)
    return package is not None and package.opens is Opens.WINDOW


def page_facts(
    session: Session, *, window: Window, tokens: Tokens, language: str, reason: str
) -> dict[str, Any]:
    """The prompt's `launch` document, version 1 of the protocol. Raises TokenRejected.

    `reason` is `package` or `storage`: what the package says, or what a browser refuses a frame.
    """
    launch, package, game = launched(session, window)
    language = (package and package.language) or language
    return {
        "version": player.PROTOCOL,
        "code": window.launch_id.hex,
        "mode": window.mode.value,
        "reason": reason,
        "language": language,
        "game": {"title": game.title},
        "package": package and player.package_facts(package, launch),
        "opening": {"url": f"/open/{tokens.opening(window)}", "name": window_name(window)},
        "texts": player.texts(language),
    }


def launched(session: Session, window: Window) -> tuple[Launch, Package | None, Game]:
    launch = session.get(Launch, (window.account_id, window.launch_id))
    if launch is None:
        raise TokenRejected
    package, game = player.launched(session, launch)
    return launch, package, game


def path(window: Window, tokens: Tokens) -> str:
    """Where the player goes in whose frame the browser lets the game keep nothing."""
    return f"/prompt/{tokens.opening(window)}"


def window_name(window: Window) -> str:
    """One for each play: opened again, the window that is there is used."""
    return f"obole-{(window.registration_id or window.launch_id).hex}"
