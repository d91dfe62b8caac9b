"""The team: roles, limits, and an account that is never without an owner."""

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import accounts, audit, members
from ledger.actors import Act
from ledger.errors import AboveLimit, BadAmount, LastOwner, NameTaken, NotAllowed, UnknownMember
from ledger.models import Member, Role
from tests.worlds import World


def change_role(world: World, member: Member, role: Role, *, by: Member | None = None) -> Member:
    actor = world.actor(by or world.owner)

    def changed(session: Session) -> Member:
        one = session.merge(member)
        members.change_role(session, actor=actor, member=one, role=role)
        return one

    return world.database.write(changed)


def remove(world: World, member: Member, *, by: Member | None = None) -> None:
    actor = world.actor(by or world.owner)
    world.database.write(
        lambda session: members.remove_member(session, actor=actor, member=session.merge(member))
    )


def limit(world: World, member: Member, most: int | None) -> Member:
    def limited(session: Session) -> Member:
        one = session.merge(member)
        members.limit_member(session, actor=world.actor(world.owner), member=one, most=most)
        return one

    return world.database.write(limited)


def team(world: World) -> list[tuple[str, Role]]:
    found = world.database.read(
        lambda session: members.all_members(session, account_id=world.account_id)
    )
    return [(member.name, member.role) for member in found]


def test_the_team_is_listed_owners_first(world: World) -> None:
    assert team(world) == [("Ana", Role.OWNER), ("Marc", Role.MANAGER), ("Vera", Role.VIEWER)]


def test_the_last_owner_can_neither_be_removed_nor_become_less(world: World) -> None:
    for act in (
        lambda: remove(world, world.owner),
        lambda: change_role(world, world.owner, Role.VIEWER),
    ):
        with pytest.raises(LastOwner):
            act()
    marc = change_role(world, world.manager, Role.OWNER)
    remove(world, world.owner, by=marc)
    assert team(world) == [("Marc", Role.OWNER), ("Vera", Role.VIEWER)]


def test_two_owners_who_remove_each_other_at_once_leave_one(world: World) -> None:
    marc = change_role(world, world.manager, Role.OWNER)
    refused: list[LastOwner] = []

    def removes(member: Member, by: Member) -> None:
        try:
            remove(world, member, by=by)
        except LastOwner as error:
            refused.append(error)

    pairs = ((world.owner, marc), (marc, world.owner))
    threads = [threading.Thread(target=removes, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert len(world.database.read(lambda s: accounts.owners(s, world.account_id))) == 1


@pytest.mark.parametrize("who", ["manager", "viewer"])
def test_only_owners_change_the_team(world: World, who: str) -> None:
    by: Member = getattr(world, who)
    with pytest.raises(NotAllowed) as refusal:
        change_role(world, world.viewer, Role.OWNER, by=by)
    assert (refusal.value.act, refusal.value.allowed) == (Act.CHANGE_MEMBER.value, ["owner"])
    with pytest.raises(NotAllowed):
        remove(world, world.viewer, by=by)


def test_one_who_was_removed_is_found_no_more_and_comes_back_as_the_same_person(
    world: World,
) -> None:
    remove(world, world.viewer)
    with pytest.raises(UnknownMember):
        world.database.read(
            lambda s: accounts.find_member(
                s, account_id=world.account_id, email="vera@ludum.example"
            )
        )
    back = world.database.write(
        lambda s: accounts.add_member(
            s, actor=world.operator, name="Vera N.", email="VERA@ludum.example", role=Role.MANAGER
        )
    )
    assert (back.id, back.name, back.role) == (world.viewer.id, "Vera N.", Role.MANAGER)
    with pytest.raises(NameTaken):
        world.database.write(
            lambda s: accounts.add_member(
                s, actor=world.operator, name="V", email="vera@ludum.example", role=Role.VIEWER
            )
        )


def test_a_manager_allocates_up_to_their_limit_and_an_owner_any_number(world: World) -> None:
    marc = limit(world, world.manager, 60)
    assert world.allocate(60, by=marc).credits == 60
    with pytest.raises(AboveLimit) as refusal:
        world.allocate(61, by=marc)
    assert (refusal.value.credits, refusal.value.most) == (61, 60)
    ana = limit(world, world.owner, 1)
    assert world.allocate(61, by=ana).credits == 61
    assert world.allocate(120, by=limit(world, marc, None)).credits == 120


def test_what_was_allocated_before_the_limit_is_not_refused_when_it_is_sent_again(
    world: World,
) -> None:
    first = world.allocate(120, by=world.manager, key="pressed twice")
    again = world.allocate(120, by=limit(world, world.manager, 60), key="pressed twice")
    assert (again.id, again.is_repeat) == (first.id, True)


@pytest.mark.parametrize("most", [-1, 1_000_001])
def test_a_limit_is_a_number_of_credits(world: World, most: int) -> None:
    with pytest.raises(BadAmount):
        limit(world, world.manager, most)
    kept = world.database.read(
        lambda s: s.scalar(select(Member.allocates_most).where(Member.id == world.manager.id))
    )
    assert kept is None


def test_each_change_is_written_down(world: World) -> None:
    limit(world, world.manager, 60)
    change_role(world, world.viewer, Role.MANAGER)
    remove(world, world.viewer)
    found = world.database.read(lambda s: audit.entries(s, account_id=world.account_id, most=3))
    assert [entry.act for entry in found] == ["remove member", "change role", "limit member"]
    assert found[1].before == {"role": "viewer"}
    assert all(entry.member_id == world.owner.id for entry in found)
