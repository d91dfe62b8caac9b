"""Opening a zip that somebody uploaded, without trusting a word of it."""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scorm_bridge.errors import ArchiveTooLarge, NotAZip, UnsafePath

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
        """The member in pieces of CHUNK bytes, the last one shorter."""
        try:
            with self._zip.open(self.members[path]) as member:
                while piece := member.read(CHUNK):
                    yield piece
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
            # Broken, encrypted, or packed by a method that is not there.
            raise NotAZip from None


@contextmanager
def opened(file: Path, limits: Limits | None = None) -> Iterator[Archive]:
    """Raises NotAZip, UnsafePath or ArchiveTooLarge before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise NotAZip from None
    with archive:
        yield Archive(archive, limits or Limits())


def checked_members(opened: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    listed = [info for info in opened.infolist() if not info.is_dir()]
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
