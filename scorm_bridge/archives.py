"""Opening a zip that somebody uploaded, without trusting a word of it."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scorm_bridge.errors import ArchiveTooLarge, NotAZip, UnsafePath

# Broken, encrypted, or packed by a method that is not there.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)

CHUNK = 256 * 1024
SMALL = 1024 * 1024
"""Below this, an archive of a few highly compressible texts is no bomb whatever its ratio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    files: int = 10_000
    bytes: int = 2 * 1024**3
    ratio: int = 200
    """Unpacked over packed size of the whole archive; real courses stay under 20."""


class Archive:
    """A zip whose names and sizes were checked; its members are read in chunks."""

    def __init__(self, opened: zipfile.ZipFile, limits: Limits) -> None:
        self._zip = opened
        self._limits = limits
        self.members = checked_members(opened, limits)

    @property
    def paths(self) -> list[str]:
        return list(self.members)

    def read(self, path: str, *, most: int) -> bytes:
        """A small member whole. Raises ArchiveTooLarge above `most` bytes, KeyError if absent."""
        if self.members[path].file_size > most:
            raise ArchiveTooLarge(
                measure=f"bytes in {path}", found=self.members[path].file_size, most=most
            )
        return b"".join(self.chunks(path))

    def chunks(self, path: str) -> Iterator[bytes]:
        """The member in pieces of CHUNK bytes, the last one shorter. Raises NotAZip."""
        info = self.members[path]
        left = info.file_size
        try:
            with self._zip.open(info) as member:
                while piece := member.read(CHUNK):
                    left -= len(piece)
                    yield piece
        except UNREADABLE:
            raise NotAZip from None
        if left:
            raise NotAZip  # shorter than it said


@contextmanager
def opened(file: Path, limits: Limits | None = None) -> Iterator[Archive]:
    """Raises NotAZip, UnsafePath or ArchiveTooLarge before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(file)
    except UNREADABLE:
        raise NotAZip from None
    with archive:
        if sum(info.compress_size for info in archive.infolist()) > file.stat().st_size:
            raise NotAZip  # members that overlap or lie: their ratio would mean nothing
        yield Archive(archive, limits or Limits())


def checked_members(opened: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    listed = [info for info in opened.infolist() if not info.filename.endswith("/")]
    if len(listed) > limits.files:
        raise ArchiveTooLarge(measure="files", found=len(listed), most=limits.files)
    members: dict[str, zipfile.ZipInfo] = {}
    for info in listed:
        if not is_safe(info) or info.filename in members:
            raise UnsafePath(path=info.orig_filename[:200])
        members[info.filename] = info
    unpacked = sum(info.file_size for info in listed)
    packed = sum(info.compress_size for info in listed)
    if unpacked > limits.bytes:
        raise ArchiveTooLarge(measure="bytes", found=unpacked, most=limits.bytes)
    if unpacked > max(SMALL, limits.ratio * packed):
        ratio = unpacked // max(packed, 1)
        raise ArchiveTooLarge(measure="ratio", found=ratio, most=limits.ratio)
    return members


def is_safe(info: zipfile.ZipInfo) -> bool:
    """Whether a name stays inside the archive's own folder on every system, and is a plain file."""
    name = info.orig_filename
    path = PurePosixPath(name)
    kind = stat.S_IFMT(info.external_attr >> 16)
    return (
        not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in name
        and ":" not in name
        and name.isprintable()
        and len(name) <= 1000
        and kind in (0, stat.S_IFREG)
    )
