"""What the columns of a table of learners hold, by its header or by what stands in its cells."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger.learners import LMS_ID_MOST
from ledger.texts import cleaned


class Column(StrEnum):
    ADDRESS = "address"
    NAME = "name"
    FIRST = "first name"
    LAST = "last name"
    LANGUAGE = "language"


HEADINGS = {
    Column.ADDRESS: "email emailaddress email1 mail address workemail businessemail adresse "
    "adresseemail adressemail adressedemessagerie courriel adressecourriel mel "
    "correo correoelectronico direccion direccionemail direcciondecorreo "
    "direcciondecorreoelectronico",
    Column.NAME: "name fullname displayname learner participant nomcomplet nomprenom nometprenom "
    "prenomnom prenometnom apprenant nombrecompleto nombreyapellidos nombreapellidos alumno "
    "participante",
    Column.FIRST: "firstname first givenname forename prenom nombre nombredepila",
    Column.LAST: "lastname last surname familyname nom nomdefamille apellido apellidos",
    Column.LANGUAGE: "language lang locale preferredlanguage langue idioma lengua",
}
"""In English, French and Spanish, as `plain` spells them."""
BY_HEADING = {word: column for column, words in HEADINGS.items() for word in words.split()}

LANGUAGES = {
    "en": "en english anglais ingles",
    "fr": "fr french francais frances",
    "es": "es spanish espagnol espanol castellano castillan",
}
BY_LANGUAGE = {word: code for code, words in LANGUAGES.items() for word in words.split()}


def plain(text: str) -> str:
    """Its letters and digits in lower case, without accents: `Adresse e-mail` is adresseemail."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def language_of(text: str) -> str | None:
    """en, fr or es, of a code such as fr-CA or a language's name; None of any other text."""
    return BY_LANGUAGE.get(plain(re.split(r"[-_]", text.strip())[0]))


def name_of(parts: Iterable[str]) -> str | None:
    """A name of its parts, on one line; None where they say nothing."""
    whole = " ".join(part.strip().strip("\"'(),;") for part in parts)
    shown = "".join(
        letter for letter in whole if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}
    )
    return cleaned(shown)[:LMS_ID_MOST] or None


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands, by the number of the cell."""

    places: dict[Column, int]
    names: tuple[int, ...] = ()
    """Of a table without a header, the cells that may be a name."""

    @classmethod
    def of_header(cls, cells: Sequence[str]) -> "Columns | None":
        """None where the row is no header: it has an address, or names no column of them."""
        if any("@" in cell for cell in cells):
            return None
        places: dict[Column, int] = {}
        for number, cell in enumerate(cells):
            column = BY_HEADING.get(plain(cell))
            if column is not None:
                places.setdefault(column, number)
        return cls(places) if Column.ADDRESS in places else None

    @classmethod
    def of_cells(cls, cells: Sequence[str]) -> "Columns":
        """Of a row without a header: what has an @, what is a language, the first two others."""
        places: dict[Column, int] = {}
        others: list[int] = []
        for number, cell in enumerate(cells):
            if "@" in cell and Column.ADDRESS not in places:
                places[Column.ADDRESS] = number
            elif language_of(cell):
                places.setdefault(Column.LANGUAGE, number)
            elif cell:
                others.append(number)
        return cls(places, tuple(others[:2]))

    def cell(self, cells: Sequence[str], column: Column) -> str:
        number = self.places.get(column)
        return cells[number] if number is not None and number < len(cells) else ""

    def address(self, cells: Sequence[str]) -> str:
        return self.cell(cells, Column.ADDRESS)

    def name(self, cells: Sequence[str]) -> str | None:
        whole = self.cell(cells, Column.NAME)
        parts = [self.cell(cells, Column.FIRST), self.cell(cells, Column.LAST)]
        return name_of([whole] if whole else [*parts, *(cells[number] for number in self.names)])

    def language(self, cells: Sequence[str]) -> str | None:
        return language_of(self.cell(cells, Column.LANGUAGE))
