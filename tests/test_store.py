"""What is kept under .accede/: used where it is whole and ours, dropped where it is not."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from conftest import DATA, ROOT
from starter import run

from generator.check import check
from generator.files import GRAIN, is_settled, state_of, walk
from generator.load import load
from generator.load.again import keep
from generator.store import Store, lock, maker, now_there, put, take
from generator.yamlsource import read_quickly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from generator.model import Dataset

TODAY = date(2026, 11, 27)
LATER = 9 * 10**18  # a moment after which nothing was written: every state counts
ITEM = "recommendations/items/report-2020/press-1.yaml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return the tiny sound project, read once with all states relied on."""
    project = shutil.copytree(DATA / "sound", tmp_path / "own")
    _read(project)
    return project


def _read(project: Path, moment: int = LATER) -> tuple[Any, list[str]]:
    """Read and check as `check` does; return the dataset and what was said."""
    store = Store.of(project)
    store.moment = moment
    loaded = load(project, store=store)
    problems = check(loaded, TODAY)
    keep(loaded, store, problems)
    return loaded.dataset, [str(problem) for problem in problems]


def _anew(project: Path) -> Dataset:
    dataset = load(project).dataset
    assert dataset is not None
    return dataset


def _kept(project: Path) -> Path:
    return project / ".accede" / "read"


@pytest.fixture
def quickly_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the files whose content is taken apart from here on."""
    found: list[str] = []

    def noted(data: bytes, name: str) -> Any:
        found.append(name)
        return read_quickly(data, name)

    monkeypatch.setattr("generator.load.reader.read_quickly", noted)
    return found


def test_what_was_read_is_not_taken_apart_again(own: Path, quickly_read: list[str]) -> None:
    """Of a project of which nothing changed, one small file is read and no item is made."""
    dataset, said = _read(own)
    assert (quickly_read, said) == (["recommendations/project.yaml"], [])
    assert not dataset.items._made  # noqa: SLF001 - that nothing was made is the point
    assert dataset.items["press-1"].title.plain == _anew(own).items["press-1"].title.plain


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _edit_by_hand(path: Path) -> None:
    content = path.read_bytes()
    assert b"press" in content
    path.write_bytes(content.replace(b"press", b"print"))


def _other_maker(path: Path) -> None:
    head, _, body = path.read_bytes().partition(b"\n")
    told = json.loads(head) | {"maker": "accede 0.0.1"}
    path.write_bytes(json.dumps(told).encode() + b"\n" + body)


def _no_json(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x95 not ours\n" * 50)


def _of_another_shape(path: Path) -> None:
    put(path, ["something", "else"])


DAMAGE = (_cut, _empty, _edit_by_hand, _other_maker, _no_json, _of_another_shape)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_or_foreign_store_is_dropped(own: Path, damage: Callable[[Path], None]) -> None:
    """It is read as if it were not there, and a whole one stands there afterwards."""
    damage(_kept(own))
    assert Store.of(own).files == {}
    assert _read(own)[1] == []
    assert Store.of(own).files


def test_a_folder_in_the_place_of_the_store_is_no_matter(own: Path) -> None:
    """What cannot be replaced is done without."""
    _kept(own).unlink()
    _kept(own).mkdir()
    assert _read(own)[1] == []


def test_the_store_of_another_user_is_not_read(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a file of one's own is relied on."""
    monkeypatch.setattr("os.getuid", lambda: 4711)
    assert Store.of(own).files == {}


def test_only_its_owner_may_look_into_the_folder(own: Path) -> None:
    """The folder has mode 0700, for the data may be confidential."""
    assert _modes(own) == {".accede": 0o700, "read": 0o600}


@pytest.mark.usefixtures("bare_umask")
def test_what_others_could_read_is_closed_to_them(own: Path) -> None:
    """A folder from elsewhere and files of an earlier version too, at the next run that writes."""
    (own / ".accede").chmod(0o755)
    (own / ".accede" / "read").chmod(0o644)
    (own / ".accede" / "build.lock").touch(0o666)
    now_there(own)
    assert _modes(own) == {".accede": 0o700, "read": 0o600, "build.lock": 0o600}


@pytest.mark.usefixtures("bare_umask")
def test_a_lock_is_its_owners_own(own: Path) -> None:
    """From the moment it is made, and if it lay there for all to read."""
    with lock(own, "data.lock"):
        assert _modes(own)["data.lock"] == 0o600
    (own / ".accede" / "build.lock").touch(0o666)
    with lock(own, "build.lock"):
        assert _modes(own)["build.lock"] == 0o600


@pytest.fixture
def bare_umask() -> Iterator[None]:
    """Let files be made as open as they are asked to be."""
    before = os.umask(0)
    yield
    os.umask(before)


def _modes(project: Path) -> dict[str, int]:
    folder = project / ".accede"
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}


