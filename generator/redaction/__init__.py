"""A person's name taken out of the data: every text, remark and reference to it, or nothing.

Pure: what is on disk is handed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from generator.drafts import file_of, schema_line
from generator.edits import Change, reads_as
from generator.nameforms import TELLING, folded, pattern_of, turned, words_of
from generator.problems import Problem, did_you_mean
from generator.redaction.remnants import Remnants
from generator.said import said
from generator.sounds import script_of, sound
from generator.updates import RefusedError
from generator.yamlsource import Mapping, Sequence, read
from generator.yamltext import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as AnyMapping

    from generator.load import Loaded
    from generator.model import Case
    from generator.yamlsource import Source, Value

    Path = tuple[str | int, ...]

_STARTS = re.compile(r"(?:^|[.!?:]\s+|\n\s*-\s+)$")
_ADDRESS = re.compile(r"\w+://\S*$")
# Who did something and when, in as few letters, is no language.
_LANGUAGE = re.compile(r"(?!(?:by|on)$)[a-z]{2,3}(-[A-Za-z]{2,8})?")
_WORDING = {"text", "state", "by", "on"}
# Less may be anything: every comma of the data, or every "a".
_LEAST = 2


@dataclass(frozen=True)
class Redaction:
    """Whose name goes, in which forms *also*, and the new id of the case.

    *leave* has words, and codes of languages, of which somebody says that they tell of nobody.
    """

    case: str
    also: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    new_id: str = ""


def redact(loaded: Loaded, wish: Redaction, files: AnyMapping[str, bytes]) -> list[Change]:
    """Return the changes that put the label of a case in place of its name, in all of *files*.

    Whatever would still hold a word of the name is a reason to refuse, with its place.
    """
    name = _Name.of(loaded, wish)
    old = loaded.spots["cases", wish.case].source.file
    new = file_of("case", name.new_id)
    case = Change(new, None, _case(name, loaded, new).encode())
    data = {file: files[file] for file in sorted(files) if file.endswith(".yaml") and file != old}
    doubts = [doubt for file, content in data.items() for doubt in name.doubts(file, content)]
    others = [name.taken_from(Change.of(file, content)) for file, content in data.items()]
    after = {**files, **{change.file: change.after for change in others}, new: case.after}
    del after[old]
    remnants = Remnants(name.words, name.sounds, name.leave, name.pattern)
    reasons = [*doubts, *remnants.of(files, after)]
    if reasons:
        raise RefusedError(*map(str, reasons))
    changed = [change for change in others if change.after != change.before]
    return [case, *changed, Change(old, files[old], b"", gone=True)]


def _case(name: _Name, loaded: Loaded, file: str) -> str:
    """Return the file of the case as it is to be: under another id, without consent."""
    root: Any = loaded.spots["cases", name.case.id].source.root
    record: dict[str, Any] = dict(root)
    record.pop("aliases", None)
    record |= {
        "id": name.new_id,
        "name": name.labels[name.language],
        "consent": {"given": "no"},
    }
    return schema_line("case", file) + plain(name.freed(record))


@dataclass(frozen=True)
class _Name:
    """All forms of a name, and what takes its place in each language."""

    case: Case
    new_id: str
    language: str
    labels: AnyMapping[str, str]
    pattern: re.Pattern[str]
    words: frozenset[str]
    sounds: frozenset[tuple[str, str]]
    leave: tuple[str, ...]

    @classmethod
    def of(cls, loaded: Loaded, wish: Redaction) -> _Name:
        """Return the name of the case that is wished for; RefusedError if that cannot be."""
        if loaded.dataset is None:
            raise RefusedError("The data cannot be read. accede check says why.")
        cases, language = loaded.dataset.cases, loaded.dataset.project.language
        if wish.case not in cases:
            there_are = f"There are: {', '.join(cases)}." if cases else "There are none."
            hint = did_you_mean(wish.case, cases) or there_are
            raise RefusedError(f'"{wish.case}" is no case. {hint}')
        if wish.new_id in loaded.dataset.cases:
            raise RefusedError(f'--id "{wish.new_id}" is taken by another case.')
        case = cases[wish.case]
        labels = {key: told.text for key, told in case.label.translations.items()}
        labels.setdefault(language, case.label.wording(language, language)[0])
        forms = _forms(case, wish.also, labels.values())
        words = {folded(word) for form in forms for word in words_of(form)}
        telling = {word for word in words if len(word) >= TELLING} | {folded(case.id)}
        return cls(
            case=case,
            new_id=wish.new_id or _free_id(cases),
            language=language,
            labels=labels,
            pattern=re.compile("|".join(map(pattern_of, forms)), re.IGNORECASE),
            words=frozenset(telling - set(map(folded, wish.leave))),
            sounds=frozenset(
                (script_of(word), sound(word))
                for form in forms
                for word in words_of(form)
                if len(sound(word)) >= TELLING
            ),
            leave=wish.leave,
        )

    def taken_from(self, change: Change) -> Change:
        """Return a file without the name: in its values, and in its remarks."""
        values = dict(self._values(_source(change.file, change.after).root, ()))
        return self._from_remarks(change.settle(values) if values else change)

    def _values(self, value: Value, path: Path) -> Iterator[tuple[Path, dict[str, Any] | str]]:
        """Yield each value that has the name, by its path, as it is to be."""
        if isinstance(value, Mapping) and _is_translation(value, path) and self._has(value["text"]):
            # What somebody has reviewed was another wording: this one is a working translation.
            yield path, self.freed(value["text"], path)
        elif isinstance(value, str) and (new := self.freed(value, path)) != value:
            yield path, new
        for key, part in () if _is_translation(value, path) else _parts(value):
            yield from self._values(part, (*path, key))

    def doubts(self, file: str, content: bytes) -> Iterator[Problem]:
        """Yield wordings that may have the name in other letters, as another language has it."""
        source = _source(file, content)
        return self._doubts(source, source.root, ())

    def _doubts(self, source: Source, value: Value, path: Path) -> Iterator[Problem]:
        parts = _parts(value)
        for key, part in parts if _is_text(value) else ():
            if key not in self.leave and not self._holds(part) and self._holds(value):
                what = said(
                    "the wording in %(language)s may have the name in other letters.", language=key
                )
                fix = said(
                    "Give that form too: --also FORM; or, if there is none: --leave %(language)s",
                    language=key,
                )
                yield Problem(source.place((*path, key)), "", what, fix)
        for key, part in parts:
            yield from self._doubts(source, part, (*path, key))

    def _holds(self, value: Value) -> bool:
        return self._has(value) or any(self._holds(part) for _, part in _parts(value))

    def _has(self, value: object) -> bool:
        return isinstance(value, str) and bool(self.pattern.search(value))

    def freed(self, value: Any, path: Path = ()) -> Any:  # noqa: ANN401 - plain data
        """Return *value* with the label in place of each form of the name."""
        if isinstance(value, Mapping | dict):
            return {key: self.freed(part, (*path, key)) for key, part in value.items()}
        if isinstance(value, Sequence | list):
            return [self.freed(part, (*path, at)) for at, part in enumerate(value)]
        if not isinstance(value, str):
            return value
        if value == self.case.id and "cases" in path[-2:]:
            return self.new_id
        return self.pattern.sub(self._labelled(self._language_of(path)), value)

    def _language_of(self, path: Path) -> str:
        known = [part for part in path[-2:] if part in self.labels]
        return str(known[-1]) if known else self.language

    def _labelled(self, language: str) -> Callable[[re.Match[str]], str]:
        label = self.labels[language]

        def put(found: re.Match[str]) -> str:
            before = found.string[: found.start()]
            if _ADDRESS.search(before):
                return found[0]
            begins = _STARTS.search(before)
            return label[:1].upper() + label[1:] if begins else label

        return put

    def _from_remarks(self, change: Change) -> Change:
        """Return a file without the name in what is no value; it has to read as before."""
        text = change.after.decode()
        freed = self.pattern.sub(self._labelled(self.language), text).encode()
        told = change.says if freed != change.after else None
        if told is None or not reads_as(freed, change.file, told):
            return change
        return Change(change.file, change.before, freed)


def _forms(case: Case, also: Iterable[str], labels: Iterable[str]) -> list[str]:
    """Return the forms of a name, the longest first; RefusedError if one would hit anything.

    Of a case that was redacted before, only those that are *also* given.
    """
    given = {case.name, *case.aliases, *also} - set(labels)
    forms = given | {other for form in given for other in turned(form)}
    if not forms:
        raise RefusedError(f'"{case.id}" has its label for a name. Is another form left: --also?')
    for form in sorted(forms):
        if sum(map(len, words_of(form))) < _LEAST:
            raise RefusedError(
                f'"{form}" is too short for a form of a name: it would hit anything.'
            )
    return sorted(forms, key=len, reverse=True)


def _source(file: str, content: bytes) -> Source:
    source, problems = read(content, file)
    if problems:
        raise RefusedError(f"{problems[0]}\nMend this first.")
    return source


def _parts(value: Value) -> list[tuple[str | int, Value]]:
    if isinstance(value, Mapping):
        return [*value.items()]
    return [*enumerate(value)] if isinstance(value, Sequence) else []


def _is_text(value: Value) -> bool:
    """Tell whether a map is a text in several languages."""
    keys = [str(key) for key, _ in _parts(value)]
    return isinstance(value, Mapping) and all(map(_LANGUAGE.fullmatch, keys)) and len(keys) > 1


def _is_translation(value: Value, path: Path) -> bool:
    """Tell whether a map is one language's wording of a text."""
    language = str(path[-1]) if path else ""
    is_wording = isinstance(value, Mapping) and "text" in value and {*value} <= _WORDING
    return is_wording and bool(_LANGUAGE.fullmatch(language))


def _free_id(taken: Iterable[str]) -> str:
    """Return an id that tells nothing of the person."""
    known = set(taken)
    return next(name for number in count(1) if (name := f"person-{number}") not in known)
