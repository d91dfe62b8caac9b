"""What the page of a preview's link says, before the game is opened."""

from datetime import datetime

INVITATION = {
    "en": {
        "kind": "Preview",
        "nothing": "This is a preview of a game: nothing you do in it is kept or recorded.",
        "left": "It can be opened {count} more times, until {end}.",
        "last": "It can be opened once more, until {end}.",
        "open": "Open the preview",
    },
    "fr": {
        "kind": "Aperçu",
        "nothing": "Ceci est l’aperçu d’un jeu : rien de ce que vous y faites n’est gardé ni "
        "enregistré.",
        "left": "Il peut encore être ouvert {count} fois, jusqu’au {end}.",
        "last": "Il peut encore être ouvert une fois, jusqu’au {end}.",
        "open": "Ouvrir l’aperçu",
    },
    "es": {
        "kind": "Vista previa",
        "nothing": "Esta es la vista previa de un juego: nada de lo que hagas en él se guarda ni "
        "queda registrado.",
        "left": "Se puede abrir {count} veces más, hasta el {end}.",
        "last": "Se puede abrir una vez más, hasta el {end}.",
        "open": "Abrir la vista previa",
    },
}


def invitation(language: str, *, left: int, ends_at: datetime) -> dict[str, str]:
    words = INVITATION[language]
    limits = words["last" if left == 1 else "left"]
    # In UTC and by number: the reader may be anywhere.
    return {**words, "limits": limits.format(count=left, end=f"{ends_at:%Y-%m-%d %H:%M} UTC")}
