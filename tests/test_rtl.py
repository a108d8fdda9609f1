"""Papers written from right to left: what is mirrored, in which faces, and what is read back."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po
from conftest import DATA
from filelock import FileLock
from looks import Block, Paper, lay_out, read
from papers import TEMPLATES, blocks, fonts, heard, reader, said, squeezed, unheard
from pypdf.generic import ContentStream
from pypdfium2 import PdfDocument

from generator import assets
from generator.bidi import isolated
from generator.build import plan
from generator.load import load
from generator.pdf import PaperError
from generator.plan import Wish
from generator.press import Press
from generator.words import Words, languages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message
    from conftest import Accede

ARABIC = DATA / "arabic"
FOLDERS = (ARABIC / "templates", TEMPLATES)
CATALOGUE = ARABIC / "templates/locales/ar/LC_MESSAGES/accede.po"
SINCE = date(2026, 6, 1)
LETTER = "[\u0621-\u065f]"
Laid = dict[str, tuple[Paper, "Path"]]


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """Return the papers of the Arabic pack by name, each with its PDF; laid out once."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "arabic"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            with pytest.MonkeyPatch.context() as patch:
                lay_out(ARABIC, ("majlis", "a4", SINCE), shared / "new", patch)
            (shared / "new").rename(folder)
    return {p.stem: (read(p), p.with_suffix(".pdf")) for p in sorted(folder.glob("*.json"))}


# The words: a catalogue of the project's own.


def _messages(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _translated(message: Message) -> list[str]:
    told: Any = message.string
    return list(told if message.pluralizable else [told])


def test_the_language_is_the_projects_own() -> None:
    """Arabic comes with the project that is written in it, and is no language of the tool."""
    assert "ar" in languages(FOLDERS)
    assert "ar" not in languages([TEMPLATES])


def test_the_catalogue_is_whole() -> None:
    """It has every message of the papers, in all six forms of the plural, and no other."""
    catalogue = _messages(CATALOGUE, "ar")
    wanted = [message.id for message in _messages(TEMPLATES / "locales/accede.pot") if message.id]
    assert [message.id for message in catalogue if message.id] == wanted
    for message in catalogue:
        forms = _translated(message) if message.id else ["-"]
        assert len(forms) == (6 if message.pluralizable else 1), message.id
        assert all(forms), message.id
        assert not message.fuzzy or not message.id, message.id


def test_the_catalogue_keeps_the_placeholders() -> None:
    """Each translation holds its message's; of none, one and two the word itself tells the number.

    Arabic says two items in one word, and puts no figure before it.
    """
    holds = re.compile(r"%\((\w+)\)s")
    for message in _messages(CATALOGUE, "ar"):
        wanted = set(holds.findall(message.id[-1] if message.pluralizable else str(message.id)))
        for number, form in enumerate(_translated(message) if message.id else []):
            spared = {"n", "num"} if message.pluralizable and number < 3 else set()
            assert set(holds.findall(form)) | spared == wanted | spared, form
            assert "%" not in holds.sub("", form), form


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "لا بنود"),
        (1, "بند واحد"),
        (2, "بندان"),
        (3, "3 بنود"),
        (5, "5 بنود"),
        (11, "11 بندًا"),
        (21, "21 بندًا"),
        (22, "22 بندًا"),
        (100, "100 بند"),
        (101, "101 بند"),
        (105, "105 بنود"),
    ],
)
def test_plurals(number: int, told: str) -> None:
    """Each number takes the form that Arabic gives it."""
    words = Words("ar", FOLDERS)
    form = words.translations.ngettext("%(num)s item", "%(num)s items", number)
    assert form % {"num": words.number(number)} == told


@pytest.mark.parametrize(
    ("language", "script", "leftwards", "comma"),
    [
        ("en", "Latn", False, ","),
        ("kk", "Cyrl", False, ","),
        ("ar", "Arab", True, "،"),
        ("fa", "Arab", True, "،"),
        ("he", "Hebr", True, ","),
        ("sr-Latn", "Latn", False, ","),
        ("zh-Hans", "Hans", False, ","),
    ],
)
def test_the_script_of_a_language(
    language: str,
    script: str,
    leftwards: bool,  # noqa: FBT001 - a column of the table above
    comma: str,
) -> None:
    """A language is known by its script, its direction and its comma, named or not in its code."""
    words = Words(language)
    assert (words.script, words.runs_leftwards) == (script, leftwards)
    assert words.listed(["a", "", "b"]) == f"a{comma} b"


