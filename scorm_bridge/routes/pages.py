"""Pages of ours that a learner sees: the language, the policy, and a notice instead of a game."""

from typing import Any
from uuid import UUID

from flask import Response, g, make_response, render_template, request, url_for

from scorm_bridge import privacy
from scorm_bridge.player import LANGUAGES
from scorm_bridge.routes.assets import asset_url

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "frame-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
    )
)


def language(otherwise: str = LANGUAGES[0]) -> str:
    """The first language of the browser's that we speak, of whatever country it is."""
    primaries = (
        tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality
    )
    return next((primary for primary in primaries if primary in LANGUAGES), otherwise)


def chosen_language() -> str:
    """The one that a link names, which is that of the page it was on; else the browser's."""
    named = request.args.get("language", "")
    return named if named in LANGUAGES else language()


def page(
    template: str,
    *,
    status: int = 200,
    spoken: str | None = None,
    leads_to: str | None = None,
    account_id: UUID | None = None,
    on_campus: bool = False,
    **facts: object,
) -> Response:
    """A page that is never cached, sends no referrer and runs no script but our own.

    It is in the language `spoken`, or else the browser's.
    `leads_to` is the origin that its form may end on, empty for our own alone; without it the page
    may send none.
    `account_id` is whose notice on privacy it links to; without it, one that holds for all. What
    is kept `on_campus` is another matter than what an LMS tells.

    Any site may frame it: it holds no cookie, and a client's LMS may have several origins.
    """
    spoken = spoken or language()
    ours = {
        "language": spoken,
        "asset": asset_url,
        "reference": reference(),
        "privacy": {
            **privacy.LINK[spoken],
            "href": privacy_url(account_id, spoken, on_campus=on_campus),
        },
    }
    response = make_response(render_template(template, **ours, **facts), status)
    # A browser holds the policy against what the form is redirected to as well.
    forms = "'none'" if leads_to is None else f"'self' {leads_to}".rstrip()
    response.headers["Content-Security-Policy"] = f"{POLICY}; form-action {forms}"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def unframed(template: str, **facts: Any) -> Response:
    """A page that is no learner's, and so belongs into nobody's frame."""
    response = page(template, **facts)
    policy = response.headers["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    return response


def without_trace(response: Response) -> Response:
    """An answer on the way to a page: never cached, and no referrer leads back to it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def reference() -> str:
    """What a learner can read out, and support find in the log: the end of the request's id."""
    return str(g.request_id)[-8:]


def privacy_url(account_id: UUID | None, spoken: str, *, on_campus: bool = False) -> str:
    account = account_id.hex if account_id else None
    if on_campus and account:
        return url_for("notices.campus_notice", account=account, language=spoken)
    return url_for("notices.notice", account=account, language=spoken)
