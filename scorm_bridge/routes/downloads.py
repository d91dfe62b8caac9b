"""GET /packages/<token>: the zip of a package, by a link that was made for who builds packages."""

import io

from flask import Blueprint, Response, send_file
from sqlalchemy.orm import Session

from scorm_bridge import bridge, downloads
from scorm_bridge.downloads import ZIP_TYPE, Download
from scorm_bridge.errors import TokenRejected, UnknownPackage
from scorm_bridge.routes import hosts
from scorm_bridge.routes.pages import without_trace

downloading = Blueprint("downloading", __name__)
downloading.before_request(hosts.must_be_public)

OVER = "This link is over, or was never made. Ask whoever sent it for a new one.\n"


@downloading.get("/packages/<token>")
def download(token: str) -> Response:
    """As often as it is asked for: a chat that looks what a link leads to changes nothing."""
    here = bridge.current()

    def read(session: Session) -> Download:
        account_id, package_id = here.tokens.downloaded(token)
        return downloads.of_package(
            session,
            account_id=account_id,
            package_id=package_id,
            keyring=here.keyring,
            places=here.places,
        )

    try:
        found = here.database.read(read)
    except (TokenRejected, UnknownPackage):
        return without_trace(Response(OVER, 404, content_type="text/plain; charset=utf-8"))
    file = io.BytesIO(found.content)
    answer = send_file(file, ZIP_TYPE, as_attachment=True, download_name=found.name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return without_trace(answer)
