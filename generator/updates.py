"""What a person has to record, set against the data: the changes to its files, or why not.

Pure: today and what is on disk are handed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from generator.drafts import choices, faults, file_of, schema_line
from generator.edits import Change
from generator.load import FOLDER, PROJECT
from generator.model import Confidence, Distribution, Status
from generator.problems import did_you_mean
from generator.yamltext import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from generator.dates import PartialDate
    from generator.load import Loaded
    from generator.model import Assessment, Dataset, Item

    Read = Callable[[str], bytes]

# Control characters, and bytes that were no UTF-8.
_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
PROJECT_FILE = f"{FOLDER}/{PROJECT}"


class RefusedError(Exception):
    """Nothing is to be written: every reason, each with what to do."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))


class AlreadyError(Exception):
    """Nothing is to be written, because it stands there already."""


@dataclass(frozen=True)
class Told:
    """What is to be recorded about one item; `source` is evidence the library does not have."""

    item: str
    as_of: PartialDate
    status: str | None = None
    note: str | None = None
    by: str | None = None
    grade: str | None = None
    confidence: str | None = None
    evidence: tuple[str, ...] = ()
    source: dict[str, str] = field(default_factory=dict)
    distribution: str | None = None
    audience: tuple[str, ...] = ()


def assess(loaded: Loaded, told: Told, today: date, read: Read) -> list[Change]:
    """Return the changes that record *told*: its source, its entry, the day looked up to."""
    dataset = _dataset(loaded)
    told = replace(told, evidence=tuple(dict.fromkeys(told.evidence)))
    reasons = list(_against(loaded, dataset, told, today))
    if reasons:
        raise RefusedError(*reasons)
    item = dataset.items[told.item]
    _refuse_twice(dataset, item, told)
    changes = []
    unknown = [name for name in told.evidence if name not in dataset.evidence]
    if unknown:
        library = file_of("evidence", unknown[0])
        source = plain([{"id": unknown[0], **told.source}])
        changes.append(_register(library, read).append(source))
    file = file_of_item(loaded, item.id)
    entry = plain([_entry(dataset, item, told, today)])
    changes.append(Change.of(file, read(file)).append(entry, ("assessments",)))
    if told.as_of.last > dataset.project.as_of:
        project = Change.of(PROJECT_FILE, read(PROJECT_FILE))
        changes.append(project.put(("as_of",), told.as_of.last.isoformat()))
    return changes


def _register(file: str, read: Read) -> Change:
    """Return a register as it is; one that is not there yet is to be made."""
    try:
        return Change.of(file, read(file))
    except FileNotFoundError:
        return Change(file, None, schema_line("evidence", file).encode())


@dataclass(frozen=True)
class Withdrawal:
    """Which entry of which item is taken back, by its name, and why."""

    item: str
    entry: str
    why: str


def withdraw(loaded: Loaded, wish: Withdrawal, today: date, read: Read) -> list[Change]:
    """Return the change that takes back an entry."""
    dataset = _dataset(loaded)
    name, entry = wish.item, wish.entry
    if name not in dataset.items:
        raise RefusedError(_no_item(dataset, name))
    item = dataset.items[name]
    gone = {found.withdraws for found in item.assessments if found.withdraws}
    names = [found.name for found in item.assessments if not found.withdraws]
    if entry in gone:
        raise AlreadyError(f'The entry "{entry}" of {name} is taken back already.')
    reasons = []
    if names.count(entry) > 1:
        reasons.append(
            f'More than one entry of {name} is called "{entry}". Give the one you mean an id, '
            f"and withdraw that: {_where(loaded, name)}"
        )
    if entry not in names:
        hint = did_you_mean(entry, names) or f"accede history {name} shows its entries."
        reasons.append(f'{name} has no entry "{entry}". {hint}')
    reasons += _unreadable("--why", wish.why)
    if not wish.why.strip():
        reasons.append("--why is empty. Say why the entry is taken back: papers print it.")
    if reasons:
        raise RefusedError(*reasons)
    told = {
        "as_of": today.isoformat(),
        "recorded_on": today.isoformat(),
        "withdraws": entry,
        "reason": wish.why.strip(),
    }
    file = file_of_item(loaded, name)
    return [Change.of(file, read(file)).append(plain([told]), ("assessments",))]


def approve(loaded: Loaded, pack: str, sign_offs: list[dict[str, str]], read: Read) -> list[Change]:
    """Return the change that adds *sign_offs* (by, on, fingerprint) to a pack."""
    spot = loaded.spots["packs", pack]
    known = [done.fingerprint for done in _dataset(loaded).packs[pack].sign_offs]
    new = [done for done in sign_offs if done["fingerprint"] not in known]
    if not new:
        raise AlreadyError(f"{pack} is signed off as it stands.")
    change = Change.of(spot.source.file, read(spot.source.file))
    for done in new:
        change = change.append(plain([done]), (*spot.path, "sign_offs"))
    return [change]


def file_of_item(loaded: Loaded, name: str) -> str:
    """Return the file that holds an item."""
    return loaded.spots["items", name].source.file


def _where(loaded: Loaded, name: str) -> str:
    return str(loaded.place("items", name, ("assessments",)))


def _dataset(loaded: Loaded) -> Dataset:
    if loaded.dataset is None:
        raise RefusedError("The data cannot be read. accede check says why.")
    return loaded.dataset


