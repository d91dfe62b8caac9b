"""Packages as a person names them."""

import pytest

from ledger.errors import AmbiguousName, UnknownClient
from scorm_bridge import listings
from scorm_bridge.errors import UnknownPackage
from scorm_bridge.models import Package
from tests.scorm_bridge.lms import Lms, new_package


def test_a_package_is_found_by_its_id_or_by_client_and_game(lms: Lms) -> None:
    def find(*given: str) -> Package:
        return lms.world.database.read(
            lambda session: (
                listings.find_package(session, account_id=lms.world.account_id, given=given).package
            )
        )

    id = str(lms.package.id)
    bare = id.replace("-", "").upper()
    for right in ([id], [id[:20]], [bare], ["acme", "the ferryman"]):
        assert find(*right).id == lms.package.id
    for wrong in (["zzz"], ["ffffffff"], [""], ["acme", "the", "ferryman"], []):
        with pytest.raises(UnknownPackage):
            find(*wrong)
    with pytest.raises(UnknownClient):
        find("nobody", "the ferryman")
    new_package(lms.world)
    with pytest.raises(AmbiguousName) as refusal:
        find("acme", "the ferryman")
    assert id in refusal.value.candidates
    assert find(id).id == lms.package.id
