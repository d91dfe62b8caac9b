"""Game zips for tests, good and bad, written member by member."""

import hashlib
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

Maker = Callable[[Path], Path]
NOISE = hashlib.shake_128(b"noise").digest(3 * 1024**2)
MEMBERS = {"index.html": b"<!doctype html><title>The Ferryman</title>"}


def manifest(
    *,
    items: str = '<item identifier="i" identifierref="r"><title>Crossing</title></item>',
    resources: str = '<resource identifier="r" adlcp:scormtype="sco" href="index.html"/>',
    version: str = "1.2",
    head: str = "",
    attributes: str = "",
    title: str = "The Ferryman",
) -> str:
    """The manifest of a game with one SCO, or with what is given in its place."""
    adlcp = "adlcp_rootv1p2" if version == "1.2" else "adlcp_v1p3"
    return (
        f'{head}<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        f'xmlns:adlcp="http://www.adlnet.org/xsd/{adlcp}" {attributes}>'
        f"<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>"
        f'<organizations default="o"><organization identifier="o"><title>{title}</title>{items}'
        f"</organization></organizations><resources>{resources}</resources></manifest>"
    )


def write(
    file: Path, members: Mapping[str, bytes] = MEMBERS, *, manifest: str | bytes | None = manifest()
) -> Path:
    """A zip of `members`, with a manifest unless it is None."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if manifest is not None:
            archive.writestr("imsmanifest.xml", manifest)
        for name, content in members.items():
            info = zipfile.ZipInfo("placeholder")
            # ZipInfo cleans the names it is given; an attacker's tool does not.
            info.filename = info.orig_filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return file


def patched(file: Path, before: bytes, after: bytes) -> Path:
    """The zip with some of its bytes replaced, wherever they stand."""
    whole = file.read_bytes()
    assert before in whole
    file.write_bytes(whole.replace(before, after))
    return file


def misnamed(letters: bytes, flags: bytes) -> Maker:
    """A name in these bytes, in both headers, with the flags of APPNOTE 4.4.4."""

    def make(file: Path) -> Path:
        placeholder = b"x" * (len(letters) - 4) + b".png"
        write(file, {**MEMBERS, placeholder.decode(): b"?"})
        whole = bytearray(patched(file, placeholder, letters).read_bytes())
        for at in (whole.find(letters) - 30 + 6, whole.rfind(letters) - 46 + 8):
            whole[at : at + 2] = flags
        file.write_bytes(whole)
        return file

    return make


def crowded(file: Path) -> Path:
    """Half a million files without bytes: what zipfile makes of them would fill the memory."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", *[0] * 9, 1, *[0] * 6) + b"x"
    count = 500_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_535, 65_535, len(entry) * count, 0, 0)
    file.write_bytes(entry * count + end)
    return file


def weighty(file: Path) -> Path:
    """A manifest of 50 MB, of text that shrinks by half like any other."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("imsmanifest.xml", "<manifest>" + NOISE.hex() * 8)
        archive.writestr("index.html", "")
    return file


def nested(file: Path) -> Path:
    """A zip of zips of zips, which nobody opens: as a game it has nothing to launch."""
    inner = bytes(8 * 1024**2)
    for depth in range(3):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{depth}.zip", inner)
        inner = file.read_bytes()
    return file
