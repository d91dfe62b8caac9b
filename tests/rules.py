"""The rules of the business: their sentences, and what of the schema holds each."""

import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A constraint, index or trigger; `on_sqlite` are its names there, where they are others."""

    name: str
    holds: str
    on_sqlite: tuple[str, ...] = ()

    def names(self, engine: str) -> tuple[str, ...]:
        return self.on_sqlite if engine == "sqlite" and self.on_sqlite else (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`besides` is where the rule is kept that the schema alone cannot hold."""

    sentence: str
    guards: tuple[Guard, ...] = ()
    besides: str


WRITTEN_ONCE = Guard(
    name="transfers_written_once",
    on_sqlite=("transfers_no_update", "transfers_no_delete"),
    holds="no transfer is changed or deleted",
)
KINDS = Guard(
    name="ck_transfers_kinds", holds="each kind of transfer joins its own two kinds of wallets"
)
NEVER_BELOW = Guard(name="ck_wallets_never_below_zero", holds="no wallet holds less than nothing")
THE_PLAY = Guard(
    name="uq_registrations_account_id_client_id_learner_id_game_id_number",
    holds="client, learner, game and number are one play",
)
PAID = Guard(
    name="fk_registrations_consumption", holds="no registration commits without its consumption"
)

RULES = {
    1: Rule(
        sentence="Opening an account makes its own client with it, access `campus`.",
        guards=(Guard(name="uq_clients_own", holds="an account has one own client at the most"),),
        besides="`accounts.open_account` makes both in one transaction.",
    ),
    2: Rule(
        sentence="A play costs the game's price in credits, 6 unless an operator sets another; no "
        "member can. One learner, one game, one time.",
        guards=(Guard(name="ck_games_price", holds="a price is 1 at the least"), THE_PLAY),
        besides="`catalogue.set_price` refuses members.",
    ),
    3: Rule(
        sentence="A credit lists at EUR 2.00. The price falls by volume tier; the tiers are "
        "configuration. An account may be a partner with a price list of its own; it is shown that "
        "list, never the public one.",
        guards=(
            Guard(name="ck_price_tiers_amounts", holds="tiers and their prices are above zero"),
        ),
        besides="`pricing.price_list` reads the account's own list first.",
    ),
    4: Rule(
        sentence="Credits never expire.",
        guards=(KINDS, WRITTEN_ONCE),
        besides="Nothing that holds credits has an end.",
    ),
    5: Rule(
        sentence="An allocation is final. No command, route, script or repair moves credits from a "
        "client to another client or back to the pool.",
        guards=(
            KINDS,
            Guard(name="fk_transfers_debit", holds="a transfer's wallets are of the kinds it says"),
            Guard(name="fk_transfers_credit", holds="the same of the wallet that it credits"),
            WRITTEN_ONCE,
        ),
        besides="`journal.post` is the only writer of transfers.",
    ),
    6: Rule(
        sentence="An allocation needs the pool to cover it, and may carry a reference and a "
        "comment by which it is found again.",
        guards=(
            NEVER_BELOW,
            Guard(name="ck_transfers_positive", holds="a transfer is of one credit at the least"),
        ),
        besides="`journal.post` debits by one conditional update, and says what is short.",
    ),
    7: Rule(
        sentence="A client sees the games whose visibility includes it, by Campus or by SCORM, as "
        "the client's access says.",
        guards=(
            Guard(name="ck_games_visibility", holds="all, only these, all except these, own"),
            Guard(name="ck_games_audience", holds="every learner, groups, nobody"),
            Guard(name="clients_access_fixed", holds="access stays once a learner has come in"),
        ),
        besides="`catalogue.must_admit`, before every registration that is new.",
    ),
    8: Rule(
        sentence="A learner plays only through a group of the client. To put a learner in a group "
        "is to register them. Under SCORM the bridge registers the learner in the package's own "
        "open-ended group at the first launch; on the Campus a member registers learners, and a "
        "game open to every learner has an open-ended group of its own. A play stays open until it "
        "is completed or its group ends; registering again meanwhile returns it, uncharged, "
        "whichever package or group asks; after that a new play is a new charge, and whoever asks "
        "for it is told so first.",
        guards=(
            Guard(name="fk_registrations_account_id_group_id", holds="a registration has a group"),
            Guard(name="uq_groups_open", holds="a client has one open group of a game"),
            THE_PLAY,
        ),
        besides="`registration.register` and `group_registration` return the play that is open.",
    ),
    9: Rule(
        sentence="Credits are consumed at registration, whether or not the learner ever starts.",
        guards=(PAID, WRITTEN_ONCE),
        besides="`registering.remove` moves no credits.",
    ),
    10: Rule(
        sentence="Never two charges for one play, however often, however concurrently it is "
        "launched; never a charge without a registration, nor a registration without a charge.",
        guards=(
            THE_PLAY,
            PAID,
            Guard(name="uq_transfers_registration", holds="a registration is consumed for once"),
            Guard(
                name="fk_transfers_registration",
                holds="a consumption is of the client whose registration it pays",
            ),
            Guard(
                name="ck_transfers_consumption_registers",
                holds="a consumption, and nothing else, names a registration",
            ),
        ),
        besides="`obole ledger verify` reads both sides again.",
    ),
    11: Rule(
        sentence="Status shows the pool; per client, allocated, consumed and available, in credits "
        "and in plays.",
        guards=(
            NEVER_BELOW,
            Guard(
                name="ck_wallets_counterparts_keep_no_totals", holds="totals are of balances alone"
            ),
        ),
        besides="`status` reads the wallets' totals, which `obole ledger verify` adds up anew.",
    ),
    12: Rule(
        sentence="Allocation is reached two ways: from the client, and from the account.",
        besides="Both ways end in `allocation.allocate_credits`.",
    ),
    13: Rule(
        sentence="A purchase shows its price and discount before it is paid; its credits arrive "
        "exactly once, when the payment is confirmed.",
        guards=(
            Guard(
                name="ck_purchases_paid_is_posted",
                holds="what is paid has a transfer, and no other",
            ),
            Guard(name="ck_purchases_amounts", holds="credits and cents are what they can be"),
            Guard(name="uq_purchases_account_id_number", holds="an order's number is its own"),
            Guard(name="pk_idempotency_keys", holds="a key is claimed once"),
        ),
        besides="`purchases.confirm_payment` locks the order.",
    ),
    14: Rule(
        sentence="The plays a number of credits buys, and the credits a number of learners needs "
        "(20 learners, 120 credits), are always said together; at 6 credits a play unless a game "
        "is named.",
        besides="`amounts.py` counts, and texts say `CREDITS($n)`, which adds the plays.",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A test that is named by a rule; it needs no database where it runs on no engine."""

    file: str
    test: str


def named_tests() -> dict[int, dict[Named, set[str]]]:
    """By rule, each test with the engines that it runs on, as pytest itself collects them."""
    files = [
        str(path.relative_to(PROJECT))
        for path in sorted((PROJECT / "tests").rglob("test_*.py"))
        if re.search(r"^def test_r\d+_", path.read_text("utf-8"), re.MULTILINE)
    ]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:randomly", *files]
    collected = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    found: dict[int, dict[Named, set[str]]] = defaultdict(dict)
    for line in collected.stdout.splitlines():
        match = re.match(r"(\S+?\.py)::(test_r(\d+)_\w+)(?:\[(.*)\])?$", line)
        if match is None:
            continue
        file, test, rule, params = match.groups()
        engines = found[int(rule)].setdefault(Named(file, test), set())
        engines |= {engine for engine in ENGINES if engine in (params or "").split("-")}
    return found
