"""What changed between two days: item by item, on the command line, and on the paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from conftest import item, made_up, verdict
from papers import blocks, heard, unheard

from generator.compare import Change, Changed, compare
from generator.model import Evidence, Pack, Status
from generator.view import Occasion, contexts, speaker_for
from generator.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede

    from generator.model import Dataset, Item
    from generator.view import Context

SINCE, UNTIL = date(2010, 1, 1), date(2012, 1, 1)
EARLY = date(2009, 6, 1)  # recorded before the first day: its reader was told
LATER = date(2011, 6, 1)  # recorded between the two


def told(as_of: str, status: str | None = None, on: date = EARLY, **more: Any) -> dict[str, Any]:
    """Return an entry recorded *on* a day."""
    return verdict(as_of, status, recorded_on=on, **more)


def taken_back(entry: str, on: date = LATER, **more: Any) -> dict[str, Any]:
    """Return the word that takes an entry back."""
    return {"as_of": str(on), "recorded_on": on, "withdraws": entry, "reason": "Wrong.", **more}


def changed(*entries: dict[str, Any], until: date = UNTIL, **fields: Any) -> Changed:
    """Return how an item with these entries changed."""
    one = item("a", assessments=entries, **fields)
    return only(one, until=until)


def only(one: Item, until: date = UNTIL) -> Changed:
    """Return how one item changed."""
    [found] = compare(made_up(items=[one]), [one], SINCE, until)
    return found


NOT, PART, FULL = "not-implemented", "partially-implemented", "fully-implemented"


# one item


def test_a_better_status_is_improved() -> None:
    """It names both statuses and the entry that made the difference."""
    found = changed(told("2008", NOT), told("2011", PART, LATER))
    assert (found.change, found.before, found.after) == (
        Change.IMPROVED,
        Status.NOT,
        Status.PARTIALLY,
    )
    assert found.entry is not None
    assert str(found.entry.as_of) == "2011"
    assert not found.late


@pytest.mark.parametrize("status", ["reversed", NOT])
def test_a_weaker_status_is_worse(status: str) -> None:
    """Losing ground is told as such; a reversal is weaker than nothing done."""
    assert changed(told("2008", PART), told("2011", status, LATER)).change is Change.WORSE
    assert changed(told("2008", NOT), told("2011", "reversed", LATER)).change is Change.WORSE


def test_an_item_of_the_time_is_new() -> None:
    """Made after the first day and not after the second, whatever its status is."""
    assert changed(made_on="2011-05").change is Change.NEW
    assert changed(told("2011-06", FULL, LATER), made_on="2011-05").change is Change.NEW
    assert changed(made_on="2010-01-01").change is Change.UNCHANGED
    assert changed(made_on="2012-01-02").change is Change.UNCHANGED


def test_nothing_of_the_time_is_unchanged() -> None:
    """Neither what was known on the first day nor what is of a later one counts."""
    assert changed(told("2008", NOT)).change is Change.UNCHANGED
    assert changed(told("2008", NOT), told("2012-01-02", FULL, LATER)).change is Change.UNCHANGED
    assert changed().change is Change.UNCHANGED


def test_the_first_day_is_over_and_the_second_counts() -> None:
    """A fact of the first day was told then; one of the last is told now."""
    assert changed(told("2008", NOT), told("2010-01-01", PART)).change is Change.UNCHANGED
    assert changed(told("2008", NOT), told("2012-01-01", PART, UNTIL)).change is Change.IMPROVED


@pytest.mark.parametrize("status", [None, NOT])
def test_a_fact_that_leaves_the_status_is_learned(status: str | None) -> None:
    """With the status told anew, or without one."""
    found = changed(told("2008", NOT), told("2011", status, LATER))
    assert (found.change, found.before, found.after) == (
        Change.LEARNED,
        Status.NOT,
        Status.NOT,
    )
    assert found.entry is not None
    assert str(found.entry.as_of) == "2011"
    assert not found.late


def test_the_first_verdict_is_learned() -> None:
    """From nothing known, or to nothing left to do, it went neither up nor down."""
    assert changed(told("2011", FULL, LATER)).change is Change.LEARNED
    gone = changed(told("2008", NOT), told("2011", "no-longer-applicable", LATER))
    assert (gone.change, gone.after) == (Change.LEARNED, Status.NO_LONGER)


def test_what_others_say_changes_nothing() -> None:
    """The words of another body stand beside the status, in the matrix."""
    found = changed(told("2008", NOT), told("2011", FULL, LATER, by="org"))
    assert (found.change, found.after) == (Change.UNCHANGED, Status.NOT)


def test_an_older_fact_learned_late_changes_the_status() -> None:
    """What was only recorded since is told, as an older fact."""
    found = changed(told("2008", NOT), told("2009-12", PART, LATER))
    assert (found.change, found.before, found.late) == (
        Change.IMPROVED,
        Status.NOT,
        True,
    )


@pytest.mark.parametrize("entry", [("2009-12", NOT), ("2009-12", None), ("2007", FULL)])
def test_an_older_fact_learned_late_may_change_nothing(entry: tuple[str, str | None]) -> None:
    """It is learned late where the status stays, or a newer verdict stands above it."""
    found = changed(told("2008", NOT), told(*entry, LATER))
    assert (found.change, found.after, found.late) == (Change.LEARNED, Status.NOT, True)


def test_a_new_fact_comes_before_a_late_one() -> None:
    """Where both came in, the entry told of is that of the time."""
    found = changed(told("2008", NOT), told("2011", None, LATER), told("2007", None, LATER))
    assert found.entry is not None
    assert (str(found.entry.as_of), found.late) == ("2011", False)


def test_an_item_not_followed_on_the_first_day_goes_by_its_facts() -> None:
    """A history written up at once, years later, is not one of late news."""
    found = changed(told("2008", NOT, LATER), told("2009", PART, LATER))
    assert (found.change, found.before) == (Change.UNCHANGED, Status.PARTIALLY)
    assert changed(told("2008", NOT, LATER), told("2011", PART, LATER)).change is Change.IMPROVED


def test_what_was_recorded_after_the_paper_is_not_told() -> None:
    """On a paper of a day, late news of an even later day is not known yet."""
    one = item("a", assessments=[told("2008", NOT), told("2009", None, LATER)])
    [found] = compare(made_up(items=[one]), [one], SINCE, UNTIL, told=date(2011, 1, 1))
    assert found.change is Change.UNCHANGED


def test_what_is_taken_back_is_corrected() -> None:
    """The reader was told of it: the status then, the status now, the reason."""
    found = changed(told("2007", NOT), told("2009", FULL), taken_back("2009"))
    assert (found.change, found.before, found.after) == (
        Change.CORRECTED,
        Status.FULLY,
        Status.NOT,
    )
    assert found.entry is not None
    assert found.entry.withdraws == "2009"


def test_a_correction_told_already_is_none() -> None:
    """What was taken back before the first day is not told again."""
    entries = told("2007", NOT), told("2008", FULL), taken_back("2008", EARLY)
    found = changed(*entries)
    assert (found.change, found.before) == (Change.UNCHANGED, Status.NOT)


def test_changes_come_in_the_order_a_reader_is_owed() -> None:
    """Corrections first, then improved, worse, new, learned; within each the order of the data."""
    items = [
        item("same", assessments=[told("2008", NOT)]),
        item("learned", assessments=[told("2008", NOT), told("2011", None, LATER)]),
        item("new", made_on="2011"),
        item("worse", assessments=[told("2008", PART), told("2011", NOT, LATER)]),
        item("better", assessments=[told("2008", NOT), told("2011", PART, LATER)]),
        item("worst", assessments=[told("2008", PART), told("2011", "reversed", LATER)]),
        item("wrong", assessments=[told("2008", NOT), told("2009", PART), taken_back("2009")]),
    ]
    found = compare(made_up(items=items), items, SINCE, UNTIL)
    assert [one.item.id for one in found] == [
        *("wrong", "better", "worse", "worst", "new", "learned", "same")
    ]


# one pack, as its reader and as we see it

PACK = Pack.model_validate(
    {"id": "p", "addressee": "gov", "title": "P", "for_whom": "Gov", "sharing": "S"}
)


def shown(one: Item, **occasion: Any) -> tuple[list[Changed], Context | None]:
    """Return what diff tells of an item, and the paper of changes."""
    dataset = made_up(items=[one], packs=[PACK])
    when = Occasion(since=SINCE, **occasion)
    found = speaker_for(dataset, PACK, Words("en"), when).changed.values()
    return list(found), contexts(dataset, PACK, Words("en"), when).get("changes")


def test_a_reader_sees_what_was_taken_back() -> None:
    """The paper tells the status it gave before, and the one it gives now."""
    one = item("a", assessments=[told("2007", NOT), told("2009", FULL), taken_back("2009")])
    [found], paper = shown(one)
    assert found.before is Status.FULLY
    assert paper is not None
    [group] = paper["groups"]
    [row] = group["rows"]
    assert (group["kind"], row["before"], row["after"], row["text"]) == (
        *("corrected", "fully implemented", "not implemented"),
        "Wrong.",
    )


def test_a_reader_of_an_earlier_day_sees_what_was_taken_back() -> None:
    """On a day before the dataset's own the correction of that day is told the same way."""
    one = item("a", assessments=[told("2007", NOT), told("2009", FULL), taken_back("2009")])
    [found], _ = shown(one, as_of=date(2012, 6, 1))
    assert (found.change, found.before) == (Change.CORRECTED, Status.FULLY)
    [before], paper = shown(one, as_of=date(2011, 1, 1))
    assert (before.change, before.before) == (Change.UNCHANGED, Status.NOT)
    assert paper is None


