"""A folder of packages' zips: none is written over another, and none is left half written."""

import re
from pathlib import Path
from uuid import UUID

from scorm_bridge.downloads import stem_of
from scorm_bridge.listings import Listed

PART = ".{}.zip.part"
OF_PART = re.compile(r"\.([0-9a-f-]{36})\.zip\.part")


class PackageFolder:
    """Before a package is committed its part is here, an empty file with its id for a name: a run
    that was interrupted left the parts of those zips that it did not come to write."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def expect(self, package_id: UUID) -> None:
        self._part(package_id).touch()

    def expected(self) -> set[UUID]:
        """The packages whose zips are still to be written; not all of them may be there."""
        found = (OF_PART.fullmatch(file.name) for file in self.path.glob(".*.zip.part"))
        return {UUID(match[1]) for match in found if match}

    def forget(self, package_id: UUID) -> None:
        self._part(package_id).unlink(missing_ok=True)

    def put(self, one: Listed, whole: bytes) -> Path:
        """Write the zip under the first name that is free."""
        part = self._part(one.package.id)
        part.write_bytes(whole)
        stem, number = stem_of(one), 1
        target = self.path / f"{stem}.zip"
        while target.exists():
            number += 1
            target = self.path / f"{stem}-{number}.zip"
        return part.rename(target)

    def _part(self, package_id: UUID) -> Path:
        return self.path / PART.format(package_id)
