"""What the last build decided, so that the next one computes only what may have changed.

A pack is as it was if nothing it is made from changed (the part of the data it can look at, all
templates, styles, fonts and catalogues, the versions, what was wished for) and its papers and its
manifest are those that were published. Whether that is so is told by the states of files; where a
state says otherwise, by what the file holds.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from generator.files import State, is_settled, state_of, sum_of, sum_of_states, walk
from generator.pdf import pango_version
from generator.plan import Job, Result, Step, digest
from generator.said import said
from generator.store import FOLDER, maker, now_there, put, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_DATA = "recommendations"
KEPT = said("nothing changed")
Told = dict[str, Any]


class Decided:
    """The decisions of earlier builds with the same wish, in the same folders.

    `of_pack` gives a sum of the data that a pack is made from; without it only a build in which no
    file of the data changed can be told to be as it was.
    """

    def __init__(
        self, project: Path, output: Path, templates: Iterable[Path], wish: Mapping[str, object]
    ) -> None:
        self.output = output
        self.path = project / FOLDER / "decided"
        self.force, dry_run = wish["force"], wish["dry_run"]
        wish = {name: value for name, value in wish.items() if name not in ("force", "dry_run")}
        leaves_no_trace = dry_run and not self.path.parent.is_dir()
        self.moment = 0 if leaves_no_trace else now_there(project)
        self.tools = _tools([*templates], self.moment)
        self.data = sum_of_states(walk(project / _DATA, project).items(), self.moment)
        self.wish = sum_of(repr((str(output.resolve()), sorted(wish.items()))).encode())
        self.of_pack: Callable[[str], str] | None = None
        self.told: dict[str, Told] = take(self.path) or {}
        self.before: Told = self.told.get(self.wish, {})
        # The last day on which what is noted may be kept, if there is one: `Dataset.names_until`.
        self.until: str = self.before.get("until", "")
        self.packs: dict[tuple[str, str], Told] = {}
        self.fresh = False
        self.all_well = True

    def everything(self) -> list[Result] | None:
        """Return the result of a build that has nothing to do, or None if that is not certain."""
        if not self.data or self.data != self.before.get("data") or not self._may_help():
            return None
        found = [self._still(told) for told in self.before["packs"]]
        results = [result for result in found if result]
        if len(results) < len(found):
            self.packs, self.fresh = {}, False
            return None
        self.write([*self.packs])
        return results

    def still(self, pack: str, language: str) -> Result | None:
        """Return the result for one pack if it is as it was."""
        if self.of_pack is None or not self._may_help():
            return None
        for told in self.before.get("packs", ()):
            if (told["pack"], told["language"]) == (pack, language):
                same = told["data"] == self.of_pack(pack)
                return self._still(told) if same else None
        return None

    def note(self, result: Result, language: str) -> None:
        """Take note of what became of a pack, for the next time."""
        from generator.publish import MANIFEST, manifest  # noqa: PLC0415 - not where all is kept

        self.fresh = True
        names = [step.job.file for step in result.steps]
        published = {name: self._seen(result.folder / name) for name in names}
        known = manifest(result.folder).get("files", {})
        sound = all(known.get(name, {}).get("sha256") == published[name][1] for name in names)
        if result.failed or self.of_pack is None or not sound:
            self.all_well = False  # somebody else had a hand in it, or it has to be tried again
            return
        files = {**published, MANIFEST: self._seen(result.folder / MANIFEST)}
        self._keep(
            {
                "pack": result.pack,
                "language": language,
                "folder": result.folder.relative_to(self.output).as_posix(),
                "data": self.of_pack(result.pack),
                "files": files,
                "steps": [*published],
                "pages": result.pages,
                "outdated": result.outdated,
                "silent": result.silent,
            }
        )

    def write(self, order: Iterable[tuple[str, str]]) -> None:
        """Keep the decisions, if there are new ones, in the *order* of packs and languages."""
        if self.fresh:
            data = self.data if self.all_well else ""
            packs = [self.packs[key] for key in order if key in self.packs]
            mine = {"tools": self.tools, "data": data, "packs": packs, "until": self.until}
            put(self.path, {**self.told, self.wish: mine})

    def _may_help(self) -> bool:
        same = self.tools != "" and self.tools == self.before.get("tools")
        return same and not self.force and not self._is_over(self.before.get("until", ""))

    def _is_over(self, until: str) -> bool:
        """Tell whether somebody who could be named then may have taken that back by now.

        By the time of the file system, an hour or two off: a day too early, it is looked at anew.
        """
        if not until:
            return False
        now = datetime.fromtimestamp(self.moment / 1e9, tz=UTC) + timedelta(days=1)
        return not self.moment or now.date().isoformat() > until

    def _still(self, told: Told) -> Result | None:
        """Return the result for a pack whose papers are those that were published."""
        folder = self.output / told["folder"]
        files = {}
        for name, (state, known) in told["files"].items():
            now = state_of(folder / name)
            files[name] = [state, known]
            if now is None:
                return None
            if state is None or tuple(state) != now:
                files[name] = self._seen(folder / name)
                if files[name][1] != known:
                    return None
        self.fresh |= files != told["files"]
        self._keep({**told, "files": files})
        steps = [Step(Job("", name, {}), make=False, why=KEPT) for name in told["steps"]]
        pages, silent = told["pages"], tuple(told["silent"])
        return Result(told["pack"], folder, steps, pages, told["outdated"], silent)

    def _keep(self, told: Told) -> None:
        self.packs[told["pack"], told["language"]] = told

    def _seen(self, path: Path) -> list[Any]:
        """Return the state of a published file, if it can be relied on, and the sum of it."""
        state: State | None = state_of(path)
        settled = state is not None and is_settled(state, self.moment)
        try:
            return [list(state) if state and settled else None, digest(path.read_bytes())]
        except OSError:
            return [None, ""]


def _tools(folders: list[Path], moment: int) -> str:
    """Return a sum of all that papers are made with, nothing if it may change without a sign."""
    files = sum_of_states(
        [
            (f"{number}:{name}", state)
            for number, folder in enumerate(folders)
            for name, state in walk(folder, folder.parent).items()
        ],
        moment,
    )
    used = [f"{name} {version(name)}" for name in ("Babel", "Jinja2", "weasyprint")]
    made = [*map(str, folders), maker(), pango_version(), *used]
    return files and sum_of(json.dumps([files, *made]).encode())
