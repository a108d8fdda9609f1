"""YAML text to values that remember where they stand; nothing changes on the way."""

from __future__ import annotations

import pytest

from generator.problems import Place
from generator.yamlsource import Mapping, Sequence, Source, read


def _read(text: str | bytes) -> Source:
    source, problems = read(text.encode() if isinstance(text, str) else text, "a.yaml")
    assert not problems, [str(problem) for problem in problems]
    return source


def _said(text: str | bytes) -> list[str]:
    _, problems = read(text.encode() if isinstance(text, str) else text, "a.yaml")
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "written",
    ["NO", "no", "off", "Yes", "true", "1.10", "010", "0x1F", "1e3", "12:30", "12:30:45", "1_000",
     "2026-11-21", "2026-11-21T10:00:00Z", ".inf", ".nan", "=", "nil", "None", "NaN", "+1"],
)  # fmt: skip
def test_every_scalar_stays_as_written(written: str) -> None:
    """What YAML would take for a number, a truth value, a time or a date is the text it is."""
    assert _read(f"a: {written}\nb: [x, {written}]\n").root == {
        "a": written,
        "b": ["x", written],
    }
    assert _read(f"{written}: x\n").root == {written: "x"}


@pytest.mark.parametrize("written", ["", " ~", " null", " Null", " NULL"])
def test_nothing_is_none(written: str) -> None:
    """An empty value, a tilde and null are no value."""
    assert _read(f"a:{written}\nb: x\n").root == {"a": None, "b": "x"}


@pytest.mark.parametrize("written", ['""', "''", '"~"', "'null'", "|-\n  null"])
def test_what_is_quoted_is_text(written: str) -> None:
    """Quotation marks make a text of anything, of nothing too."""
    root = _read(f"a: {written}\n").root
    assert isinstance(root, Mapping)
    assert isinstance(root["a"], str)


def test_a_question_mark_begins_a_key_like_any_other_sign() -> None:
    """A key that begins with a question mark is kept, for the schema to refuse."""
    assert _read('"?x": 1\nb: 2\n').root == {"?x": "1", "b": "2"}


def test_folded_and_literal_texts() -> None:
    """A folded text is one line, a literal one keeps its lines."""
    assert _read("a: >-\n  one\n  two\nb: |\n  one\n  two\n").root == {
        "a": "one two",
        "b": "one\ntwo\n",
    }


TEXT = """\
# A comment.
id: press-1
title: {en: Free, ru: "Свобода"}
list:
  - one
  - {deep: [x, y]}
"""


@pytest.mark.parametrize(
    ("path", "value_at", "key_at"),
    [
        ((), (2, 1), (2, 1)),
        (("id",), (2, 5), (2, 1)),
        (("title",), (3, 8), (3, 1)),
        (("title", "en"), (3, 13), (3, 9)),
        (("title", "ru"), (3, 23), (3, 19)),
        (("list",), (5, 3), (4, 1)),
        (("list", 0), (5, 5), (5, 5)),
        (("list", 1, "deep", 1), (6, 16), (6, 16)),
        (("list", 7), (5, 3), (4, 1)),
        (("title", "fr"), (3, 8), (3, 1)),
    ],
)
def test_places(
    path: tuple[str | int, ...], value_at: tuple[int, int], key_at: tuple[int, int]
) -> None:
    """Every key and value knows its line and column; what is not there stands where it would."""
    source = _read(TEXT)
    assert source.place(path) == Place("a.yaml", *value_at)
    assert source.place(path, of_key=True) == Place("a.yaml", *key_at)


def test_columns_count_letters() -> None:
    """A column counts letters, not bytes, as editors do."""
    assert _read('{"Казахстан": 1, "ж": 2}').place(("ж",)) == Place("a.yaml", 1, 23)


