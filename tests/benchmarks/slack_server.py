"""The web process of the Slack benchmark: what `obole serve` runs, with a modal to submit.

Run by `python -m tests.benchmarks.slack_server`, with the settings in the environment.
"""

from flask import Flask

from bot import web
from bot.settings import Settings
from bot.slack import allocate, app
from bot.slack.asking import Submitted
from bot.slack.listening import Listening
from bot.slack.modals import Modal

FORM = "bench.allocate"


def create_app() -> Flask:
    app.FEATURES = (*app.FEATURES, register)
    return web.create_app()


def register(on: Listening) -> None:
    on.submission(FORM, preview)


def preview(asked: Submitted) -> Modal:
    """As much work as a submission has: an allocation rehearsed, and both balances after it."""
    shown = allocate.typed(asked_in_words(asked))
    return Modal(callback_id=FORM, title="Allocate", blocks=shown.blocks, close="Close")


def asked_in_words(asked: Submitted) -> Submitted:
    asked.words.extend(str(asked.kept["words"]).split())
    return asked


if __name__ == "__main__":
    web.serve(Settings.read(), app=f"{__spec__.name}:create_app")
