"""What a typesetter with a ruler would ask of every paper; the torture project's among them."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
from collections import Counter
from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po
from conftest import DATA, ROOT
from filelock import FileLock
from looks import (
    HALF,
    HEADINGS,
    Block,
    Paper,
    headings_last,
    headlines_alone,
    is_on,
    last_lines,
    lay_out,
    off_the_grid,
    overflowing,
    overprinted,
    read,
    split,
    too_empty,
    too_small,
    words_alone,
)
from papers import PACKS, bookmarks, reader, said
from PIL import Image, ImageChops, ImageStat
from pypdfium2 import PdfDocument

from generator import assets
from generator.model import Status
from generator.pdf import Engine
from generator.view.fit import PAGES
from generator.view.speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Accede

    from generator.model import Text

# Which pack of which project is set on which sheet; "long" is the OSCE's, each text 30 % longer.
BUNDLED = [("bundled", pack, "a4") for pack in PACKS]
LETTER = [("bundled", pack, "letter") for pack in ("osce", "kz-gov")]
TORTURE = [("torture", pack, "a4") for pack in ("crowd", "gov", "one", "none")]
LONG = [("long", "osce", "a4")]
ARABIC = [("arabic", "majlis", "a4"), ("arabic", "majlis", "letter")]
# Packs in their readers' languages.
TONGUES = [("bundled", pack, "a4") for pack in ("kz-gov.ru", "kz-gov.kk", "eu.fr", "eu.de")]
EVERY = [*BUNDLED, *LETTER, *TORTURE, *LONG, *ARABIC, *TONGUES]
ON_GRID = ("briefing", "onepager", "pledges", "changes", "sources", "checklist", "card", "matrix")
# What is set in small type, and what stands between the lines of a chart.
SMALL = ("columns", "spoken", "items", "scale")
LOOSE = ("years", "timeline", "index")
# What a style sheet may not make: text blocks, and what stands in a table or a list of sources.
TEXT = ("p", "t", "td", "th", *HEADINGS)
LENGTHENED = 0.3
GOLDEN = {
    ("bundled", "osce"): ("briefing", "onepager", "checklist", "matrix", "pledges", "sources"),
    ("bundled", "kz-gov"): ("briefing", "onepager", "checklist", "matrix", "pledges", "sources"),
    ("arabic", "majlis"): ("briefing", "checklist"),
    **{("bundled", pack): ("briefing", "checklist") for _, pack, _ in TONGUES},
    ("bundled", "kz-gov.kk+ru"): ("briefing",),
}
RENEW = "renew with: ACCEDE_UPDATE_GOLDEN=1 ./run test tests/test_looks.py -k what_they_were"
DPI = 150
INK = 128

# The days since which the changes are told: before anything happened, for the reconstruction.
LAST_YEAR = date(2025, 1, 1)
SINCE = {"france": date(2007, 1, 1)}

Variant = tuple[str, str, str]


@pytest.fixture(scope="session")
def papers(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Variant], dict[str, tuple[Paper, Path]]]:
    """Return a way to the papers of a variant, by name, each with its PDF; laid out once."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "looks"
    shared.mkdir(exist_ok=True)
    known: dict[Variant, dict[str, tuple[Paper, Path]]] = {}

    def of(variant: Variant) -> dict[str, tuple[Paper, Path]]:
        if variant not in known:
            folder = shared / "-".join(variant)
            with FileLock(f"{folder}.lock"):
                if not folder.exists():
                    _lay_out(variant, folder, shared / "-".join(("new", *variant)))
            known[variant] = {
                path.stem: (read(path), path.with_suffix(".pdf"))
                for path in sorted(folder.glob("*.json"))
            }
        return known[variant]

    return of


def _lay_out(variant: Variant, folder: Path, new: Path) -> None:
    project, pack, size = variant
    root = DATA / project if project in ("torture", "arabic") else ROOT
    with pytest.MonkeyPatch.context() as patch:
        templates = None
        if project == "long":
            templates = new.with_suffix(".templates")
            _write_long_catalogue(templates)
            shorter = Speaker.text

            def longer(speaker: Speaker, text: Text | None) -> str:
                return _lengthened(shorter(speaker, text))

            patch.setattr(Speaker, "text", longer)
        lay_out(root, (pack, size, SINCE.get(pack, LAST_YEAR)), new, patch, templates)
    new.rename(folder)


def _lengthened(text: str) -> str:
    """Return *text* and the first third or so of its words again: 30 % more letters, at least."""
    more = math.ceil(len(text) * LENGTHENED)
    plain = re.sub(r"%\(\w+\)s|%%", "", text)
    return text + (" " if " " in text.strip() else "") + (plain * 3)[:more].rstrip()


