# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A pack that changes while the city runs: a sound one takes effect, any other changes nothing."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from jiesu.adapters.packs import BrokenPack
from jiesu.adapters.packs.own_places import OwnPlaces, write_own_places
from jiesu.adapters.postgres.server import Dsn
from jiesu.adapters.store.pool import open_pool
from jiesu.application.amending import AnotherCity, CodesVanished, OlderPack
from jiesu.application.policy import CityPolicy
from jiesu.application.ports import StoreUnavailable
from jiesu.bootstrap import doctor
from jiesu.bootstrap.amending import PackWatch
from jiesu.bootstrap.doctor import Examination
from jiesu.bootstrap.law import own_places, pack_in_force, pack_to_read_by, present_pack
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City, under, wire
from jiesu.domain.appeals.messages import DispatchAppeal
from jiesu.kernel.errors import JiesuError
from jiesu.worker.assembly import renewed, status_of
from jiesu.worker.loop import Task
from tests.builders.desk import MASTER_KEY, Desk
from tests.builders.packs import DraftPack, draft_pack
from tests.builders.rows import Rows
from tests.builders.story import Book
from tests.builders.town import NOON, RepeatedChances, SetClock

HEALTH = {"matter": "health.hospital.conduct"}
LIMITS, MANIFEST = "parameters/limits.yaml", "pack.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> DraftPack:
    return draft_pack(tmp_path)


def first_pack(settings: Settings, dsn: Dsn) -> CityPolicy:
    """Return what a process that starts now decides by."""
    with closing(open_pool(dsn, size=1)) as pool:
        return pack_in_force(settings, pool)


@pytest.fixture
def watch(pack: DraftPack, database: Dsn, tmp_path: Path) -> Iterator[PackWatch]:
    """A watch over a city that runs under a pack of its own, at noon."""
    settings = Settings(home=tmp_path, pack=str(pack.folder))
    city = wire(
        first_pack(settings, database), database, MASTER_KEY, SetClock(NOON), RepeatedChances()
    )
    watch = PackWatch(settings, city)
    assert not settle(watch)
    yield watch
    city.close()


def settle(watch: PackWatch) -> bool:
    """Look until nothing moves; return whether another pack came into force."""
    return sum(watch.look() for _ in range(4)) > 0


def desk_of(city: City) -> Desk:
    return Desk(city.gate, city.store, city.clock, city.ids)  # type: ignore[arg-type]


def shorten(pack: DraftPack) -> None:
    """Let a limit of seven days be two from the first of March 2026 on, in a higher version."""
    pack.change(MANIFEST, "version: 1.0.0", "version: 1.1.0")
    lines = (pack.folder / LIMITS).read_text(encoding="utf-8")
    before = "      value: 7 calendar_day\n"
    end = lines.index("\n\n", lines.index(before))
    added = """
    - from: 2026-03-01
      value: 2 calendar_day
      basis: {instrument: anhe-procedure-2015, article: 1}
      standing: official
      last_checked: 2026-11-24"""
    (pack.folder / LIMITS).write_text(lines[:end] + added + lines[end:], encoding="utf-8")
    assert pack.problems() == []


def days(city: City, appeal: UUID) -> int:
    """Return in how many days the lead of an appeal must be done."""
    order = desk_of(city).lead(appeal)
    local = city.policy.calendar.local
    return (local(order.handling_due).date() - local(order.dispatched_at).date()).days


def test_a_sound_pack_takes_effect_and_what_was_decided_stays(
    watch: PackWatch, pack: DraftPack, rows: Rows
) -> None:
    before = watch.present()
    old = desk_of(before).dispatched(**HEALTH)
    shorten(pack)
    assert [watch.look() for _ in range(4)] == [False, True, False, False]
    after = watch.present()
    new = desk_of(after).dispatched(**HEALTH)
    assert (days(after, new), days(after, old)) == (3, 8)
    stamps = [stamp for (stamp,) in rows("SELECT DISTINCT pack FROM log_entry ORDER BY pack")]
    assert stamps == [before.policy.identity.stamp, after.policy.identity.stamp]
    assert watch.trouble is None


def test_a_pack_that_is_still_being_written_is_left_alone(
    watch: PackWatch, pack: DraftPack
) -> None:
    shorten(pack)
    assert not watch.look()
    (pack.folder / "README.md").write_text("one more file", encoding="utf-8")
    assert not watch.look()
    assert watch.look()


