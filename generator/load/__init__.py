"""A folder of YAML files to a Dataset and problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from generator.load.complaints import complaints
from generator.model import (
    Body,
    Case,
    Dataset,
    Document,
    Evidence,
    Instrument,
    Item,
    Meeting,
    Pack,
    Project,
    Record,
    Topic,
)
from generator.problems import Level, Place, Problem
from generator.said import Said, said
from generator.yamlsource import Source, read_quickly

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from pathlib import Path

    from generator.yamlsource import Value

    Files = AnyMapping[str, bytes]

FOLDER = "recommendations"
PROJECT = "project.yaml"
REGISTERS: dict[str, type[Record]] = {
    "bodies": Body,
    "documents": Document,
    "evidence": Evidence,
    "instruments": Instrument,
    "topics": Topic,
    "packs": Pack,
}
FOLDERS: dict[str, type[Record]] = {"items": Item, "cases": Case, "meetings": Meeting}
MODELS: dict[str, type[Record]] = {"project": Project, **REGISTERS, **FOLDERS}
# What the system says of files that cannot be read, for the catalogues.
_REASONS = (said("Is a directory"), said("Permission denied"))

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Spot:
    """Where a record stands: its file and the path to it inside."""

    source: Source
    path: tuple[str | int, ...] = ()


@dataclass
class Loaded:
    """What a folder holds: the records that could be read, and all that is wrong with the rest.

    `spots` knows every id that was seen, of a record that is at fault too; `unread` the kinds
    whose file could not be read, so that nobody can tell which ids it has.
    """

    dataset: Dataset | None = None
    problems: list[Problem] = field(default_factory=list)
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def place(self, kind: str, record: str, path: tuple[str | int, ...] = ()) -> Place:
        """Return where *path* of a record stands."""
        spot = self.spots[kind, record]
        return spot.source.place((*spot.path, *path))

    def knows(self, kind: str, record: str) -> bool:
        """Tell whether the data has a record of this kind and id, be it sound or not.

        Of a kind that could not be read it may have any.
        """
        return (kind, record) in self.spots or kind in self.unread


def load(root: Path, instead: Files | None = None) -> Loaded:
    """Read the project in *root*: every file of its dataset folder, and every problem in them.

    *instead* has the content of files, by name, that are to be read as if it were on the disk.
    """
    return _Reader(root, instead or {}).read_all()


class _Reader:
    """One reading of one project."""

    def __init__(self, root: Path, instead: Files) -> None:
        self.root = root
        self.instead = instead
        self.folder = root / FOLDER
        self.loaded = Loaded()
        self.publisher = ""

    def read_all(self) -> Loaded:
        project = self._project()
        registers = {kind: self._register(kind) for kind in REGISTERS}
        folders = {kind: self._folder(kind) for kind in FOLDERS}
        self._strangers()
        if isinstance(project, Project):
            dataset = Dataset(project=project, **registers, **folders)
            self.loaded.dataset = _in_order(dataset)
        self.loaded.problems.sort()
        return self.loaded

    def _source(self, path: Path) -> Source:
        name = path.relative_to(self.root).as_posix()
        try:
            content = self.instead.get(name)
            source, problems = read_quickly(path.read_bytes() if content is None else content, name)
        except OSError as error:
            why = said("it cannot be read: %(reason)s.", reason=said(str(error.strerror)))
            source, problems = Source(name, None), [Problem(Place(name), "", why)]
        self.loaded.problems += problems
        return source

    def _project(self) -> Record | None:
        source = self._source(self.folder / PROJECT)
        if isinstance(source.root, dict):
            publisher = source.root.get("publisher")
            self.publisher = publisher if isinstance(publisher, str) else ""
        self.loaded.spots["project", "project"] = Spot(source)
        if source.root is None:
            return None
        return self._record(Project, source.root, Spot(source), "project")

    def _register(self, kind: str) -> dict[str, Any]:
        path = self.folder / f"{kind}.yaml"
        if not path.is_file():
            return {}
        source = self._source(path)
        if not isinstance(source.root, list):
            self.loaded.unread.add(kind)
            if source.root is not None:
                what = said("a list should stand here, not a map.")
                self._complain(source, what, said("Start each record with a hyphen: - id: ..."))
            return {}
        records: dict[str, Any] = {}
        for index, value in enumerate(source.root):
            self._keep(kind, value, Spot(source, (index,)), records)
        return records

    def _folder(self, kind: str) -> dict[str, Any]:
        pattern = "*/*.yaml" if kind == "items" else "*.yaml"
        records: dict[str, Any] = {}
        for path in sorted(filter(_is_data, (self.folder / kind).glob(pattern))):
            source = self._source(path)
            if source.root is None or isinstance(source.root, list):
                self.loaded.spots.setdefault((kind, path.stem), Spot(source))
                if source.root is not None:
                    what = said("a map (key: value lines) should stand here, not a list.")
                    self._complain(source, what, said("Take the hyphens at the start away."))
                continue
            self._keep(kind, source.root, Spot(source), records, stem=path.stem)
        return records

    def _keep(
        self, kind: str, value: Value, spot: Spot, records: dict[str, Any], *, stem: str = ""
    ) -> None:
        given = value.get("id") if isinstance(value, dict) else None
        name = given if isinstance(given, str) and given else stem
        if name and stem and name != stem:
            self._name_clash(spot, name, stem)
        if name and self.loaded.knows(kind, name):
            self._taken(kind, name, spot)
            return
        if name:
            self.loaded.spots[kind, name] = spot
        record = self._record(MODELS[kind], value, spot, name)
        if record is not None:
            records[name] = record

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
            return model.model_validate(_without_own_name(value, self.publisher))
        except ValidationError as error:
            found = complaints(error, model, spot.source, spot.path, name)
            self.loaded.problems += found
            return None

    def _complain(self, source: Source, what: Said, fix: Said) -> None:
        self.loaded.problems.append(Problem(source.place(), "", what, fix))

    def _strangers(self) -> None:
        """Warn of YAML files that nothing reads: a misspelled name loses data silently."""
        read = {spot.source.file for spot in self.loaded.spots.values()}
        read |= {problem.place.file for problem in self.loaded.problems}
        for path in sorted(filter(_is_data, self.folder.rglob("*.y*ml"))):
            name = path.relative_to(self.root).as_posix()
            known = path.parent == self.folder and path.stem in MODELS and path.suffix == ".yaml"
            if name not in read and not known:
                what = said("this file is not read.")
                fix = said("Items are items/<document>/<id>.yaml; the ending is .yaml.")
                self.loaded.problems.append(Problem(Place(name), "", what, fix, Level.WARNING))


def _is_data(path: Path) -> bool:
    """Tell whether a file is the project's: a hidden one is an editor's or the system's."""
    return not path.name.startswith(".")


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


def _in_order(dataset: Dataset) -> Dataset:
    """Sort the items as their documents have them: document, heading, number, id."""
    from dataclasses import replace  # noqa: PLC0415 - used here only

    documents = list(dataset.documents)

    def position(item: Item) -> tuple[int, int, int, str]:
        document = dataset.documents.get(item.source.document)
        headings = document.headings if document else ()
        heading = item.source.heading
        return (
            documents.index(document.id) if document else len(documents),
            headings.index(heading) if heading in headings else len(headings),
            item.source.ordinal,
            item.id,
        )

    return replace(dataset, items={i.id: i for i in sorted(dataset.items.values(), key=position)})
