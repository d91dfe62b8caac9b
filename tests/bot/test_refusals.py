"""Every refusal has its words, in every language: what happened, then what to do."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from bot import refusals
from bot.language import ENGLISH, LANGUAGES, Language, kebab
from ledger import errors as core
from ledger.actors import ALLOWED, Act
from ledger.errors import NotAllowed, NotEnoughCredits, OboleError
from ledger.models import PurchaseState, Role, Verdict
from scorm_bridge import errors as bridge

ROOT = Path(__file__).parents[2]
FRENCH = LANGUAGES["fr"]

SAMPLES: dict[object, object] = {
    str: "something",
    int: 7,
    list[str]: ["owner", "manager"],
    str | None: "Acme",
    datetime: datetime(2026, 11, 24, 12, tzinfo=UTC),
    datetime | None: None,
    date: date(2026, 11, 24),
    core.Facts: {},
}
WORDS: dict[type[OboleError], dict[str, object]] = {
    NotAllowed: {"act": "order credits"},
    core.BadText: {"field": "reference"},
    core.NameTaken: {"field": "alias"},
    core.PurchaseClosed: {"state": "paid"},
    core.NotManual: {"doing": "confirm"},
    core.IdempotencyConflict: {"before": {"credits": 6}, "now": {"credits": 7}},
    bridge.ArchiveTooLarge: {"measure": "files"},
    bridge.PackageClosed: {"reason": "ended"},
    core.RequestDecided: {"verdict": "approved"},
    bridge.BadPreview: {"measure": "days"},
    bridge.PreviewOver: {"reason": "ended"},
    bridge.BadManifest: {"flaw": "no href"},
    bridge.BadOption: {"option": "cap", "flaw": "no cap"},
    core.BadPriceList: {"flaw": "late first step"},
    core.BadGroup: {"flaw": "end in the past"},
    core.BadRoster: {"flaw": "no lines"},
    core.GroupNotStarted: {"time_zone": "Europe/Paris"},
    core.GroupEnded: {"time_zone": "Europe/Paris"},
}
FLAWED = (bridge.BadManifest, bridge.BadOption, core.BadPriceList, core.BadGroup, core.BadRoster)
"""The refusals whose flaw is a word, said by a text of its own."""


def leaves(kind: type[OboleError]) -> Iterator[type[OboleError]]:
    below = kind.__subclasses__()
    if not below:
        yield kind
    for one in below:
        yield from leaves(one)


REFUSALS: list[type[OboleError]] = sorted(leaves(OboleError), key=lambda kind: kind.__name__)


def sample(kind: Any) -> OboleError:
    facts = WORDS.get(kind, {})
    rest = get_type_hints(kind).items()
    error: OboleError = kind(**{n: SAMPLES[t] for n, t in rest if n not in facts}, **facts)
    return error


def nodes() -> Iterator[ast.AST]:
    """The program's own."""
    for room in ("bot", "ledger", "scorm_bridge"):
        for path in (ROOT / room).rglob("*.py"):
            yield from ast.walk(ast.parse(path.read_text("utf-8")))