def test_a_pack_touched_but_equal_changes_nothing(watch: PackWatch, pack: DraftPack) -> None:
    city = watch.present()
    (pack.folder / MANIFEST).touch()
    assert not settle(watch)
    assert watch.present() is city


def test_places_of_the_city_s_own_take_effect_too(watch: PackWatch, tmp_path: Path) -> None:
    file = own_places(watch.settings, watch.city.policy)
    write_own_places(file, OwnPlaces({"qc-liuyin": (100.5, 30.5)}))
    assert settle(watch)
    assert watch.present().policy.organisation.areas["qc-liuyin"].point == (100.5, 30.5)
    assert not settle(watch)


def damage(pack: DraftPack) -> None:
    pack.change(LIMITS, "7 calendar_day", "seven days")


def rename(pack: DraftPack) -> None:
    pack.change(MANIFEST, "id: example", "id: elsewhere")


def go_back(pack: DraftPack) -> None:
    pack.change(MANIFEST, "version: 1.0.0", "version: 0.9.9")


def lose(pack: DraftPack, file: str, code: str) -> None:
    """Take a row out of a catalogue."""
    lines = (pack.folder / file).read_text(encoding="utf-8").split("\n")
    line = next(line for line in lines if line.startswith(f"{code},"))
    pack.change(file, line + "\n", "")


def lose_a_unit(pack: DraftPack) -> None:
    pack.change(MANIFEST, "version: 1.0.0", "version: 1.1.0")
    lose(pack, "catalogues/units.csv", "qc-liuyin-c1")


def lose_a_matter(pack: DraftPack) -> None:
    pack.change(MANIFEST, "version: 1.0.0", "version: 1.1.0")
    lose(pack, "catalogues/duties.csv", "urban.green.damage.2000")
    lose(pack, "catalogues/matters.csv", "urban.green.damage")
    lose(pack, "catalogues/matters.csv", "urban.green")


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (damage, BrokenPack),
        (rename, AnotherCity),
        (go_back, OlderPack),
        (lose_a_unit, CodesVanished),
        (lose_a_matter, CodesVanished),
    ],
)
def test_any_other_pack_never_takes_effect_and_is_named_once(
    watch: PackWatch,
    pack: DraftPack,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[DraftPack], None],
    error: type[JiesuError],
) -> None:
    city = watch.present()
    desk_of(city).dispatched(**HEALTH)
    good = pack.folder.with_name("good")
    shutil.copytree(pack.folder, good)
    spoil(pack)
    with caplog.at_level(logging.ERROR):
        assert not settle(watch)
        assert not settle(watch)
    assert watch.present() is city
    assert type(watch.trouble) is error
    (record,) = caplog.records
    assert city.policy.identity.stamp in record.message
    found = status_of(city, watch.settings)
    assert (found.pack, type(found.pack_trouble)) == (city.policy.identity.stamp, error)
    shutil.rmtree(pack.folder)
    shutil.copytree(good, pack.folder)
    assert not settle(watch)
    assert watch.trouble is None


def test_a_folder_that_is_gone_for_a_moment_does_no_harm(watch: PackWatch, pack: DraftPack) -> None:
    away = pack.folder.rename(pack.folder.with_name("away"))
    assert not settle(watch)
    assert watch.trouble is not None
    away.rename(pack.folder)
    assert not settle(watch)
    assert watch.trouble is None