@pytest.mark.parametrize("text", ["\ufeffa: 1\nb: 2\n", "a: 1\r\nb: 2\r\n", "a: 1\rb: 2"])
def test_what_editors_leave_in_files(text: str) -> None:
    """A byte order mark and the line ends of other systems change nothing."""
    source = _read(text)
    assert source.root == {"a": "1", "b": "2"}
    assert source.place(("a",)) == Place("a.yaml", 1, 4)
    assert source.place(("b",)) == Place("a.yaml", 2, 4)


def test_an_alias_is_what_it_names() -> None:
    """An alias stands for the newest value of its name, at its own place."""
    source = _read("a: &x [1]\nb: *x\nc: &x 2\nd: *x\n")
    assert source.root == {"a": ["1"], "b": ["1"], "c": "2", "d": "2"}
    assert source.place(("b",)) == Place("a.yaml", 2, 4)


def test_a_merge_key_is_a_key() -> None:
    """Nothing is merged behind the reader's back."""
    assert _read("a: &x {b: 1}\nc: {<<: *x}\n").root == {"a": {"b": "1"}, "c": {"<<": {"b": "1"}}}


def test_as_many_aliases_as_honest_files_have() -> None:
    """A file may repeat itself; only what grows beyond all bounds is refused."""
    root = _read("a: &x [1, 2, 3]\nb: [" + ", ".join(["*x"] * 1000) + "]\n").root
    assert isinstance(root, Mapping)
    assert isinstance(root["b"], Sequence)
    assert len(root["b"]) == 1000


@pytest.mark.parametrize("deep", [40, 41])
def test_how_deep_values_may_nest(deep: int) -> None:
    """Forty lists inside one another are read, one more is refused."""
    said = _said("[" * deep + "]" * deep)
    assert bool(said) is (deep > 40)


def test_a_deep_file_exhausts_nothing() -> None:
    """Nesting beyond Python's own limits is a problem like any other."""
    (said,) = _said("[" * 100_000)
    assert said.startswith("a.yaml:1:41: lists and maps stand inside one another more than 40 deep")


def test_a_list_that_holds_itself() -> None:
    """An alias inside its own value refers to nothing yet."""
    (said,) = _said("a: &x [*x]\n")
    assert said.startswith('a.yaml:1:8: "*x" refers to nothing that stands before it.')


def test_every_duplicate_is_named() -> None:
    """Each key that stands twice is a problem of its own, and the first value holds."""
    source, problems = read(b"a: 1\nb: 2\na: 3\nb: 4\na: 5\n", "a.yaml")
    assert source.root == {"a": "1", "b": "2"}
    assert [str(p) for p in problems] == [
        'a.yaml:3:1: "a" stands here twice; the first is in line 1. Keep one of them.',
        'a.yaml:4:1: "b" stands here twice; the first is in line 2. Keep one of them.',
        'a.yaml:5:1: "a" stands here twice; the first is in line 1. Keep one of them.',
    ]


@pytest.mark.parametrize("text", ["", "\n  \n", "# only this\n", "---\n", "~", "\ufeff"])
def test_an_empty_file(text: str) -> None:
    """A file without a value is empty, whatever it is made of."""
    assert _said(text) == ["a.yaml: the file is empty. Fill it, or take it away."]