@pytest.mark.parametrize("what", ["entry", "both", "word"])
def test_what_a_reader_never_saw_is_not_taken_back_before_him(what: str) -> None:
    """Neither an internal entry nor the word that takes it back shows on the reader's paper."""
    ours: dict[str, Any] = {"distribution": "internal"}
    of_entry, of_word = ours if what != "word" else {}, ours if what != "entry" else {}
    entry = told("2009", FULL, **of_entry)
    one = item("a", assessments=[told("2007", NOT), entry, taken_back("2009", **of_word)])
    [found], paper = shown(one)
    assert found.change is Change.CORRECTED
    assert paper is None


def test_what_rests_on_a_weak_source_is_not_taken_back_in_public() -> None:
    """It was never printed outward; nor is its correction."""
    weak = Evidence.model_validate({"id": "S1", "title": "Blog", "grade": "C"})
    entry = told("2009", FULL, evidence=["S1"])
    one = item("a", assessments=[told("2007", NOT), entry, taken_back("2009")])
    dataset = made_up(items=[one], packs=[PACK], evidence=[weak])
    assert "changes" not in contexts(dataset, PACK, Words("en"), Occasion(since=SINCE))


def test_nothing_is_told_from_a_later_day() -> None:
    """From a day after the one that is shown there is no way forward to tell of."""
    one = item("a", assessments=[told("2008", NOT), told("2011", PART, LATER)])
    assert shown(one, as_of=date(2009, 12, 1)) == ([], None)


