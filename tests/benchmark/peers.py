"""What a whole build costs beside its peers, as ratios, in one run.

    python tests/benchmark/peers.py DIR [--items 1000] [--packs 30] [--chromium PROGRAM]
                                        [--prince PROGRAM] [--typst PYTHON] [--sample 30]

DIR is made by generate.py where it is not there. `accede build` makes every pack anew on all cores;
naive.py makes the same files one after the other on one. Chromium, Prince (a process a paper) and
Typst (one process) set the briefings and checklists, or the briefings, of the first packs, and
accede the same ones. A peer that is not named is left out: Debian has `chromium`; `typst` and
`prince-pdf` are on PyPI, best in an environment of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(HERE)]

from generate import generate  # noqa: E402 - found by the lines above

from generator import assets  # noqa: E402
from generator.build import plan  # noqa: E402
from generator.load import load  # noqa: E402
from generator.plan import Job, Wish, decide  # noqa: E402
from generator.press import Press  # noqa: E402
from generator.standalone import standalone  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weasyprint import Document

    from generator.plan import PackJob

SET_BY_PEERS = ("briefing", "checklist")
# One run of the compiler for all, which is its best.
TYPST = """
import sys, typst
root, fonts = sys.argv[1:3]
for name in sys.argv[3:]:
    typst.compile(f"{root}/briefing.typ", output=f"{root}/{name}.pdf", root=root,
        font_paths=[fonts], ignore_system_fonts=True, sys_inputs={"shows": f"/{name}.json"},
        pdf_standards=["ua-1"])
"""


@dataclass(frozen=True)
class Took:
    """Seconds on the clock and of the processors, and the largest process in MiB."""

    clock: float
    busy: float
    memory: float


class Recorder(Press):
    """Remembers what each paper shows after it was made to fit."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(folders)
        self.told: dict[int, dict[str, Any]] = {}
        self.kept: list[dict[str, Any]] = []

    def _lay_out(
        self, template: str, context: dict[str, Any], pack: PackJob, most: int | None = None
    ) -> Document:
        document = super()._lay_out(template, context, pack, most)
        sheets = self._sheets(template, pack.size, pack.language)
        self.told[id(document)] = {"template": template, "shows": context, "sheets": sheets}
        return document

    def _fitted(self, job: Job, pack: PackJob) -> Document:
        document = super()._fitted(job, pack)
        self.kept.append({"name": job.name, "binds": [], **self.told[id(document)]})
        return document

    def _bound(self, bundle: Job, papers: dict[str, Document], pack: PackJob) -> Document:
        document = super()._bound(bundle, papers, pack)
        *_, cover = self.told.values()
        self.kept.append({"name": bundle.name, "binds": list(bundle.binds), **cover})
        return document


def write_down(project: Path) -> list[str]:
    """Write what every paper shows, and those for the peers as HTML files; return the packs."""
    dataset = load(project).dataset
    assert dataset
    folders = assets.template_folders(project, None)
    for name, pack in dataset.packs.items():
        shows = project / "shows" / name
        if (shows / "papers.json").exists():
            continue
        press = Recorder(folders)
        job = plan(dataset, name, pack.languages[0], Wish(), press)
        press.make(job, list(decide(job, {}, {}, Wish())))
        shows.mkdir(parents=True, exist_ok=True)
        for told in press.kept:
            if told["name"] not in SET_BY_PEERS:
                continue
            sheets = [assets.find(sheet, folders) for sheet in told["sheets"]]
            pages = press._pages_in(job.language)  # noqa: SLF001 - those the press fills in
            html = pages.html(told["template"], told["shows"])
            page = standalone(html, sheets, folders)
            (shows / f"{told['name']}.html").write_text(page, encoding="utf-8")
        (shows / "papers.json").write_text(json.dumps(press.kept), encoding="utf-8")
    return list(dataset.packs)