COLON = (
    "there is a colon too many, or the line is indented too far. "
    'Put a text with a colon in quotes: title: "Kazakhstan: a report".'
)
SIGN = (
    "neither a text nor a line can begin with this character. "
    "Put the text in quotes, and indent with spaces, not with a tab."
)
QUOTE = (
    "the quotation mark that is opened here is never closed. "
    'Close it; one that belongs to the text is written \\".'
)
BRACKET = (
    "the bracket that is opened here is not closed, or it lacks a comma. "
    "Write [one, two] or {key: value, key: value}."
)
LINE = (
    "this does not line up with the lines above, or follows a closing quotation mark. "
    "Indent it as far as its neighbours, with spaces."
)
NO_COLON = (
    "the line above is neither key: value nor part of a text. "
    "Write key: value, or indent the line if it continues a text."
)
BACKSLASH = (
    "a backslash between double quotation marks changes what follows it. "
    "Use single quotation marks, or no backslash."
)
REST = (
    "the YAML cannot be read here. "
    "Look at this line and the one above: indent with two spaces, quote text with a colon."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: Kazakhstan: a report", f"1:18: {COLON}"),
        ("a: 1\n  b: 2\n", f"2:4: {COLON}"),
        ("a:\n\tb: 1\n", f"2:1: {SIGN}"),
        ("a: @home\n", f"1:4: {SIGN}"),
        ("a: *bold* text\n", f"1:4: {SIGN}"),
        ("a: - x\n", f"1:4: {SIGN}"),
        ("a: & b\n", f"1:4: {SIGN}"),
        ("a: 'x\nb: 2\nc: 3\n", f"1:4: {QUOTE}"),
        ("a: [x, y\nb: 2\n", f"1:4: {BRACKET}"),
        ("a: {x: 1, y: 2\nb: 2\n", f"1:4: {BRACKET}"),
        ("a:\n    b: 1\n  c: 2\n", f"3:3: {LINE}"),
        ("a: 1\n- b\n", f"2:1: {LINE}"),
        ('a: "x" y\n', f"1:8: {LINE}"),
        ("a: 1\njust words\nb: 2\n", f"3:1: {NO_COLON}"),
        ('a: "C:\\Users"\n', f"1:9: {BACKSLASH}"),
        ("a: | x\n y\n", f"1:6: {REST}"),
    ],
)
def test_what_the_parser_cannot_read(text: str, said: str) -> None:
    """A slip of the pen is named in words, at the place where it was made."""
    assert _said(text) == [f"a.yaml:{said}"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a: é\n".encode("latin-1"), "1:4: this character is not in UTF-8 (it is the byte 0xe9)."),
        (
            "a: ё\nж: к ".encode() + b"\xea",
            "2:6: this character is not in UTF-8 (it is the byte 0xea).",
        ),
        ("a: 1\n".encode("utf-16"), "1:1: this character is not in UTF-8 (it is the byte 0xff)."),
    ],
)
def test_another_encoding(data: bytes, said: str) -> None:
    """What is not UTF-8 is named by its place, counted in letters."""
    assert _said(data) == [f"a.yaml:{said} Save the file anew, with the encoding UTF-8."]


@pytest.mark.parametrize(("code", "name"), [(0, "U+0000"), (7, "U+0007"), (0x9F, "U+009F")])
def test_an_invisible_character(code: int, name: str) -> None:
    """A control character is found, though nobody sees it."""
    (said,) = _said(f"a: 1\nb: ё{chr(code)}\n")
    assert said.startswith(f"a.yaml:2:5: an invisible character ({name}) stands here.")


def test_a_second_document() -> None:
    """A line of hyphens ends the file: what follows would be lost."""
    source, problems = read(b"a: 1\n---\nb: 2\n", "a.yaml")
    assert source.root is None
    assert [str(p) for p in problems] == [
        'a.yaml:2:1: a second document starts here. A file holds one: take out the line "---".'
    ]


def test_a_list_as_a_key() -> None:
    """A key that is no word is a problem, and takes its value with it."""
    source, problems = read(b"[a]: 1\n? {b: 2}\n: 3\nc: 4\n", "a.yaml")
    assert source.root == {"c": "4"}
    assert [str(p) for p in problems] == [
        "a.yaml:1:1: a word should stand before the colon. Write key: value.",
        "a.yaml:2:3: a word should stand before the colon. Write key: value.",
    ]


def test_a_problem_names_the_record() -> None:
    """Within a record that has told its id, a problem names it."""
    assert _said("id: press-1\na: 1\na: 2\n")[0].startswith("a.yaml:3:1: press-1: ")


def test_a_byte_that_is_no_text_is_placed_after_a_byte_order_mark() -> None:
    """The mark, which some editors put first, counts for nothing."""
    _, [problem] = read(b"\xef\xbb\xbfid: a\nti\x80tle: b\n", "a.yaml")
    assert (problem.place.line, problem.place.column) == (2, 3)
    assert "(it is the byte 0x80)" in problem.what
