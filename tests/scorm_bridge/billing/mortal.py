"""A web process that is killed in the middle of a webhook: `python -m … before|after PORT`."""

import os
import signal
import sys
from typing import Any, NoReturn

from flask import Response, request
from werkzeug.serving import make_server

from bot import web
from bot.demo.processes import LOOPBACK
from ledger import receipts


def die(*_: Any, **__: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def die_answering(response: Response) -> Response:
    """What was done is committed, and nobody is told so."""
    if request.endpoint == "webhooks.told":
        die()
    return response


def main(moment: str, port: str) -> None:
    app = web.create_app()
    if moment == "after":
        app.after_request(die_answering)
    else:
        receipts.issue = die  # all is done but this, and nothing is committed
    make_server(LOOPBACK, int(port), app, threaded=True).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