def took(*commands: list[str], cwd: Path = ROOT) -> Took:
    """Run *commands* one after the other."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    for command in commands:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)
        if ran.returncode:
            sys.exit(f"{' '.join(command)}\n{ran.stderr.decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Took(time.monotonic() - began, busy, after.ru_maxrss / 1024)


def accede(project: Path, *args: str) -> Took:
    """Build anew, with nothing kept from before."""
    for left in (project / "output", project / ".accede"):
        shutil.rmtree(left, ignore_errors=True)
    return took([sys.executable, "-m", "generator", "-C", str(project), "build", *args])


def chromium(program: str, pages: Iterable[Path], out: Path) -> Took:
    """Print each page with a process of its own."""
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    return took(
        *(
            [
                program,
                *quiet,
                f"--user-data-dir={out}/user",
                f"--print-to-pdf={out}/{n}.pdf",
                str(page),
            ]
            for n, page in enumerate(pages)
        )
    )


def prince(program: str, pages: Iterable[Path], out: Path) -> Took:
    """Print each page with a process of its own."""
    return took(
        *(
            [program, "--pdf-profile=PDF/UA-1", str(page), "-o", f"{out}/{n}.pdf"]
            for n, page in enumerate(pages)
        )
    )


def typst(python: str, project: Path, packs: list[str], out: Path) -> Took:
    """Set the briefings of *packs* in one process."""
    shutil.copy(HERE / "briefing.typ", out)
    for name in packs:
        kept = json.loads((project / "shows" / name / "papers.json").read_text("utf-8"))
        [shows] = [told["shows"] for told in kept if told["name"] == "briefing"]
        (out / f"{name}.json").write_text(json.dumps(shows), encoding="utf-8")
    fonts = str(ROOT / "templates" / "fonts")
    return took([python, "-c", TYPST, str(out), fonts, *packs])


def row(name: str, found: Took, base: Took, files: int) -> None:
    """Print one line of the table: ratios are to the first line of its kind."""
    sys.stdout.write(
        f"| {name} | {files} | {found.clock:.1f} s | {found.clock / base.clock:.2f} "
        f"| {found.busy:.1f} s | {found.busy / base.busy:.2f} |\n"
    )
    sys.stdout.flush()


def main() -> None:
    """Read the numbers from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--packs", type=int, default=30)
    parser.add_argument("--sample", type=int, default=30, help="packs that the peers set")
    parser.add_argument("--chromium")
    parser.add_argument("--prince")
    parser.add_argument("--typst", metavar="PYTHON", help="a Python that has typst")
    given = parser.parse_args()
    project = given.folder.resolve()
    if not project.exists():
        generate(project, given.items, given.packs)
    packs = write_down(project)
    sys.stdout.write("| | files | clock | ratio | processor | ratio |\n|---|---|---|---|---|---|\n")
    ours = accede(project)
    files = len([*project.glob("output/*/*.pdf")])
    row("accede build", ours, ours, files)
    row("accede build --jobs 1", accede(project, "--jobs", "1"), ours, files)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        naive = [sys.executable, str(HERE / "naive.py"), str(project), str(out / "naive")]
        row("naive.py", took(naive), ours, len([*out.glob("naive/*/*.pdf")]))
        some = packs[: given.sample]
        papers = [
            project / "shows" / pack / f"{name}.html" for pack in some for name in SET_BY_PEERS
        ]
        papers = [page for page in papers if page.exists()]
        only = ("--only", ",".join(SET_BY_PEERS))
        ours = accede(project, *some, *only)
        row("accede, briefings and checklists", ours, ours, len(papers))
        if given.chromium:
            row("Chromium, the same", chromium(given.chromium, papers, out), ours, len(papers))
        if given.prince:
            row("Prince, the same", prince(given.prince, papers, out), ours, len(papers))
        if given.typst:
            ours = accede(project, *some, "--only", "briefing")
            row("accede, briefings", ours, ours, len(some))
            row("Typst, a like one", typst(given.typst, project, some, out), ours, len(some))


if __name__ == "__main__":
    main()
