"""An entry goes to the end of a list; every other line stays as it is, or nothing is done."""

from __future__ import annotations

import pytest
import yaml

from generator.splice import BOM, SpliceError, append, put

ENTRY = "\n# New.\n- id: z\n  note: a\n"
PLACED = {
    "a list": ("- id: a\n", "- id: a\n\n# New.\n- id: z\n  note: a\n"),
    "nothing yet": ("", "\n# New.\n- id: z\n  note: a\n"),
    "remarks only": ("# Bodies.\n", "# Bodies.\n\n# New.\n- id: z\n  note: a\n"),
    "no last line break": ("- id: a", "- id: a\n\n# New.\n- id: z\n  note: a\n"),
    "Windows": ("- id: a\r\n", "- id: a\r\n\r\n# New.\r\n- id: z\r\n  note: a\r\n"),
    "Windows, no last line break": (
        "- id: a\r\n  b: c",
        "- id: a\r\n  b: c\r\n\r\n# New.\r\n- id: z\r\n  note: a\r\n",
    ),
    "a byte order mark": (BOM + "- id: a\n", BOM + "- id: a\n\n# New.\n- id: z\n  note: a\n"),
    "only a byte order mark": (BOM, BOM + "\n# New.\n- id: z\n  note: a\n"),
    "an indented list": ("  - id: a\n", "  - id: a\n\n  # New.\n  - id: z\n    note: a\n"),
    "a remark at the end": ("- id: a\n# end", "- id: a\n# end\n\n# New.\n- id: z\n  note: a\n"),
    "a list in the last entry": (
        "- id: a\n  b:\n    - c\n",
        "- id: a\n  b:\n    - c\n\n# New.\n- id: z\n  note: a\n",
    ),
    "a block of text at the end": (
        "- id: a\n  b: |\n    c\n",
        "- id: a\n  b: |\n    c\n\n# New.\n- id: z\n  note: a\n",
    ),
    "a start of document": ("---\n- id: a\n", "---\n- id: a\n\n# New.\n- id: z\n  note: a\n"),
}
REFUSED = {
    "brackets": ("[a, b]\n", (1, 1), "brackets"),
    "a map": ("# c\nid: a\n", (2, 1), "a list should stand here"),
    "one word": ("nothing\n", (1, 1), "a list should stand here"),
    "a null": ("---\n~\n", (2, 1), "a list should stand here"),
    "two documents": ("- a\n---\n- b\n", (2, 1), "second document"),
    "an end of document": ("- a\n...\n", (2, 1), 'the line "..." ends the data'),
    "a text without line break": ("- a: >\n    text", (2, 9), "no line break"),
    "no YAML": ("- a: [b\n", (2, 1), "cannot be read"),
    "a character YAML has not": ("- a\x00\n", (1, 1), "cannot be read"),
}


ASSESSED = "- as_of: 2026\n  status: x\n"
INSIDE = {
    "in the middle": ("a:\n  - b: c\nd: e\n", "a:\n  - b: c\nNEW\nd: e\n"),
    "at the end, without a line break": ("a:\n  - b: c", "a:\n  - b: c\nNEW\n"),
    "behind a remark on the line": ("a:\n  - b: c  # d\n", "a:\n  - b: c  # d\nNEW\n"),
    "behind the remark of its last entry": (
        "a:\n  - b: c\n\n    # on c\n  # on the list\n",
        "a:\n  - b: c\n\n    # on c\nNEW\n  # on the list\n",
    ),
    "before blank lines": ("a:\n  - b: c\n\n\nd: e\n", "a:\n  - b: c\nNEW\n\n\nd: e\n"),
    "after a value that is missing": ("a:\n  - b:  # c\nd: e\n", "a:\n  - b:  # c\nNEW\nd: e\n"),
    "after a text": (
        "a:\n  - b: >\n      c\n\nd: e\n",
        "a:\n  - b: >\n      c\nNEW\n\nd: e\n",
    ),
    "after a text that drops its end": (
        "a:\n  - b: |-\n      c\n\n# d\nd: e\n",
        "a:\n  - b: |-\n      c\nNEW\n\n# d\nd: e\n",
    ),
    "after a text that keeps its end": (
        "a:\n  - b: |+\n      c\n\n\nd: e\n",
        "a:\n  - b: |+\n      c\n\n\nNEW\nd: e\n",
    ),
    "after a text that says its indentation": (
        "a:\n  - b: |2-\n       c\n\nd: e\n",
        "a:\n  - b: |2-\n       c\nNEW\n\nd: e\n",
    ),
    "after a text that ends in spaces": (
        "a:\n  - b: |\n     c\n       \n\nd: e\n",
        "a:\n  - b: |\n     c\n       \nNEW\n\nd: e\n",
    ),
    "after an empty text": ("a:\n  - b: |\n\nd: e\n", "a:\n  - b: |\nNEW\n\nd: e\n"),
    "after quotes over two lines": (
        "a:\n  - b: 'c\n\n  # d'  # e\nf: g\n",
        "a:\n  - b: 'c\n\n  # d'  # e\nNEW\nf: g\n",
    ),
    "after brackets over two lines": (
        "a:\n  - {b: c,  # d\n e: f}\ng: h\n",
        "a:\n  - {b: c,  # d\n e: f}\nNEW\ng: h\n",
    ),
    "in a list with a name": ("a: &n\n  - b: c\nd: e\n", "a: &n\n  - b: c\nNEW\nd: e\n"),
    "in place of empty brackets": ("a: []  # b\nd: e\n", "a:  # b\nNEW\nd: e\n"),
    "in place of a null": ("a: ~\nd: e\n", "a:\nNEW\nd: e\n"),
    "where nothing stands": ("a: \nd: e\n", "a: \nNEW\nd: e\n"),
    "where the key is missing": ("d: e\n# f\n", "d: e\n# f\na:\nNEW\n"),
}
REFUSED_INSIDE = {
    "brackets": ("a: [b]\n", (1, 4), "the list is written in brackets"),
    "a map in brackets": ("{a: [], b: c}\n", (1, 1), "this is written in brackets"),
    "empty brackets with a remark inside": ("a: [\n  # b\n]\n", (1, 4), "more than one line"),
    "empty brackets with a name": ("a: &n []\n", (1, 4), "a name"),
    "another list by its name": ("b: &n [c]\na: *n\n", (2, 4), "a reference"),
    "a word": ("a: b\n", (1, 4), "a list should stand here"),
    "a map": ("a:\n  b: c\n", (2, 3), "a list should stand here"),
    "no map around it": ("- a\n", (1, 1), "key: value lines should stand here"),
    "a text without a line break": ("a:\n  - |\n    b", (3, 6), "no line break"),
}
PUT = {
    "a day": ("a: 1  # b\nc: d\n", "a: 2  # b\nc: d\n"),
    "a day in quotes": ("c: d\r\na: '1'\r\n", "c: d\r\na: 2\r\n"),
    "nothing": ("a:  # b\n", "a: 2  # b\n"),
    "no such key": ("c: d", "c: d\na: 2\n"),
    "a map in brackets": ("{a: 1, b: c}\n", "{a: 2, b: c}\n"),
}
NOT_PUT = {
    "a name": ("a: &n 1\n", "not one plain word"),
    "a tag": ("a: !!str 1\n", "not one plain word"),
    "a list": ("a: [1]\n", "not one plain word"),
    "a text": ("a: |\n  1\n", "not one plain word"),
    "two lines": ("a: 1\n  2\n", "more than one line"),
    "no such key in brackets": ("{b: 1}\n", "written in brackets"),
}


