"""What a payer reads who comes back from the provider's page, in English, French and Spanish."""

from dataclasses import dataclass

from ledger.models import Purchase, PurchaseState
from scorm_bridge.billing import sums

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "order": "Order {number}: {amount}, {total}",
        "paid": "The payment has arrived.",
        "paid do": "The credits are in the pool. The receipt comes in Slack, or by e-mail.",
        "confirming": "The payment is being confirmed.",
        "confirming do": "You may close this page: the credits arrive by themselves, and Slack "
        "says so.",
        "left": "Nothing is paid yet.",
        "left do": "Nothing was charged. Go on paying as long as the order is open, or go back to "
        "Slack.",
        "pay": "Go on paying",
        "expired": "This order was not paid in time.",
        "failed": "The payment did not go through.",
        "ended do": "Nothing was charged. To order again, type /credits buy in Slack.",
        "refused": "A payment came, but it is not what was asked.",
        "refused do": "It brought no credits. Do not pay it again: in Slack the owners are told "
        "what came and whom to ask.",
        "refunded": "This order was paid back.",
        "refunded do": "Its credits have left the pool. What became of it is in Slack.",
        "look": "Look again",
        "gone": "This link is not valid, or no longer.",
        "gone do": "What became of an order is in Slack: type /credits history.",
        "languages": "Language",
    },
    "fr": {
        "order": "Commande {number} : {amount}, {total}",
        "paid": "Le paiement est arrivé.",
        "paid do": "Les crédits sont en attente d’attribution. Le reçu arrive dans Slack, ou par "
        "e-mail.",
        "confirming": "Le paiement est en cours de confirmation.",
        "confirming do": "Vous pouvez fermer cette page : les crédits arriveront d’eux-mêmes, et "
        "Slack vous le dira.",
        "left": "Rien n’est encore payé.",
        "left do": "Rien n’a été débité. Poursuivez le paiement tant que la commande est ouverte, "
        "ou revenez à Slack.",
        "pay": "Poursuivre le paiement",
        "expired": "Cette commande n’a pas été payée à temps.",
        "failed": "Le paiement n’a pas abouti.",
        "ended do": "Rien n’a été débité. Pour commander de nouveau, tapez /credits buy dans "
        "Slack.",
        "refused": "Un paiement est arrivé, mais ce n’est pas ce qui était demandé.",
        "refused do": "Il n’a apporté aucun crédit. Ne payez pas une deuxième fois : dans Slack, "
        "les propriétaires voient ce qui a été reçu et à qui s’adresser.",
        "refunded": "Cette commande a été remboursée.",
        "refunded do": "Ses crédits ont été repris. Vous trouverez le détail dans Slack.",
        "look": "Vérifier de nouveau",
        "gone": "Ce lien n’est pas valable, ou ne l’est plus.",
        "gone do": "Pour savoir où en est une commande, tapez /credits history dans Slack.",
        "languages": "Langue",
    },
    "es": {
        "order": "Pedido {number}: {amount}, {total}",
        "paid": "El pago ha llegado.",
        "paid do": "Los créditos ya están a la espera de asignación. El recibo llega en Slack o "
        "por correo.",
        "confirming": "Estamos confirmando el pago.",
        "confirming do": "Puedes cerrar esta página: los créditos llegarán solos, y Slack te lo "
        "dirá.",
        "left": "Todavía no hay nada pagado.",
        "left do": "No se ha cobrado nada. Continúa el pago mientras el pedido esté abierto, o "
        "vuelve a Slack.",
        "pay": "Continuar el pago",
        "expired": "Este pedido no se pagó a tiempo.",
        "failed": "El pago no se completó.",
        "ended do": "No se ha cobrado nada. Para pedir de nuevo, escribe /credits buy en Slack.",
        "refused": "Ha llegado un pago, pero no es lo que se pedía.",
        "refused do": "No ha traído ningún crédito. No pagues otra vez: en Slack, los propietarios "
        "ven lo que llegó y a quién preguntar.",
        "refunded": "Este pedido se reembolsó.",
        "refunded do": "Sus créditos se han retirado. El detalle está en Slack.",
        "look": "Comprobar de nuevo",
        "gone": "Este enlace no es válido, o ha dejado de serlo.",
        "gone do": "Para saber qué fue de un pedido, escribe /credits history en Slack.",
        "languages": "Idioma",
    },
}

STANDS = {
    PurchaseState.PAID: "paid",
    PurchaseState.FAILED: "failed",
    PurchaseState.EXPIRED: "expired",
    PurchaseState.REFUNDED: "refunded",
}
TO_DO = {"failed": "ended do", "expired": "ended do"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with an order: `stands` is one word for it."""

    stands: str
    happened: str
    to_do: str
    order: str


def standing(purchase: Purchase, language: str, *, has_left: bool) -> Standing:
    """`has_left` says that the payer came back without having paid."""
    words = WORDS[language]
    stands = stands_of(purchase, has_left=has_left)
    return Standing(
        stands=stands,
        happened=words[stands],
        to_do=words[TO_DO.get(stands, f"{stands} do")],
        order=words["order"].format(
            number=purchase.number,
            amount=sums.credits_and_plays(language, purchase.credits),
            total=sums.money(language, purchase.total_cents),
        ),
    )


def stands_of(purchase: Purchase, *, has_left: bool) -> str:
    if purchase.refused_at is not None and purchase.paid_at is None:
        return "refused"
    return STANDS.get(purchase.state, "left" if has_left else "confirming")