def _write_long_catalogue(templates: Path) -> None:
    """Write a catalogue in which every message of ours is 30 % longer."""
    methods = [
        ("view/**.py", "python"),
        ("words.py", "python"),
        ("**.j2", "jinja2.ext:babel_extract"),
    ]
    words = {"say": None, "count": (1, 2), "N_": None, "_": None, "ngettext": (1, 2)}
    options = {"**.j2": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    catalogue = Catalog(locale="en")
    for folder in ("generator", "templates"):
        found = extract_from_dir(ROOT / folder, methods, options, words)
        for _, _, message, _, _ in found:
            forms = message if isinstance(message, tuple) else (message,)
            longer = tuple(_lengthened(form) for form in forms)
            catalogue.add(message, longer if isinstance(message, tuple) else longer[0])
    path = templates / "locales" / "en" / "LC_MESSAGES" / "accede.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)


def every(
    papers: Callable[[Variant], dict[str, tuple[Paper, Path]]],
    variant: Variant,
    rule: Callable[[Paper], list[str]],
    names: tuple[str, ...] = (),
) -> dict[str, list[str]]:
    """Return what breaks *rule* in the papers of a variant, by paper."""
    laid = papers(variant)
    assert laid
    found = {n: rule(paper) for n, (paper, _) in laid.items() if not names or n in names}
    return {name: faults for name, faults in found.items() if faults}


variants = pytest.mark.parametrize("variant", EVERY, ids="-".join)
Papers = Any


# The grid, sizes and margins.


@variants
def test_text_starts_on_the_grid(papers: Papers, variant: Variant) -> None:
    """First lines of headings and paragraphs stand on the grid of 2.5 mm, within a tenth."""
    assert every(papers, variant, lambda paper: off_the_grid(_text(paper)), ON_GRID) == {}


@variants
def test_small_type_starts_on_the_half_grid(papers: Papers, variant: Variant) -> None:
    """Type of 3.75 mm, in tables, cards and lists of sources, starts on steps of 1.25 mm."""

    def rule(paper: Paper) -> list[str]:
        return off_the_grid(_text(paper, small=True), HALF)

    assert every(papers, variant, rule) == {}


def _text(paper: Paper, *, small: bool = False) -> list[Block]:
    """Return the blocks of text of a paper that are set in small type, or that are not."""
    return [
        block
        for block in paper.named(*TEXT)
        if _is_small(paper, block) is small and not any(map(block.stands_in, LOOSE))
    ]


def _is_small(paper: Paper, block: Block) -> bool:
    """Tell whether a block is small type, or stands beneath the small table of the sources."""
    if paper.name == "sources" and not block.stands_in("head"):
        return True
    return any(map(block.stands_in, SMALL))


@variants
def test_checklist_rows_are_steps_of_the_grid(papers: Papers, variant: Variant) -> None:
    """A row of the checklist is a multiple of 2.5 mm high, and never under 17.5 mm."""
    rows = papers(variant)["checklist"][0].named("tr")
    heights = {row.bottom - row.top for row in rows if not row.stands_in("thead")}
    assert {height for height in heights if not is_on(height)} == set()
    asks = [row for row in rows if not row.is_a("part") and not row.stands_in("thead")]
    assert all(row.bottom - row.top > 17.4 for row in asks)


@variants
def test_nothing_is_set_too_small(papers: Papers, variant: Variant) -> None:
    """No letters are under 8.5 pt but reference marks and the numbers in cells."""
    assert every(papers, variant, too_small) == {}


@variants
def test_margins_are_white(papers: Papers, variant: Variant) -> None:
    """The outer 12 mm carry no ink; above and below, running lines may come to within 6 mm."""
    side, end = (math.floor(mm / 25.4 * 36) for mm in (12, 6))
    for name, (_, path) in papers(variant).items():
        pdf = PdfDocument(path)
        for number in range(len(pdf)):
            page = pdf[number].render(scale=0.5, grayscale=True).to_pil()
            page.paste(255, (side, end, page.width - side, page.height - end))
            darkest, _ = page.getextrema()
            assert darkest > 250, (name, number + 1)
        pdf.close()


@variants
def test_running_lines_are_what_stands_at_the_edge(papers: Papers, variant: Variant) -> None:
    """What is read in a paper stands within the area of its page, which begins 14 mm inside."""
    for name, (paper, _) in papers(variant).items():
        for page in paper.pages:
            edges = (page.left, page.top, page.width - page.right, page.height - page.bottom)
            assert min(edges) >= 14, name
            assert all(run.top >= page.top - 1.5 for run in page.letters), name


@pytest.mark.parametrize("variant", [*BUNDLED, *LETTER], ids="-".join)
def test_running_heads_are_one_line(papers: Papers, variant: Variant) -> None:
    """Each running word above a page takes one line, and has room for a short word more."""
    for name, (paper, _) in papers(variant).items():
        heads = [lines for page in paper.pages for lines in page.head]
        assert heads, name
        assert [lines for lines in heads if len(lines) > 1] == [], name


@variants
def test_a_page_of_the_matrix_begins_with_its_topic(papers: Papers, variant: Variant) -> None:
    """Above each further page of the matrix stands the topic of its first row."""
    paper = papers(variant)["matrix"][0]
    topics = ""
    for number, page in enumerate(paper.pages):
        rows = [b for b in paper.on(number) if b.is_a("tr") and not b.stands_in("thead")]
        for row in rows:
            cells = [b.text for b in paper.beneath(row) if b.page == number]
            named = " ".join(cells).strip() if row.is_a("topic") else topics
            if row is next((r for r in rows if not r.is_a("topic")), None) and number:
                assert named in {" ".join(lines) for lines in page.head}
            topics = named


@pytest.mark.parametrize("variant", [*BUNDLED, *LETTER], ids="-".join)
def test_a_status_takes_one_line(papers: Papers, variant: Variant) -> None:
    """The status in the index column is not broken."""
    for name, (paper, _) in papers(variant).items():
        broken = [b for b in paper.named("word") if b.stands_in("index") and len(b.lines) > 1]
        assert list(map(str, broken)) == [], name


@pytest.mark.parametrize("variant", [*BUNDLED, *TORTURE], ids="-".join)
def test_verdicts_on_a_promise_stand_apart(papers: Papers, variant: Variant) -> None:
    """On a line of years no verdict, nor the stroke of the day it was due, covers another."""
    laid = papers(variant)
    if "pledges" not in laid:
        return
    paper = laid["pledges"][0]
    for line in paper.named("line-of-years"):
        stops = sorted((b.left, b.right) for b in paper.beneath(line) if b.is_a("stop", "due"))
        assert all(after[0] - before[1] >= 0.5 for before, after in pairwise(stops)), line


@pytest.mark.parametrize("variant", BUNDLED, ids="-".join)
def test_a_first_page_disclaims_once(papers: Papers, variant: Variant) -> None:
    """The disclaimer stands once on a page, the first one too."""
    for name, (_, path) in papers(variant).items():
        first = said(path).split("\f")[0]
        assert first.count("Compiled from public documents") == 1, name


# Where pages break.


@variants
def test_no_heading_is_last_on_its_page(papers: Papers, variant: Variant) -> None:
    """Something is read after each heading before the page ends."""
    assert every(papers, variant, headings_last) == {}


@variants
def test_the_words_to_say_stay_with_their_proof(papers: Papers, variant: Variant) -> None:
    """The words to say stand on the page of the last lines before them."""
    assert every(papers, variant, words_alone) == {}


@variants
def test_a_last_page_is_worth_its_paper(papers: Papers, variant: Variant) -> None:
    """The last page of a paper has five lines at least."""
    laid = {name: paper for name, (paper, _) in papers(variant).items() if len(paper.pages) > 1}
    assert {n: last_lines(paper) for n, paper in laid.items() if last_lines(paper) < 5} == {}


@variants
def test_a_headline_keeps_two_lines(papers: Papers, variant: Variant) -> None:
    """An entry's headline stands on a page with two lines of what follows, or with all of it."""
    assert every(papers, variant, headlines_alone) == {}


@variants
def test_no_row_is_split(papers: Papers, variant: Variant) -> None:
    """A row of a table stands on one page, and so does the whole of the scale."""
    assert every(papers, variant, lambda paper: split(paper, "tr", "scale")) == {}


@variants
def test_a_box_stays_with_its_item(papers: Papers, variant: Variant) -> None:
    """A checklist box stays on the page of its recommendation."""
    paper = papers(variant)["checklist"][0]
    boxes = paper.named("box")
    rows = {row.key: row for row in paper.named("tr")}
    assert bool(boxes) == bool([row for row in rows.values() if row.id])
    for box in boxes:
        row = next(rows[key] for key in box.within if key in rows)
        assert box.page == row.page
        assert row.top < box.top < box.bottom < row.bottom


@variants
def test_pages_are_full(papers: Papers, variant: Variant) -> None:
    """No page but a paper's last is under three quarters full."""
    assert every(papers, variant, too_empty) == {}


@variants
def test_nothing_runs_over(papers: Papers, variant: Variant) -> None:
    """No letters leave their column or the page, and none stand on others."""
    assert every(papers, variant, overflowing) == {}
    assert every(papers, variant, overprinted) == {}


@variants
def test_papers_keep_to_their_pages(papers: Papers, variant: Variant) -> None:
    """No paper has more pages than it may."""
    pages = {name: len(paper.pages) for name, (paper, _) in papers(variant).items()}
    assert {n: count for n, count in pages.items() if count > PAGES.get(n, count)} == {}


@pytest.mark.parametrize("variant", [*BUNDLED, *LETTER, *LONG], ids="-".join)
def test_the_asks_come_by_the_middle_of_page_one(papers: Papers, variant: Variant) -> None:
    """The briefing's first ask, or first credit, stands in the upper half of its first page."""
    paper = papers(variant)["briefing"][0]
    first = next(block for block in paper.blocks if block.is_a("ask", "line"))
    assert first.page == 0
    assert first.top < paper.pages[0].height / 2


# What marks and cells look like when copied.


@pytest.fixture(scope="module")
def drawn() -> dict[str, dict[Status, Image.Image]]:
    """Return each mark, cell and stop as a grey picture of 150 dots to the inch."""
    kinds = {
        "mark": '<span class="mark {key}"><i></i><i></i><i></i></span>',
        "cell": '<span class="cell {key}"></span>',
        "stop": '<span class="stop at-50 {key}"></span>',
    }
    places = [
        (20 + 11 * row, 20 + 30 * column) for column in range(3) for row in range(len(Status))
    ]
    shapes = [html.format(key=status) for html in kinds.values() for status in Status]
    rules = "@page { size: A4; margin: 0 } @page :first { margin: 0 }" + "".join(
        f"#d{n} {{ position: absolute; top: {y}mm; left: {x}mm; width: 20mm; height: 10mm }}"
        for n, (y, x) in enumerate(places)
    )
    divs = "".join(f'<div id="d{n}">{shape}</div>' for n, shape in enumerate(shapes))
    html = f'<html lang="en"><title>.</title><style>{rules}</style><body>{divs}'
    sheets = ("fonts", "tokens", "paper", "positions", "pledges")
    engine = Engine(assets.template_folders(ROOT))
    document = engine.lay_out(html, [f"css/{name}.css" for name in sheets])
    pdf = PdfDocument(engine.write(document))
    whole = pdf[0].render(scale=DPI / 72, grayscale=True).to_pil()
    pdf.close()
    dots = DPI / 25.4
    boxes = [(x - 2, y - 2, x + 18, y + 9) for y, x in places]
    cut = [whole.crop([round(edge * dots) for edge in box]) for box in boxes]
    of_kind = len(Status)
    return {
        kind: dict(zip(Status, cut[n * of_kind : (n + 1) * of_kind], strict=True))
        for n, kind in enumerate(kinds)
    }


@pytest.mark.parametrize("kind", ["mark", "cell", "stop"])
def test_statuses_can_be_told_apart_in_a_copy(
    drawn: dict[str, dict[Status, Image.Image]], kind: str
) -> None:
    """Each drawing differs from each other one in shape, at one bit, or by fifteen grey points."""
    at_one_bit = {key: picture.point(_one_bit) for key, picture in drawn[kind].items()}
    boxes = {key: ImageChops.invert(picture).getbbox() for key, picture in at_one_bit.items()}
    assert all(boxes.values()), "a drawing is lost in the copy"
    for one, other in combinations(Status, 2):
        pictures = (at_one_bit[one], at_one_bit[other])
        unlike = ImageStat.Stat(ImageChops.difference(*pictures)).sum[0] / 255
        ink = max(ImageStat.Stat(ImageChops.invert(p)).sum[0] / 255 for p in pictures)
        grey = [ImageStat.Stat(drawn[kind][s].crop(boxes[s])).mean[0] for s in (one, other)]
        assert unlike / ink > 0.3 or abs(grey[0] - grey[1]) >= 15, (one, other, unlike, ink, grey)


def _one_bit(grey: int) -> int:
    return 255 if grey >= INK else 0


# What is read back.


@pytest.mark.parametrize("variant", [*BUNDLED, *LETTER], ids="-".join)
def test_the_briefing_is_read_in_the_order_of_its_numbers(papers: Papers, variant: Variant) -> None:
    """The numbers of entries come one after the other in the text of the PDF, none left out."""
    paper, path = papers(variant)["briefing"]
    shown = [block.id.removeprefix("briefing-").upper() for block in paper.named("entry")]
    shown = list(dict.fromkeys(shown))
    assert shown == sorted(shown, key=_by_number)
    text = said(path)
    places = [re.search(rf"^{number}$", text, re.MULTILINE) for number in shown]
    assert all(places), [n for n, place in zip(shown, places, strict=True) if place is None]
    starts = [place.start() for place in places if place]
    assert all(before < after for before, after in pairwise(starts))


def _by_number(number: str) -> tuple[str, int]:
    letter = number.rstrip("0123456789")
    return letter, int(number.removeprefix(letter))


@pytest.mark.parametrize("variant", [*BUNDLED, *LETTER, *TORTURE], ids="-".join)
def test_headings_are_bookmarks(papers: Papers, variant: Variant) -> None:
    """Each heading of the briefing is a bookmark on its page, in order, under the paper's title."""
    paper, path = papers(variant)["briefing"]
    headings = [block for block in paper.named(*HEADINGS) if block.lines]
    found = [(page, title) for _, title, page in bookmarks(path)]
    assert [page for page, _ in found] == [block.page for block in headings]
    assert [title for _, title in found[1:]] == [block.text for block in headings[1:]]
    assert found[0][1] == reader(path).metadata.title  # type: ignore[union-attr] # every PDF has


def test_all_rows_are_to_be_had(accede: Accede, tmp_path: Path) -> None:
    """A checklist of sixty asks has two pages and says what is left out; with --all it has all."""
    project = tmp_path / "torture"
    shutil.copytree(DATA / "torture", project)
    assert accede("build", "crowd", "--only", "checklist", cwd=project).code == 0
    assert accede("build", "crowd", "--all", cwd=project).code == 0
    folder = project / "output" / "crowd"
    short, whole = (said(folder / f"checklist{mark}.pdf") for mark in ("", ".all"))
    assert (short.count("\f"), whole.count("\f") > 1) == (1, True)
    assert ["more in the matrix" in text for text in (short, whole)] == [True, False]


def test_fields_are_named_once_and_labelled(bundled: Path, accede: Accede, tmp_path: Path) -> None:
    """A field of the fillable checklist has its own name and a label; each ask has seven."""
    wish = ("build", "osce", "--only", "checklist", "--fillable", "--output", tmp_path)
    assert accede(*wish, cwd=bundled).code == 0
    [path] = tmp_path.rglob("checklist.fillable.pdf")
    fields = [
        annotation.get_object()
        for page in reader(path).pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object().get("/Subtype") == "/Widget"
    ]
    names = Counter(str(field["/T"]) for field in fields)
    assert {name: count for name, count in names.items() if count > 1} == {}
    assert [field["/T"] for field in fields if not str(field.get("/TU", "")).strip()] == []
    rows = Counter(name.partition("/")[0] for name in names if name[0] in "AB")
    assert rows
    assert set(rows.values()) == {7}


# Golden files: what the papers were when somebody last looked at them.


@pytest.mark.parametrize(
    ("project", "pack", "name"),
    [(*whose, name) for whose, names in GOLDEN.items() for name in names],
)
def test_papers_are_what_they_were(papers: Papers, project: str, pack: str, name: str) -> None:
    """HTML and layout are those of tests/golden: pages exactly, places within a pixel.

    ACCEDE_UPDATE_GOLDEN=1 writes them anew; look at the difference before you keep it.
    """
    paper, _ = papers((project, pack, "a4"))[name]
    html, places = (ROOT / "tests" / "golden" / f"{pack}-{name}.{end}" for end in ("html", "json"))
    if os.environ.get("ACCEDE_UPDATE_GOLDEN"):
        html.parent.mkdir(exist_ok=True)
        html.write_text(_normal(paper.html), encoding="utf-8")
        lines = [f"{json.dumps(key)}: {json.dumps(at)}" for key, at in paper.anchors.items()]
        places.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    assert _normal(paper.html) == html.read_text(encoding="utf-8"), RENEW
    before = json.loads(places.read_text(encoding="utf-8"))
    assert list(paper.anchors) == list(before), RENEW
    moved = {
        anchor: (before[anchor], [page, y])
        for anchor, (page, y) in paper.anchors.items()
        if page != before[anchor][0] or abs(y - before[anchor][1]) > 1
    }
    assert moved == {}, RENEW


def _normal(html: str) -> str:
    """Return HTML one tag or text a line, without the fingerprint."""
    lines = re.sub(r"(?<=>)(?=<)|(?<=[a-z]>)\s+(?=<)", "\n", html).splitlines()
    text = "\n".join(" ".join(line.split()) for line in lines if line.strip())
    return re.sub(r"\b[0-9a-f]{4}-[0-9a-f]{4}\b(?=\")", "fingerprint", text) + "\n"
