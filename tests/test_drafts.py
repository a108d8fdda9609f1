"""The text of a new record says what was told, teaches the rest, and shows its gaps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from pydantic import ValidationError

from generator.assets import bundled
from generator.drafts import (
    KINDS,
    choices,
    draft,
    faults,
    file_of,
    gaps,
    schema_file,
    schema_line,
)
from generator.load import MODELS, REGISTERS, load
from generator.yamlsource import read
from generator.yamltext import plain

if TYPE_CHECKING:
    from pathlib import Path

    from generator.load import Loaded

TODAY = date(2026, 11, 21)
TEMPLATES = (bundled("templates"),)
# A sound value for each field, by kind.
FULL: dict[str, dict[str, Any]] = {
    "item": {
        "document": "d-2026",
        "made_by": "ngo",
        "addressee": "gov",
        "topic": "press",
        "title": "Free: the press",
        "text": "# Free\nthe press.",
        "kind": "pledge",
        "heading": "To: all",
        "bullet": "3-6",
        "paragraph": "2",
        "made_on": "2026",
        "made_to": "eu",
        "priority": "1",
    },
    "topic": {"title": "Press & [law]", "ask": "Repeal 'it'.", "short": "Repeal"},
    "document": {
        "title": "A: report",
        "publisher": "ngo",
        "date": "2026-05-04",
        "language": "fr",
        "symbol": "0123",
        "address": "https://a.example/#b",
        "headings": ["To: all", "2026"],
    },
    "evidence": {
        "title": "- a page",
        "grade": "B",
        "publisher": "ngo",
        "date": "after 2026",
        "symbol": "1.10",
        "address": "https://a.example/x:y",
    },
    "body": {"type": "ngo", "name": "@ home", "short": "NO", "parent": "gov"},
    "case": {
        "name": "Ö'Neill",
        "label": "a writer",
        "role": "background",
        "summary": "Held.",
        "consent": "no",
        "checked_on": "2026-11-21",
        "asked": "~",
        "outcome": "None: yet",
    },
    "meeting": {"on": "2026-12-03", "body": "gov", "title": "Talk!", "place": "*"},
}
NEEDED = {
    "item": ["title", "text", "document", "made_by", "addressee", "topic"],
    "topic": ["title"],
    "document": ["title", "publisher", "date"],
    "evidence": ["title", "grade"],
    "body": ["type", "name"],
    "case": ["name", "label", "role", "summary", "given"],
    "meeting": ["on", "body"],
}
USUAL = {"item": {"kind": "pledge", "priority": "2"}, "case": {"checked_on": "2026-11-21"}}


@pytest.fixture(scope="module")
def starter() -> Loaded:
    """Return the small made-up project."""
    return load(ROOT / "templates" / "starter")


def _record(word: str, text: str) -> Any:
    source, problems = read(text.encode(), "draft")
    assert problems == []
    return source.root[0] if KINDS[word] in REGISTERS else source.root  # type: ignore[index]


def _leaves(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {leaf for part in value.values() for leaf in _leaves(part)}
    if isinstance(value, list):
        return {leaf for part in value for leaf in _leaves(part)}
    return {value}


@pytest.mark.parametrize("word", KINDS)
def test_a_draft_says_what_was_told(word: str) -> None:
    """Every value stands in the record as it was given, whatever signs are in it."""
    record = _record(word, draft(word, {"id": "x-1", **FULL[word]}, TODAY, TEMPLATES))
    MODELS[KINDS[word]].model_validate(record)
    assert _leaves(FULL[word]) | {"x-1"} <= _leaves(record)
    assert gaps(draft(word, {"id": "x-1", **FULL[word]}, TODAY, TEMPLATES)) == []


@pytest.mark.parametrize("word", KINDS)
def test_a_gap_can_be_seen(word: str) -> None:
    """What has to be there and is not known stands there empty; nothing else is wrong."""
    values = {"id": "x-1", **dict.fromkeys(FULL[word]), **USUAL.get(word, {})}
    text = draft(word, values, TODAY, TEMPLATES)
    assert sorted(gaps(text)) == sorted(NEEDED[word])
    with pytest.raises(ValidationError) as caught:
        MODELS[KINDS[word]].model_validate(_record(word, text))
    assert {error["loc"][-1] for error in caught.value.errors()} == set(NEEDED[word])


@pytest.mark.parametrize("word", KINDS)
def test_a_draft_teaches(word: str) -> None:
    """What may be left out stands in remarks, which are sound once their # is taken away."""
    values = {"id": "x-1", **dict.fromkeys(FULL[word]), **USUAL.get(word, {})}
    lines = draft(word, values, TODAY, TEMPLATES).splitlines()
    remarks = [line.strip() for line in lines if line.strip().startswith("#")]
    assert any(line.endswith((".", ".)", ":")) for line in remarks)
    offered = {line.removeprefix("# ").partition(":")[0] for line in remarks if ":" in line}
    left_out = set(MODELS[KINDS[word]].model_fields) - set(NEEDED[word])
    assert offered & left_out
    assert max(map(len, lines)) <= 100


