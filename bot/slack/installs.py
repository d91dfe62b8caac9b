"""GET /slack/install and /slack/oauth: installing in any workspace or org, in a browser.

The way there and back is bound to one browser: the state that Slack hands back is signed, good for
ten minutes, and about the nonce in that browser's cookie (RFC 6749, 10.12).
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

import structlog
from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer
from slack_sdk.errors import SlackApiError

from bot import refusals, workspaces
from bot.language import LANGUAGES, Language
from bot.slack import grants, manifest
from bot.slack.grants import Given, NobodyKnown
from bot.slack.office import Office
from bot.slack.tokens import Credentials, reason
from bot.workspaces import Installed
from ledger.errors import OboleError
from ledger.keyring import KeyRing

log = structlog.get_logger("obole.slack")

INSTALL, OAUTH = "/slack/install", "/slack/oauth"
COOKIE = "obole-install"
STATE_SECONDS = 600
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
FRAMING = "frame-ancestors 'none'"


class Stale(Exception):
    """Not begun in this browser, or too long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Where installs arrive. `authorize_url` is Slack's page that asks the person."""

    office: Office
    credentials: Credentials
    authorize_url: str

    @property
    def public_url(self) -> str:
        return self.office.places.public_url.rstrip("/")

    @property
    def redirect_uri(self) -> str:
        return f"{self.public_url}{OAUTH}"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def blueprint(reception: Reception) -> Blueprint:
    installs = Blueprint("slack_installs", __name__, template_folder="templates")

    @installs.before_request
    def must_be_public() -> None:
        if request.host != reception.office.places.public_host:
            abort(404)

    @installs.get(INSTALL)
    def install() -> Response:
        return sent_to_slack(reception)

    @installs.get(OAUTH)
    def oauth() -> Response:
        return come_back(reception)

    return installs


def sent_to_slack(reception: Reception) -> Response:
    nonce = secrets.token_urlsafe(24)
    query = {
        "client_id": reception.credentials.client_id,
        "scope": ",".join(manifest.scopes()),
        "redirect_uri": reception.redirect_uri,
        "state": states(reception.office.keyring).dumps(nonce),
    }
    answer = make_response(redirect(f"{reception.authorize_url}?{urlencode(query)}"))
    answer.set_cookie(
        COOKIE,
        nonce,
        max_age=STATE_SECONDS,
        path="/slack",
        httponly=True,
        secure=reception.is_https,
        samesite="Lax",
    )
    return private(answer)


def come_back(reception: Reception) -> Response:
    """Slack sends the person here with a code, or with the reason why there is none."""
    language = language_of_browser()
    if "error" in request.args:
        denied = request.args["error"] == "access_denied"
        return page("declined" if denied else "refused", language, status=200 if denied else 400)
    try:
        check_state(reception.office.keyring)
        given = exchanged(reception, request.args.get("code", ""))
        found = kept(reception, given)
    except Stale:
        return page("stale", language, status=400)
    except NobodyKnown:
        return page("nobody", language, status=400)
    except OboleError as error:
        return page("unusable", language, status=400, reason=refusals.sentence(language, error))
    except SlackApiError as error:
        log.warning("slack gave nothing for an install", reason=reason(error))
        return page("refused", language, status=400)
    except (OSError, LookupError) as error:
        log.warning("an install could not be ended", reason=reason(error))
        return page("unreached", language, status=502)
    return welcomed(given, found, language)


def language_of_browser() -> Language:
    """The first of its languages that is one of ours, of whatever country it is."""
    primaries = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return Language.of(next((one for one in primaries if one in LANGUAGES), None))


def check_state(keyring: KeyRing) -> None:
    """Raises Stale."""
    try:
        nonce = states(keyring).loads(request.args.get("state", ""), max_age=STATE_SECONDS)
    except (BadData, UnicodeError):
        raise Stale from None
    if not secrets.compare_digest(str(nonce).encode(), request.cookies.get(COOKIE, "").encode()):
        raise Stale


def states(keyring: KeyRing) -> URLSafeTimedSerializer:
    keys = list(reversed(keyring.secrets))  # itsdangerous signs with the last one
    return URLSafeTimedSerializer(
        keys, salt="slack install", signer_kwargs={"digest_method": sha256}
    )


def exchanged(reception: Reception, code: str) -> Given:
    return grants.given_for(
        code,
        api_url=reception.office.api_url,
        credentials=reception.credentials,
        redirect_uri=reception.redirect_uri,
    )


def kept(reception: Reception, given: Given) -> Installed:
    keyring = reception.office.keyring
    return reception.office.database.write(
        lambda session: workspaces.install(
            session, grant=given.grant, installer=given.installer, keyring=keyring
        )
    )


def welcomed(given: Given, found: Installed, otherwise: Language) -> Response:
    """In the language of who installed, as Slack says it; else the browser's."""
    language = Language.of(given.installer.locale) if given.installer.locale else otherwise
    log.info("installed", team=given.grant.team_id, is_new=found.is_new)
    query = {"app": given.app_id}
    if not given.grant.is_org:
        query["team"] = given.grant.team_id
    response = page(
        "done" if found.is_new else "renewed",
        language,
        slack=f"https://slack.com/app_redirect?{urlencode(query)}",
        team=given.grant.team_name,
    )
    response.delete_cookie(COOKIE, path="/slack")
    return response


HEADINGS = {
    "done": "install-done-heading",
    "renewed": "install-renewed-heading",
    "declined": "install-declined-heading",
}
FAILED = "install-failed-heading"
TEXTS = {
    "done": "install-done",
    "renewed": "install-renewed",
    "declined": "install-declined",
    "stale": "install-stale",
    "nobody": "install-nobody",
    "unusable": "install-unusable",
    "refused": "install-refused",
    "unreached": "install-unreached",
}


def page(
    name: str, language: Language, *, status: int = 200, slack: str | None = None, **facts: str
) -> Response:
    """What became of it, with the way on: to Slack, or to the beginning."""
    way = "install-open-slack.button" if slack else "install-again.button"
    content = render_template(
        "install.html",
        language=language.locale,
        heading=language(HEADINGS.get(name, FAILED), **facts),
        text=language(TEXTS[name], **facts),
        link=slack or INSTALL,
        label=language(way),
    )
    return private(make_response(content, status))


def private(response: Response) -> Response:
    """Its address holds a code and a state: nothing keeps it, and no referrer carries it on."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = f"{POLICY}{FRAMING}"
    return response
