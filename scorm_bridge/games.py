"""Adding a game to the catalogue from a SCORM zip."""

from pathlib import Path

from sqlalchemy.orm import Session

from ledger import catalogue
from ledger.actors import Actor
from ledger.models import Game
from scorm_bridge import archives, content, manifest
from scorm_bridge.archives import Archive, Limits
from scorm_bridge.errors import ArchiveTooLarge, BadManifest, NoLaunchFile, NoManifest
from scorm_bridge.manifest import GameManifest


def add_game_from_zip(
    session: Session,
    *,
    actor: Actor,
    file: Path,
    title: str | None = None,
    limits: Limits | None = None,
) -> Game:
    """A game with the zip as its first content version; titled as its manifest says by default.

    Takes SCORM 1.2 and 2004 with a single SCO. Raises the refusals of `BadArchive`, NotAllowed,
    and NameTaken when the account has a game of that title.
    """
    with archives.opened(file, limits) as archive:
        found = read_manifest(archive)
        game = catalogue.add_game(session, actor=actor, title=title or found.title)
        version = catalogue.add_version(
            session, actor=actor, game_id=game.id, content=described(archive, found)
        )
        content.store(
            session,
            account_id=game.account_id,
            game_id=game.id,
            version=version.number,
            archive=archive,
        )
    session.expire_all()
    return session.get_one(Game, (game.account_id, game.id))


def read_manifest(archive: Archive) -> GameManifest:
    if manifest.MANIFEST not in archive.members:
        raise NoManifest
    try:
        written = archive.read(manifest.MANIFEST, most=manifest.MOST_BYTES)
    except ArchiveTooLarge as refusal:
        raise BadManifest(reason=f"it has {refusal.found:,} bytes") from None
    found = manifest.read(written)
    if found.launch_path not in archive.members:
        raise NoLaunchFile(path=found.launch_path)
    return found


def described(archive: Archive, found: GameManifest) -> catalogue.Content:
    return catalogue.Content(
        standard=found.standard.value,
        launch_path=found.launch_path,
        launch_facts={**found.facts, "query": found.query},
        files=len(archive.members),
        bytes=sum(member.file_size for member in archive.members.values()),
    )
