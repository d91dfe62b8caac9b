"""Rosters as people paste them and as spreadsheets save them, and for how long they are kept."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import clock, erasure, rosters
from ledger.errors import BadRoster, NotAllowed, UnknownRoster
from ledger.ids import new_id
from ledger.models import Learner, Roster
from ledger.rosters import Duplicate, Flaw, Invalid, Read, RosterLine
from tests.ledger.campus import Campus, new_campus
from tests.worlds import World

ANA = RosterLine(1, "ana@acme.example")


@pytest.fixture
def campus(world: World) -> Campus:
    return new_campus(world)


def found(read: Read) -> list[tuple[str, str | None, str | None]]:
    return [(line.address, line.name, line.language) for line in read.lines]


PASTED: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "one in a line": ("ana@acme.example\nben@acme.example\n", [("ana", None), ("ben", None)]),
    "in one line": ("ana@acme.example, ben@acme.example", [("ana", None), ("ben", None)]),
    "apart by spaces": ("ana@acme.example ben@acme.example", [("ana", None), ("ben", None)]),
    "apart by semicolons": ("ana@acme.example;ben@acme.example;", [("ana", None), ("ben", None)]),
    "as a mail program copies them": (
        'Ana Silva <ana@acme.example>; "Sol, Ben" <ben@acme.example>',
        [("ana", "Ana Silva"), ("ben", "Sol, Ben")],
    ),
    "with commas in their names": (
        "Silva, Ana <ana@acme.example>; Sol, Ben <ben@acme.example>",
        [("ana", "Silva, Ana"), ("ben", "Sol, Ben")],
    ),
    "from a spreadsheet": ("Ana Silva\tana@acme.example\tfr", [("ana", "Ana Silva")]),
    "a name before it": ("Ana Silva ana@acme.example", [("ana", "Ana Silva")]),
    "a name after it": ("ana@acme.example, Ana, Silva", [("ana", "Ana Silva")]),
    "with each address as its own name": (
        "ana@acme.example <ana@acme.example>",
        [("ana", None)],
    ),
    "as Slack sends it": (
        "<mailto:ana@acme.example|ana@acme.example>, <mailto:ben@acme.example|ben>",
        [("ana", None), ("ben", None)],
    ),
    "as a link": (
        "<mailto:ana@acme.example>\nmailto:ben@acme.example",
        [("ana", None), ("ben", None)],
    ),
    "with a header": (
        "Nom,Prénom,Courriel\nSilva,Ana,ana@acme.example",
        [("ana", "Ana Silva")],
    ),
    "on lines of any system": (
        "ana@acme.example\r\n\r\n  ben@acme.example\r",
        [("ana", None), ("ben", None)],
    ),
}


@pytest.mark.parametrize("how", PASTED)
def test_addresses_are_read_as_people_paste_them(how: str) -> None:
    text, expected = PASTED[how]
    read = rosters.read_pasted(text)
    assert [(line.address, line.name) for line in read.lines] == [
        (f"{name}@acme.example", shown) for name, shown in expected
    ]
    assert (read.invalid, read.duplicates) == ([], [])


def test_a_line_that_is_no_address_and_one_that_is_there_twice_are_named_by_their_number() -> None:
    read = rosters.read_pasted(
        "ana@acme.example\nAna Silva\nben@\nANA@acme.example\n\nx@acme\ncleo@acme.example"
    )
    assert [line.number for line in read.lines] == [1, 7]
    assert read.invalid == [
        Invalid(2, "Ana Silva", Flaw.NO_ADDRESS),
        Invalid(3, "ben@", Flaw.BAD_ADDRESS),
        Invalid(6, "x@acme", Flaw.BAD_ADDRESS),
    ]
    assert read.duplicates == [Duplicate(4, "ANA@acme.example", 1)]


def test_of_a_line_with_several_only_what_is_no_address_is_invalid() -> None:
    read = rosters.read_pasted("ana@acme.example, somebody, ben@acme.example, oops@, more")
    assert [line.address for line in read.lines] == ["ana@acme.example", "ben@acme.example"]
    assert [(one.text, one.flaw) for one in read.invalid] == [
        ("somebody", Flaw.NO_ADDRESS),
        ("oops@", Flaw.BAD_ADDRESS),
        ("more", Flaw.NO_ADDRESS),
    ]


HEADERS = {
    "English": "E-mail;First name;Last name;Language",
    "French": "Adresse e-mail;Prénom;Nom;Langue",
    "French, short": "Courriel;PRENOM;NOM;langue",
    "Spanish": "Correo electrónico;Nombre;Apellidos;Idioma",
    "English, in capitals": "EMAIL;FIRST_NAME;SURNAME;LANG",
}


@pytest.mark.parametrize("spoken", HEADERS)
def test_a_header_is_read_in_three_languages(spoken: str) -> None:
    raw = f"{HEADERS[spoken]}\nelodie@acme.example;Élodie;Lefèvre;fr-CA\n".encode()
    assert found(rosters.read_csv(raw)) == [("elodie@acme.example", "Élodie Lefèvre", "fr")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("header", [True, False])
def test_a_delimiter_is_recognised_with_and_without_a_header(delimiter: str, header: bool) -> None:
    rows = [["ana@acme.example", "Ana Silva", "es"], ["ben@acme.example", "Sol, Ben", ""]]
    if header:
        rows.insert(0, ["email", "name", "language"])
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    expected = [("ana@acme.example", "Ana Silva", "es"), ("ben@acme.example", "Sol, Ben", None)]
    assert found(rosters.read_csv(text.encode())) == expected


def test_commas_in_names_do_not_make_a_comma_the_delimiter() -> None:
    raw = "\n".join(f"Silva, Ana, {n};a{n}@acme.example" for n in range(5)).encode()
    read = rosters.read_csv(raw)
    assert found(read)[0] == ("a0@acme.example", "Silva, Ana, 0", None)
    assert len(read.lines) == 5


def test_excels_own_line_on_the_delimiter_is_heeded_and_not_read() -> None:
    read = rosters.read_csv(b"sep=;\r\nemail;name\r\nana@acme.example;Ana, S\r\nx;y\r\n")
    assert found(read) == [("ana@acme.example", "Ana, S", None)]
    assert (read.lines[0].number, read.invalid[0].number) == (3, 4)


NAMES = {"fr": "Élodie Gœthals, née Lefèvre", "es": "José Muñoz y Peña", "sv": "Zoë Ångström"}
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
OF_ONE_BYTE = [
    *(("cp1252", spoken) for spoken in NAMES),
    *(("mac_roman", spoken) for spoken in NAMES),
    ("latin-1", "es"),
    ("latin-1", "sv"),
    ("cp850", "es"),
]


@pytest.mark.parametrize(
    ("encoding", "spoken"),
    [*((encoding, spoken) for encoding in UNICODE for spoken in NAMES), *OF_ONE_BYTE],
)
def test_the_encoding_of_a_file_is_recognised(encoding: str, spoken: str) -> None:
    raw = f"email;name\r\nsomebody@acme.example;{NAMES[spoken]}\r\n".encode(encoding)
    if encoding == "utf-16":
        assert raw[:2] in {b"\xff\xfe", b"\xfe\xff"}
    assert found(rosters.read_csv(raw)) == [("somebody@acme.example", NAMES[spoken], None)]


REFUSED = {
    "nothing": (b"", "no lines"),
    "blank lines": (b"\r\n  \r\n,,,\r\n", "no lines"),
    "a header alone": (b"email,name\n", "no lines"),
    "a workbook": (b"PK\x03\x04 and more", "a workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0 and more", "a workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "no text"),
    "too many bytes": (b"a" * (5 * 1024 * 1024 + 1), "file too large"),
    "too many lines": (b"a@acme.example\n" * 20_001, "too many lines"),
    "a cell of megabytes": (b"a" * 200_000 + b"@acme.example", "no text"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_list_of_learners_is_refused_with_its_flaw(what: str) -> None:
    raw, flaw = REFUSED[what]
    with pytest.raises(BadRoster) as refusal:
        rosters.read_csv(raw)
    assert refusal.value.flaw == flaw


def test_nothing_pasted_is_refused() -> None:
    with pytest.raises(BadRoster) as refusal:
        rosters.read_pasted(" \n\t\n")
    assert refusal.value.flaw == "no lines"


def test_a_row_without_an_address_and_a_short_one_are_invalid_and_empty_ones_are_nothing() -> None:
    raw = b"name,email\nAna,ana@acme.example\nBen\n,\nCleo,\n"
    read = rosters.read_csv(raw)
    assert found(read) == [("ana@acme.example", "Ana", None)]
    assert read.invalid == [
        Invalid(3, "Ben", Flaw.NO_ADDRESS),
        Invalid(5, "Cleo", Flaw.NO_ADDRESS),
    ]


def test_a_formula_is_a_text_like_any_other() -> None:
    read = rosters.read_csv(b'email,name\nana@acme.example,"=HYPERLINK(""http://x"",""Ana"")"\n')
    assert found(read) == [("ana@acme.example", '=HYPERLINK("http://x","Ana', None)]


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows() -> None:
    read = rosters.read_csv(b'email,name\nana@acme.example,"Ana\nben@acme.example,Ben\n')
    assert [line.address for line in read.lines] == ["ana@acme.example", "ben@acme.example"]


def test_a_name_is_one_line_of_letters_and_no_longer_than_it_can_be() -> None:
    raw = 'email,name\nana@acme.example,"Ana\u202e\x07\n Silva"\nben@acme.example,' + "B" * 400
    first, second = rosters.read_csv(raw.encode()).lines
    assert first.name == "Ana Silva"
    assert second.name == "B" * 255


def test_a_roster_waits_for_the_yes_of_the_member_who_gave_it(campus: Campus) -> None:
    world = campus.world
    id = campus.keep("ana@acme.example", "ben@acme.example")
    kept = world.database.read(lambda s: rosters.kept(s, actor=world.actor(world.manager), id=id))
    assert rosters.lines_of(kept) == [ANA, RosterLine(2, "ben@acme.example")]
    for member, given in ((world.owner, id), (world.manager, new_id())):
        with pytest.raises(UnknownRoster), world.database.reading() as session:
            rosters.kept(session, actor=world.actor(member), id=given)
    with pytest.raises(NotAllowed):
        campus.keep("ana@acme.example", by=world.viewer)


def waiting(campus: Campus) -> int:
    count = select(func.count()).select_from(Roster)
    return campus.world.database.read(lambda s: s.scalar(count)) or 0


def test_a_roster_is_kept_for_a_day(campus: Campus) -> None:
    campus.keep("ana@acme.example")
    now, database = clock.now(), campus.world.database
    assert database.write(lambda s: rosters.forget_old(s, now + timedelta(hours=23))) == 0
    assert database.write(lambda s: rosters.forget_old(s, now + timedelta(hours=25))) == 1
    assert waiting(campus) == 0


def test_when_a_learner_is_erased_no_roster_of_their_client_waits_any_more(
    campus: Campus,
) -> None:
    world = campus.world
    campus.register("ana@acme.example", lines=[RosterLine(1, "ana@acme.example", "Ana", "fr")])
    campus.keep("ana@acme.example")
    learner_id = id_of(campus, "ana@acme.example")

    def erase(session: Session) -> None:
        ours = (world.account_id, campus.client.id, learner_id)
        erasure.erase_learner(
            session,
            actor=world.actor(world.owner),
            client=campus.client,
            learner=session.get_one(Learner, ours),
        )

    world.database.write(erase)
    assert waiting(campus) == 0
    erased = campus.learner("ana@acme.example")
    assert erased is not None
    assert (erased.lms_id, erased.name, erased.language) == (None, None, None)


def id_of(campus: Campus, address: str) -> UUID:
    learner = campus.learner(address)
    assert learner is not None
    return learner.id
