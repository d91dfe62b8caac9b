"""Games from zips, of SCORM or of a plain web page: a new one, or a new version of one."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy.orm import Session

from ledger import catalogue, versions
from ledger.actors import Act, Actor
from ledger.models import Game, GameVersion
from scorm_bridge import archives, browser_storage, content, manifest
from scorm_bridge.archives import Archive, Limits
from scorm_bridge.content import Progress
from scorm_bridge.errors import ArchiveTooLarge, BadManifest, NoLaunchFile, NoManifest
from scorm_bridge.manifest import UNTITLED, GameManifest, Sco
from scorm_bridge.models import Standard
from scorm_bridge.scos import Kind

WEB_PAGE = "index.html"
TITLE = re.compile(rb"<title\b[^>]{0,200}>([^<]{1,1000})</title", re.IGNORECASE)


def add_game_from_zip(
    session: Session,
    *,
    actor: Actor,
    file: Path,
    title: str | None = None,
    limits: Limits | None = None,
    progress: Progress = content.unseen,
) -> Game:
    """A game with the zip as its first content version; titled as the zip says by default.

    Takes SCORM 1.2 and 2004, and a plain web page: a zip without a manifest but with an index.html
    at its top. A web page reports nothing, so a play of it is completed once it
    has been opened, without a score; its time is what the player measures.

    Raises the refusals of `BadArchive`, NotAllowed, and NameTaken when the account has a game of
    that title.
    """
    with archives.opened(file, limits) as archive:
        found = read_manifest(archive)
        game = catalogue.add_game(session, actor=actor, title=title or found.title)
        keep(session, actor=actor, game=game, archive=archive, found=found, progress=progress)
    return game


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """A game's current version, and the one before it: the same where nothing was new."""

    version: GameVersion
    before: GameVersion | None

    @property
    def is_new(self) -> bool:
        return self.before is None or self.before.number != self.version.number


def update_game_from_zip(
    session: Session,
    *,
    actor: Actor,
    game: Game,
    file: Path,
    limits: Limits | None = None,
    progress: Progress = content.unseen,
) -> Updated:
    """Give the game a new content version, which new plays get from now on; its packages stay.

    A zip with the content that the game has already makes no version, so that an upload which is
    repeated changes nothing. Its title stays as it is, whatever the zip says.

    Raises the refusals of `BadArchive`, and NotAllowed.
    """
    actor.must(Act.ADD_GAME)
    before = versions.current(session, game)
    with archives.opened(file, limits) as archive:
        found = read_manifest(archive)
        if before is not None and is_same(session, before, archive, found):
            return Updated(version=before, before=before)
        version = keep(
            session, actor=actor, game=game, archive=archive, found=found, progress=progress
        )
    return Updated(version=version, before=before)


def keep(
    session: Session,
    *,
    actor: Actor,
    game: Game,
    archive: Archive,
    found: GameManifest,
    progress: Progress,
) -> GameVersion:
    version = catalogue.add_version(
        session, actor=actor, game_id=game.id, content=described(archive, found)
    )
    content.store(session, version=named(version), archive=archive, progress=progress)
    session.refresh(game)
    return version


def is_same(session: Session, before: GameVersion, archive: Archive, found: GameManifest) -> bool:
    """Whether the archive holds what a version holds, and is read today as it was then."""
    now = described(archive, found)
    was_read = (before.standard, before.launch_path, before.launch_facts)
    if was_read != (now.standard, now.launch_path, now.launch_facts):
        return False
    return content.is_same(session, version=named(before), archive=archive)


def named(version: GameVersion) -> content.Version:
    return content.Version(
        account_id=version.account_id, game_id=version.game_id, number=version.number
    )


def read_manifest(archive: Archive) -> GameManifest:
    if manifest.MANIFEST not in archive.members:
        return web_page(archive)
    try:
        written = archive.read(manifest.MANIFEST, most=archive.limits.manifest_bytes)
    except ArchiveTooLarge as refusal:
        raise BadManifest(
            flaw="too many bytes", facts={"found": refusal.found, "most": refusal.most}
        ) from None
    found = manifest.read(written)
    for sco in found.scos:
        if sco.launch_path not in archive.members:
            raise NoLaunchFile(path=sco.launch_path)
    return found


def web_page(archive: Archive) -> GameManifest:
    """What a manifest would say of a plain web page. Raises NoManifest where there is none.

    A manifest in a folder, or in capitals, is a course zipped wrongly: as a web page it would
    lose its results.
    """
    names = {PurePosixPath(path).name.lower() for path in archive.paths}
    if WEB_PAGE not in archive.members or manifest.MANIFEST in names:
        raise NoManifest
    head = next(archive.chunks(WEB_PAGE), b"")
    title = html_title(head) or UNTITLED
    page = Sco(id="", kind=Kind.SCO, title=title, launch_path=WEB_PAGE, query="", facts={})
    return GameManifest(standard=Standard.WEB, title=title, scos=[page])


def html_title(head: bytes) -> str:
    """The title of a page that begins so; empty where it has none that can be read."""
    found = TITLE.search(head)
    if found is None:
        return ""
    try:
        title = found[1].decode()
    except UnicodeDecodeError:
        title = found[1].decode("cp1252", "replace")  # what old pages are in, whatever they say
    return " ".join(unescape(title).split())


def described(archive: Archive, found: GameManifest) -> catalogue.Content:
    return catalogue.Content(
        standard=found.standard.value,
        launch_path=found.scos[0].launch_path,
        launch_facts={
            "scos": [launch_facts(sco) for sco in found.scos],
            "uses_storage": browser_storage.is_used(archive),
        },
        files=len(archive.members),
        bytes=archive.size,
    )


def launch_facts(sco: Sco) -> dict[str, Any]:
    return {
        "id": sco.id,
        "kind": sco.kind.value,
        "title": sco.title,
        "launch_path": sco.launch_path,
        "query": sco.query,
        **sco.facts,
    }
