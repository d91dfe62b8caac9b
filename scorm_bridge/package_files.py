"""The zip of a package: a manifest, the page with its script and style, and a config.

The page's files are the same in every package, so they are compressed once: a package is written
by adding its own two files to them.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from scorm_bridge import manifest
from scorm_bridge.manifest import PackageFacts
from scorm_bridge.models import PackageStandard

LAUNCH_PAGE = "index.html"
CONFIG = "config.js"
ZIP_TIME = (2020, 1, 1, 0, 0, 0)
"""One time for all files: the same package is the same bytes, whenever it is written."""


def zipped(
    standard: PackageStandard, *, identifier: str, title: str, config: Mapping[str, object]
) -> bytes:
    """`identifier` is the manifest's, an xs:ID; `config` is what the page's script reads."""
    facts = PackageFacts(
        identifier=identifier, title=title, launch_path=LAUNCH_PAGE, files=listed()
    )
    buffer = io.BytesIO()
    buffer.write(page_zip())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(member(manifest.MANIFEST), manifest.write(standard, facts))
        archive.writestr(member(CONFIG), config_script(config))
    return buffer.getvalue()


@cache
def page_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in page_files().items():
            archive.writestr(member(path), content)
    return buffer.getvalue()


@cache
def page_files() -> dict[str, bytes]:
    """What every package carries, as it lies in `scorm_bridge/page`."""
    folder = files("scorm_bridge") / "page"
    found = sorted(folder.iterdir(), key=lambda file: file.name)  # a file system has its own order
    return {file.name: file.read_bytes() for file in found if file.is_file()}


@cache
def listed() -> tuple[str, ...]:
    """The files in the manifest's order: the one that is launched leads."""
    return tuple(sorted({*page_files(), CONFIG}, key=lambda path: (path != LAUNCH_PAGE, path)))


def member(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, ZIP_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def config_script(config: Mapping[str, object]) -> bytes:
    """A script and not a JSON file: an LMS may serve what it does not know as a download."""
    # U+2028 and the like are escaped, and so is `<`: the file stays inert wherever it is pasted.
    text = json.dumps(config, indent=2).replace("<", "\\u003c")
    return f"window.OBOLE = {text};\n".encode()
