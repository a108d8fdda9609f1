"""What the tests of looks measure: where a laid-out paper puts its blocks, lines and letters."""

from __future__ import annotations

import gc
import json
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from generator import assets, press
from generator.build import plan
from generator.bundles import BUNDLES
from generator.load import load
from generator.pdf import Engine
from generator.plan import Step, Wish
from generator.said import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    import pytest

MM = 96 / 25.4
GRID = 2.5
# Small type stands on 3.75 mm, one and a half steps of the grid: its blocks start on half steps.
HALF = GRID / 2
HEADINGS = ("h1", "h2", "h3", "h4")
# How high letters reach, from foot to head, in sizes: Naskh has room for stacked signs beyond it.
TALLEST = 1.4


@dataclass(frozen=True)
class Letters:
    """A run of text on one line: where it stands (mm from the page's corner) and its size (pt)."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float
    inside: tuple[str, ...]
    within: tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """One element's box on one page (mm from the page's corner).

    `key` is the element's place in the document: the parts of a block that breaks share it.
    `lines` are the tops and bottoms of its own lines; `inside` names it and what it stands in,
    innermost first, each as tag.class.
    """

    key: int
    page: int
    id: str
    inside: tuple[str, ...]
    left: float
    top: float
    right: float
    bottom: float
    lines: tuple[tuple[float, float], ...]
    text: str
    within: tuple[int, ...] = ()

    @property
    def tag(self) -> str:
        """Return the element's tag."""
        return self.inside[0].split(".")[0]

    def is_a(self, *names: str) -> bool:
        """Tell whether it has one of these tags or classes."""
        return bool(set(self.inside[0].split(".")) & set(names))

    def stands_in(self, name: str) -> bool:
        """Tell whether it, or what it stands in, has this tag or class."""
        return any(name in label.split(".") for label in self.inside)

    def __str__(self) -> str:
        """Return page, place and words, for a failure to show."""
        return f"page {self.page + 1}, {self.top:.2f} mm: {self.inside[0]} {self.text[:40]!r}"


@dataclass(frozen=True)
class Page:
    """The area of one page that its content may fill (mm from the corner).

    `head` holds the lines of each running word above it.
    """

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    letters: tuple[Letters, ...] = ()
    head: tuple[tuple[str, ...], ...] = ()

    def fill(self, blocks: list[Block]) -> float:
        """Return which part of the height *blocks*, those of this page, reach down to."""
        lowest = max((bottom for block in blocks for _, bottom in block.lines), default=self.top)
        return (lowest - self.top) / (self.bottom - self.top)


@dataclass(frozen=True)
class Paper:
    """One laid-out paper: its pages and every block on them, in the order of reading."""

    name: str
    html: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    anchors: dict[str, tuple[int, float]] = field(default_factory=dict)

    def on(self, page: int) -> list[Block]:
        """Return the blocks of one page."""
        return [block for block in self.blocks if block.page == page]

    def named(self, *names: str) -> list[Block]:
        """Return the blocks that have one of these tags or classes."""
        return [block for block in self.blocks if block.is_a(*names)]

    def beneath(self, outer: Block) -> list[Block]:
        """Return what stands in *outer*, on whichever page."""
        return [block for block in self.blocks if outer.key in block.within]


# A project to its papers.


