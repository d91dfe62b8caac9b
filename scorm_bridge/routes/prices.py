"""GET /prices: what credits cost, for everyone or by a link for one account; a slider, or a form.

GET /prices/quote has the same as JSON.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, request, url_for

from ledger import accounts, pricing
from ledger.amounts import MOST_CREDITS, PLAY_PRICE, whole_credits
from ledger.errors import BadAmount
from ledger.pricing import Quote, Tier
from scorm_bridge import bridge, privacy
from scorm_bridge.billing import price_words, quotes, sums
from scorm_bridge.errors import TokenRejected
from scorm_bridge.routes import hosts
from scorm_bridge.routes.pages import chosen_language, unframed

prices = Blueprint("prices", __name__)
prices.before_request(hosts.must_be_public)

SHOWN_FIRST = "120"
"""20 plays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A price list, and whose own it is; None for everyone's."""

    tiers: Sequence[Tier]
    account: str | None = None


@prices.get("/prices")
@prices.get("/prices/<token>")
def shown(token: str | None = None) -> Response:
    """Without a script its form shows the price; with one it follows the slider."""
    listed, spoken = list_of(token), chosen_language()
    given = request.args.get("credits", SHOWN_FIRST)
    found = quoted(given, listed)
    words = price_words.WORDS[spoken]
    title = words["own title"].format(account=listed.account) if listed.account else words["title"]
    return unframed(
        "prices.html",
        status=200 if found else 400,
        spoken=spoken,
        leads_to="",
        title=title,
        words=words,
        given=given,
        said=quotes.said(found, spoken) if found else None,
        rows=quotes.rows(listed.tiers, spoken, found),
        vat=vat(spoken),
        most=MOST_CREDITS,
        play_price=PLAY_PRICE,
        quote_url=quote_url(token, spoken),
        languages=privacy.LANGUAGE_NAMES,
    )


@prices.get("/prices/quote")
def quote() -> Response:
    """`pricing.quote` of `credits`, by the list of the token `for`, or else everyone's."""
    listed, spoken = list_of(request.args.get("for")), chosen_language()
    found = quoted(request.args.get("credits", ""), listed)
    if found is None:
        answer = jsonify(error=price_words.WORDS[spoken]["bad amount"])
        answer.status_code = 400
    else:
        answer = jsonify(quotes.facts(found, spoken))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def quote_url(token: str | None, spoken: str) -> str:
    whose = {} if token is None else {"for": token}
    return f"{url_for('prices.quote')}?{urlencode({'language': spoken, **whose})}"


def list_of(token: str | None) -> Listed:
    """An account's list is never mixed with everyone's (R3); a link that is no good has none."""
    here = bridge.current()
    if token is None:
        return Listed(tiers=here.billing.tiers)
    try:
        account_id = here.tokens.prices_of(token)
    except TokenRejected:
        abort(404, "This link is not valid, or no longer. Ask for a new one in Slack.")
    with here.database.reading() as session:
        tiers = pricing.price_list(session, account_id=account_id, public=here.billing.tiers)
        return Listed(tiers=tiers, account=accounts.name_of(session, account_id))


def quoted(given: str, listed: Listed) -> Quote | None:
    """None for what is no number of credits."""
    try:
        return pricing.quote(whole_credits(given), listed.tiers)
    except BadAmount:
        return None


def vat(spoken: str) -> str:
    rate = bridge.current().billing.seller.vat_rate
    if rate is None:
        return ""
    return price_words.WORDS[spoken]["vat"].format(rate=sums.per_cent(spoken, rate))
