"""However a file was typed, an edit is made rightly, or refused with its place: never wrongly."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.edits import Change, EditError
from generator.yamlsource import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

T = TypeVar("T")
BOM = "\ufeff"
ENTRY = "- as_of: 2026-11\n  status: reversed\n  summary: >-\n    Қайта, again\n  evidence: [S01]\n"
SAYS = {"as_of": "2026-11", "status": "reversed", "summary": "Қайта, again", "evidence": ["S01"]}
TEXTS = ("text", "Қазақстан халқы", "حرية الصحافة", "Свобода печати", "a#b - c", "😀 two")
PLACE = re.compile(r"f\.yaml:\d+:\d+: \S.+")
RANDOM = st.randoms(use_true_random=False)
MANY = settings(
    max_examples=160, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
BLOCK_LISTS = ("block", "block", "block", "named block")
OTHER_LISTS = ("null", "~", "[]", "[ ]", "missing", "flow", "open", "&a []", "alias")


class Typist:
    """Someone who writes YAML in every way it can be written."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def one_of(self, *choices: T) -> T:
        """Return one of the choices."""
        return self.chance.choice(choices)

    def remark(self) -> str:
        """Return what may stand behind a value."""
        return self.one_of("", "", "", " # it's: so", "  #", " ")

    def between(self) -> list[str]:
        """Return what may stand between lines: nothing, blank lines, remarks of any depth."""
        depth = " " * self.chance.randrange(9)
        return self.one_of([], [], [], [""], [f"{depth}# - x: y"], ["", f"{depth}# [", ""], [depth])

    def value(self, column: int) -> list[str]:
        """Return a value of a key that stands at *column*: what follows the colon, then lines."""
        plain, block, flow = (self._plain, self._quotes, self._long), self._block, self._flow
        return self.one_of(*plain, block, block, flow, self._list, self._empty)(column)

    def _plain(self, _: int) -> list[str]:
        return [" " + self.one_of(*TEXTS[:4], "no", "2020-01") + self.remark()]

    def _empty(self, _: int) -> list[str]:
        return [self.one_of("", " ~", " null", ' ""', " []", " {}") + self.remark()]

    def _quotes(self, column: int) -> list[str]:
        mark, text = self.one_of("'", '"'), self.one_of(*TEXTS)
        text = text if mark == "'" else self.one_of(text, text + "\u2028more", "a\\n b")
        more = self.one_of([], [], [" " * (column + 1) + "- and: # more", ""])
        if more:
            return [f" {mark}{text}", *more, " " * (column + 1) + "end" + mark + self.remark()]
        return [f" {mark}{text}{mark}{self.remark()}"]

    def _long(self, column: int) -> list[str]:
        inner = " " * (column + self.one_of(1, 2, 4))
        first = self.one_of([" one"], ["", inner + "one"])
        return [*first, inner + self.one_of(*TEXTS), inner + "three" + self.remark()]

    def _block(self, column: int) -> list[str]:
        depth = self.one_of(1, 2, 2, 4, 8)
        said = self.one_of("", "", str(depth)) if depth else ""
        chomp = self.one_of("", "-", "+")
        head = self.one_of("|", ">") + self.one_of(said + chomp, chomp + said) + self.remark()
        inner = " " * (column + depth)
        lines = [inner + self.one_of(*TEXTS)]
        lines += self.one_of([], ["", inner + "# no remark"], [inner + "   - deep: er"], [inner])
        lines += [inner + "last"] * self.one_of(0, 1)
        return [" " + head, *lines, *self.one_of([], [], [""], ["", ""], [" "], [inner + " "])]

    def _list(self, column: int) -> list[str]:
        dash = " " * (column + self.one_of(0, 1, 2, 4, 8))
        return [self.remark(), *(f"{dash}- {name}{self.remark()}" for name in ("S01", "S02"))]

    def _flow(self, column: int) -> list[str]:
        inner = " " * (column + self.one_of(1, 3))
        lines = [" [S01, # first", f"{inner}'S, 02'", f"{inner}]{self.remark()}"]
        return self.one_of([" [S01, S02]" + self.remark()], [" {a: b, c: [d]}"], lines)

    def pairs(self, column: int, keys: tuple[str, ...]) -> list[str]:
        """Return the lines of a map at *column*, with some of the *keys* in some order."""
        count = self.one_of(*range(1, len(keys) + 1))
        lines = []
        for key in self.chance.sample(keys, count):
            first, *more = self.value(column)
            lines += [" " * column + key + ":" + first, *more, *self.between()]
        return lines

    def entries(self, column: int) -> list[str]:
        """Return the lines of a list whose hyphens stand at *column*."""
        lines = []
        for number in range(self.one_of(1, 2, 3)):
            dash, gap = " " * column + "-", self.one_of(1, 1, 3)
            pairs = self.pairs(column + 1 + gap, ("status", "summary", "evidence", "by"))
            pairs[0] = dash + pairs[0][column + 1 :]
            whole = f"{dash} {{as_of: {number}, summary: 'a: b'}}{self.remark()}"
            apart = [dash, *self.between(), *self.pairs(column + 2, ("status", "summary"))]
            broken = [
                f"{dash} {{as_of: {number},",
                " " * (column + 2) + "status: x # y",
                " " * 9 + "}",
            ]
            lines += self.one_of(pairs, pairs, pairs, [whole], apart, broken)
            lines += self.between()
        return lines

    def assessments(self, form: str) -> list[str]:
        """Return the lines of the list that an entry is to go into, written in one *form*."""
        column = self.one_of(0, 1, 2, 2, 4, 8)
        head = "assessments:"
        return {
            "block": [head + self.remark(), *self.between(), *self.entries(column)],
            "named block": [f"{head} &list", *self.entries(column)],
            "null": [head + self.remark()],
            "~": [f"{head} {self.one_of('~', 'null')}{self.remark()}"],
            "[]": [f"{head} []{self.remark()}"],
            "[ ]": [f"{head}   [ ]{self.remark()}"],
            "missing": [],
            "flow": [f"{head} [{{as_of: 2020}}]"],
            "open": [f"{head} [", " # none", " ]"],
            "&a []": [f"{head} &b []"],
            "alias": [f"{head} *themes"],
        }[form]

    def item(self, form: str) -> str:
        """Return an item whose assessments are of that *form*, first, in the middle or last."""
        pairs = self.pairs(0, ("title", "text", "source", "notes", "quote"))
        parts = [["id: a"], ["themes: &themes [a, b]"], pairs]
        place = self.one_of(0, 1, 2, 3) if form != "alias" else 3
        parts.insert(place, [*self.assessments(form), *self.between()])
        return self.file([line for part in parts for line in part])

    def file(self, lines: list[str]) -> str:
        """Return a file with these *lines*: its mark, its line breaks, its beginning and end."""
        start = self.one_of([], [], ["# Начало.", ""], ["---"])
        end = self.one_of([], [], ["# end"], ["", ""], ["  # deep", "# end"])
        line_break = self.one_of("\n", "\n", "\r\n")
        text = line_break.join([*start, *lines, *end])
        return self.one_of("", "", BOM) + text + self.one_of(line_break, line_break, "")

    def register(self) -> str:
        """Return a list of records."""
        return self.file(self.entries(self.one_of(0, 0, 0, 1, 2, 4)))

    def project(self) -> str:
        """Return a map that has `as_of`, in some style, or has not."""
        first, *more = self.value(0)
        typed = self.one_of(" 2020-01-01", " '2020-01-01'", ' "2020"', "", " ~", "   x")
        day = self.one_of([first, *more], [typed + self.remark()], [typed + self.remark()])
        lines = [] if self.one_of(0, 0, 0, 1) else ["as_of:" + day[0], *day[1:]]
        parts = [["id: a"], self.pairs(0, ("title", "text", "about")), ["language: en"]]
        parts.insert(self.one_of(0, 1, 2, 3), lines)
        return self.file([line for part in parts for line in part])


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", text)


