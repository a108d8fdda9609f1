"""One reading of a project: each file is read, or taken as it was read before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from generator.files import RefusedError, content_of, refuse, sum_of, walk
from generator.load.again import put_in_order, unchanged
from generator.load.complaints import complaints
from generator.load.loaded import FOLDER, FOLDERS, MODELS, PROJECT, REGISTERS, Loaded
from generator.load.records import KeptSource, Records, Spot
from generator.load.strangers import INSTEAD, is_data, refused, strangers
from generator.model import Dataset, Item, Project, Record
from generator.problems import Place, Problem
from generator.said import Said, said
from generator.store import Kept, Store, keep_state
from generator.yamlsource import Source, read_quickly

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from pathlib import Path

    from generator.yamlsource import Value

    Files = AnyMapping[str, bytes | None]

# What the system says of files that cannot be read, for the catalogues.
_REASONS = (said("Is a directory"), said("Permission denied"))

R = TypeVar("R", bound=Record)


class Reader:
    """One reading of one project."""

    def __init__(self, root: Path, instead: Files, store: Store | None) -> None:
        self.root = root
        self.instead = instead
        self.keeps = store is not None
        self.store = store or Store(root)
        self.folder = root / FOLDER
        self.loaded = Loaded()
        self.publisher = ""
        self.found = walk(self.folder, root) | dict.fromkeys(self.instead)
        for name in [name for name, content in self.instead.items() if content is None]:
            del self.found[name]

    def read_all(self) -> Loaded:
        """Return what the folder holds, and all that is wrong with it."""
        try:
            refuse(self.folder, self.root)
        except RefusedError as error:
            self.loaded.problems.append(Problem(Place(FOLDER), "", error.why, INSTEAD))
            return self.loaded
        project = self._project()
        registers = {kind: self._register(kind) for kind in REGISTERS}
        folders = {kind: self._folder(kind) for kind in FOLDERS}
        self._strangers()
        if isinstance(project, Project):
            dataset = Dataset(project=project, asked_on=None, **registers, **folders)
            put_in_order(dataset)
            self.loaded.dataset = dataset
        self.loaded.problems.sort()
        self.loaded.publisher = self.publisher
        self.loaded.sound = unchanged(self.loaded, self.store) if self.keeps else set()
        return self.loaded

    def _kept(self, name: str) -> KeptSource | None:
        """Return a file as it was read before, if it did not change."""
        kept, state = self.store.files.get(name), self.found.get(name)
        if kept is None or self.publisher != self.store.whole.get("publisher"):
            return None
        if name in self.instead or state is None or kept.state != state:
            if self._sum_now(name) != kept.sum:
                return None
            settled = None if name in self.instead else keep_state(state, self.store.moment)
            kept = kept if settled == kept.state else replace(kept, state=settled)
        return KeptSource(name, kept, self.root)

    def _sum_now(self, name: str) -> str:
        try:
            return sum_of(self._bytes(name))
        except (OSError, RefusedError):
            return ""

    def _bytes(self, name: str) -> bytes:
        if (content := self.instead.get(name)) is not None:
            return content
        if self.found.get(name) is None:
            refuse(self.root / name, self.root)
        return content_of(f"{self.root}/{name}")

    def _content(self, name: str) -> bytes | None:
        """Return what a file holds; that it cannot be read is a problem."""
        try:
            return self._bytes(name)
        except RefusedError as error:
            self.loaded.problems.append(Problem(Place(name), "", error.why, INSTEAD))
        except OSError as error:
            why = said("it cannot be read: %(reason)s.", reason=said(str(error.strerror)))
            self.loaded.problems.append(Problem(Place(name), "", why))
        return None

    def _source(self, name: str) -> Source:
        content = self._content(name)
        if content is None:
            return Source(name, None)
        self.loaded.sums[name] = sum_of(content)
        source, problems = read_quickly(content, name)
        self.loaded.problems += problems
        return source

    def _project(self) -> Record | None:
        source = self._source(f"{FOLDER}/{PROJECT}")
        if isinstance(source.root, dict):
            publisher = source.root.get("publisher")
            self.publisher = publisher if isinstance(publisher, str) else ""
        self.loaded.spots["project", "project"] = Spot(source)
        if source.root is None:
            return None
        return self._record(Project, source.root, Spot(source), "project")

    def _records(self, kind: str) -> Records[Any]:
        return Records(lambda value: self._made(MODELS[kind], value))

    def _register(self, kind: str) -> Records[Any]:
        records, name = self._records(kind), f"{FOLDER}/{kind}.yaml"
        if name not in self.found or self._is_kept(kind, name, records):
            return records
        before, source = len(self.loaded.problems), self._source(name)
        if not isinstance(source.root, list):
            self.loaded.unread.add(kind)
            if source.root is not None:
                what = said("a list should stand here, not a map.")
                self._complain(source, what, said("Start each record with a hyphen: - id: ..."))
            return records
        for index, value in enumerate(source.root):
            self._keep(kind, value, Spot(source, (index,)), records)
        if len(self.loaded.problems) == before:
            self._remember(source, list(records))
        return records

    def _folder(self, kind: str) -> Records[Any]:
        records = self._records(kind)
        for name in self._files_of(kind):
            if self._is_kept(kind, name, records):
                continue
            before, source = len(self.loaded.problems), self._source(name)
            stem = PurePosixPath(name).stem
            if source.root is None or isinstance(source.root, list):
                self.loaded.spots.setdefault((kind, stem), Spot(source))
                if source.root is not None:
                    what = said("a map (key: value lines) should stand here, not a list.")
                    self._complain(source, what, said("Take the hyphens at the start away."))
                continue
            self._keep(kind, source.root, Spot(source), records, stem=stem)
            if len(self.loaded.problems) == before:
                self._remember(source, [stem], records)
        return records

    def _files_of(self, kind: str) -> list[str]:
        start, deep = f"{FOLDER}/{kind}/", 3 if kind == "items" else 2
        return [
            name
            for name in self.found
            if name.startswith(start)
            and name.endswith(".yaml")
            and name.count("/") == deep
            and is_data(name)
        ]

    def _is_kept(self, kind: str, name: str, records: Records[Any]) -> bool:
        """Take in a file that was read before, unless one of its ids is taken by now."""
        source = self._kept(name)
        if source is None or any(self.loaded.knows(kind, known) for known in source.kept.ids):
            return False
        kept, in_list = source.kept, name == f"{FOLDER}/{kind}.yaml"
        for index, known in enumerate(kept.ids):
            spot = Spot(source, (index,) if in_list else ())
            self.loaded.spots[kind, known] = spot
            records.add_kept(known, spot, kept.outline)
        self.loaded.files[name] = kept
        self.loaded.sums[name] = kept.sum
        return True

    def _remember(
        self, source: Source, ids: list[str], records: Records[Any] | None = None
    ) -> None:
        """Take note of a file that was read without a complaint."""
        if not self.store.moment:
            return
        name = source.file
        seen = None if name in self.instead else self.found.get(name)
        state = keep_state(seen, self.store.moment)
        value = json.dumps(source.root, ensure_ascii=False, separators=(",", ":")).encode()
        kept = Kept(self.loaded.sums[name], state, value, ids)
        record = records[ids[0]] if records is not None else None
        if records is not None and isinstance(record, Item):
            kept.outline = list(records.outlines[record.id])
            last = max((entry.recorded_on for entry in record.assessments), default=None)
            kept.looked = str(last or "")
        self.loaded.files[name] = kept

    def _keep(
        self, kind: str, value: Value, spot: Spot, records: Records[Any], *, stem: str = ""
    ) -> None:
        given = value.get("id") if isinstance(value, dict) else None
        name = given if isinstance(given, str) and given else stem
        if name and stem and name != stem and "/" not in name:
            self._name_clash(spot, name, stem)
        if name and self.loaded.knows(kind, name):
            self._taken(kind, name, spot)
            return
        if name:
            self.loaded.spots[kind, name] = spot
        record = self._record(MODELS[kind], value, spot, name)
        if record is not None:
            records.add(name, spot, record)

    def _name_clash(self, spot: Spot, name: str, stem: str) -> None:
        what = said('the id is "%(name)s", the file is "%(file)s".', name=name, file=f"{stem}.yaml")
        fix = said("Rename the file to %(name)s.yaml, or write id: %(stem)s.", name=name, stem=stem)
        self.loaded.problems.append(Problem(spot.source.place(("id",)), name, what, fix))

    def _taken(self, kind: str, name: str, spot: Spot) -> None:
        first = self.loaded.place(kind, name, ("id",))
        what = said(
            'the id "%(name)s" is taken: it stands in %(place)s too.', name=name, place=first
        )
        place = spot.source.place((*spot.path, "id"))
        fix = said("Give one of them an id of its own.")
        self.loaded.problems.append(Problem(place, name, what, fix))

    def _record(self, model: type[R], value: Value, spot: Spot, name: str) -> R | None:
        try:
            return self._made(model, value)
        except ValidationError as error:
            found = complaints(error, model, spot.source, spot.path, name)
            self.loaded.problems += found
            return None

    def _made(self, model: type[R], value: Value) -> R:
        return model.model_validate(_without_own_name(value, self.publisher))

    def _complain(self, source: Source, what: Said, fix: Said) -> None:
        self.loaded.problems.append(Problem(source.place(), "", what, fix))

    def _strangers(self) -> None:
        read = {spot.source.file for spot in self.loaded.spots.values()}
        read |= {problem.place.file for problem in self.loaded.problems}
        read |= {f"{FOLDER}/{kind}.yaml" for kind in MODELS}
        rest = self.found.keys() - read
        self.loaded.problems += [*strangers(rest), *refused(rest, FOLDERS, self.root)]


def _without_own_name(value: Value, publisher: str) -> Any:  # noqa: ANN401 - raw data for pydantic
    """Drop `by` from assessments of the dataset's publisher: None is how the model has it."""
    if not isinstance(value, dict) or not isinstance(value.get("assessments"), list):
        return value
    entries = [
        {key: part for key, part in entry.items() if not (key == "by" and part == publisher)}
        if isinstance(entry, dict)
        else entry
        for entry in value["assessments"]  # type: ignore[union-attr] # a Sequence, see above
    ]
    return {**value, "assessments": entries}
