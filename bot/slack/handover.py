"""A built package on its way to a client's LMS: the file, a link to it, and three steps there."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot import wording
from bot.errands import Errand
from bot.language import Language
from bot.letters import Unreachable
from bot.slack import blocks
from bot.slack.asking import Asked, Pressed
from bot.slack.blocks import Block, option
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, message
from ledger import outbox
from ledger.actors import Act
from ledger.errors import NotAllowed
from ledger.keyring import KeyRing
from scorm_bridge import downloads, listings
from scorm_bridge.errors import UnknownPackage
from scorm_bridge.listings import Listed
from scorm_bridge.places import Places
from scorm_bridge.tokens import DOWNLOAD_DAYS, Tokens

BUILT, FILE = "package built", "package file"
CHOOSE = "package.lms"

LMSS = ("moodle", "cornerstone", "successfactors", "docebo", "talentlms", "other")
STEPS = {
    "moodle": ("lms-moodle-1", "lms-moodle-2", "lms-moodle-3"),
    "cornerstone": ("lms-cornerstone-1", "lms-cornerstone-2", "lms-cornerstone-3"),
    "successfactors": ("lms-successfactors-1", "lms-successfactors-2", "lms-successfactors-3"),
    "docebo": ("lms-docebo-1", "lms-docebo-2", "lms-docebo-3"),
    "talentlms": ("lms-talentlms-1", "lms-talentlms-2", "lms-talentlms-3"),
    "other": ("lms-other-1", "lms-other-2", "lms-other-3"),
}


def send(session: Session, asked: Asked, one: Listed) -> None:
    """Have the worker hand the package to who asked for it. Raises NotAllowed."""
    asked.actor.must(Act.BUILD_PACKAGE)
    assert asked.actor.member_id is not None
    for kind in (BUILT, FILE):
        outbox.add(
            session,
            account_id=one.package.account_id,
            kind=kind,
            recipient_id=asked.actor.member_id,
            facts={
                "member_id": str(asked.actor.member_id),
                "locale": asked.language.locale,
                "package_id": str(one.package.id),
            },
        )


def facts(one: Listed) -> dict[str, object]:
    """What a package's texts say of it."""
    return {
        "client": wording.named(one.client.name, one.client.alias),
        "game": one.game.title,
        "standard": one.package.standard.value,
    }


def shown(
    language: Language, one: Listed, *lines: str, link: str, lms: str | None = None
) -> Message:
    """The lines, the way to the zip, and the steps of the LMS that was chosen."""
    said = [*lines, language.mrkdwn("package-link", days=DOWNLOAD_DAYS)]
    if lms is not None:
        said += [language.mrkdwn("lms-steps", lms=lms), *map(language.mrkdwn, STEPS[lms])]
    above = message(*said)
    ways = [
        blocks.link(language("package-download.button"), link, name="package"),
        menu(language, one, lms),
    ]
    return Message(text=above.text, blocks=[*above.blocks, blocks.actions(*ways)])


def menu(language: Language, one: Listed, chosen: str | None) -> Block:
    values = {lms: f"{one.package.id.hex}:{lms}" for lms in LMSS}
    return blocks.select(
        *(option(language("lms-name.option", lms=lms), values[lms]) for lms in LMSS),
        action_id=CHOOSE,
        placeholder=language("lms-name.placeholder"),
        chosen=values.get(chosen or ""),
    )


def choose(pressed: Pressed) -> Replaced:
    """The same message with an LMS's steps; its link starts anew."""
    pressed.actor.must(Act.BUILD_PACKAGE)
    package_id, _, lms = pressed.value.partition(":")
    one = pressed.database.read(
        lambda session: listings.get_package(
            session, account_id=pressed.actor.account_id, package_id=UUID(package_id)
        )
    )
    line = pressed.language.mrkdwn("package-ready", **facts(one))
    link = link_to(one, pressed.office.keyring, pressed.office.places)
    return Replaced(message=shown(pressed.language, one, line, link=link, lms=lms))


def link_to(one: Listed, keyring: KeyRing, places: Places) -> str:
    return downloads.url(Tokens(keyring), places, one)


def tell(errand: Errand) -> str:
    """The message with the link; after a failure it is not sent yet."""
    one, places = named(errand), placed(errand)
    line = errand.language.mrkdwn("package-ready", **facts(one))
    link = link_to(one, errand.tokens.keyring, places)
    correspondence = errand.correspondence()
    ts = correspondence.post(shown(errand.language, one, line, link=link))
    return f"{correspondence.channel}:{ts}"


def upload(errand: Errand) -> str:
    """The file; of its three calls only the last one shows it."""
    one, places = named(errand), placed(errand)
    found = errand.database.read(
        lambda session: downloads.of_package(
            session,
            account_id=one.package.account_id,
            package_id=one.package.id,
            keyring=errand.tokens.keyring,
            places=places,
        )
    )
    comment = errand.language.mrkdwn("package-file", **facts(one))
    return errand.correspondence().upload(found.name, found.content, comment)


def named(errand: Errand) -> Listed:
    """The package, for one who may still have it. Raises Unreachable."""
    package_id, account_id = UUID(errand.facts["package_id"]), errand.delivery.account_id

    def read(session: Session) -> Listed:
        errand.actor(session).must(Act.BUILD_PACKAGE)
        return listings.get_package(session, account_id=account_id, package_id=package_id)

    try:
        return errand.database.read(read)
    except (UnknownPackage, NotAllowed) as error:
        raise Unreachable(type(error).__name__) from error


def placed(errand: Errand) -> Places:
    if errand.places is None:
        raise Unreachable("PUBLIC_URL and CONTENT_URL are not set for the worker")
    return errand.places


def register(on: Listening) -> None:
    on.action(CHOOSE, choose)