# the bundled data, between Madrid and the chairmanship

# Made by hand from the brief, fact by fact: every fact whose last day lies after 30 November 2007
# and not after 1 January 2010, on the items it bears on, and the dated statuses of the timelines.
IMPROVED = {
    "hrw-1999-gov-01b": "F05 signed, partially; F06 ratified 30 June 2009, fully",
    "hrw-2004-gov-04": "not implemented; F41 February 2009, 50,000 to 40,000 members, partially",
}
NEW = {
    "hrw-2008-fra-01": "asked in 2008",
    "hrw-2008-fra-02": "asked in 2008",
}
FIRST_WORD = {  # not assessed when given in Madrid
    "kz-2007-pledge-01": "F18 February 2009 partially; F19 June 2009 partially",
    "kz-2007-pledge-02": "F83 November 2008 not; F84 February 2009 partially",
    "kz-2007-pledge-03": "F41, F84 February 2009 partially",
    "kz-2007-pledge-04": "F84 February 2009 not",
}
FACT_ONLY = {
    "hrw-1999-gov-02a": "F12: 2006-2007 counts by its last day",
    "hrw-1999-gov-05a": "F12",
    "cpj-2004-gov-01": "F12",
    "hrw-1999-gov-06a": "F41",
    "kz-2007-pledge-05a": "F171: what analysts wrote is of December 2007 (S173)",
    "kz-2007-pledge-05b": "F171",
}
# Facts of the time that are words of others: F18 HRW, F19 the OSCE's representative, F102 a
# rapporteur of PACE, F117 the State Department. They stand beside the status and do not change it.
SAID_BY_OTHERS = {"hrw-1999-gov-02b", "hrw-1999-coe-01", "hrw-1999-us-01"}
# Context, never in a pack (F87); lapsed since 2001 (F20).
NOT_SHOWN = {"hrw-2008-gov-01", "hrw-2008-gov-02", "hrw-1999-gov-02d"}