def test_an_entry_of_a_register_stands_apart() -> None:
    """A new entry is set off by an empty line; a file of its own begins at once."""
    for word, values in FULL.items():
        text = draft(word, {"id": "x-1", **values}, TODAY, TEMPLATES)
        assert text.startswith("\n") is (KINDS[word] in REGISTERS)
        assert text.endswith("\n")


def test_a_project_can_have_drafts_of_its_own(tmp_path: Path) -> None:
    """A template in the project's own folder is taken instead of the bundled one."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "topic.yaml.j2").write_text('- id: {{ id }}\n  {{ field("title") }}\n')
    text = draft("topic", {"id": "x", "title": "T"}, TODAY, (tmp_path, *TEMPLATES))
    assert text == "- id: x\n  title: T\n"


TRICKY = (
    *("NO", "on", "~", "null", "", "1.10", "0123", "12:30", "2015", "2015-06", "2015-06-30"),
    *("- a", "a: b", "#x", "a #b", "'", '"', "[a]", "{a}", "&a", "*a", "!a", "%a", "@a", "`a"),
    *("a\nb", "a\n\nb\n", "a\tb", "\\n", "ё", "“q”", "a\u2028b", "a\u0085b"),
    *("x" * 300, "word " * 60, "a'b: " * 40, "true", "0x1F", "1e3", "=", "<<", "---", "...", "?"),
)


@pytest.mark.parametrize("text", TRICKY)
def test_a_plain_record_reads_as_it_was(text: str) -> None:
    """Any text comes back from the YAML as the same string, in a map and in a list."""
    record = {"title": text, "themes": [text, text], "source": {"heading": text}}
    source, problems = read(plain(record).encode(), "x.yaml")
    assert problems == []
    assert source.root == record


@pytest.mark.parametrize("text", ["\ufeffa", "\x07", "a\x1b[2J", "\u202ea", "x" * 20_001])
def test_a_record_that_nobody_could_read_is_not_read(text: str) -> None:
    """What cannot be seen, or has no end, is a problem however it is written in the YAML."""
    _, problems = read(plain({"title": text}).encode(), "x.yaml")
    assert [problem.place.line for problem in problems] == [1]


def test_a_plain_record_looks_hand_written() -> None:
    """Days and numbers stand without quotes, ids in one line, long texts beneath their key."""
    record = {
        "on": "2015-06-30",
        "as_of": "2015",
        "by": "2015-06",
        "evidence": ["S1", "7"],
        "themes": ["a theme of some length, repeated"] * 3,
        "summary": "The offence stayed in the Criminal Code, and a fine was added to it.",
    }
    assert plain(record) == (
        "on: 2015-06-30\nas_of: 2015\nby: 2015-06\nevidence: [S1, 7]\n"
        "themes:\n" + "  - a theme of some length, repeated\n" * 3 + "summary: >-\n"
        "  The offence stayed in the Criminal Code, and a fine was added to it.\n"
    )


def test_a_record_has_its_place() -> None:
    """Items stand in the folder of their document, registers are one file, and schemas are near."""
    assert file_of("item", "a", "d") == "recommendations/items/d/a.yaml"
    assert file_of("case", "a") == "recommendations/cases/a.yaml"
    assert file_of("topic", "a") == "recommendations/topics.yaml"
    for word in KINDS:
        file = file_of(word, "a", "d" if word == "item" else "")
        line = schema_line(word, file)
        assert line.startswith("# yaml-language-server: $schema=")
        target = (ROOT / file).parent / line.partition("=")[2].strip()
        assert target.resolve() == ROOT / schema_file(word)


def test_choices_are_ids_or_words(starter: Loaded) -> None:
    """A field takes the ids there are, the words of its scale, or any text."""
    assert choices("items", ["made_by"], starter) == ("lantern", "ruritania")
    assert choices("items", ["source", "document"], starter) == ("lantern-2026",)
    assert choices("evidence", ["grade"], starter) == ("A", "B", "C")
    assert choices("cases", ["consent", "given"], starter) == ("yes", "no", "public-record")
    assert choices("items", ["title"], starter) is None
    assert choices("topics", ["asks", "text"], starter) is None


def test_a_register_that_cannot_be_read_offers_nothing(starter: Loaded) -> None:
    """Nobody can tell which ids a broken register has, so none is refused."""
    starter.unread.add("bodies")
    assert choices("items", ["made_by"], starter) is None
    starter.unread.clear()


@pytest.mark.parametrize(
    ("steps", "value", "known", "said"),
    [
        (["made_by"], "lantren", ("lantern", "gov"), '"lantren" is not known. Did you mean'),
        (
            ["source", "bullet"],
            "five",
            None,
            'bullet "five" is not a number. Write 5, 3-6 or "3, 8".',
        ),
        (["priority"], "4", None, 'priority "4" is too much. Write 3 or less.'),
        (["id"], "..", None, '".." cannot be an id. Use letters, digits, hyphen, dot and'),
        (["made_on"], "2026-05", None, None),
        (["title"], "Anything: at all", None, None),
    ],
)
def test_a_value_that_cannot_stand_is_named(
    steps: list[str], value: str, known: tuple[str, ...] | None, said: str | None
) -> None:
    """The words are those of check."""
    found = faults("items", steps, value, known)
    assert len(found) == (said is not None)
    assert not said or found[0].startswith(said)