# What is written rightwards among it.


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("(PDF، 12 صفحة)", "(<bdi>PDF</bdi>، 12 صفحة)"),
        ("قرار A (2019) نص", "قرار <bdi>A (2019)</bdi> نص"),
        ("نص (see A)", "نص (<bdi>see A</bdi>)"),
        ("A &amp; B، نص", "<bdi>A &amp; B</bdi>، نص"),
        ("نص &amp; نص &#39;A&#39;.", "نص &amp; نص &#39;<bdi>A</bdi>&#39;."),
        ("هاتف +7 727 123-45", "هاتف <bdi>+7 727 123-45</bdi>"),
        ("المادة 4 (2)، 31/2026", "المادة 4 (2)، 31/2026"),
        ('<a href="#b">انظر B4</a>', '<a href="#b">انظر B4</a>'),
        ('<i title="A">نص</i>', '<i title="A">نص</i>'),
    ],
)
def test_runs_are_set_apart(text: str, apart: str) -> None:
    """A run with its brackets stands in <bdi>; numbers, links and attributes stay as they are."""
    page = "<title>A</title><body class='a'><p>{}</p>"
    assert isolated(page.format(text)) == page.format(apart)


def test_the_direction_is_told_once(laid: Laid) -> None:
    """Direction and language stand once in the HTML of each paper, on the root."""
    assert len(laid) == 8
    for name, (paper, _) in laid.items():
        assert '<html lang="ar" dir="rtl">' in paper.html, name
        assert len(re.findall(r"\bdir=", paper.html)) == 1, name
        assert len(re.findall(r'\slang="', paper.html)) == 1, name
        assert "<bdi>" in paper.html, name


def test_latin_papers_are_left_alone(accede: Accede, bundled: Path, tmp_path: Path) -> None:
    """No paper that runs rightwards has runs set apart, and its direction stands once, too."""
    made = accede("build", "coe", "--format", "html", "--output", tmp_path, cwd=bundled)
    assert made.code == 0, made.stderr
    for path in tmp_path.rglob("*.html"):
        html = path.read_text(encoding="utf-8").replace("html[dir=rtl]", "")
        assert "<bdi>" not in html
        assert re.findall(r'\bdir="?\w+', html) == ['dir="ltr']


# Faces and keys.


