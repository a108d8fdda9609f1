"""A checklist filled in on a screen: what it says is recorded, or it is said why not."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from met import A1, A2, B1, B2, FILE, MEETING, files, filled, form, league, own, run
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, NameObject, TextStringObject

from generator.forms import FormError, read
from generator.load import load
from generator.model import Meeting, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pypdf.generic import PdfObject

__all__ = ["form", "league", "own"]  # fixtures
ROWS = (A1, A2, B2, B1)  # as the agenda has them
ALL = {
    f"{A1}raised": "/on",
    f"{A1}answer-2": "/on",
    f"{A1}commitment": "To name it in the next report.",
    f"{A1}by-when": "15.12.2026",
    f"{A1}who": "AB",
    f"{A2}answer-3": "/on",
    f"{B1}answer-1": "/on",
    f"{B1}by-when": "the next dialogue",
    f"{B2}raised": "/on",
}


def _came_back(own: Path, content: bytes, name: str = "back.pdf") -> str:
    (own / name).write_bytes(content)
    return name


def _meeting(own: Path, name: str = MEETING) -> Meeting:
    loaded = load(own)
    assert loaded.problems == []
    assert loaded.dataset
    return loaded.dataset.meetings[name]


def _outcome(own: Path) -> dict[str, Any]:
    (outcome,) = _meeting(own).outcomes
    return outcome.model_dump(mode="json", exclude_none=True)


def _with(form: bytes, change: Any) -> bytes:
    """Return a PDF to which *change* was done, with the writer in its hands."""
    writer = PdfWriter(clone_from=BytesIO(form))
    change(writer)
    done = BytesIO()
    writer.write(done)
    return done.getvalue()


def _set(form: bytes, values: Mapping[str, PdfObject]) -> bytes:
    """Return *form* with values that no well-behaved program would put into fields."""

    def change(writer: PdfWriter) -> None:
        for page in writer.pages:
            for reference in page.get("/Annots", []):
                widget = reference.get_object()
                if widget.get("/T") in values:
                    widget[NameObject("/V")] = values[widget["/T"]]

    return _with(form, change)


def _refused(own: Path, *args: str) -> str:
    """Return why something was not recorded; nothing was written then, and a person is told."""
    before = files(own)
    done = run(own, "meeting", "record", *args)
    assert done.code == 1, done
    assert done.stdout == ""
    assert done.stderr.endswith("Nothing was written.\n")
    assert files(own) == before
    return done.stderr


def test_everything_filled_in_is_recorded(own: Path, form: bytes) -> None:
    """Boxes and lines of every row come out as they went in, in the order of the paper."""
    done = run(own, "meeting", "record", _came_back(own, filled(form, ALL)))
    assert done.code == 0, done.stderr
    assert "another state" not in done.stderr
    got = [o.model_dump(mode="json", exclude_none=True) for o in _meeting(own).outcomes]
    more = {"raised": True, "recorded_on": "2026-12-10"}
    assert got == [
        {
            "item": "name",
            "number": "A1",
            "answer": "will-consider",
            "commitment": "To name it in the next report.",
            "by_when": "2026-12-15",
            "who": "AB",
            **more,
        },
        {"item": "report", "number": "A2", "answer": "declined", **more},
        {"topic": "media", "number": "B2", **more},
        {
            "topic": "assembly",
            "number": "B1",
            "answer": "will-raise",
            "by_when": "the next dialogue",
            **more,
        },
    ]
    assert run(own, "check", "--strict").code == 0


def test_the_same_paper_twice_is_said(own: Path, form: bytes) -> None:
    """A second time everything stands there already: no byte changes, and nothing is wrong."""
    back = _came_back(own, filled(form, ALL))
    assert run(own, "meeting", "record", back).code == 0
    before = files(own)
    again = run(own, "meeting", "record", back)
    assert (again.code, again.stdout) == (0, "")
    assert again.stderr == "Every outcome stands there already. Nothing was written.\n"
    assert files(own) == before


def test_a_paper_that_says_more_adds_only_that(own: Path, form: bytes) -> None:
    """Filled in further and given again, what is new is added; what differs wants --again."""
    some = {f"{A1}raised": "/on"}
    run(own, "meeting", "record", _came_back(own, filled(form, some)))
    more = {**some, f"{B1}answer-3": "/on"}
    assert run(own, "meeting", "record", _came_back(own, filled(form, more))).code == 0
    assert [o.number for o in _meeting(own).outcomes] == ["A1", "B1"]
    other = _came_back(own, filled(form, {f"{A1}answer-1": "/on", f"{B1}answer-1": "/on"}))
    told = _refused(own, other)
    assert "A1 has another outcome on file (raised)." in told
    assert "B1 has another outcome on file (will-not)." in told
    assert run(own, "meeting", "record", other, "--again").code == 0
    meeting = _meeting(own)
    assert len(meeting.outcomes) == 4
    assert [o.answer for o in meeting.latest()] == ["agreed", "will-raise"]


def test_a_dry_run_shows_and_writes_nothing(own: Path, form: bytes) -> None:
    """--dry-run prints the lines that would come."""
    before = files(own)
    back = _came_back(own, filled(form, ALL))
    done = run(own, "meeting", "record", back, "--dry-run")
    assert done.code == 0
    assert "+    commitment: To name it in the next report." in done.lines
    assert files(own) == before


# not the paper that was meant


def test_another_packs_checklist_is_named(own: Path) -> None:
    """A checklist of another pack is refused, and both packs are named."""
    assert run(own, "build", "other", "--blank").code == 0
    assert run(own, "build", "ruritania", "--fillable").code == 0
    paper = "output/ruritania/checklist.fillable.pdf"
    told = _refused(own, MEETING, "--from", paper)
    assert "is the checklist of the pack ruritania;" in told
    assert f"{MEETING} is a meeting with league, pack league." in told
    told = _refused(own, paper)
    assert "The checklist was not made for a meeting on file. Say for which: accede" in told


def test_another_meetings_checklist_is_named(own: Path, form: bytes) -> None:
    """A checklist made for one meeting is not recorded for another."""
    assert run(own, "meeting", "new", "league", "2026-12-04").code == 0
    back = _came_back(own, filled(form, ALL))
    told = _refused(own, "2026-12-04-league", "--from", back)
    assert f"back.pdf was made for the meeting {MEETING}, not 2026-12-04-league." in told


def test_a_checklist_for_a_meeting_that_is_gone_is_named(own: Path, form: bytes) -> None:
    """The meeting it was made for has to be on file; else the command that makes one is said."""
    (own / FILE).unlink()
    done = run(own, "meeting", "record", _came_back(own, filled(form, ALL)))
    assert done.code == 2
    assert f'"{MEETING}" is no meeting. Write its file first: accede meeting new' in done.stderr


def test_older_data_is_told_and_the_paper_recorded(own: Path, form: bytes) -> None:
    """If the data has changed since it was made, that is said, and each entry is found again."""
    item = own / "recommendations/items/lantern-2026/name.yaml"
    item.write_text(item.read_text().replace("Name it first", "Name it early"))
    done = run(own, "meeting", "record", _came_back(own, filled(form, ALL)))
    assert done.code == 0
    mark = re.search(r"checklist ([0-9a-f-]+)", str(PdfReader(BytesIO(form)).metadata))
    assert mark
    assert f"back.pdf has the fingerprint {mark[1]}: it was made from another state" in done.stderr
    assert len(_meeting(own).outcomes) == 4


def test_entries_that_are_something_else_now_are_all_named(own: Path, form: bytes) -> None:
    """A number that means another entry, or none, is not recorded; all such are told at once."""
    items = own / "recommendations/items/lantern-2026"
    (items / "report.yaml").unlink()
    text = (items / "name.yaml").read_text()
    (items / "name.yaml").unlink()
    (items / "all.yaml").write_text(text.replace("id: name", "id: all"))
    (own / FILE).write_text((own / FILE).read_text().replace("  - {item:", "  # - {item:"))
    told = _refused(own, _came_back(own, filled(form, ALL)))
    assert "back.pdf: A1 was about name there, and is about all here." in told
    assert "back.pdf: A2 was about report there, and is no open entry here." in told
    assert "It was made from other data; record it by hand." in told


def test_what_is_no_filled_in_checklist_is_named(own: Path, form: bytes) -> None:
    """The pen's checklist, another PDF, no PDF, half a PDF, an empty one: each is told apart."""
    assert run(own, "build", "league", "--only", "checklist,briefing").code == 0
    pen = _refused(own, "output/league/checklist.pdf")
    assert "checklist.pdf has no fields: it is the checklist for the pen. One to fill in:" in pen
    other = _refused(own, MEETING, "--from", "output/league/briefing.pdf")
    assert "briefing.pdf is no checklist of accede. One to fill in: accede build PACK" in other
    for content in (b"", b"%PDF-1.7\n", b"no PDF", b"\0" * 2000, form[: len(form) // 2]):
        told = _refused(own, _came_back(own, content))
        assert told.startswith("back.pdf "), told
        assert (
            "cannot be read as a PDF: it is damaged, or cut short" in told
            or "is no checklist of accede" in told
        )
    assert "back.pdf is not filled in: no field says anything." in _refused(
        own, _came_back(own, form)
    )
    assert "back.pdf is too large" in _refused(own, _came_back(own, b"%PDF" * 5_000_001))
    locked = _with(filled(form, ALL), lambda writer: writer.encrypt("secret", algorithm="RC4-128"))
    assert "back.pdf is locked with a password" in _refused(own, _came_back(own, locked))


def test_a_file_that_cannot_be_opened_is_named(own: Path) -> None:
    """No such file, or a folder: a usage error that names it."""
    (own / "folder.pdf").mkdir()
    for name, why in (("no.pdf", "No such file"), ("folder.pdf", "Is a directory")):
        done = run(own, "meeting", "record", name)
        assert done.code == 2
        assert f"{name} cannot be read: {why}" in done.stderr


def test_a_truncated_paper_is_whole_or_refused(form: bytes) -> None:
    """Cut off anywhere, it never gives a part of what was on it."""
    whole = filled(form, ALL)
    expected = read(whole, "back.pdf").fields
    for part in range(40):
        try:
            got = read(whole[: len(whole) * part // 40], "back.pdf").fields
        except FormError:
            continue
        assert got == expected
    assert read(whole, "back.pdf").fields


# what stands in the fields


def test_two_answers_to_one_entry_are_refused(own: Path, form: bytes) -> None:
    """Each entry with two ticked answers is named, with what to do."""
    twice = {f"{A1}answer-1": "/on", f"{A1}answer-3": "/on"}
    more = {f"{B1}answer-1": "/on", f"{B1}answer-2": "/on"}
    told = _refused(own, _came_back(own, filled(form, twice | more)))
    assert "back.pdf: A1 has 2 answers ticked (agreed, declined). Leave one, and" in told
    assert "back.pdf: B1 has 2 answers ticked (will-raise, has-raised). Leave one, and" in told


WORDS = {
    "One\r\ntwo\nthree\t four": "One two three four",
    "A\x00B\x07\x1bC\x7f\x85D": "A B C D",
    "נאמר בפגישה 5 ימים": "נאמר בפגישה 5 ימים",
    "Fine 👍 é": "Fine 👍 é",
    "- {a: b} # c: 'd' \"e\" & *f": "- {a: b} # c: 'd' \"e\" & *f",
    "/Off or so": "/Off or so",
    "null": "null",
    "1.10": "1.10",
    "<b>&amp;</b>": "<b>&amp;</b>",
    "%(n)s {{ x }}": "%(n)s {{ x }}",
    "NO": "NO",
    "12:30": "12:30",
}


def test_any_words_come_out_as_they_were_written(own: Path, form: bytes) -> None:
    """What was typed into a line is recorded to the letter, but for what no paper can show."""
    fields = [f"{row}{line}" for row in ROWS for line in ("commitment", "by-when", "who")]
    values = dict(zip(fields, map(TextStringObject, WORDS), strict=True))
    done = run(own, "meeting", "record", _came_back(own, _set(form, values)))
    assert done.code == 0, done.stderr
    outcomes = [outcome.model_dump(mode="json") for outcome in _meeting(own).outcomes]
    recorded = [o[name] for o in outcomes for name in ("commitment", "by_when", "who")]
    assert recorded == list(WORDS.values())
    assert run(own, "check", "--strict").code == 0


def test_fields_of_a_careless_program_are_read(own: Path, form: bytes) -> None:
    """Bytes in no known encoding are words, other things none; a box may have a mark of its own."""
    values: dict[str, PdfObject] = {
        f"{B1}commitment": ByteStringObject(b"D\xe9j\xe0"),
        f"{B1}by-when": ArrayObject(),
        f"{B1}who": NameObject("/AB"),
        f"{B1}answer-2": NameObject("/Yes"),
    }
    assert run(own, "meeting", "record", _came_back(own, _set(form, values))).code == 0
    outcome = _outcome(own)
    assert (outcome["commitment"], outcome["answer"]) == ("Déjà", "has-raised")
    assert outcome["who"] == "/AB"
    assert "by_when" not in outcome


def test_spaces_alone_are_nothing(own: Path, form: bytes) -> None:
    """Lines with nothing but white space do not fill a paper in."""
    blank = {f"{A1}commitment": "  \n ", f"{B1}who": "\t"}
    told = _refused(own, _came_back(own, filled(form, blank)))
    assert "is not filled in" in told


def test_a_text_without_end_is_refused(own: Path, form: bytes) -> None:
    """What no paper has room for is refused, each with its length and the most there may be."""
    long = {f"{A1}commitment": "x" * 10_000, f"{B1}by-when": "y " * 80, f"{B1}who": "z" * 41}
    told = _refused(own, _came_back(own, filled(form, long)))
    assert "A1: commitment has 10000 characters, 500 at most. Shorten it." in told
    assert "B1: by when has 159 characters, 100 at most. Shorten it." in told
    assert "B1: who has 41 characters, 40 at most. Shorten it." in told


DATES = {
    "15.12.2026": "2026-12-15",
    "15 December 2026": "2026-12-15",
    "Dec 2026": "2026-12",
    "2027 spring": "2027 spring",
}


def test_a_date_is_taken_as_people_write_it(own: Path, form: bytes) -> None:
    """A date in any usual form is a date; what is none is kept in words, and that is said."""
    typed = {f"{row}by-when": words for row, words in zip(ROWS, DATES, strict=True)}
    done = run(own, "meeting", "record", _came_back(own, filled(form, typed)))
    assert done.code == 0, done.stderr
    assert 'B1: "2027 spring" is kept as words; only a date can become overdue.' in done.stderr
    assert done.stderr.count("is kept as words") == 1
    dues = [outcome.by_when for outcome in _meeting(own).outcomes]
    assert [due.wording("en", "en")[0] if isinstance(due, Text) else str(due) for due in dues] == [
        *DATES.values()
    ]
    assert "stands there already" in run(own, "meeting", "record", "back.pdf").stderr
    built = run(own, "build", "league", "--only", "briefing", "--format", "text")
    assert built.code == 0, built.stderr
    told = (own / "output/league/briefing.txt").read_text(encoding="utf-8")
    assert "by 15 December 2026" in told
    assert "2027 spring" in told
