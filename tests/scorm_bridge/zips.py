"""Game zips for tests, good and bad, written member by member."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

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