def given_for(keyword: str) -> set[str]:
    """What the program writes after `keyword=`, as the core says which text or measure it is."""
    return {
        node.value.value
        for node in nodes()
        if isinstance(node, ast.keyword) and node.arg == keyword
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def flaws() -> Iterator[OboleError]:
    """Each as the program raises it, with its word and the facts that it names."""
    kinds: dict[str, Any] = {kind.__name__: kind for kind in FLAWED}
    for node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
            given = {str(one.arg): one.value for one in node.keywords}
            facts = given.pop("facts", ast.Dict([], []))
            assert isinstance(facts, ast.Dict)
            words = {name: ast.literal_eval(value) for name, value in given.items()}
            names = [ast.literal_eval(key) for key in facts.keys if key]
            yield kinds[node.func.id](**words, facts=dict.fromkeys(names, 7))


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("kind", REFUSALS)
def test_every_refusal_says_what_happened_and_what_to_do(
    kind: type[OboleError], language: Language
) -> None:
    words = refusals.sentence(language, sample(kind))
    assert words.endswith((".", "NAME"))
    assert words.count(". ") >= 1 or ", " in words, "what happened, then what to do"
    assert not {"{", "}"} & set(words)
    assert "None" not in words


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_word_of_the_core_has_its_own_in_every_language(language: Language) -> None:
    words: dict[str, set[str]] = {
        "act": set(Act),
        "field": given_for("field"),
        "measure": given_for("measure"),
        "state": set(PurchaseState),
        "verdict": set(Verdict),
    }
    for kind, values in words.items():
        assert values, kind
        for value in values:
            assert language(f"{kind}-{kebab(value)}"), value


def test_every_flaw_is_said_in_every_language_of_the_facts_it_is_raised_with() -> None:
    raised = list(flaws())
    assert {type(error) for error in raised} == set(FLAWED)
    for error in raised:
        said = [refusals.sentence(language, error) for language in LANGUAGES.values()]
        assert len(set(said)) == len(LANGUAGES), "each in its own words"


def test_what_is_wrong_is_french_in_a_french_sentence_and_what_was_given_is_escaped() -> None:
    option = bridge.BadOption(option="cap", flaw="no cap")
    assert refusals.sentence(FRENCH, option) == (
        "L’option «\u00a0inscriptions au maximum\u00a0» ne peut pas être modifiée\u202f: "
        "il en faut au moins 1. Rien n’a été changé."
    )
    manifest = bridge.BadManifest(flaw="same identifier", facts={"given": "<!channel>"})
    assert refusals.sentence(FRENCH.mrkdwn, manifest) == (
        "Le fichier imsmanifest.xml est illisible\u202f: deux de ses éléments ont l’identifiant "
        "«\u00a0&lt;!channel&gt;\u00a0». Exportez le cours à nouveau."
    )


@pytest.mark.parametrize("act", Act)
def test_who_may_is_said_for_every_act(act: Act) -> None:
    allowed = [role.value for role in Role if role in ALLOWED[act]]
    said = refusals.sentence(ENGLISH, NotAllowed(act=act.value, allowed=allowed))
    named = {role for role in Role if role.value in said.partition(" may ")[0]}
    assert named == ALLOWED[act]


def test_who_may_is_said_of_members_and_of_operators() -> None:
    owners = NotAllowed(act="order credits", allowed=["owner"])
    assert refusals.sentence(ENGLISH, owners) == (
        "Only an owner may order credits. Ask one of your team."
    )
    operators = NotAllowed(act="set prices", allowed=[])
    assert refusals.sentence(ENGLISH, operators) == (
        "Only an operator may set prices, with the command line."
    )
    assert refusals.sentence(FRENCH, owners) == (
        "Seul un propriétaire peut commander des crédits. Adressez-vous à votre équipe."
    )


@pytest.mark.parametrize(
    ("reason", "said"),
    [("disabled", "is disabled"), ("not started", "has not started"), ("ended", "has ended")],
)
def test_a_closed_package_is_worded_for_every_reason(reason: str, said: str) -> None:
    closed = bridge.PackageClosed(reason=reason, at=None, client="Acme")
    assert refusals.sentence(ENGLISH, closed) == (
        f"The package of Acme {said}. Change its dates, or enable it."
    )


def test_what_is_short_is_said_of_the_pool_and_of_a_client() -> None:
    pool = NotEnoughCredits(wanted=120, available=100)
    assert refusals.sentence(ENGLISH, pool) == (
        "The pool holds 100 credits, 16 plays: it is 20 credits short of the 120 wanted. "
        "Order at least 20 credits, 3 plays, or allocate fewer."
    )
    assert refusals.sentence(FRENCH, pool) == (
        "En attente d’attribution : 100 crédits, 16 parties. Il manque 20 crédits pour en "
        "attribuer 120. Commandez au moins 20 crédits, 3 parties, ou attribuez-en moins."
    ).replace(" :", "\u202f:")
    client = NotEnoughCredits(wanted=6, available=5, client="Acme")
    assert refusals.sentence(ENGLISH, client) == (
        "Acme has 5 credits, 0 plays: it is 1 credit short of the 6 wanted. "
        "Allocate more to it first."
    )


def test_what_differs_from_the_first_time_is_named() -> None:
    error = core.IdempotencyConflict(
        key="k", before={"credits": 6, "client": "a"}, now={"credits": 7, "client": "b"}
    )
    assert "another client and credits," in refusals.sentence(ENGLISH, error)
    assert "(client et crédits)" in refusals.sentence(FRENCH, error)


def test_a_refusal_names_the_command_that_its_reader_can_type() -> None:
    error = bridge.UnknownPackage("x")
    for language in LANGUAGES.values():
        assert "/credits package list`" in refusals.sentence(language.mrkdwn, error)
        terminal = refusals.sentence(language, error, surface="terminal")
        assert "obole package list" in terminal
        assert "/credits" not in terminal


def test_in_slack_no_name_in_a_refusal_can_mention_or_link() -> None:
    error = core.UnknownClient("<!channel> & co")
    assert "“&lt;!channel&gt; &amp; co”" in refusals.sentence(ENGLISH.mrkdwn, error)
    assert "“<!channel> & co”" in refusals.sentence(ENGLISH, error)


@pytest.mark.parametrize("given", ["1 000", "1,000", "1.000", "1’000", "1\u202f000"])
def test_a_number_with_its_thousands_set_apart_is_shown_as_it_has_to_be_written(given: str) -> None:
    said = refusals.sentence(ENGLISH, core.BadAmount(given=given, most=1_000_000))
    assert said.endswith("Give a whole number from 1 to 1,000,000, in digits: 1000.")
    other = refusals.sentence(ENGLISH, core.BadAmount(given="6.5", most=1_000_000))
    assert other.endswith("in digits.")