def test_every_face_is_ours(laid: Laid) -> None:
    """Naskh in its two weights, and the Latin of the other papers; each is embedded."""
    used: dict[str, Any] = {}
    for _, path in laid.values():
        used |= fonts(reader(path))
    assert {name.partition(",")[0] for name in used} <= {
        "Amiri",
        "Amiri-Bold",
        "Amiri-Italic",
        "Amiri-Bold-Italic",
        "Source-Sans-3",
        "Source-Sans-3-Bold",
        "Source-Serif-4",
    }
    assert {"Amiri", "Amiri-Bold", "Source-Sans-3-Bold"} <= set(used)
    for font in used.values():
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def test_no_italics_are_faked(laid: Laid) -> None:
    """The words to say, in italics elsewhere, are upright: their face has no slant to it."""
    slanted = fonts(reader(laid["briefing"][1]))["Amiri-Italic"]
    descriptor = slanted["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    upright = fonts(reader(laid["briefing"][1]))["Amiri"]["/DescendantFonts"][0].get_object()
    assert descriptor["/ItalicAngle"] == upright["/FontDescriptor"]["/ItalicAngle"] == 0
    page = reader(laid["card"][1]).pages[0]
    matrices = {
        tuple(round(float(number), 3) for number in operands[:4])
        for operands, operator in ContentStream(page["/Contents"], page.pdf).operations
        if operator == b"Tm"
    }
    assert {(b, c) for _, b, c, _ in matrices} == {(0.0, 0.0)}


def _keys(project: Path, pack: str) -> dict[str, dict[str, str]]:
    """Return the parts of each file's key, with the templates of *project*."""
    dataset = load(project).dataset
    assert dataset
    press = Press(assets.template_folders(project))
    made = plan(dataset, pack, dataset.project.language, Wish(working=True), press)
    return {job.name: dict(job.parts) for job in made.jobs}


def test_a_script_is_in_the_keys_of_its_papers_only(tmp_path: Path, bundled: Path) -> None:
    """Another Arabic face, or sheet for what runs leftwards, remakes Arabic papers and no other."""
    projects = {"majlis": tmp_path / "arabic", "coe": tmp_path / "english"}
    shutil.copytree(ARABIC, projects["majlis"])
    shutil.copytree(bundled / "recommendations", projects["coe"] / "recommendations")
    before = {pack: _keys(project, pack) for pack, project in projects.items()}
    for project in projects.values():
        own = project / "templates"
        (own / "css").mkdir(parents=True)
        (own / "fonts/arab").mkdir(parents=True)
        (own / "fonts/arab/Amiri-Bold.ttf").write_bytes(b"another")
        (own / "fonts/arab/Amiri-Regular.ttf").write_bytes(b"another")
        for name in ("script-arab.css", "rtl.css"):
            sheet = (TEMPLATES / "css" / name).read_text(encoding="utf-8")
            (own / "css" / name).write_text(f"{sheet}/* ours */", encoding="utf-8")
    assert _keys(projects["coe"], "coe") == before["coe"]
    after = _keys(projects["majlis"], "majlis")
    for name, parts in before["majlis"].items():
        changed = {part for part in parts if after[name][part] != parts[part]}
        assert changed >= {"fonts", "styles"}, name


def test_a_latin_paper_knows_no_arabic_face() -> None:
    """Arabic letters in an English paper are an error, also when the same press set Arabic ones."""
    press = Press(assets.template_folders(ARABIC))
    page = '<html lang="{0}"><title>T</title><body class="card pen"><h1>{1}</h1>'
    for language, text in (("ar", "ع"), ("en", "A")):
        sheets = press._sheets("card", "a4", language)  # noqa: SLF001 - what plan and make use
        engine = press._engine(language)  # noqa: SLF001
        engine.write(engine.lay_out(page.format(language, text), sheets))
    with pytest.raises(PaperError, match=r"notdef glyph .*ع"):
        engine.write(engine.lay_out(page.format("en", "ع"), sheets))


def test_a_font_that_is_not_there_is_named(tmp_path: Path, accede: Accede) -> None:
    """A sheet of the project's own that declares a missing face fails with its name."""
    project = tmp_path / "own"
    shutil.copytree(ARABIC, project)
    (project / "templates/css").mkdir()
    sheet = (TEMPLATES / "css/script-arab.css").read_text(encoding="utf-8")
    mine = project / "templates/css/script-arab.css"
    mine.write_text(sheet.replace("Amiri-Bold.ttf", "Missing.ttf"), encoding="utf-8")
    ran = accede("build", "--only", "card", cwd=project)
    assert ran.code == 1
    assert "fonts/arab/Missing.ttf" in ran.stderr + ran.stdout


# What is mirrored.


def _swapped(css: str) -> str:
    return re.sub("left|right", lambda side: {"left": "right"}.get(side[0], "left"), css)


def test_the_frame_is_mirrored() -> None:
    """The boxes in the margins are those of the other papers, with left and right exchanged."""
    frame, leftwards = (
        (TEMPLATES / "css" / name).read_text(encoding="utf-8") for name in ("frame.css", "rtl.css")
    )
    rules = frame[frame.index("@page") :]
    assert "@top-left" in rules
    assert _swapped(rules).strip() in leftwards


def test_no_sheet_names_a_side() -> None:
    """But for the frame, no style sheet says left or right, where start and end are meant."""
    for path in sorted((TEMPLATES / "css").glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", text)
        assert re.findall(r"[\w-]*(?:left|right)[\w-]*", text) == [], path.name
        rules = re.findall(r"(?:padding|margin):\s*([^;}]*)", text)
        assert [rule for rule in rules if not _is_even(rule)] == [], path.name


def _is_even(rule: str) -> bool:
    """Tell whether a shorthand gives both sides the same; a sum in brackets is one value."""
    values = re.findall(r"calc\((?:[^()]|\([^()]*\))*\)|[^\s()]+", rule)
    return len(values) < 4 or values[1] == values[3]


def _one(paper: Paper, *names: str, inside: str = "") -> Block:
    return next(b for b in paper.named(*names) if not inside or b.stands_in(inside))


def test_the_index_stands_at_the_right(laid: Laid) -> None:
    """Number, mark and status stand right of the ask, and begin at the outer edge of the head."""
    paper, _ = laid["briefing"]
    head = _one(paper, "head")
    indexes = paper.named("index")
    assert indexes
    for index in indexes:
        entry = next(b for b in paper.named("entry") if b.key in index.within)
        assert index.left > entry.right
        assert abs(index.right - head.right) < 0.1
    assert abs(head.right - (210 - 20)) < 0.1


def test_what_hangs_hangs_at_the_right(laid: Laid) -> None:
    """The number of a line, a source or a row of the scale stands right of all its lines."""
    for name, outer in (("briefing", "line"), ("briefing", "source"), ("sources", "source")):
        paper, _ = laid[name]
        for number in (b for b in paper.named("no") if b.stands_in(outer)):
            holder = next(b for b in paper.named(outer) if b.key in number.within)
            others = _letters_in(paper, holder, outside="no")
            assert others
            assert abs(number.right - holder.right) < 0.2
            assert max(right for _, right in others) < number.left + 0.2
    paper, _ = laid["sources"]
    marks = [b for b in paper.named("mark") if b.stands_in("scale")]
    rows = [b for b in paper.named("th") if b.stands_in("tbody")]
    for mark, row in zip(marks, rows, strict=True):
        assert max(right for _, right in _letters_in(paper, row)) < mark.left
        assert abs(mark.right - row.right) < 0.2


def _letters_in(paper: Paper, block: Block, outside: str = "") -> list[tuple[float, float]]:
    """Return the sides of the runs of letters within *block*."""
    return [
        (run.left, run.right)
        for run in paper.pages[block.page].letters
        if block.key in run.within
        and not any(outside and outside in label.split(".") for label in run.inside)
    ]


def test_years_run_leftwards(laid: Laid) -> None:
    """On a line of time and on one of years what is later stands further to the left."""
    timeline, _ = laid["briefing"]
    points = [b.right if not b.is_a("end") else b.left for b in timeline.named("point")]
    assert len(points) == 4
    assert points == sorted(points, reverse=True)
    years, _ = laid["pledges"]
    ticks = years.named("tick")
    assert [tick.text for tick in ticks] == ["2024", "2025", "2026"]
    assert [b.right for b in ticks] == sorted((b.right for b in ticks), reverse=True)


def test_columns_of_tables_run_leftwards(laid: Laid) -> None:
    """The first column of a table is the rightmost, and the first column of sources, too."""
    for name in ("checklist", "matrix", "sources"):
        paper, _ = laid[name]
        cells = [b for b in paper.named("th") if b.stands_in("thead")]
        assert len(cells) > 4
        assert [b.left for b in cells] == sorted((b.left for b in cells), reverse=True)
    paper, _ = laid["sources"]
    listed = [b for b in paper.named("source") if b.stands_in("columns")]
    assert listed[0].left > listed[-1].right


def test_marks_fill_from_the_right(laid: Laid) -> None:
    """Of the three squares of "partially implemented" the right one is full."""
    paper, path = laid["onepager"]
    mark = next(b for b in paper.named("mark") if b.is_a("partially-implemented"))
    pdf = PdfDocument(path)
    page = pdf[mark.page].render(scale=300 / 72, grayscale=True).to_pil()
    pdf.close()
    dots, width = 300 / 25.4, mark.right - mark.left
    middle = [
        page.getpixel((round((mark.right - mm) * dots), round((mark.top + 1.4) * dots)))
        for mm in (1.4, 5.6, 9.8)
    ]
    assert width > 11
    assert [grey < 128 for grey in middle] == [True, False, False]


def test_running_lines_trade_places(laid: Laid) -> None:
    """The paper and its page stand at the left foot of each page, the state at the right one."""
    _, path = laid["briefing"]
    pdf = PdfDocument(path)
    page = pdf[1].get_textpage()
    width = pdf[1].get_width()
    foot = [page.get_rect(n) for n in range(page.count_rects()) if page.get_rect(n)[1] < 70]
    pdf.close()
    left = [rect for rect in foot if rect[0] < width / 3]
    assert len(left) >= 1
    assert min(rect[0] for rect in left) == pytest.approx(20 / 25.4 * 72, abs=3)
    assert max(rect[2] for rect in foot) == pytest.approx(width - 20 / 25.4 * 72, abs=3)


# What is read back.


def _characters(font: Any) -> dict[int, str]:
    """Return the text of each glyph of a font."""
    told = font.get_object()["/ToUnicode"].get_object().get_data().decode()
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]*)>", told)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _lines(path: Path) -> Iterator[list[str]]:
    """Yield the glyphs of each run of text of a PDF, from left to right, in the order of its tags.

    The engine writes a run of one line and one direction as one marked piece of content.
    """
    for page in reader(path).pages:
        resources: Any = page["/Resources"]
        known = {name: _characters(font) for name, font in resources["/Font"].items()}
        glyphs: list[str] = []
        for operands, operator in ContentStream(page["/Contents"], page.pdf).operations:
            if operator == b"BDC":
                glyphs = []
            elif operator == b"EMC":
                yield glyphs
                glyphs = []
            elif operator == b"Tf":
                font = known[operands[0]]
            elif operator in (b"Tj", b"TJ"):
                strings = operands[0] if operator == b"TJ" else operands
                codes = b"".join(s.original_bytes for s in strings if hasattr(s, "original_bytes"))
                glyphs += [font[int.from_bytes(pair, "big")] for pair in batched(codes)]