FROM_1999 = {"hrw-1999-gov-02a", "hrw-1999-gov-05a", "hrw-1999-gov-06a"}
PLEDGES = {f"kz-2007-pledge-{n}" for n in ("01", "02", "03", "04", "05a", "05b")}
IN_PACK = {  # who gets which of them: "How packs draw on this"
    "kz-gov": FROM_1999 | PLEDGES | IMPROVED.keys() | {"cpj-2004-gov-01"},
    "osce": FROM_1999 | PLEDGES,
    "eu": FROM_1999,
    "coe": FROM_1999 | {"hrw-1999-gov-01b"},
    "us": FROM_1999,
    "ebrd": FROM_1999 | {"hrw-1999-gov-01b"},
    "france": PLEDGES | NEW.keys(),
}
DAYS = ("2007-11-30", "2010-01-01")


def kind_of(name: str) -> str:
    """Return what the list made by hand says of an item."""
    kinds = {"improved": IMPROVED, "new": NEW, "learned": FIRST_WORD | FACT_ONLY}
    [kind] = [kind for kind, names in kinds.items() if name in names]
    return kind


@pytest.fixture(scope="module")
def told_by_diff(accede: Accede) -> list[dict[str, Any]]:
    """Return what diff says of the two days."""
    ran = accede("diff", *DAYS, "--json")
    assert (ran.code, ran.stderr) == (0, "")
    found: list[dict[str, Any]] = ran.json
    return found


def test_diff_says_what_the_list_made_by_hand_says(told_by_diff: list[dict[str, Any]]) -> None:
    """Pack by pack, every change between two days and none besides."""
    told = told_by_diff
    found = {pack["pack"]: {row["id"]: row["change"] for row in pack["changes"]} for pack in told}
    assert found == {pack: {name: kind_of(name) for name in IN_PACK[pack]} for pack in IN_PACK}
    everything = {name for rows in found.values() for name in rows}
    assert not everything & (SAID_BY_OTHERS | NOT_SHOWN)
    assert not any(row["late"] for pack in told for row in pack["changes"])
    moved = {row["id"] for pack in told for row in pack["changes"] if row["before"] != row["after"]}
    assert moved == IMPROVED.keys() | FIRST_WORD.keys()
    # 20 of 1999 less two lapsed in 2001; 3 of 2001, 7 of 2004, 6 pledges.
    [ours] = [pack for pack in told if pack["pack"] == "kz-gov"]
    assert ours["unchanged"] == 18 + 3 + 7 + 6 - len(IN_PACK["kz-gov"])


@pytest.mark.parametrize("pack", IN_PACK)
def test_the_paper_says_what_diff_says(
    dataset: Dataset, told_by_diff: list[dict[str, Any]], pack: str
) -> None:
    """The same numbers under the same words, before and after, and the same count of the rest."""
    first, last = map(date.fromisoformat, DAYS)
    occasion = Occasion(as_of=last, since=first)
    paper = contexts(dataset, dataset.packs[pack], Words("en"), occasion)["changes"]
    on_paper = {
        row["number"]: (group["kind"], row["moved"])
        for group in paper["groups"]
        for row in group["rows"]
    } | {number: ("learned", row["moved"]) for row in paper["learned"] for number in row["numbers"]}
    [told] = [found for found in told_by_diff if found["pack"] == pack]
    assert on_paper == {
        row["number"]: (row["change"], row["before"] != row["after"]) for row in told["changes"]
    }
    assert (paper["unchanged"].split() or ["0"])[0] == str(told["unchanged"])


def test_the_paper_names_what_changed(project: Path, accede: Accede) -> None:
    """The facts of the time are on the page, and no item that did not change is named."""
    until, since = ("--as-of", DAYS[1]), ("--since", DAYS[0])
    options = ("--only", "changes", "--format", "html")
    assert accede("build", "osce", *options, *until, *since, cwd=project).code == 0
    folder = project / "output" / "osce" / f"as-of-{DAYS[1]}" / f"since-{DAYS[0]}"
    text = " ".join(blocks((folder / "changes.html").read_text(encoding="utf-8")))
    facts = [
        "A journalist was tried under article 318",
        "Law No. 122-IV of 6 February 2009 lowered the minimum membership",
        "A new law on the Internet followed in June 2009",
    ]
    assert unheard(text, facts) == []
    titles = {row["id"]: row["title"] for row in accede("list", "--json").json}
    assert (
        heard(text, [title for name, title in titles.items() if name not in IN_PACK["osce"]]) == []
    )
