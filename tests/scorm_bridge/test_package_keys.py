"""Keys of a package: a new one leaves the old in use, a revoked one opens nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from scorm_bridge import package_keys
from scorm_bridge.errors import LastKey, NoSuchKey
from tests.scorm_bridge.lms import Lms, token_of
from tests.scorm_bridge.member import acted, refused
from tests.worlds import KEYRING


def test_a_rotated_key_leaves_the_old_in_use_until_it_is_revoked(lms: Lms) -> None:
    key = acted(lms, package_keys.rotate, keyring=KEYRING)
    assert key.number == 2
    newest = token_of(lms.world, lms.package)
    assert newest != lms.token
    assert lms.launch().status_code == lms.launch(token=newest).status_code == 303
    assert acted(lms, package_keys.revoke) == [1]
    refused(lms.launch(), "token")
    assert lms.launch(token=newest).status_code == 303
    assert acted(lms, package_keys.revoke) == []
    with pytest.raises(LastKey):
        acted(lms, package_keys.revoke, number=2)
    for number in (1, 3):
        with pytest.raises(NoSuchKey):
            acted(lms, package_keys.revoke, number=number)


def test_keys_rotated_at_once_are_numbered_apart(lms: Lms) -> None:
    with ThreadPoolExecutor(6) as pool:
        keys = pool.map(lambda _: acted(lms, package_keys.rotate, keyring=KEYRING), range(6))
    assert sorted(key.number for key in keys) == [2, 3, 4, 5, 6, 7]