def _said(text: str) -> Any:
    """Return what a text says to another reader of YAML, one that takes every word for a text."""
    return yaml.load(text.removeprefix(BOM), Loader=yaml.BaseLoader)  # noqa: S506 - makes only texts


def _inserted(before: str, after: str) -> list[str]:
    """Return the lines that *after* has more; every other one must be as it was, in its order."""
    if not before.endswith("\n") and after.endswith("\n"):
        before += "\r\n" if "\r\n" in before else "\n"
    old, new = _lines(before), _lines(after)
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    more = len(new) - len(old)
    assert new[same + more :] == old[same:]
    return new[same : same + more]


def _is_entry(lines: list[str], text: str, first: str = "") -> bool:
    """Tell whether the *lines* are the entry, with the line breaks of *text*."""
    line_break = "\r\n" if "\r\n" in text else "\n"
    wanted = [line.strip() + line_break for line in (first + ENTRY).splitlines()]
    return sorted(line.lstrip(" ") for line in lines) == sorted(wanted)


def _sound(text: str) -> bool:
    """Tell whether accede reads *text*: nothing else is edited."""
    return not read(text.encode(), "f.yaml")[1]


def _edited(text: str, edit: Callable[[Change], Change]) -> str | None:
    """Return *text* as edited; None if it was refused, with place and reason."""
    before = Change.of("f.yaml", text.encode())
    try:
        change = edit(before)
    except EditError as error:
        if PLACE.match(str(error)):
            return None
        raise
    assert change.before == before.before
    return change.after.decode()


