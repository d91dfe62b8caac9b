"""GET /player/<digest>/<name>: our own scripts and styles, the same on every host of ours."""

from flask import Blueprint, Response, make_response, url_for

from scorm_bridge import player

assets = Blueprint("assets", __name__)

A_YEAR = "public, max-age=31536000, immutable"


def asset_url(name: str) -> str:
    return url_for("assets.asset", digest=player.assets_digest(), name=name)


@assets.get("/player/<digest>/<path:name>")
def asset(digest: str, name: str) -> Response:
    """A file of the player. An older digest gets the newest file: the page it is for is gone."""
    try:
        content = player.asset(name)
    except KeyError:
        return make_response("There is no such file.", 404)
    response = make_response(content)
    kind = "css" if name.endswith(".css") else "javascript"
    response.content_type = f"text/{kind}; charset=utf-8"
    is_current = digest == player.assets_digest()
    response.headers["Cache-Control"] = A_YEAR if is_current else "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