@pytest.mark.parametrize("case", PLACED)
def test_an_entry_is_placed(case: str) -> None:
    """The text before is kept to the letter; the entry takes its indentation and line breaks."""
    text, expected = PLACED[case]
    result = append(text, ENTRY)
    assert result == expected
    assert result.startswith(text)


@pytest.mark.parametrize("case", PLACED)
def test_the_result_says_one_thing_more(case: str) -> None:
    """The new text reads as the old list and the new entry."""
    text = PLACED[case][0]
    before = yaml.safe_load(text) or []
    assert yaml.safe_load(append(text, ENTRY)) == [*before, {"id": "z", "note": "a"}]


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_sure_place_is_refused(case: str) -> None:
    """A refusal says where, why and what to do."""
    text, (line, column), why = REFUSED[case]
    with pytest.raises(SpliceError, match=why) as caught:
        append(text, ENTRY)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.fix


def test_two_entries_follow_each_other() -> None:
    """What was added is added to."""
    twice = append(append("- id: a\n", "- id: b\n"), "- id: c\n")
    assert twice == "- id: a\n- id: b\n- id: c\n"


@pytest.mark.parametrize("column", [0, 1, 2, 4, 8])
@pytest.mark.parametrize("case", INSIDE)
def test_an_entry_is_placed_inside_a_record(case: str, column: int) -> None:
    """The block of the entry goes after the last entry of the list, as deep as that stands."""
    text, expected = INSIDE[case]
    dashed = "- " in text
    if dashed:  # the list of the case stands two deep: move it and what is in it
        text, expected = (_moved(lines, column - 2) for lines in (text, expected))
    new = "".join(f"{' ' * (column if dashed else 2)}{line}\n" for line in ASSESSED.splitlines())
    expected = expected.replace("NEW\n", new)
    assert append(text, ASSESSED, ("a",)) == expected
    windows = BOM + text.replace("\n", "\r\n")
    assert "\r" in windows
    assert append(windows, ASSESSED, ("a",)) == BOM + expected.replace("\n", "\r\n")


def _moved(lines: str, by: int) -> str:
    if by < 0:
        return "\n".join(line[min(-by, _depth(line)) :] for line in lines.split("\n"))
    return "\n".join(" " * by + line if _depth(line) else line for line in lines.split("\n"))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


@pytest.mark.parametrize("case", REFUSED_INSIDE)
def test_what_has_no_sure_place_in_a_record_is_refused(case: str) -> None:
    """A list that is not lines of entries is refused with its place, be it empty."""
    text, place, why = REFUSED_INSIDE[case]
    with pytest.raises(SpliceError, match=why) as caught:
        append(text, ASSESSED, ("a",))
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize("case", PUT)
def test_a_value_is_set(case: str) -> None:
    """One value changes, and what stands beside it stays."""
    text, expected = PUT[case]
    assert put(text, ("a",), "2") == expected


@pytest.mark.parametrize("case", NOT_PUT)
def test_a_value_that_is_more_than_a_word_is_not_set(case: str) -> None:
    """A value that others refer to, or that is more than a word, is left to people."""
    text, why = NOT_PUT[case]
    with pytest.raises(SpliceError, match=why):
        put(text, ("a",), "2")