def _appended(text: str, path: tuple[str, ...]) -> str | None:
    return _edited(text, lambda change: change.append(ENTRY, path))


def test_an_assessment_goes_into_any_list() -> None:
    """A list with a line an entry gets one block of lines; its file says one entry more."""
    seen: Counter[str] = Counter()

    @MANY
    @given(RANDOM)
    def one(chance: Random) -> None:
        typist = Typist(chance)
        text = typist.item(typist.one_of(*BLOCK_LISTS))
        if not _sound(text):
            seen["not YAML"] += 1
            return
        after = _appended(text, ("assessments",))
        seen["refused" if after is None else "edited"] += 1
        if after is not None:
            known = _said(text)
            assert _said(after) == {**known, "assessments": [*known["assessments"], SAYS]}
            assert _is_entry(_inserted(text, after), text)

    one()
    assert seen["edited"] > 0.85 * (seen["edited"] + seen["refused"])


@pytest.mark.parametrize("form", OTHER_LISTS)
def test_a_list_is_begun(form: str) -> None:
    """Where no list stands, one is begun in place; brackets and names are refused."""
    seen: Counter[str] = Counter()

    @settings(MANY, max_examples=25)
    @given(RANDOM)
    def one(chance: Random) -> None:
        text = Typist(chance).item(form)
        if not _sound(text):
            return
        after = _appended(text, ("assessments",))
        seen["refused" if after is None else "edited"] += 1
        if after is None:
            return
        assert _said(after) == {**_said(text), "assessments": [SAYS]}
        if form == "missing":
            assert _is_entry(_inserted(text, after), text, "assessments:\n")
        elif form == "null":
            assert _is_entry(_inserted(text, after), text)
        else:
            emptied = re.sub(
                r"^(\ufeff?assessments:\s*)(\[ *\]|~|null)", r"\1", text, flags=re.MULTILINE
            )
            assert _inserted_loosely(emptied, after)

    one()
    total = seen["edited"] + seen["refused"]
    assert total > 15
    if form in ("flow", "open", "&a []", "alias"):
        assert seen["refused"] == total
    else:
        assert seen["edited"] > 0.7 * total


def _inserted_loosely(before: str, after: str) -> bool:
    """Tell whether the entry was put in, but for spaces at the ends of lines."""
    before, after = (re.sub(r" +(?=#|\r?\n|$)", "", text) for text in (before, after))
    return _is_entry(_inserted(before, after), before)


