"""Whatever a file looks like and whatever is written: the change that was meant, or a refusal.

./run test --thorough makes twenty thousand edits instead of some hundreds.
"""

from __future__ import annotations

import copy
import csv
import io
import random
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import odd
import pytest
import yaml
from conftest import DATA
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_edits import Typist

from generator import csvsource, journal
from generator.edits import Change, EditError
from generator.load import load
from generator.rewording import columns, reword, rows
from generator.splice.outline import break_of
from generator.updates import AlreadyError, RefusedError
from generator.yamlsource import read
from generator.yamltext import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path as File
    from random import Random

    from generator.load import Loaded

Path = tuple[str | int, ...]
SEED = 20261127
TODAY = date(2026, 11, 22)
NULLS = {"", "~", "null", "Null", "NULL"}
REMARK = re.compile(r"# remark \w+")
LINE = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|.+$")


def parsed(content: bytes) -> yaml.Node | None:
    """Return the nodes of a file as PyYAML builds them; accede builds none."""
    text = content.decode().removeprefix("\ufeff")
    found: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    return found


def says(node: Any) -> Any:
    """Return what nodes say when every word is a text."""
    if isinstance(node, yaml.MappingNode):
        return {says(key): says(inner) for key, inner in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [says(inner) for inner in node.value]
    if node is None or (not node.style and node.value in NULLS):
        return None
    return node.value


def places(value: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the path of every value with the value."""
    yield at, value
    inner: Any = value.items() if isinstance(value, dict) else ()
    for key, part in enumerate(value) if isinstance(value, list) else inner:
        yield from places(part, (*at, key))


def changed(known: Any, path: tuple[Any, ...], new: Any) -> Any:
    """Return what is expected once *new* stands at *path*."""
    if not path:
        return new
    known = copy.copy(known)
    inner = known[path[0]] if isinstance(known, list) else known.get(path[0])
    known[path[0]] = changed(inner, path[1:], new)
    return known


def room(root: Any, path: tuple[Any, ...]) -> range:
    """Return the lines that what stands at *path* takes up; where nothing does, those around."""
    node, first = root, 0
    for part in path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if says(k) == part), None)
            if pair is None:
                break
            node, first = pair[1], pair[0].start_mark.line
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[part]
            first = node.start_mark.line
    else:
        return range(first, last_line(node) + 1)
    return range(first, last_line(node) + 1) if node.flow_style else range(0)


def last_line(node: Any) -> int:
    """Return the last line that is a value's own."""
    while isinstance(node.value, list) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return int(node.end_mark.line) - (is_block and not node.end_mark.column)


def others_stay(before: bytes, after: bytes, paths: Collection[Path]) -> None:
    """Find every line that is not to be changed, and every remark, in the new text."""
    root, said = parsed(before), before.decode()
    old, new = LINE.findall(said), LINE.findall(after.decode())
    touched = {line for path in paths for line in room(root, path)}
    if old and not old[-1].endswith(("\n", "\r")) and old[-1] not in new:
        old[-1] += break_of(said)  # the last line was given its end
    following = iter(new)
    for number, line in enumerate(old):
        assert number in touched or line in following, (number, line)
    texts = "\n".join(str(value) for _, value in places(says(root)))
    lost = set(REMARK.findall(said)) - set(REMARK.findall(texts))
    assert lost <= set(REMARK.findall(after.decode()))


@dataclass
class Try:
    """One edit to be tried: where, with what, and what should come of it."""

    paths: list[Path]
    edit: Callable[[Change], Change]
    expected: Callable[[Any], Any]


def a_path(known: Any, chance: Random) -> Path:
    """Return where something stands, or where nothing does."""
    path = chance.choice([path for path, _ in places(known)])
    more: tuple[str | int, ...] = (*odd.KEYS, 0, 7, -1)
    return (*path, chance.choice(more)) if chance.random() < 0.3 else path


def appending(known: Any, chance: Random) -> Try:
    """Return a try to add a record to a list, or to what is none."""
    of_records = [
        path
        for path, value in places(known)
        if isinstance(value, list) and any(isinstance(one, dict) for one in value)
    ]
    path = (
        chance.choice(of_records) if of_records and chance.random() < 0.7 else a_path(known, chance)
    )
    record = odd.value(chance)

    def expected(known: Any) -> Any:
        found = dict(places(known)).get(path)
        assert found is None or isinstance(found, list)
        return changed(known, path, [*(found or ()), record])

    return Try([path], lambda change: change.append(plain([record]), path), expected)


def settling(known: Any, chance: Random) -> Try:
    """Return a try to set some values."""
    texts = [path for path, value in places(known) if isinstance(value, str) and path]
    paths = chance.sample(texts, min(len(texts), chance.randrange(4)))
    if not paths or chance.random() < 0.4:
        paths.append(a_path(known, chance))
    values = {path: odd.value(chance) for path in paths}

    def expected(known: Any) -> Any:
        for path, value in values.items():
            known = changed(known, path, value)
        return known

    return Try(paths, lambda change: change.settle(values), expected)


def putting(known: Any, chance: Random) -> Try:
    """Return a try to put one line of YAML in a place."""
    texts = [path for path, value in places(known) if isinstance(value, str) and path]
    path = chance.choice(texts) if texts and chance.random() < 0.6 else a_path(known, chance)
    word = chance.choice(("2026-11-22", odd.text(chance)))
    expected = lambda known: changed(known, path, says(parsed(word.encode())))  # noqa: E731 - as above
    return Try([path], lambda change: change.put(path, word), expected)


def is_plain(message: str, file: str) -> None:
    """Find the file in a message that a person can read."""
    assert message.startswith(file)
    assert message.replace("\n", "").isprintable()
    assert len(message) < 2000


def is_meant_or_refused(change: Change, one: Try) -> Change | None:
    """Try an edit: return the changed file if it is what was meant, None if it was refused."""
    try:
        after = one.edit(change)
    except EditError as error:
        is_plain(str(error), change.file)
        return None
    assert after.before == change.before
    assert says(parsed(after.after)) == one.expected(says(parsed(change.after)))
    assert not read(after.after, change.file)[1]
    others_stay(change.after, after.after, one.paths)
    return after


def edited(content: bytes, chance: Random, seen: Counter[str]) -> None:
    """Try up to three edits of a file, one after another."""
    change = Change.of("f.yaml", content)
    source, problems = read(content, "f.yaml")
    for _ in range(chance.choice((1, 1, 3))):
        one = chance.choice((appending, settling, settling, putting))
        after = is_meant_or_refused(change, one(source.root, chance))
        what = "unreadable" if problems else "refused" if after is None else "made"
        seen[f"{one.__name__} {what}"] += 1
        assert after is None or not problems or not content.strip()
        if after is not None:
            change, problems = after, []
            source = read(change.after, "f.yaml")[0]


@pytest.mark.parametrize("part", range(4))
def test_an_edit_of_any_file_is_what_was_meant_or_refused(part: int, thorough: bool) -> None:  # noqa: FBT001
    """The old values and the new one, every other line and remark as it was; or a reason."""
    chance = random.Random(f"{SEED}-{part}")  # noqa: S311 - chance, no secret
    seen: Counter[str] = Counter()
    while seen.total() < (5_000 if thorough else 130):
        content = odd.file(chance)
        try:
            edited(content, chance, seen)
        except yaml.composer.ComposerError:  # two values of one name, which accede can read
            seen["not known to PyYAML"] += 1
        except Exception as error:
            raise AssertionError(f"{SEED}-{part}, {seen.total()}:\n{content!r}") from error
    for kind in (appending, settling, putting):
        assert seen[f"{kind.__name__} made"] > 1, seen


VALUES = st.recursive(
    st.text() | st.sampled_from(odd.WORDS) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, database=None)
@given(VALUES, st.text(), st.randoms(use_true_random=False))
def test_any_value_is_written_as_it_is_or_refused(value: Any, key: str, chance: Random) -> None:
    """Whatever the letters of a record, a text or a key."""
    change = Change.of("f.yaml", b"id: a\ntitle: b # why\nlist:\n  - {c: d}\n  - e: f\n")
    records = Try(
        [("list",)],
        lambda change: change.append(plain([value]), ("list",)),
        lambda known: changed(known, ("list",), [*known["list"], value]),
    )
    paths: list[Path] = [("title",), ("list", chance.randrange(2), key), (key,)]
    path = chance.choice(paths)
    pair = Try(
        [path],
        lambda change: change.settle({path: value}),
        lambda known: changed(known, path, value),
    )
    after = is_meant_or_refused(change, records)
    is_meant_or_refused(after or change, pair)


def table(sheet: list[list[str]], chance: Random) -> bytes:
    """Return a table as a spreadsheet saves it."""
    out = io.StringIO()
    csv.writer(out, delimiter=chance.choice(csvsource.SEPARATORS)).writerows(sheet)
    return out.getvalue().encode("utf-8", "replace")


def a_table(loaded: Loaded, chance: Random) -> bytes:
    """Return a table of translations in which a few rows are filled in, wildly."""
    dataset = loaded.dataset
    assert dataset
    filled = []
    for row in chance.sample(list(rows(dataset, "ru", None, everything=True)), 2):
        by = chance.choice(("AB", "AB", "AB", "", odd.text(chance)))
        state = chance.choice(("", "working", "reviewed"))
        on = chance.choice(("", "2026-11-22", "2026", "2026-11", "2026-99"))
        cells = [*row[:3], odd.text(chance), state, by, on]
        if chance.random() < 0.05:
            cells[chance.randrange(3)] = odd.text(chance)
        filled.append(cells)
    return table([list(columns("en", "ru")), *filled], chance)


def test_any_wording_is_put_into_the_data_or_refused(thorough: bool) -> None:  # noqa: FBT001
    """A table of wild wordings makes sound data that has them, or is refused with a reason."""
    chance = random.Random(SEED)  # noqa: S311 - chance, no secret
    sound = DATA / "sound"
    loaded = load(sound)
    seen: Counter[str] = Counter()
    for _ in range(2_000 if thorough else 60):
        content = a_table(loaded, chance)
        sheet, problems = csvsource.read(content, "t.csv", columns("en", "ru"))
        if problems:
            seen["no table"] += 1
            continue
        try:
            found = reword(
                loaded, sheet, "", date(2026, 11, 22), lambda name: (sound / name).read_bytes()
            )
        except (RefusedError, AlreadyError, EditError):
            seen["refused"] += 1
            continue
        seen["made"] += 1
        now = load(sound, {change.file: change.after for change in found})
        assert now.dataset, (content, now.problems)
        told = {row[:2]: row[3] for row in rows(now.dataset, "ru", None, everything=True)}
        for _, row in sheet.rows:
            assert not row[3] or told[row[:2]] == row[3], content
    assert seen["made"] > 9, seen
    assert seen["refused"] > 9, seen


def test_what_the_journal_writes_is_the_edit(tmp_path: File) -> None:
    """The file holds what the edit came to, byte for byte, or what it held; nothing beside it."""
    chance = random.Random(SEED)  # noqa: S311 - chance, no secret
    written = tmp_path / "recommendations" / "bodies.yaml"
    written.parent.mkdir()
    name = "recommendations/bodies.yaml"
    seen: Counter[str] = Counter()
    for _ in range(60):
        content = chance.choice((odd.file(chance), Typist(chance).register().encode()))
        entry = odd.text(chance) if chance.random() < 0.1 else plain([odd.value(chance)])
        written.write_bytes(content)
        try:
            expected = Change.of(name, content).append(entry).after
        except EditError:
            with pytest.raises(journal.JournalError):
                journal.append(tmp_path, name, entry)
            seen["refused"] += 1
            expected = content
        else:
            journal.append(tmp_path, name, entry)
        assert written.read_bytes() == expected
        assert list(written.parent.iterdir()) == [written]
    assert 9 < seen["refused"] < 51
