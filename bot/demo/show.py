"""`obole demo`: the story told at a terminal, then everything left running to look at."""

import logging
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

import click

from bot.demo.browser import BrowserUnavailable, chromium
from bot.demo.processes import PROJECT, ProgramEnded
from bot.demo.scene import Scene, StoryFailed, running_scene
from bot.demo.story import Story

FOLDER = PROJECT / "var" / "demo"


def run(*, once: bool) -> None:
    """Tell the story in a fresh `var/demo`; then serve on until Ctrl-C, unless `once`.

    Ends the process with 1 when a step fails, after a line that names it.
    """
    # Playwright leaves a task behind when Ctrl-C ends it; nobody needs to read of that.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # Also where a shell started us with it ignored, as in the background of a script.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        with running_scene(FOLDER) as scene:
            started = time.monotonic()
            with chromium() as browser:
                Story(scene=scene, browser=browser, say=click.echo).tell()
            if not once:
                serve_on(scene)
        click.echo(f"all of it read back and right, in {time.monotonic() - started:.0f} s")
        click.echo("demo: ok")
    except (StoryFailed, ProgramEnded, BrowserUnavailable) as error:
        click.echo(f"demo: failed at {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("\ndemo: stopped")
        sys.exit(128 + signal.SIGINT)


def serve_on(scene: Scene) -> NoReturn:
    """Say where to look and what to type, then wait. Raises ProgramEnded when a part ends."""
    write_environment(scene)
    inside = scene.folder.relative_to(PROJECT)
    click.echo(
        f"""
Everything is running. Look at
  the sandbox LMS      {scene.lms.url}   (open the course as any learner)
  Slack's inspector    {scene.slack.inspector_url}   (what Ana received)
  the bridge           {scene.bridge_url}/readyz   and /metrics
Then type, in another terminal:
  set -a; . {inside}/env; set +a; PATH=$PWD/.venv/bin:$PATH
  obole status
  obole statement acme
  obole ledger verify
  obole slack home                                    (Ana's App Home; press, or type on)
  obole slack "/credits status acme"                  (and press, fill in, or type on)
  obole slack "/credits allocate acme 60 PO-8" --press Allocate
  obole game add ../shared/samples/golf_scorm12_single.zip     (or any single-SCO zip of yours)
Logs are in {inside}. Ctrl-C ends it all."""
    )
    while True:
        time.sleep(1)
        for program in scene.programs:
            if program.process.poll() is not None:
                raise ProgramEnded(f"{program.name} ended: {program.said}")


def write_environment(scene: Scene) -> Path:
    """The settings of the running parts, for a shell to read; the secrets are the demo's own."""
    file = scene.folder / "env"
    lines = (f"{name}='{value}'\n" for name, value in scene.environment.items())
    file.write_text("".join(lines), "utf-8")
    file.chmod(0o600)
    return file
