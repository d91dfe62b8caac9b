"""Opening a zip that somebody uploaded, without trusting a word of it."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import Any

from scorm_bridge.errors import ArchiveTooLarge, BadName, NotAZip, UnsafePath

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

IN_UTF_8 = 0x800
"""The flag of a name that says what it is written in (APPNOTE 4.4.4, bit 11)."""

ENTRY = 300
"""Bytes of the directory that a file takes; 46, its name and its times (APPNOTE 4.3.12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    files: int = 10_000
    bytes: int = 2 * 1024**3
    ratio: int = 200
    """Unpacked over packed size of the whole archive; real courses stay under 20."""
    manifest_bytes: int = 5 * 1024**2


class Archive:
    """A zip whose names and sizes were checked; its members are read in chunks."""

    def __init__(self, opened: zipfile.ZipFile, limits: Limits) -> None:
        self._zip = opened
        self.limits = limits
        self.members = checked_members(opened, limits)

    @property
    def paths(self) -> list[str]:
        return list(self.members)

    @property
    def sizes(self) -> dict[str, int]:
        """The bytes of each member, unpacked."""
        return {path: member.file_size for path, member in self.members.items()}

    @property
    def size(self) -> int:
        return sum(self.sizes.values())

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
    """Raises NotAZip, BadName, UnsafePath or ArchiveTooLarge before anything is unpacked."""
    limits = limits or Limits()
    with Upload(file, limits) as upload:
        try:
            archive = zipfile.ZipFile(upload)
        except UnicodeDecodeError as error:
            raise BadName(path=error.object.decode(errors="replace")[:200]) from None
        except UNREADABLE:
            raise NotAZip from None
        with archive:
            if sum(info.compress_size for info in archive.infolist()) > file.stat().st_size:
                raise NotAZip  # members that overlap or lie: their ratio would mean nothing
            yield Archive(archive, limits)


class Upload(FileIO):
    """A zip's bytes, of which no read takes more than a directory of allowed files holds.

    zipfile reads the directory whole, and makes several hundred bytes of every 46 in it: a
    million files would stand in memory before anyone could count them.
    """

    def __init__(self, file: Path, limits: Limits) -> None:
        super().__init__(file)
        self._most = max(SMALL, limits.files * ENTRY)

    def read(self, size: int | None = -1, /) -> bytes | Any:
        if size is not None and size > self._most:
            raise ArchiveTooLarge(measure="bytes in its directory", found=size, most=self._most)
        return super().read(size)


def checked_members(opened: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    listed = [info for info in opened.infolist() if not info.filename.endswith("/")]
    if len(listed) > limits.files:
        raise ArchiveTooLarge(measure="files", found=len(listed), most=limits.files)
    members: dict[str, zipfile.ZipInfo] = {}
    for info in listed:
        name = name_of(info)
        if not is_safe(name, info) or name in members:
            raise UnsafePath(path=name[:200])
        members[name] = info
    unpacked = sum(info.file_size for info in listed)
    packed = sum(info.compress_size for info in listed)
    if unpacked > limits.bytes:
        raise ArchiveTooLarge(measure="bytes", found=unpacked, most=limits.bytes)
    if unpacked > max(SMALL, limits.ratio * packed):
        ratio = unpacked // max(packed, 1)
        raise ArchiveTooLarge(measure="ratio", found=ratio, most=limits.ratio)
    return members


def name_of(info: zipfile.ZipInfo) -> str:
    """The member's name, in UTF-8 even where no flag says so: many tools leave it out.

    Raises BadName for any other letters: what they stand for depends on the machine that wrote
    them, and the game asks for its files by other names.
    """
    name = info.orig_filename
    if info.flag_bits & IN_UTF_8:
        return name
    try:
        return name.encode("cp437").decode()  # zipfile takes them for those of the first PC
    except UnicodeDecodeError:
        raise BadName(path=name[:200]) from None


def is_safe(name: str, info: zipfile.ZipInfo) -> bool:
    """Whether a name stays inside the archive's own folder on every system, and is a plain file."""
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
