"""GET and POST /preview/<token>: a link by which a member shows a game."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect

from ledger.errors import OboleError
from scorm_bridge import bridge, invitations, metrics, previews, refusals
from scorm_bridge.errors import PreviewOver, TokenRejected
from scorm_bridge.routes import crowds, hosts
from scorm_bridge.routes.pages import language, page, without_trace

previewing = Blueprint("previewing", __name__)
previewing.before_request(hosts.must_be_public)


@previewing.get("/preview/<token>")
def invite(token: str) -> Response:
    """Says what opens. It counts nothing: a chat that the link is pasted in fetches it as well."""
    here = bridge.current()
    try:
        account_id, preview_id = named(token)
        shown = here.database.read(
            lambda session: previews.look(session, account_id=account_id, preview_id=preview_id)
        )
    except OboleError as error:
        return refused(error)
    spoken = language()
    return page(
        "preview.html",
        spoken=spoken,
        account_id=account_id,
        leads_to=here.places.content_origin(account_id),
        title=shown.game.title,
        words=invitations.invitation(spoken, left=shown.left, ends_at=shown.preview.ends_at),
    )


@previewing.post("/preview/<token>")
def open_preview(token: str) -> Response:
    here = bridge.current()
    if busy := crowds.turned_back(token):
        return busy
    try:
        account_id, preview_id = named(token)
        window = here.database.write(
            lambda session: previews.open_preview(
                session, account_id=account_id, preview_id=preview_id
            )
        )
    except OboleError as error:
        return refused(error)
    metrics.LAUNCHES.labels("preview").inc()
    origin = here.places.content_origin(account_id)
    grant = here.tokens.grant(window)
    return without_trace(make_response(redirect(f"{origin}/play/{grant}", code=303)))


def named(token: str) -> tuple[UUID, UUID]:
    return bridge.current().tokens.previewed(token)


def refused(error: OboleError) -> Response:
    match error:
        case PreviewOver(reason=reason):
            code, status = f"preview-{reason.replace(' ', '-')}", 410
        case TokenRejected():
            code, status = "preview-token", 404
        case _:
            raise error
    return page("refusal.html", status=status, refusal=refusals.refusal(code, status, language()))