def test_a_project_that_cannot_be_written_to_is_read_all_the_same(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a store nothing is missing."""
    shutil.rmtree(own / ".accede")

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    assert now_there(own) == 0
    assert _read(own, now_there(own))[1] == []
    assert not (own / ".accede").exists()


def test_a_change_within_the_grain_of_time_is_seen(own: Path) -> None:
    """A file changed right after it was read, to the same size, with the same times, is read."""
    path = own / ITEM
    shutil.rmtree(own / ".accede")
    _read(own, now_there(own))  # all was just copied: no state is relied on
    store = Store.of(own)
    assert {kept.state for kept in store.files.values()} == {None}
    path.write_text(path.read_text().replace("the", "teh", 1))
    store.files[ITEM].state = None  # as it would be, had even the time of change stayed the same
    assert load(own, store=store).dataset == _anew(own)


def test_a_state_counts_once_its_grain_has_passed() -> None:
    """A file may change without a sign within two seconds of its last change, and no later."""
    now = 1_000 * GRAIN
    assert not is_settled((1, now, now, 1), now)
    assert not is_settled((1, now - 3 * GRAIN, now - GRAIN + 1, 1), now)
    assert is_settled((1, now - 3 * GRAIN, now - GRAIN - 1, 1), now)


def test_a_file_that_was_touched_is_compared_by_what_it_holds(
    own: Path, quickly_read: list[str]
) -> None:
    """A new state with the old content costs a look at the file, no more."""
    os.utime(own / ITEM, ns=(1, 1))
    assert Store.of(own).files[ITEM].state != state_of(own / ITEM)
    assert _read(own)[1] == []
    assert ITEM not in quickly_read


def test_another_publisher_drops_what_was_read(own: Path) -> None:
    """Entries of the publisher have no name of their own: that depends on who it is."""
    project = own / "recommendations" / "project.yaml"
    told = next(line for line in project.read_text().splitlines() if "publisher:" in line)
    other = _anew(own).items["press-1"].addressee
    project.write_text(project.read_text().replace(told, f"publisher: {other}"))
    assert _read(own)[0].items["press-1"] == _anew(own).items["press-1"]


def test_problems_are_the_same_each_time_and_in_order(own: Path) -> None:
    """A broken project says the same with and without what was kept, again and again."""
    shutil.copytree(DATA / "broken" / "unknown-body", own / "recommendations", dirs_exist_ok=True)
    plain = [str(problem) for problem in check(load(own), TODAY)]
    assert plain
    assert [_read(own)[1] for _ in range(3)] == [plain] * 3
    (own / ITEM).write_bytes((DATA / "sound" / ITEM).read_bytes())
    assert _read(own)[1] == [str(problem) for problem in check(load(own), TODAY)]


def test_an_id_that_is_gone_is_missed_by_what_did_not_change(own: Path) -> None:
    """A record that was sound is checked again when something it names is taken away."""
    evidence = own / "recommendations" / "evidence.yaml"
    assert _read(own)[1] == []
    evidence.write_text("- {id: other, title: Other, grade: A}\n")
    said = _read(own)[1]
    assert said == [str(problem) for problem in check(load(own), TODAY)] != []


def test_what_was_sound_may_go_stale(own: Path) -> None:
    """Notice of an item that was left alone too long is given on its day all the same."""
    store = Store.of(own)
    later = date(2036, 1, 1)
    again, anew = load(own, store=store), load(own)
    assert again.sound
    assert check(again, later) == check(anew, later) != []


def test_several_at_once_are_safe(own: Path) -> None:
    """Programs that read and keep at the same time all say what one says alone."""
    command = [sys.executable, "-m", "generator", "-C", str(own), "check"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = {process.communicate()[1] for process in running}
    assert said == {"2 items read: all is well.\n"}
    assert Store.of(own).files
    left = {path.name for path in (own / ".accede").iterdir()}
    assert {"read"} <= left <= {"checked", "read"}


def test_clean_all_takes_it_away(own: Path) -> None:
    """`clean --all` removes the folder; what it held is made again."""
    assert run(own, "clean", "--all").code == 0
    assert not (own / ".accede").exists()
    assert run(own, "check").code == 0


def test_links_are_followed_where_data_stands(tmp_path: Path) -> None:
    """A linked folder of items counts, a circle of links does not go on for ever."""
    data = tmp_path / "recommendations"
    (data / "items").mkdir(parents=True)
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.yaml").write_text("id: a\n")
    (data / "items" / "near").symlink_to(tmp_path / "far")
    (data / "round").symlink_to(data)
    assert "recommendations/items/near/a.yaml" in walk(data, tmp_path)


def test_the_maker_names_what_can_change_what_is_read() -> None:
    """Versions of accede and of Python are in it, and the states of accede's own files."""
    assert maker().startswith("accede ")
    assert sys.version in maker()
    assert take(ROOT / "nowhere") is None