class _Watching(Engine):
    """Keeps what it lays out last for each paper, with the HTML it came from."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(folders)
        self.written: list[Any] = []
        self.html: dict[int, str] = {}
        _Watching.last = self

    last: _Watching

    def lay_out(self, html: str, *args: Any, **options: Any) -> Any:
        """Lay out, and remember the source."""
        document = super().lay_out(html, *args, **options)
        self.html[id(document)] = html
        self.written.append(document)
        return document


def lay_out(
    project: Path,
    what: tuple[str, str, date],
    into: Path,
    monkeypatch: pytest.MonkeyPatch,
    templates: Path | None = None,
) -> None:
    """Lay out every paper of a pack on a sheet; write what was measured, and the PDFs.

    The changes are those since a day, the last of *what*; a pack may be told its language: eu.fr.
    """
    named, size, since = what
    pack, _, tongue = named.partition(".")
    monkeypatch.setattr(press, "Engine", _Watching)
    loaded = load(project)
    assert loaded.dataset, "\n".join(map(str, loaded.problems))
    made = press.Press(assets.template_folders(project, templates))
    language = tongue or loaded.dataset.project.language
    wish = Wish(size=size, since=since, working=True)
    job = plan(loaded.dataset, pack, language, wish, made)
    steps = [Step(one, make=True, why=NOTHING) for one in job.jobs if one.name not in BUNDLES]
    gc.disable()  # takes a fifth of the time of a layout
    try:
        files = made.make(job, steps)
    finally:
        gc.enable()
    engine = _Watching.last
    into.mkdir(parents=True)
    for one, (content, _) in files.items():
        (into / f"{one.name}.pdf").write_bytes(content)
        document = next(
            document
            for document in reversed(engine.written)
            if f'<body class="{one.name} ' in engine.html[id(document)]
        )
        paper = measured(one.name, engine.html[id(document)], document)
        (into / f"{one.name}.json").write_text(json.dumps(asdict(paper)), encoding="utf-8")


def read(path: Path) -> Paper:
    """Return what was measured of a paper."""
    told = json.loads(path.read_text(encoding="utf-8"))
    pages = [
        Page(
            **{
                **page,
                "letters": tuple(
                    Letters(
                        **{**run, "inside": tuple(run["inside"]), "within": tuple(run["within"])}
                    )
                    for run in page["letters"]
                ),
                "head": tuple(map(tuple, page["head"])),
            }
        )
        for page in told["pages"]
    ]
    blocks = [
        Block(
            **{
                **block,
                "inside": tuple(block["inside"]),
                "within": tuple(block["within"]),
                "lines": tuple((top, bottom) for top, bottom in block["lines"]),
            }
        )
        for block in told["blocks"]
    ]
    anchors = {name: (page, y) for name, (page, y) in told["anchors"].items()}
    return Paper(told["name"], told["html"], tuple(pages), tuple(blocks), anchors)


# A document to what was measured of it.


def measured(name: str, html: str, document: Any) -> Paper:
    """Return the places of everything in a laid-out document."""
    keys: dict[int, int] = {}
    blocks: list[Block] = []
    pages: list[Page] = []
    anchors: dict[str, tuple[int, float]] = {}
    for number, page in enumerate(document.pages):
        box = page._page_box  # noqa: SLF001 - the only way to the boxes
        letters: list[Letters] = []
        for child in box.children:
            if child.element_tag in ("html", "body"):
                _Walk(number, keys, blocks, letters).down(child, (), ())
        pages.append(
            Page(
                width=_mm(box.margin_width()),
                height=_mm(box.margin_height()),
                left=_mm(box.content_box_x()),
                top=_mm(box.content_box_y()),
                right=_mm(box.content_box_x() + box.width),
                bottom=_mm(box.content_box_y() + box.height),
                letters=tuple(letters),
                head=tuple(
                    tuple(_words(line).strip() for line in margin.descendants() if _is_line(line))
                    for margin in box.children
                    if getattr(margin, "at_keyword", "").startswith("@top")
                ),
            )
        )
        for anchor, at in page.anchors.items():
            anchors.setdefault(anchor, (number + 1, round(at[1], 1)))
    return Paper(name, html, tuple(pages), tuple(blocks), anchors)


@dataclass(frozen=True)
class _Walk:
    """Gathers the blocks and letters of one page; keys go on from page to page."""

    page: int
    keys: dict[int, int]
    blocks: list[Block]
    letters: list[Letters]

    def down(self, box: Any, inside: tuple[str, ...], within: tuple[int, ...]) -> None:
        """Gather *box* and all that stands in it."""
        element = box.element
        own = self.keys.get(id(element)) not in within[:1] or not within
        if own:
            inside = (".".join([element.tag, *(element.get("class") or "").split()]), *inside)
            within = (self.keys.setdefault(id(element), len(self.keys)), *within)
        if getattr(box, "text", "").strip():
            self.letters.append(_letters(box, inside, within))
        children = [getattr(child, "_box", child) for child in getattr(box, "children", ())]
        if own and _is_block(box):
            self.blocks.append(_block(box, self.page, inside, within, children))
        for child in children:
            self.down(child, inside, within)


def _block(
    box: Any, page: int, inside: tuple[str, ...], within: tuple[int, ...], children: list[Any]
) -> Block:
    lines = [line for line in _lines(children, box.element) if _words(line).strip()]
    return Block(
        key=within[0],
        page=page,
        id=box.element.get("id") or "",
        inside=inside,
        left=_mm(box.border_box_x()),
        top=_mm(box.border_box_y()),
        right=_mm(box.border_box_x() + box.border_width()),
        bottom=_mm(box.border_box_y() + box.border_height()),
        lines=tuple((_mm(line.position_y), _mm(line.position_y + line.height)) for line in lines),
        text=" ".join(_words(line).strip() for line in lines),
        within=within[1:],
    )


def _lines(children: list[Any], element: Any) -> Iterator[Any]:
    """Yield the lines of a block itself, those in its nameless blocks among them."""
    for child in children:
        if _is_line(child):
            yield child
        elif child.element is element:
            yield from _lines(list(getattr(child, "children", ())), element)


def _letters(box: Any, inside: tuple[str, ...], within: tuple[int, ...]) -> Letters:
    # A run's place is that of its line height; a margin, maybe negative, leads to its letters.
    size = box.style["font_size"]
    spare = max(0.0, box.height - TALLEST * size) / 2
    top = box.position_y + box.margin_top + spare
    return Letters(
        text=box.text,
        size=round(size * 0.75, 2),
        left=_mm(box.position_x),
        top=_mm(top),
        right=_mm(box.position_x + box.width),
        bottom=_mm(top + box.height - 2 * spare),
        inside=inside,
        within=within,
    )


def _words(box: Any) -> str:
    parts = (getattr(part, "_box", part) for part in box.descendants(placeholders=True))
    return "".join(getattr(part, "text", "") for part in parts)


def _is_line(box: Any) -> bool:
    return type(box).__name__ == "LineBox"


def _is_block(box: Any) -> bool:
    name = type(box).__name__
    return name.startswith(("Block", "Table", "InlineBlock"))


def _mm(pixels: float) -> float:
    return round(pixels / MM, 3)


# The rules, each as the list of what breaks it.


def off_the_grid(blocks: list[Block], step: float = GRID) -> list[str]:
    """Return those of *blocks* whose first line does not start on the grid of 2.5 mm."""
    return [str(block) for block in blocks if block.lines and not is_on(block.lines[0][0], step)]


def is_on(length: float, step: float = GRID) -> bool:
    """Tell whether *length* is a multiple of *step*, within a tenth of a millimetre."""
    return abs((length + step / 2) % step - step / 2) <= 0.1


def too_small(paper: Paper) -> list[str]:
    """Return the letters under 8.5 pt, reference marks and numbers of cells aside."""
    spared = ("sup", "cell")
    return [
        f"page {number + 1}: {run.size} pt {run.text!r}"
        for number, page in enumerate(paper.pages)
        for run in page.letters
        if run.size < 8.5
        and not any(name in label.split(".") for label in run.inside for name in spared)
    ]


def headings_last(paper: Paper) -> list[str]:
    """Return the headings after which nothing more is read on their page."""
    found = []
    for number in range(len(paper.pages)):
        read_here = [block for block in paper.on(number) if block.lines]
        if read_here and read_here[-1].tag in HEADINGS and len(paper.pages) > 1:
            found.append(str(read_here[-1]))
    return found


def headlines_alone(paper: Paper) -> list[str]:
    """Return the headlines of entries that stand with under two lines of what follows."""
    found = []
    for entry in paper.named("entry"):
        parts = paper.beneath(entry)
        headlines = [block for block in parts if block.is_a("ask")]
        if not headlines or headlines[0].page != entry.page:
            continue
        after = [
            block
            for block in parts[parts.index(headlines[0]) + 1 :]
            if not block.stands_in("index") and block.lines
        ]
        here = sum(len(block.lines) for block in after if block.page == headlines[0].page)
        if here < min(2, sum(len(block.lines) for block in after)):
            found.append(str(headlines[0]))
    return found


def words_alone(paper: Paper) -> list[str]:
    """Return the words to say that stand on another page than the last lines of their proof."""
    found = []
    for entry in {block.key: block for block in paper.named("entry")}.values():
        parts = [b for b in paper.beneath(entry) if b.lines and not b.stands_in("index")]
        for before, after in pairwise(parts):
            if after.is_a("say") and before.page != after.page:
                found.append(str(after))
    return found


def last_lines(paper: Paper) -> int:
    """Return how many lines stand one under the other on the last page."""
    last = paper.pages[-1]
    return len({round(run.bottom) for run in last.letters if run.size >= 8.5})


def split(paper: Paper, *names: str) -> list[str]:
    """Return what has these tags or classes and stands on two pages."""
    pages: dict[int, set[int]] = {}
    for block in paper.named(*names):
        if not block.stands_in("thead"):
            pages.setdefault(block.key, set()).add(block.page)
    return [str(block) for block in paper.named(*names) if len(pages.get(block.key, ())) > 1]


_KEPT_TOGETHER = 2


def too_empty(paper: Paper, least: float = 0.75) -> list[str]:
    """Return the pages, the last one aside, that are less than three quarters full.

    A page of a table may be, if the row that follows, which is never split, had no room on it.
    """
    found = []
    for number, page in enumerate(paper.pages[:-1]):
        fill = page.fill(paper.on(number))
        rows = [b for b in paper.on(number + 1) if b.is_a("tr") and not b.stands_in("thead")]
        left = page.bottom - max((b.bottom for b in paper.on(number) if b.is_a("tr")), default=0)
        if fill < least and not (rows and _first_rows(rows) > left):
            found.append(f"page {number + 1}: {100 * fill:.0f} %")
    return found


def _first_rows(rows: list[Block]) -> float:
    """Return the height of the first row that may stand alone, with the headings above it.

    The last two rows of a table stand together.
    """
    asks = [row for row in rows if not row.is_a("topic", "part")]
    alone = asks[: 2 if len(asks) == _KEPT_TOGETHER else 1]
    return alone[-1].bottom - rows[0].top if alone else 0.0


def overflowing(paper: Paper) -> list[str]:
    """Return the letters that leave the block they stand in, or come near the edge of the page."""
    found = []
    for number, page in enumerate(paper.pages):
        here = {block.key: block for block in paper.on(number)}
        for run in page.letters:
            block = next(here[key] for key in run.within if key in here)
            outside = run.left < block.left - 0.5 or run.right > block.right + 0.5
            at_edge = run.left < 12 or run.right > page.width - 12
            if outside or at_edge or run.bottom > page.bottom + 1:
                found.append(f"page {number + 1}, {run.top:.1f} mm: {run.text!r} in {block}")
    return found


def overprinted(paper: Paper) -> list[str]:
    """Return pairs of runs of letters that stand on one another."""
    found = []
    for number, page in enumerate(paper.pages):
        runs = sorted(page.letters, key=lambda run: run.top)
        for index, one in enumerate(runs):
            for other in runs[index + 1 :]:
                if other.top >= one.bottom - 1.2:
                    break
                if _width(one, other) > 0.5 and _height(one, other) > 1.2:
                    found.append(f"page {number + 1}: {one.text!r} and {other.text!r}")
    return found


def _width(one: Letters, other: Letters) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _height(one: Letters, other: Letters) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def gaps(numbers: list[float]) -> list[float]:
    """Return the distances between neighbours."""
    return [after - before for before, after in pairwise(numbers)]