def batched(codes: bytes) -> Iterator[bytes]:
    """Yield two bytes at a time: each glyph is a number of two."""
    return (codes[index : index + 2] for index in range(0, len(codes), 2))


def _in_order(glyphs: list[str]) -> str:
    """Return a run as it is read: from the right, but for numbers and what is all Latin."""
    text = "".join(glyphs)
    if re.search("[A-Za-z]", text) and not re.search(LETTER, text):
        return text
    turned = "".join(reversed(glyphs))
    return re.sub(r"[A-Za-z\d](?:[A-Za-z\d.,:/-]*[A-Za-z\d])?", lambda run: run[0][::-1], turned)


def _read(path: Path) -> str:
    return "\n".join(map(_in_order, _lines(path)))


def _printed(paper: Paper) -> list[str]:
    """Return the text of each paragraph, heading and cell that is printed, as the HTML has it."""
    html = paper.html
    return blocks(html[html.index("<header") : html.index('<p class="colophon"')])


NAMES = ("onepager", "briefing", "changes", "pledges", "sources", "card", "checklist", "matrix")


@pytest.mark.parametrize("name", NAMES)
def test_each_paragraph_is_read_back(laid: Laid, name: str) -> None:
    """Every paragraph and cell stands in the PDF letter by letter, signs and brackets among them.

    A PDF stores a line as it is drawn, from the left, whatever its direction; each reader turns it
    round by rules of its own. This one does what the tags tell: runs in their order, each from the
    right but for what is written rightwards.
    """
    paper, path = laid[name]
    printed = _printed(paper)
    assert len(printed) > 10
    assert unheard(_read(path), printed) == []


