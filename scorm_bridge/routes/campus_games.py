"""What a learner who is signed in sees on a Campus."""

from flask import Response

from scorm_bridge.campus.doors import Door
from scorm_bridge.campus.sessions import Visitor
from scorm_bridge.routes.campus_pages import campus_page


def games_page(door: Door, visitor: Visitor) -> Response:
    return campus_page("campus_games.html", door, visitor=visitor)
