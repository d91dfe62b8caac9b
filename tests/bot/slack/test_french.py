"""A French account is answered in French, and what it is told of its own accord is French too."""

import pytest
from sqlalchemy import update

from bot.deliveries import COMPOSED
from bot.slack.driver import Answer
from ledger.alerts import BURST, CLOSED, OPENED
from ledger.ids import new_id
from ledger.models import Account
from ledger.outbox import Delivery
from tests.bot.stage import ANA, NOBODY, VERA, Stage


@pytest.fixture
def stage(stage: Stage) -> Stage:
    french = update(Account).values(language="fr")
    stage.world.database.write(lambda session: session.execute(french))
    return stage


def asked(stage: Stage, typed: str, user: str = ANA) -> Answer:
    return stage.driver.command(f"/credits {typed}", user=user)


def read(answer: Answer) -> str:
    """With the narrow and the fixed spaces as a keyboard has them."""
    return answer.text.replace("\u202f", " ").replace("\u00a0", " ")


def test_credits_are_allocated_and_looked_at(stage: Stage) -> None:
    preview = asked(stage, "allocate acme 120 «PO 7» rentrée")
    assert read(preview) == (
        "Attribuer 120 crédits, 20 parties à Acme Learning, référence « PO 7 », "
        "commentaire « rentrée » ?\n"
        "Acme Learning aura ensuite 120 crédits, 20 parties.\n"
        "En attente d’attribution ensuite : 480 crédits, 80 parties.\n"
        "Une attribution est définitive : aucun crédit ne revient d’un client.\n"
        "[Attribuer]  [Annuler]"
    )
    assert read(stage.driver.press(preview, "Attribuer")) == (
        "Attribution faite : 120 crédits, 20 parties à Acme Learning, référence « PO 7 », "
        "commentaire « rentrée ».\n"
        "Acme Learning a désormais 120 crédits, 20 parties.\n"
        "En attente d’attribution désormais : 480 crédits, 80 parties."
    )
    assert read(stage.driver.press(preview, "Attribuer")).startswith("Attribution déjà faite : 120")
    assert read(stage.driver.press(preview, "Annuler")) == (
        "L’attribution était déjà faite avant l’annulation, et elle est définitive : rien n’a été "
        "repris. /credits history la montre."
    )
    other = asked(stage, "allocate acme 6")
    assert read(stage.driver.press(other, "Annuler")) == "Annulé : rien n’a été attribué."
    assert read(asked(stage, "status acme")) == (
        "Acme Learning (acme) : 120 attribués, 0 consommé, 120 disponibles, 20 parties.\n"
        "En attente d’attribution : 480 crédits, 80 parties."
    )
    assert read(asked(stage, "status")) == (
        "En attente d’attribution : 480 crédits, 80 parties.\n"
        "2 clients : 120 attribués, 0 consommé, 120 disponibles, 20 parties.\n"
        "Les premiers à court de crédits :\n"
        "• Acme Learning (acme) : 120 attribués, 0 consommé, 120 disponibles, 20 parties\n"
        "• Ludum : 0 attribué, 0 consommé, 0 disponible, 0 partie"
    )


@pytest.mark.parametrize(
    ("typed", "user", "said"),
    [
        ("allocate acme 12O", ANA, "« 12O » n’est pas un nombre de crédits."),
        ("allocate nope 120", ANA, "Aucun client ne s’appelle « nope »."),
        (
            "allocate acme 606",
            ANA,
            "En attente d’attribution : 600 crédits, 100 parties.",
        ),
        ("allocate acme 6", VERA, "Seul un propriétaire ou un gestionnaire peut attribuer des"),
        ("attribuer acme", ANA, "La commande /credits attribuer n’existe pas. /credits help dit"),
        ('status "acme', ANA, "Un guillemet n’est pas fermé."),
        ("status", NOBODY, "Votre utilisateur Slack U0NOBODY n’est pas membre du compte."),
        ("help equipe", ANA, "Il n’y a pas de sujet « equipe »."),
        ("alocate", ANA, "La commande /credits alocate n’existe pas."),
        ("whoami", VERA, "Vous êtes Vera, vera@ludum.example : lecteur du compte Ludum."),
        ("history", ANA, "Les mouvements des crédits en attente d’attribution, les plus récents"),
        ("client show acme", ANA, "Acme Learning (acme) : 0 attribué, 0 consommé, 0 disponible"),
        ("team", ANA, "Les membres du compte :"),
        ("allocate acne 6", ANA, "Aucun client ne s’appelle « acne ». Vouliez-vous dire acme ?"),
        ("help", ANA, "Ce que vous pouvez taper ; /credits help allocate en dit plus"),
    ],
)
def test_what_cannot_be_done_is_said(stage: Stage, typed: str, user: str, said: str) -> None:
    assert read(asked(stage, typed, user)).startswith(said)


PACKAGE = "01a2b3c4-0000-7000-8000-000000000001"
LOW = {"matter": "low", "available": 54, "low_below": 60}
BURST_HELD = {"most": 50, "minutes": 1, "holds": True, "package_id": PACKAGE}

TOLD_LOW = """\
! Acme Learning (acme) n’aura bientôt plus de crédits : il lui reste 54 crédits, 9 parties, moins \
que le seuil de 60 crédits, 10 parties.
En attente d’attribution : 600 crédits, 100 parties. Pour 20 apprenants de plus, 120 crédits : \
/credits allocate acme 120
[Attribuer 120 crédits, 20 parties]  [Ouvrir le client]  \
[Pendant 1 jour | Pendant 1 semaine | Jusqu’au prochain franchissement ▾]"""
TOLD_POOL_LOW = """\
! Il ne reste guère de crédits en attente d’attribution : 54 crédits, 9 parties, moins que le \
seuil de 60 crédits, 10 parties.
Avec 6 crédits, 1 partie de plus, le seuil est largement dépassé.
[Acheter 6 crédits, 1 partie]  \
[Pendant 1 jour | Pendant 1 semaine | Jusqu’au prochain franchissement ▾]"""
TOLD_OVER = "✓ Acme Learning (acme) a de nouveau 54 crédits, 9 parties."
TOLD_BURST = (
    """\
! Plus de 50 nouveaux apprenants du client Acme Learning (acme) sont arrivés par un même package \
en 1 minute. Ils attendent, sans être facturés.
Laissez-les entrer avec : /credits package release """
    + PACKAGE
    + "\n[Les laisser entrer]  [Ouvrir le client]"
)


@pytest.mark.parametrize(
    ("kind", "of_pool", "facts", "said"),
    [
        (OPENED, False, LOW, TOLD_LOW),
        (OPENED, True, LOW, TOLD_POOL_LOW),
        (CLOSED, False, LOW, TOLD_OVER),
        (BURST, False, BURST_HELD, TOLD_BURST),
    ],
)
def test_owners_are_told(
    stage: Stage, kind: str, of_pool: bool, facts: dict[str, object], said: str
) -> None:
    world = stage.world
    ids = {"wallet_id": str(world.account_id if of_pool else world.acme.id)}
    delivery = Delivery(
        account_id=world.account_id,
        id=new_id(),
        kind=kind,
        recipient_id=world.owner.id,
        facts={**ids, "client_id": str(world.acme.id), **facts},
        attempt=1,
    )
    letter = world.database.read(lambda session: COMPOSED[kind](session, delivery))
    told = Answer(user=ANA, status=200, ack=letter.message.payload, milliseconds=0)
    assert read(told) == said