def test_what_runs_above_and_below_is_read_back(laid: Laid, tmp_path: Path) -> None:
    """The lines of the frame are read; the figures of a fingerprint keep their order.

    After Arabic letters a hyphen between figures would make them change places.
    """
    paper, path = laid["briefing"]
    text = _read(path)
    for name in ("data-sharing", "data-state", "data-disclaimer"):
        [told] = re.findall(rf'{name}="([^"]*)"', unescape(paper.html))
        assert heard(text, [told.replace("\u200e", "")]), name
    press = Press(assets.template_folders(ARABIC))
    engine = press._engine("ar")  # noqa: SLF001 - what make uses
    figures = re.sub(r"\b[0-9a-f]{4}-[0-9a-f]{4}\b", "1234-5678", paper.html)
    sheets = press._sheets("briefing", "a4", "ar")  # noqa: SLF001
    (tmp_path / "figures.pdf").write_bytes(engine.write(engine.lay_out(figures, sheets)))
    assert "1234-5678" in _read(tmp_path / "figures.pdf")


@pytest.mark.parametrize("name", ["briefing", "checklist"])
def test_another_reader_finds_the_phrases(laid: Laid, name: str) -> None:
    """PDFium, which Chrome reads with, finds every phrase of letters and signs in its order.

    It guesses the direction of whole lines from their letters alone, so figures and Latin words on
    an Arabic line change places with their neighbours; and it exchanges brackets that are right.
    Figures are left aside here, and phrases with signs of vowels, which it reads as spaces.
    """
    paper, path = laid[name]
    words = re.findall(rf"{LETTER}(?:{LETTER}| )*", " \n ".join(_printed(paper)))
    plain = [word for word in words if not re.search("[\u064b-\u0652]", word)]
    assert len(plain) > 20
    assert unheard(re.sub(r"\d", "", said(path)), plain) == []


def test_brackets_and_quotes_open_and_close(laid: Laid) -> None:
    """In the order of reading each bracket or quotation mark opens before it closes."""
    text = squeezed(_read(laid["briefing"][1]))
    pairs = re.findall(r"[()«»]", text)
    assert len(pairs) > 20
    assert re.fullmatch(r"(\(\)|«»)+", "".join(pairs))


def test_headings_are_bookmarks_in_arabic(laid: Laid) -> None:
    """What a reader lists as the parts of the paper are its headings, letter by letter."""
    paper, path = laid["briefing"]
    headings = [b.text for b in paper.named("h2", "h3", "h4") if b.lines]
    titles = [str(title) for title in _titles(reader(path).outline)]
    assert titles[1:] == headings


def _titles(entries: Any) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            yield entry.title
