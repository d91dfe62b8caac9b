"""The commands that keep running: serve, worker, socket, sandbox, demo."""

import signal
import threading
from pathlib import Path

import click

from bot import logs
from bot.commands.desk import Desk, with_database
from bot.settings import Settings


@click.command()
@click.option("--host", help="The address to listen on; else HOST, else this machine only.")
@click.option("--port", type=int, help="Else PORT, else 8000.")
def serve(host: str | None, port: int | None) -> None:
    """Run the web process until SIGTERM or Ctrl-C."""
    from bot import web

    settings = Settings.read()
    given = {"host": host, "port": port}
    web.serve(settings.model_copy(update={name: value for name, value in given.items() if value}))


@click.command()
@click.option("--once", is_flag=True, help="Deliver what is due, then end.")
@with_database
def worker(desk: Desk, once: bool) -> None:
    """Deliver alerts until SIGTERM or Ctrl-C."""
    from bot.worker import Worker

    logs.configure()
    settings = desk.settings
    worker = Worker(
        database=desk.database,
        keyring=settings.keyring,
        api_url=settings.slack_api_url,
        credentials=settings.slack_credentials,
        retention=settings.retention,
        # Without them it sends messages, and no package.
        places=settings.places if settings.public_url and settings.content_url else None,
        limits=settings.import_limits,
        mail=settings.mail,
        billing=settings.billing,
    )
    if once:
        worker.tick()
        worker.drain()
        return
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    worker.run(stopping)


@click.command()
@with_database
def socket(desk: Desk) -> None:
    """Answer Slack by Socket Mode until SIGTERM or Ctrl-C."""
    from bot.slack import app, socket_mode
    from bot.slack.office import Office

    logs.configure()
    settings = desk.settings
    office = Office(
        database=desk.database,
        keyring=settings.keyring,
        places=settings.places,
        api_url=settings.slack_api_url,
        credentials=settings.slack_credentials,
        billing=settings.billing,
    )
    socket_mode.run(app.create_app(office), settings.app_token)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=8100, show_default=True)
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("var/sandbox")
)
def sandbox(host: str, port: int, folder: Path) -> None:
    """Run a sandbox LMS, for development: it knows no passwords.

    It keeps its courses and its grades in FOLDER, var/sandbox where none is named.
    """
    from werkzeug.serving import make_server

    from scorm_bridge.sandbox import create_app

    server = make_server(host, port, create_app(folder), threaded=True)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    click.echo(f"The sandbox LMS is at http://{host}:{server.port}")
    try:
        server.serve_forever()
    finally:
        server.server_close()


@click.command()
@click.option("--once", is_flag=True, help="End after the story, instead of serving on.")
def demo(once: bool) -> None:
    """Play the main job through, with everything it needs."""
    try:
        from bot.demo.show import run
    except ModuleNotFoundError as error:
        missing = f"The demo needs {error.name}, which an installed Obole has not"
        raise click.ClickException(f"{missing}. Run `make demo` in a clone of it.") from None
    run(once=once)
