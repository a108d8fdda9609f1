"""What others hand over that means harm: templates, checklists, tables, addresses.

Each is looked at as in `test_vectors.py`.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hostile import (
    CATALOGUE,
    EVIDENCE,
    FIELD,
    KEYWORDS,
    LONG,
    MEETING,
    NO_FILE,
    NO_ID,
    ONE,
    RU,
    STYLE,
    TEMPLATE,
    TITLE,
    UNSEEN,
    Vector,
    accede,
    all_of,
    edit,
    form,
    meets,
    pdf,
    put,
    text_field,
)
from pypdf import PdfWriter
from starter import ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile import World

pytest_plugins = ["strangers"]


# Templates, style sheets and catalogues of a project

UNSAFE, NO_TEMPLATE = "is unsafe.", "is no file among the templates"
NOT_READ = "is outside the templates and is not read"
PDF = "build --only onepager"
HTML = f"{PDF} --format html"
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n{}\n'
PLURAL = '"Plural-Forms: nplurals=2; plural=((\\n"'
VALUE = '\nmsgid "By when: %(due)s"\nmsgstr "%(nonsense)s"'
NO_PO = "accede.po (ru) is no catalogue of accede."


def _template(text: str) -> Callable[[World], object]:
    return put(TEMPLATE, text)


def _style(text: str) -> Callable[[World], object]:
    return put(STYLE, text)


TEMPLATES = [
    Vector("python", _template("{{ ''.__class__.__mro__ }}"), ONE, 1, UNSAFE),
    Vector("python-filter", _template("{{ ''|attr('__class__') }}"), ONE, 1, UNSAFE),
    Vector("python-format", _template("{{ '{0.__class__}'.format(1) }}"), ONE, 1, UNSAFE),
    Vector("globals", _template("{{ cycler.__init__.__globals__ }}"), ONE, 1, UNSAFE),
    Vector("lipsum", _template("{{ lipsum.__globals__.os.environ }}"), ONE, 1, UNSAFE),
    Vector("include-full", _template("{% include '/etc/passwd' %}"), ONE, 1, NO_TEMPLATE),
    Vector("include-up", _template("{% include '../../beside/canary' %}"), ONE, 1, NO_TEMPLATE),
    Vector("import-up", _template("{% import '../../beside/canary' as x %}"), ONE, 1, NO_TEMPLATE),
    Vector("extends-up", _template("{% extends '../../beside/canary' %}"), ONE, 1, NO_TEMPLATE),
    Vector("include-nul", _template("{% include 'a\\0b' %}"), ONE, 1, NO_TEMPLATE),
    Vector("include-itself", _template("{% include 'onepager.html.j2' %}"), ONE, 1, "recursion"),
    Vector("deep", _template("{{ " + "(" * 5000 + ")" * 5000 + " }}"), ONE, 1, "recursion"),
    Vector("draft-python", put("templates/new/topic.yaml.j2", "{{ ''.__class__ }}"), "new topic x",
           1, UNSAFE),
    Vector("draft-include", put("templates/new/topic.yaml.j2", "{% include '/etc/passwd' %}"),
           "new topic x", 1, "new/topic.yaml.j2: "),
    Vector("import-web", _style("@import '@URL@/x.css';"), PDF, 1, NOT_READ),
    Vector("import-file", _style("@import '@CANARY@';"), PDF, 1, NOT_READ),
    Vector("import-upwards", _style("@import '../../../beside/canary';"), PDF, 1, NOT_READ),
    Vector("import-itself", _style("@import 'onepager.css';"), PDF, 1, "recursion"),
    Vector("picture-web", _style("body { background: url(@URL@/x.png) }"), PDF, 1, NOT_READ),
    Vector("picture-file", _style("h1::before { content: url(@CANARY@) }"), PDF, 1, NOT_READ),
    Vector("font-web", _style("@font-face { font-family: x; src: url(@URL@/x.ttf) }"), PDF, 1,
           "declares a font that is not there"),
    Vector("font-otf-web", _style("@font-face { font-family: x; src: url(@URL@/x.otf) }"), PDF, 1,
           "'x' cannot be loaded"),
    Vector("font-upwards", _style("@font-face { src: url(../../../beside/canary.ttf) }"), PDF, 1,
           "declares a font that is not there"),
    Vector("font-of-the-system", _style("@font-face { font-family: x; src: local(Arial) }"), PDF, 1,
           "'x' cannot be loaded"),
    Vector("img", _template('<img alt="x" src="@URL@/x"><title>x</title>'), PDF, 1, NOT_READ),
    Vector("svg", _template('<svg><image href="@CANARY@"/></svg><title>x</title>'), PDF, 1,
           NOT_READ),
    Vector("html-picture-web", _style("body { background: url(@URL@/x.png) }"), HTML, 1, NOT_READ),
    Vector("html-picture-file", _style("p { background: url('@CANARY@') }"), HTML, 1, NOT_READ),
    Vector("html-picture-up", _style("p { background: url(../../../beside/canary.txt) }"), HTML, 1,
           NOT_READ),
    Vector("html-import", _style("@import url(@URL@/x.css);"), HTML, 1, NOT_READ),
    Vector("html-img-web", _template('<img alt="x" src="@URL@/x">'), HTML, 1, NOT_READ),
    Vector("html-img-file", _template("<img src='@CANARY@'>"), HTML, 1, NOT_READ),
    Vector("html-img-full", _template('<img src="/etc/passwd">'), HTML, 1, NOT_READ),
    Vector("html-img-up", _template('<img src="..%2f..&#47;beside/canary.txt">'), HTML, 1,
           NOT_READ),
    Vector("html-img-nul", _template('<img src="a%00b">'), HTML, 1, NOT_READ),
    Vector("attachment", _template('<link rel="attachment" href="@CANARY@">'), PDF, 1, NOT_READ),
    Vector("no-utf-8", put(STYLE, b"\xff"), PDF, 1, "onepager.css is not in UTF-8."),
    Vector("catalogue-bytes", put(CATALOGUE, b"msgid \xff"), RU, 1, NO_PO),
    Vector("catalogue-words", put(CATALOGUE, "nonsense\n"), RU, 1, NO_PO),
    Vector("catalogue-plural", put(CATALOGUE, PO.format(PLURAL)), RU, 1, NO_PO),
    Vector("catalogue-value", put(CATALOGUE, PO.format(VALUE)), RU, 1, NO_PO),
    Vector("catalogue-language", put("templates/locales/a b/LC_MESSAGES/accede.po", ""),
           f"{ONE} --lang a\u00a0b", 2, "there are no words"),
]  # fmt: skip


@pytest.mark.parametrize("vector", TEMPLATES, ids=lambda vector: vector.id)
def test_templates(world: World, vector: Vector) -> None:
    """A template, style sheet or catalogue reaches no further than its folder: no paper is made."""
    meets(world, vector)
    assert not list(world.project.rglob("output/*/*.*"))


# Checklists that came back


def _locked() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("a password")
    writer.write(out)
    return out.getvalue()


def _stream(content: bytes, more: str) -> bytes:
    return f"<< /Length {len(content)} {more} >>\nstream\n".encode() + content + b"\nendstream"


NO_PDF, BOMB = "cannot be read as a PDF", zlib.compress(bytes(300_000_000), 9)
INDEX = b"%PDF-1.7\n1 0 obj\n" + _stream(
    BOMB, "/Type /XRef /Size 99999999 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode"
) + b"\nendobj\nstartxref\n9\n%%EOF"  # fmt: skip
TRAILER = b"0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF"
LOOP = b"%PDF-1.7\nxref\n0 1\n" + TRAILER
HUGE = b"%PDF-1.7\nxref\n0 999999999\n" + TRAILER
NESTED = f"{'[' * 10_000}{']' * 10_000}"
NOT_YET = "was about"
PDFS = {
    "no-pdf": (b"hello", NO_PDF),
    "empty": (b"", NO_PDF),
    "truncated": (form(text_field())[:200], NO_PDF),
    "locked": (_locked(), "is locked with a password"),
    "index-in-itself": (LOOP, NO_PDF),
    "huge-index": (HUGE, NO_PDF),
    "huge-length": (
        form(text_field(value="5 0 R"), "<< /Length 99999999999 >>\nstream\nx\nendstream"),
        NO_PDF,
    ),
    "nested": (form(text_field(value=NESTED)), NO_PDF),
    "bomb": (form(text_field(value="5 0 R"), _stream(BOMB, "/Filter /FlateDecode")), NO_PDF),
    "bomb-in-a-bomb": (
        form(
            text_field(value="5 0 R"),
            _stream(zlib.compress(BOMB), "/Filter [/FlateDecode /FlateDecode]"),
        ),
        NO_PDF,
    ),
    "bomb-of-an-index": (INDEX, NO_PDF),
    "larger-than-any": (b"%PDF-1.7\n" + bytes(20_000_001), "is too large for a checklist"),
    "names-itself": (pdf(["<< /Pages 2 0 R >>", "<< /Count 0 >>", "3 0 R"]), NO_PDF),
    "fields-in-a-circle": (form("<< /T (a) /Kids [4 0 R] >>"), "has no fields"),
    "parents-in-a-circle": (
        form("<< /FT /Tx /T (a) /Parent 5 0 R >>", "<< /T (b) /Parent 4 0 R >>"),
        NO_PDF,
    ),
    "field-upwards": (form(text_field("1/topic:../../x/who")), "has no fields"),
    "field-backslash": (form(text_field("1/topic:..\\\\x/who")), NOT_YET),
    "pack-upwards": (
        form(text_field(), keywords=KEYWORDS.replace("ruritania checklist", "../../x checklist")),
        "is the checklist of the pack ../../x",
    ),
    "meeting-upwards": (
        form(text_field(), keywords=KEYWORDS.replace(MEETING, "../../x")),
        "is no meeting.",
    ),
}


@pytest.mark.parametrize("name", PDFS)
def test_checklists(world: World, name: str) -> None:
    """A PDF that is no checklist of ours is told so, and nothing is written."""
    content, says = PDFS[name]
    code = 2 if name == "meeting-upwards" else 1
    meets(world, Vector(name, put("f.pdf", content), "meeting record f.pdf", code, says))


@pytest.mark.parametrize("name", [name for name in PDFS if name != "larger-than-any"])
def test_papers_to_verify(world: World, name: str) -> None:
    """Of a PDF that is no paper of ours, verify says so."""
    meets(world, Vector(name, put("f.pdf", PDFS[name][0]), "verify f.pdf", 1, "f.pdf"))


def _held(world: World) -> None:
    """Let the meeting be one of the past, so that something can be recorded of it."""
    old = world.project / f"recommendations/meetings/{MEETING}.yaml"
    text = old.read_text(encoding="utf-8").replace("2026-12-03", "2026-11-03")
    old.with_name("2026-11-03-ruritania.yaml").write_text(text, encoding="utf-8")
    old.unlink()


def _typed(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


ACTION = "/OpenAction << /S /Launch /F (/bin/sh) >> /AA << /WC << /S /URI /URI ({}) >> >>"
SCRIPT = "/AA << /K << /S /JavaScript /JS (app.launchURL('{}')) >> >>"
VALUES = [
    ("actions", "(To do so.)", 0, "commitment: To do so."),
    ("escape", _typed("a\x1b[2Jb"), 0, "commitment: a [2Jb"),
    ("nul", _typed("a\0b"), 0, "commitment: a b"),
    ("turned-around", _typed("a\u202eb"), 1, UNSEEN.format("202E")),
    ("endless", f"({'x' * 100_000})", 1, "has 100000 characters, 500 at most."),
    ("markup", "(<script>{{ 7*7 }}</script>)", 0, "<script>{{ 7*7 }}</script>"),
]


@pytest.mark.parametrize(("name", "value", "code", "says"), VALUES, ids=[v[0] for v in VALUES])
def test_what_a_checklist_says(world: World, name: str, value: str, code: int, says: str) -> None:
    """What was typed is recorded as text that can be seen; actions of a PDF are not carried out."""
    url = world.listener.url
    field = text_field(FIELD, value, SCRIPT.format(url))
    keywords = KEYWORDS.replace("2026-12-03", "2026-11-03")
    content = form(field, keywords=keywords, more=ACTION.format(url))
    deed = all_of(_held, put("f.pdf", content))
    meets(world, Vector(name, deed, "meeting record f.pdf", code, says))


# Tables

HEAD = "id,title,text,document,made_by,addressee,topic\n"
ROW = "x-1,A title,A text,lantern-2026,lantern,ruritania,assembly\n"
WORDS = "record,field,en,ru,state,by,on\n"
WORD = f"items/lantern-2026-03,title,{TITLE},\u043f\u0443\u0441\u0442\u044c,,,\n"
NEVER_CLOSED = "a quotation mark is opened and never closed"
AT_TITLE = "t.csv:2:2: "
IMPORTS: dict[str, tuple[str | bytes, int, str]] = {
    "nul": (HEAD + ROW.replace("A title", "a\0b"), 1, AT_TITLE + UNSEEN.format("0000")),
    "escape": (HEAD + ROW.replace("A title", "a\x1b[2J"), 1, AT_TITLE + UNSEEN.format("001B")),
    "turned-around": (
        HEAD + ROW.replace("A title", "a\u202eb"),
        1,
        AT_TITLE + UNSEEN.format("202E"),
    ),
    "huge-field": (HEAD + ROW.replace("A title", LONG * 100), 1, "more than 130,000 characters"),
    "long-field": (
        HEAD + ROW.replace("A title", LONG * 5),
        1,
        AT_TITLE + "a text of more than 20000 letters",
    ),
    "other-columns": ("a,b\n1,2\n", 1, '"a" is not a known column.'),
    "many-columns": (HEAD.strip() + ",x" * 100_000 + "\n" + ROW, 1, "more than 300 columns"),
    "never-closed": (HEAD + '"x-1,A title', 1, NEVER_CLOSED),
    "utf-16": ((HEAD + ROW).encode("utf-16"), 1, "it looks like UTF-16"),
    "workbook": (b"PK\x03\x04" + bytes(100), 1, "this is a workbook"),
    "id-upwards": (HEAD + ROW.replace("x-1", "../../x"), 1, NO_ID),
    "id-device": (HEAD + ROW.replace("x-1", "prn"), 1, NO_FILE),
    "id-lines": (HEAD + ROW.replace("x-1", '"x\n1"'), 1, NO_ID),
    "document-upwards": (HEAD + ROW.replace("lantern-2026", "../../x"), 1, NO_ID),
    "formula": (HEAD + ROW.replace("A title", "'=cmd|' /C calc'!A0"), 0, "x-1.yaml"),
    "yaml": (HEAD + ROW.replace("A text", '"a: b\n- !!python/object:x\n--- *b &c"'), 0, "x-1.yaml"),
}


@pytest.mark.parametrize("name", IMPORTS)
def test_imports(world: World, name: str) -> None:
    """A table becomes items that read as it says, or problems with their rows and nothing else."""
    content, code, says = IMPORTS[name]
    meets(world, Vector(name, put("t.csv", content), "import t.csv", code, says))
    items = list((world.project / ITEMS).rglob("*.yaml"))
    assert len(items) == 3 + (code == 0)
    assert accede(world.project, "check").code == 0


TABLES: dict[str, tuple[str | bytes, int, str]] = {
    "nul": (WORDS + WORD.replace("\u043f", "a\0"), 1, "t.csv:2:4: " + UNSEEN.format("0000")),
    "escape": (WORDS + WORD.replace("\u043f", "\x1b[2J"), 1, "t.csv:2:4: " + UNSEEN.format("001B")),
    "huge-field": (WORDS + WORD.replace("\u043f", LONG * 100), 1, "more than 130,000 characters"),
    "other-columns": ("a,b\n", 1, "this is no table of translations"),
    "never-closed": (WORDS + '"items', 1, NEVER_CLOSED),
    "utf-16": ((WORDS + WORD).encode("utf-16"), 1, "it looks like UTF-16"),
    "record-upwards": (WORDS + WORD.replace("items/", "../../"), 1, "no paper prints such a text"),
    "field-upwards": (WORDS + WORD.replace("title,", "../x,"), 1, "no paper prints such a text"),
    "formula": (WORDS + WORD.replace("\u043f", "=1+1"), 0, "=1+1"),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_translations(world: World, name: str) -> None:
    """A table of translations becomes texts of the records, or problems and nothing else."""
    content, code, says = TABLES[name]
    meets(world, Vector(name, put("t.csv", content), "translate t.csv", code, says))
    assert accede(world.project, "check").code == 0


@pytest.mark.parametrize("command", ["import", "translate"])
@pytest.mark.parametrize("encoding", ["hex", "idna", "undefined", "nonsense", "../x"])
def test_encodings(world: World, command: str, encoding: str) -> None:
    """What no text is saved in is a mistake of the call."""
    args = f"{command} t.csv --encoding {encoding}"
    meets(world, Vector(encoding, put("t.csv", HEAD + ROW), args, 2, "is not known. Usual ones"))


# Addresses of sources

ADDRESS = "https://lantern.example/forty-requests"
NO_ADDRESS = "is no address of the web. Write one that begins with https://"
ADDRESSES = {
    "javascript": "javascript:alert(1)",
    "javascript-capitals": "' JaVaScRiPt:alert(1)'",
    "file": "@CANARY@",
    "data": "data:text/html,<script>alert(1)</script>",
    "network-path": "//127.0.0.1/share",
    "windows-path": "'\\\\127.0.0.1\\share'",
    "markup": "'https://x.example/\"><script>alert(1)</script> <b>'",
}


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("file", [EVIDENCE, "recommendations/documents.yaml"])
def test_addresses(world: World, name: str, file: str) -> None:
    """A paper makes a link of an address of the web, and of no other."""
    old = ADDRESS if file == EVIDENCE else "https://lantern.example/asking-leave"
    meets(world, Vector(name, edit(file, old, ADDRESSES[name]), "check", 1, NO_ADDRESS))