def test_a_record_goes_into_any_register() -> None:
    """A list that is the whole file gets one block of lines after all that is there."""
    seen: Counter[str] = Counter()

    @settings(MANY, max_examples=80)
    @given(RANDOM)
    def one(chance: Random) -> None:
        text = Typist(chance).register()
        if not _sound(text):
            return
        after = _appended(text, ())
        seen["refused" if after is None else "edited"] += 1
        if after is not None:
            assert _said(after) == [*_said(text), SAYS]
            assert after.startswith(text)
            assert _is_entry(_inserted(text, after), text)

    one()
    assert seen["edited"] > 0.85 * (seen["edited"] + seen["refused"])
    assert seen["edited"] > 50


def test_a_day_is_set_in_any_project() -> None:
    """The day stands where the old one stood, in a line of which the rest stays, or at the end."""
    seen: Counter[str] = Counter()

    @MANY
    @given(RANDOM)
    def one(chance: Random) -> None:
        text = Typist(chance).project()
        if not _sound(text):
            return
        after = _edited(text, lambda change: change.put(("as_of",), "2026-11-22"))
        seen["refused" if after is None else "edited"] += 1
        if after is None:
            return
        assert _said(after) == {**_said(text), "as_of": "2026-11-22"}
        if "as_of" not in _said(text):
            assert "".join(_inserted(text, after)).rstrip() == "as_of: 2026-11-22"
            return
        old, new = _lines(text), _lines(after)
        changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
        assert len(changed) <= 1
        for was, now in changed:
            head, _, tail = now.partition("2026-11-22")
            assert was.startswith(head.rstrip())
            assert was.endswith(tail)
            assert was.count("# it's") == tail.count("# it's")

    one()
    assert seen["edited"] > 0.6 * (seen["edited"] + seen["refused"])
    assert seen["edited"] > 80


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("? id\n: a\n", ("assessments",), "f.yaml:1:1"),
        ("a: b\nassessments:\n  - |+\n    a\n", (), "f.yaml:1:1"),
        ("- id: |+\n    a\n", (), "f.yaml:1:1"),
    ],
)
def test_what_would_read_otherwise_is_refused(text: str, path: tuple[str, ...], place: str) -> None:
    """The new text is read again: if it says anything else, nothing is done."""
    change = Change.of("f.yaml", text.encode())
    with pytest.raises(EditError, match=rf"^{re.escape(place)}: "):
        change.append("\n" + ENTRY, path)


NO_PLACES = ((), ("a", "b"), ("list", "x"), ("list", 7), ("list", -7), (0,), ("map", 0, "x"))


@pytest.mark.parametrize("path", NO_PLACES)
def test_where_nothing_can_stand_nothing_is_put(path: tuple[str | int, ...]) -> None:
    """A path that leads nowhere is refused with the place where it ends."""
    change = Change.of("f.yaml", b"a: One\nlist: [x]\nmap: {b: c}\n")
    for edit in (
        partial(change.settle, {path: "new"}),
        partial(change.put, path, "new"),
        partial(change.append, "- new\n", path),
    ):
        with pytest.raises(EditError, match=PLACE):
            edit()


def test_a_value_is_not_set_within_another() -> None:
    """Both cuts would be made at places of the old text, and take what stands around them."""
    text = "b:\n  - S01 # so\n  - S02\n        \nc: null"
    change = Change.of("f.yaml", text.encode())
    with pytest.raises(EditError, match=r"^f\.yaml:2:3: .* as a whole and in part"):
        change.settle({("b", 1): "x", ("b", 0): "y", ("b",): "z"})


@pytest.mark.parametrize("half", ["\ud800", "so \udcff far"])
def test_half_a_character_is_refused(half: str) -> None:
    """What no file can hold is named."""
    change = Change.of("f.yaml", b"a: One\nlist:\n  - x\n")
    for edit in (
        partial(change.put, ("a",), half),
        partial(change.append, f"- {half}\n", ("list",)),
    ):
        with pytest.raises(EditError, match=r"f\.yaml.*\(U\+D"):
            edit()