def test_a_file_that_cannot_be_read_is_named_and_read_when_it_can(
    watch: PackWatch, pack: DraftPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten(pack)
    with monkeypatch.context() as patch:

        def refused(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied", "limits.yaml")

        patch.setattr(Path, "read_bytes", refused)
        assert not settle(watch)
        assert str(watch.trouble).startswith('Cannot read "limits.yaml": Permission denied.')
        assert status_of(watch.present(), watch.settings).pack_trouble is not None
    assert settle(watch)
    assert watch.trouble is None


def test_a_pack_that_changes_while_it_is_read_is_read_again(
    watch: PackWatch, pack: DraftPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten(pack)
    city = watch.present()

    def reading(settings: Settings) -> CityPolicy:
        policy = present_pack(settings)
        (pack.folder / "README.md").write_text("somebody is not done yet", encoding="utf-8")
        return policy

    with monkeypatch.context() as patch:
        patch.setattr("jiesu.bootstrap.amending.present_pack", reading)
        assert [watch.look(), watch.look()] == [False, False]
        assert watch.present() is city
    assert settle(watch)


def test_a_database_that_is_away_only_puts_it_off(
    watch: PackWatch, pack: DraftPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten(pack)

    def away(*_: object) -> None:
        raise StoreUnavailable(reason="57P01")

    with monkeypatch.context() as patch:
        patch.setattr("jiesu.bootstrap.amending.check_follows", away)
        assert not settle(watch)
        assert watch.trouble is None
    assert settle(watch)


@pytest.mark.parametrize("spoil", [damage, rename, go_back, lose_a_unit])
def test_who_starts_meanwhile_works_on_as_the_others_do(
    watch: PackWatch,
    pack: DraftPack,
    database: Dsn,
    tmp_path: Path,
    spoil: Callable[[DraftPack], None],
) -> None:
    desk_of(watch.present()).registered(**HEALTH)
    spoil(pack)
    started = first_pack(watch.settings, database)
    assert started.identity == watch.present().policy.identity
    nothing_kept = watch.settings.model_copy(update={"home": tmp_path / "another"})
    if spoil is lose_a_unit:  # nobody here can know what there was
        assert first_pack(nothing_kept, database).identity.version == "1.1.0"
    else:
        with pytest.raises((BrokenPack, AnotherCity, OlderPack)):
            first_pack(nothing_kept, database)


def test_what_is_kept_is_no_refuge_from_the_log_of_another_city(
    watch: PackWatch, database: Dsn, rows: Rows
) -> None:
    desk_of(watch.present()).registered(**HEALTH)
    rows("ALTER TABLE log_entry DISABLE TRIGGER ALL")
    rows("UPDATE log_entry SET pack = 'elsewhere@1.0.0+12345678'")
    with pytest.raises(AnotherCity):
        first_pack(watch.settings, database)
    assert pack_to_read_by(watch.settings).identity == watch.present().policy.identity


@pytest.mark.parametrize("spoil", [rename, go_back, lose_a_unit])
def test_while_nothing_has_been_decided_every_sound_pack_may_follow(
    watch: PackWatch, pack: DraftPack, spoil: Callable[[DraftPack], None]
) -> None:
    spoil(pack)
    assert settle(watch)
    assert watch.trouble is None


def test_the_doctor_says_what_may_not_follow(
    watch: PackWatch, pack: DraftPack, database: Dsn
) -> None:
    visit = Examination(watch.settings, dsn=database)
    assert "loads; time zone" in doctor._pack(visit)[1].en
    desk_of(watch.present()).registered(**HEALTH)
    before = watch.present().policy.identity.stamp
    shorten(pack)
    assert f"the newest decision was under {before}" in doctor._pack(visit)[1].en
    pack.change(MANIFEST, "version: 1.1.0", "version: 0.1.0")
    with pytest.raises(OlderPack):
        doctor._pack(visit)


def test_two_workers_under_different_versions_do_each_other_no_harm(
    watch: PackWatch, pack: DraftPack, rows: Rows, database: Dsn
) -> None:
    """One has seen the new pack and the other not yet: each decides by its own, and says so."""
    slow = watch.present()
    shorten(pack)
    assert settle(watch)
    quick = watch.present()
    one, other = desk_of(slow).registered(**HEALTH), desk_of(slow).registered(**HEALTH)
    desk_of(quick).do(DispatchAppeal(appeal_id=one))
    desk_of(slow).do(DispatchAppeal(appeal_id=other))
    assert (days(quick, one), days(quick, other)) == (3, 8)
    desk_of(slow).report(one)
    desk_of(quick).report(other)
    desk_of(quick).do(desk_of(quick).outcome(one))
    desk_of(slow).do(desk_of(slow).outcome(other))
    assert len(rows("SELECT DISTINCT pack FROM log_entry")) == 2
    assert {each for each in Book(database).faults() if not each.startswith("seal ")} == set()


def test_a_task_is_made_anew_for_the_city_under_the_new_pack(
    watch: PackWatch, pack: DraftPack
) -> None:
    made: list[City] = []

    def make(city: City) -> Task:
        made.append(city)
        return Task("task", lambda _: 0, lambda: None)

    task = renewed(watch.present, make)
    task.step(lambda: False)
    task.next_wake()
    shorten(pack)
    settle(watch)
    task.step(lambda: False)
    task.next_wake()
    assert made == [made[0], watch.present()]
    assert made[0] is not watch.present()
    assert under(made[0], made[0].policy).pool is made[0].pool
