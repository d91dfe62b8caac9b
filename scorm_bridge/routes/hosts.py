"""Which host may serve what: content never from the bridge's origin, nor the reverse."""

from uuid import UUID

from flask import abort, request

from scorm_bridge import bridge
from scorm_bridge.places import LABEL


def must_be_public() -> None:
    if request.host != bridge.current().places.public_host:
        abort(404)


def must_be_content() -> None:
    """Any account's content host; the signed part of the path says whose it has to be."""
    places = bridge.current().places
    if LABEL not in places.content_url:
        expected = request.host == places.content_host(UUID(int=0))
    else:
        before, _, after = places.content_host(UUID(int=0)).partition(f"a{UUID(int=0).hex}")
        host = request.host
        expected = host.startswith(before) and host.endswith(after)
    if not expected:
        abort(404)


def must_be_content_of(account_id: UUID) -> None:
    if request.host != bridge.current().places.content_host(account_id):
        abort(404)
