"""Socket Mode, for development: the same listeners, where Slack cannot reach this machine."""

import signal
import threading

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

log = structlog.get_logger("obole.slack")


def run(app: App, app_token: str) -> None:
    """Answer until SIGTERM or Ctrl-C."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    handler = SocketModeHandler(app, app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    log.info("socket mode is connected")
    stopping.wait()
    handler.close()  # type: ignore[no-untyped-call]