def _texts(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths of all texts."""
    if isinstance(value, str):
        return [at] if value else []
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [path for key, part in inner for path in _texts(part, (*at, key))]


def _with(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    changed: Any = value.copy()
    changed[path[0]] = _with(value[path[0]] if path[1:] else None, path[1:], new)
    return changed


def _around(before: str, after: str) -> tuple[int, int]:
    """Return how many lines are the same at the start, and after that at the end."""
    old, new = (_lines(text) for text in (before, after))
    pairs = list(zip(old, new, strict=False))
    start = next((n for n, (a, b) in enumerate(pairs) if a != b), len(pairs))
    ends = list(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    return start, next((n for n, (a, b) in enumerate(ends) if a != b), len(ends))


def test_a_text_is_told_in_more_languages() -> None:
    """Texts of any style become maps of languages, all at once, and take in a third language."""
    seen: Counter[str] = Counter()
    said = {"en": "As before: \u201cso\u201d # 1", "kk": "\u049a\u0430\u0439\u0442\u0430 " * 30}

    @MANY
    @given(RANDOM)
    def one(chance: Random) -> None:
        text = Typist(chance).item("block")
        if not _sound(text):
            return
        known = _said(text)
        paths = [path for path in _texts(known) if path[0] not in ("id", "themes")]
        if not paths:
            return
        chosen = chance.sample(paths, min(2, len(paths)))
        wanted = {path: {k: v.strip() for k, v in said.items()} for path in chosen}
        after = _edited(text, lambda change: change.settle(wanted))
        seen["refused" if after is None else "edited"] += 1
        if after is None:
            return
        for path, value in wanted.items():
            known = _with(known, path, value)
        assert _said(after) == known
        third = _edited(after, lambda change: change.settle({(*chosen[0], "ru"): "\u0414\u0430"}))
        seen["third refused" if third is None else "third"] += 1
        if third is None:
            return
        assert _said(third) == _with(known, (*chosen[0], "ru"), "\u0414\u0430")
        start, end = _around(after, third)
        assert start + end >= len(_lines(after)) - 1

    one()
    assert seen["edited"] > 0.7 * (seen["edited"] + seen["refused"])
    assert seen["edited"] > 60
    assert seen["third"] > 0.9 * (seen["third"] + seen["third refused"])


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: One # why\nb: c\n", "a: # why\n  en: One\n  ru: '\u0414\u0430'\nb: c\n"),
        ("a: >-\n  One\n\n# b\nb: c\n", "a:\n  en: One\n  ru: '\u0414\u0430'\n\n# b\nb: c\n"),
        ("x: {a: One, b: c}\n", 'x: {"a": {"en": "One", "ru": "\u0414\u0430"}, b: c}\n'),
        ("x: {a: One}  # why", 'x: {"a": {"en": "One", "ru": "\u0414\u0430"}}  # why'),
        ("a: |\n  One", "a:\n  en: One\n  ru: '\u0414\u0430'"),
    ],
)
def test_only_the_lines_of_the_text_change(text: str, after: str) -> None:
    """A remark behind a text stays, and so does everything around it."""
    path = ("x", "a") if text.startswith("x") else ("a",)
    change = Change.of("f.yaml", text.encode()).settle({path: {"en": "One", "ru": "\u0414\u0430"}})
    assert change.after.decode().replace("ru: \u0414\u0430", "ru: '\u0414\u0430'") == after


def test_no_line_is_lost_among_line_breaks_of_all_kinds() -> None:
    """The empty line below a new one stays, whatever ends the lines around."""
    change = Change.of("f.yaml", b"a: One\rb: Two\n\nc: Three\r").settle({("b",): "Zwei"})
    assert change.after == b"a: One\rb: Zwei\n\nc: Three\r"


def test_a_remark_within_a_text_is_kept_by_refusing() -> None:
    """What would lose a remark is not done."""
    for text in (
        *("a: >- # why\n  One\n", "a:\n  # why\n  en: One\n", "a: &b One\nc: *b\n"),
        *("a:\n  - One # why\n  - Two\n", "a: [One, # why\n  Two]\n", "{a: [One, # why\n  Two]}\n"),
        *("a: [ # why\n  ]\n", "{a: # why\n  One}\n", "a: # why\n  en: One\n"),
    ):
        with pytest.raises(EditError, match="by hand"):
            Change.of("f.yaml", text.encode()).settle({("a",): {"en": "One", "ru": "\u0414\u0430"}})
