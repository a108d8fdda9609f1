"""An entry goes to the end of a list; every other line stays as it is, or nothing is done."""

from __future__ import annotations

import pytest
import yaml

from generator.splice import BOM, SpliceError, append

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