def _against(loaded: Loaded, dataset: Dataset, told: Told, today: date) -> Iterator[str]:
    """Yield every reason why *told* cannot be recorded."""
    item = dataset.items.get(told.item)
    if item is None:
        yield _no_item(dataset, told.item)
    if told.status and told.status not in [status.value for status in Status]:
        hint = did_you_mean(told.status, [status.value for status in Status])
        yield f'The status "{told.status}" is not known. {hint}'
    if not told.status and not told.note:
        yield "Give a status, a --note, or both: an entry has to say something."
    if told.note is not None and not told.note.strip():
        yield "--note is empty. Say what happened, in a sentence that can be printed."
    yield from _unreadable("--note", told.note)
    yield from _unreadable("--grade", told.grade)
    yield from _dated(dataset, item, told, today)
    yield from _named(dataset, told)
    yield from _sourced(loaded, dataset, told)


def _unreadable(option: str, text: str | None) -> Iterator[str]:
    if found := _NO_TEXT.search(_one_line(text) or ""):
        code = f"U+{ord(found[0]):04X}"
        yield f"{option} holds a character that cannot be read ({code}). Type it again without it."


def _dated(dataset: Dataset, item: Item | None, told: Told, today: date) -> Iterator[str]:
    when = told.as_of
    if when.first > today:
        yield f"--as-of {when} is in the future. An entry is about a fact, and today is {today}."
    elif when.last > today:
        yield (
            f"--as-of {when} is not over, and its facts would count from {when.last} on only. "
            f"Give the day of the fact, {today} at the latest."
        )
    if item and told.status and when.last < dataset.made_on(item).first:
        yield (
            f"--as-of {when} is before {item.id} was made ({dataset.made_on(item)}), so there can "
            "be no verdict yet. Leave the status out: the fact can stand without one."
        )


def _named(dataset: Dataset, told: Told) -> Iterator[str]:
    for option, bodies in (("--by", (told.by,)), ("--audience", told.audience)):
        for body in bodies:
            if body and body not in dataset.bodies:
                hint = did_you_mean(body, dataset.bodies)
                yield f'{option} "{body}" is no body. {hint} Or add it: accede new body {body}'
    for option, scale, word in (
        ("--confidence", Confidence, told.confidence),
        ("--distribution", Distribution, told.distribution),
    ):
        known = [member.value for member in scale]
        if word and word not in known:
            yield f'{option} "{word}" is not known. {did_you_mean(word, known)}'


def _sourced(loaded: Loaded, dataset: Dataset, told: Told) -> Iterator[str]:
    unknown = [name for name in told.evidence if name not in dataset.evidence]
    if told.source and not told.evidence:
        yield "The --evidence-... options describe a source. Say which: --evidence ID"
    elif told.source and not unknown:
        yield (
            "The --evidence-... options describe a source that the library does not have yet, and "
            "every --evidence named is in it. Leave them out."
        )
    elif len(unknown) > 1 or (unknown and not told.source):
        for name in unknown:
            yield (
                f'The evidence "{name}" is not known. {did_you_mean(name, dataset.evidence)} '
                "Or give it in the same call: --evidence-title TEXT --evidence-publisher BODY "
                "--evidence-date DATE --evidence-address URL --evidence-grade A"
            ).replace("  ", " ")
    elif unknown:
        yield from _new_source(unknown[0], told)
    for name, value in told.source.items():
        option, known = f"--evidence-{name}", choices("evidence", [name], loaded)
        found = faults("evidence", [name], value, known)
        yield from list(_unreadable(option, value)) or (f"{option}: {fault}" for fault in found)


def _new_source(name: str, told: Told) -> Iterator[str]:
    for fault in faults("evidence", ["id"], name, None):
        yield f"--evidence: {fault}"
    for needed in ("title", "grade"):
        if not told.source.get(needed):
            yield f'--evidence-{needed} is missing: "{name}" is a new source.'


def _no_item(dataset: Dataset, name: str) -> str:
    hint = did_you_mean(name, dataset.items) or "accede list shows every item."
    return f'"{name}" is no item. {hint}'


def _refuse_twice(dataset: Dataset, item: Item, told: Told) -> None:
    """Refuse an entry of which every word stands there already."""
    for entry in item.standing_entries():
        if not entry.withdraws and _words_of(dataset, entry) == _words_told(dataset, told):
            raise AlreadyError(f"{item.id} has this entry already, recorded {entry.recorded_on}.")


def _words_of(dataset: Dataset, entry: Assessment) -> tuple[object, ...]:
    language = dataset.project.language
    summary = entry.summary.wording(language, language)[0] if entry.summary else None
    scale = (entry.status, entry.grade, entry.confidence, entry.distribution)
    return (str(entry.as_of), entry.by, _one_line(summary), *scale, entry.evidence, entry.audience)


def _words_told(dataset: Dataset, told: Told) -> tuple[object, ...]:
    by = None if told.by == dataset.project.publisher else told.by
    scale = (told.status, told.grade, told.confidence, told.distribution)
    return (str(told.as_of), by, _one_line(told.note), *scale, told.evidence, told.audience)


def _entry(dataset: Dataset, item: Item, told: Told, today: date) -> dict[str, Any]:
    """Return the entry as it is to stand, with an id where its name would be taken."""
    by = None if told.by == dataset.project.publisher else told.by
    entry = {
        "id": _free_name(item.assessments, str(told.as_of), by),
        "as_of": str(told.as_of),
        "recorded_on": today.isoformat(),
        "by": by,
        "status": told.status,
        "grade": told.grade,
        "confidence": told.confidence,
        "summary": _one_line(told.note),
        "evidence": list(told.evidence),
        "distribution": told.distribution,
        "audience": list(told.audience),
    }
    return {key: value for key, value in entry.items() if value}


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def _free_name(entries: Iterable[Assessment], as_of: str, by: str | None) -> str | None:
    """Return an id for an entry whose date and assessor another entry has already."""
    taken = {entry.name for entry in entries}
    usual = f"{as_of} {by}" if by else as_of
    if usual not in taken:
        return None
    stem = re.sub(r"[^0-9A-Za-z]+", "-", usual)
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
