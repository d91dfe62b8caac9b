"""Courses: packages that were uploaded, extracted and read."""

import json
import stat
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from secrets import token_hex
from shutil import rmtree
from typing import IO, Literal
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

Standard = Literal["scorm12", "scorm2004"]

MAX_BYTES = 200 * 1024 * 1024
MAX_FILES = 3000


class BadCourse(Exception):
    """The upload is no package this LMS can run; the message is for the person who uploaded it."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """One package; `href` is relative to its content, with parameters if it has some."""

    id: str
    title: str
    standard: Standard
    href: str
    mastery_score: str = ""
    launch_data: str = ""


class Courses:
    """The courses in a folder, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def all(self) -> list[Course]:
        """Return the courses, the oldest first."""
        facts = sorted(self._folder.glob("*/course.json"), key=lambda path: path.stat().st_mtime_ns)
        return [Course(**json.loads(path.read_text("utf-8"))) for path in facts]

    def get(self, course_id: str) -> Course | None:
        """Return a course, or None."""
        return next((course for course in self.all() if course.id == course_id), None)

    def content_of(self, course: Course) -> Path:
        """Return the folder that holds the files of a course."""
        return self._folder / course.id / "content"

    def add(self, archive: IO[bytes]) -> Course:
        """Extract and read a package. Raises BadCourse, and leaves nothing behind then."""
        course_id = token_hex(4)
        folder = self._folder / course_id
        try:
            _extract(archive, folder / "content")
            course = _read_manifest(course_id, folder / "content")
        except BaseException:
            rmtree(folder, ignore_errors=True)
            raise
        (folder / "course.json").write_text(json.dumps(asdict(course)), "utf-8")
        return course


def _extract(archive: IO[bytes], target: Path) -> None:
    try:
        with ZipFile(archive) as package:
            _check(package.infolist())
            package.extractall(target)
    except BadZipFile as error:
        raise BadCourse("This is no zip file. Choose the package as it was downloaded.") from error


def _check(entries: list[ZipInfo]) -> None:
    if len(entries) > MAX_FILES:
        raise BadCourse(f"The zip holds {len(entries)} files, more than {MAX_FILES}.")
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise BadCourse(f"The zip holds more than {MAX_BYTES // 1024**2} MB.")
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or {"\\", ":"} & set(entry.filename):
            raise BadCourse(f"The zip names a file outside of itself: {entry.filename}.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise BadCourse(f"The zip holds a link: {entry.filename}.")


def _read_manifest(course_id: str, content: Path) -> Course:
    manifest = content / "imsmanifest.xml"
    if not manifest.is_file():
        raise BadCourse("The zip has no imsmanifest.xml at its top. Choose a SCORM package.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.parse(manifest, parser).getroot()
    except etree.XMLSyntaxError as error:
        raise BadCourse(f"imsmanifest.xml is not well formed: {error.msg}.") from error
    item = root.find(".//{*}organization//{*}item[@identifierref]")
    if item is None:
        raise BadCourse("The manifest lists nothing to launch: no organization has an item.")
    reference = item.get("identifierref")
    hrefs = [
        r.get("href") for r in root.iterfind(".//{*}resource") if r.get("identifier") == reference
    ]
    if not hrefs or not hrefs[0]:
        raise BadCourse("The manifest launches a resource that it does not list.")
    version = root.findtext(".//{*}schemaversion") or ""
    return Course(
        id=course_id,
        title=root.findtext(".//{*}organization/{*}title") or item.findtext("{*}title") or "Course",
        standard="scorm12" if version.strip() in ("1.2", "") else "scorm2004",
        href=hrefs[0] + (item.get("parameters") or ""),
        mastery_score=item.findtext("{*}masteryscore") or "",
        launch_data=item.findtext("{*}datafromlms") or item.findtext("{*}dataFromLMS") or "",
    )
