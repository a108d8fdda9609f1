"""Input is hostile until shown otherwise: each way in, what comes of it, and what does not.

Of each: nothing knocks at a listener on this machine, a secret beside the project is in no output
and no file of it, nothing is written around it, and it ends with a result or with words about it.
"""

from __future__ import annotations

import secrets
import shutil
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hostile import (
    EVIDENCE,
    FIELD,
    ITEM,
    KEYWORDS,
    MEETING,
    PACKS,
    TITLE,
    TOPICS,
    World,
    accede,
    add,
    all_of,
    edit,
    form,
    link,
    listening,
    pdf,
    pipe,
    put,
    text_field,
)
from pypdf import PdfWriter
from starter import ITEMS, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hostile import Listener


class Vector(NamedTuple):
    """What is done to the starter, which command meets it, its exit code and some of its words."""

    id: str
    deed: Callable[[World], object]
    args: str
    code: int
    says: str


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Return somebody who listens on this machine."""
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the starter, for copies."""
    project = tmp_path_factory.mktemp("starter")
    assert run(project, "init", ".").code == 0
    shutil.rmtree(project / ".accede")
    return project


@pytest.fixture
def world(tmp_path: Path, starter: Path, listener: Listener) -> World:
    """Return the starter among strangers."""
    shutil.copytree(starter, tmp_path / "project")
    listener.knocks = 0
    made = World(tmp_path, listener, secrets.token_hex(16))
    made.settle()
    return made


def _meets(world: World, vector: Vector) -> None:
    vector.deed(world)
    world.look()
    ran = accede(world.project, *vector.args.split())
    told = ran.stdout + ran.stderr
    assert (ran.code, "Traceback" in told) == (vector.code, False), told[:2000]
    assert vector.says in told, told[:2000]
    assert world.secret not in told
    assert "\x1b" not in told
    world.is_unharmed()


# YAML


def _title(written: str) -> Callable[[World], object]:
    return edit(ITEM, TITLE, written)


def _bomb(first: str, each: str) -> str:
    names = "abcdefghi"
    lines = [f"{name}: &{name} " + each.format(", ".join(f"*{before}" for _ in range(9)))
             for before, name in zip(names, names[1:], strict=False)]  # fmt: skip
    return f"a: &a {first}\n" + "\n".join(lines) + "\n"


UNSEEN = "an invisible character (U+{}) stands here"
TOO_DEEP = "stand inside one another more than 40 deep"
TOO_MANY = "holds more than 200000 values"
UTF_16 = b"\xff\xfe" + "id: lantern-2026-03\n".encode("utf-16-le")
YAML = [
    Vector("alias-bomb", put(ITEM, _bomb("[x]", "[{}]")), "check", 1, TOO_MANY),
    Vector("merge-bomb", put(ITEM, _bomb("{x: y}", "{{<<: [{}]}}")), "check", 1, TOO_MANY),
    Vector("deep-brackets", put(ITEM, "a: " + "[" * 100_000), "check", 1, TOO_DEEP),
    Vector("deep-keys", put(ITEM, "? " * 50_000), "check", 1, TOO_DEEP),
    Vector("in-itself", put(ITEM, "a: &a [*a]\n"), "check", 1, "refers to nothing"),
    Vector("huge-text", _title("x" * 5_000_000), "check", 1, "a text of more than 20000 letters"),
    Vector("huge-file", put(ITEM, b"#" * 20_000_001), "check", 1, "larger than 20000000 bytes"),
    Vector("huge-number", add(ITEM, f"priority: {'9' * 5000}\n"), "check", 1, "is too much."),
    Vector("huge-bullet", edit(ITEM, "bullet: 3", f"bullet: {'9' * 5000}"), "check", 1,
           "is not a number."),
    Vector("huge-key", add(ITEM, f"{'k' * 100_000}: x\n"), "check", 1, "the line above is neither"),
    Vector("many-keys", add(ITEM, "".join(f"k{n}: x\n" for n in range(9000))), "check", 1,
           "8900 more things are wrong with this."),
    Vector("escape-raw", _title("a\x1b[2Jb"), "check", 1, UNSEEN.format("001B")),
    Vector("escape-written", _title('"a\\x1b[2Jb"'), "check", 1, UNSEEN.format("001B")),
    Vector("nul-raw", _title("a\0b"), "check", 1, UNSEEN.format("0000")),
    Vector("nul-written", _title('"a\\0b"'), "check", 1, UNSEEN.format("0000")),
    Vector("turned-around-raw", _title("a\u202eb"), "check", 1, UNSEEN.format("202E")),
    Vector("turned-around-written", _title('"a\\u202eb"'), "check", 1, UNSEEN.format("202E")),
    Vector("python-object", _title("!!python/object/apply:os.system ['touch owned']"), "check", 1,
           "python/object/apply:os.system\" is not allowed."),
    Vector("python-name", put(ITEM, "!!python/name:os.system\n"), "check", 1, "is not allowed."),
    Vector("not-utf-8", put(ITEM, b"id: \xff\n"), "check", 1,
           "this character is not in UTF-8"),
    Vector("utf-16", put(ITEM, UTF_16), "check", 1, "this character is not in UTF-8"),
    Vector("twice", add(ITEM, "kind: pledge\n"), "check", 1, '"kind" stands here twice'),
    Vector("two-documents", add(ITEM, "---\nid: other\n"), "check", 1, "a second document"),
    Vector("unknown-language", add(PACKS, "  languages: [zz]\n"), "build --dry-run", 1,
           'there are no words in "zz".'),
]  # fmt: skip


@pytest.mark.parametrize("vector", YAML, ids=lambda vector: vector.id)
def test_yaml(world: World, vector: Vector) -> None:
    """What no honest file holds is a problem with its place, and the file is not read."""
    _meets(world, vector)


# Ids and names

NO_ID = "cannot be an id"
NO_FILE = "cannot be an id: Windows has no file of that name."
LONG = "x" * 5000


def _named(kind: str, name: str) -> Callable[[World], object]:
    file, old = {
        "item": (ITEM, "id: lantern-2026-03"),
        "pack": (PACKS, "id: ruritania"),
        "body": ("recommendations/bodies.yaml", "id: ruritania"),
        "evidence": (EVIDENCE, "id: S03"),
        "topic": (TOPICS, "id: assembly"),
    }[kind]
    return edit(file, old, f"id: {name}")


NAMES = [
    Vector("item-upwards", _named("item", "'../../x'"), "check", 1, NO_ID),
    Vector("item-slash", _named("item", "a/b"), "check", 1, NO_ID),
    Vector("item-backslash", _named("item", "'..\\x'"), "check", 1, NO_ID),
    Vector("item-nul", _named("item", '"a\\0b"'), "check", 1, NO_ID),
    Vector("item-long", _named("item", LONG), "check", 1, NO_ID),
    Vector("item-device", _named("item", "aux.old"), "check", 1, NO_FILE),
    Vector("pack-upwards", _named("pack", "'../../x'"), "build", 1, NO_ID),
    Vector("pack-absolute", _named("pack", "/tmp/x"), "build", 1, NO_ID),  # noqa: S108 - refused
    Vector("pack-device", _named("pack", "CON"), "build", 1, NO_FILE),
    Vector("pack-port", _named("pack", "com1"), "build", 1, NO_FILE),
    Vector("pack-dot", _named("pack", "x."), "build", 1, NO_FILE),
    Vector("body-nul-device", _named("body", "NUL"), "check", 1, NO_FILE),
    Vector("body-upwards", _named("body", "'..'"), "check", 1, NO_ID),
    Vector("topic-long", _named("topic", LONG), "check", 1, NO_ID),
    Vector("evidence-markup", _named("evidence", "'<b>'"), "check", 1, NO_ID),
    Vector("file-name", put(f"{ITEMS}/a\x1b[2J\nb.yaml", "id: x\n"), "check", 1, r"a\x1b[2J\nb"),
    Vector("new-upwards", put("x", ""), "new item ../../x --document lantern-2026", 2, NO_ID),
    Vector("new-device", put("x", ""), "new topic con", 2, NO_FILE),
    Vector("new-document", put("x", ""), "new item x --document ../..", 2, "is not known."),
    Vector("build-upwards", put("x", ""), "build ../../x", 2, "is no pack."),
    Vector("meeting-upwards", put("x", ""), "build --meeting ../../x", 2, "is not known."),
    Vector("show-upwards", put("x", ""), "show ../../beside/canary", 2, "is no item."),
    Vector("language-upwards", put("x", ""), "translations ../x", 2, "is not the code"),
    Vector("paper-language-upwards", put("x", ""), "build --lang ../x", 2, "there are no words"),
]  # fmt: skip


@pytest.mark.parametrize("vector", NAMES, ids=lambda vector: vector.id)
def test_names(world: World, vector: Vector) -> None:
    """A name that could be a path, a device or a sign for a terminal becomes no file and no line."""
    _meets(world, vector)


# Links and pipes

OUT = "it is a link out of the project."
NO_PLAIN = "it is no plain file."
TEMPLATE, STYLE = "templates/onepager.html.j2", "templates/css/onepager.css"
CATALOGUE = "templates/locales/ru/LC_MESSAGES/accede.po"
ONE = "build --only onepager --format html"
RU = f"{ONE} --lang ru --allow-working"
LINKS = [
    Vector("item-words", link(ITEM, "beside/canary.txt"), "check", 1, f"03.yaml: {OUT}"),
    Vector("item-sound", link(ITEM, "beside/canary.yaml"), "list", 1, f"03.yaml: {OUT}"),
    Vector("item-device", link(ITEM, "/dev/zero"), "check", 1, f"03.yaml: {OUT}"),
    Vector("item-itself", link(ITEM, f"project/{ITEM}"), "check", 1, "cannot be read"),
    Vector("item-pipe", pipe(ITEM), "check", 1, f"03.yaml: {NO_PLAIN}"),
    Vector("items-folder", link("recommendations/items/other", "beside"), "list", 1,
           f"items/other: {OUT}"),
    Vector("all-items", link("recommendations/items", "beside"), "list", 1, f"items: {OUT}"),
    Vector("register", link(TOPICS, "beside/topics.yaml"), "status", 1, f"topics.yaml: {OUT}"),
    Vector("register-pipe", pipe(TOPICS), "check", 1, f"topics.yaml: {NO_PLAIN}"),
    Vector("project-file", link("recommendations/project.yaml", "beside/canary.txt"), "check", 1,
           f"project.yaml: {OUT}"),
    Vector("recommendations", link("recommendations", "aside"), "check", 1,
           f"recommendations: {OUT}"),
    Vector("written-register", link(TOPICS, "beside/topics.yaml"), "new topic other", 1, OUT),
    Vector("written-schema", all_of(
        lambda world: shutil.rmtree(world.project / "recommendations/.schema"),
        link("recommendations/.schema", "beside")), "new meeting 2027-01-01-ruritania", 1, OUT),
    Vector("output", link("output", "beside"), ONE, 1, f"output: {OUT}"),
    Vector("pack-folder", link("output/ruritania", "beside"), ONE, 1, f"ruritania: {OUT}"),
    Vector("cleaned", link("output", "beside"), "clean --all", 1, f"output: {OUT}"),
    Vector("manifest-pipe", pipe("output/ruritania/manifest.json"), "verify", 1, "damaged"),
    Vector("store", link(".accede", "beside"), "check", 1, f".accede: {OUT}"),
    Vector("store-cleaned", link(".accede", "beside"), "clean --all", 1, f".accede: {OUT}"),
    Vector("store-pipe", all_of(pipe(".accede/read"), pipe(".accede/checked")), "check", 0,
           "all is well"),
    Vector("templates", link("templates", "beside"), ONE, 1, f"templates: {OUT}"),
    Vector("template", link(TEMPLATE, "beside/onepager.html.j2"), ONE, 1, f"{TEMPLATE}: {OUT}"),
    Vector("template-pipe", pipe(TEMPLATE), ONE, 1, f"{TEMPLATE}: {NO_PLAIN}"),
    Vector("style", link(STYLE, "beside/onepager.css"), ONE, 1, f"{STYLE}: {OUT}"),
    Vector("styles", link("templates/css", "beside"), ONE, 1, f"templates/css: {OUT}"),
    Vector("catalogue", link(CATALOGUE, "beside/canary.txt"), RU, 1, f"{CATALOGUE}: {OUT}"),
    Vector("draft", link("templates/new/topic.yaml.j2", "beside/canary.txt"), "new topic x", 1,
           f"topic.yaml.j2: {OUT}"),
]  # fmt: skip


@pytest.mark.parametrize("vector", LINKS, ids=lambda vector: vector.id)
def test_links(world: World, vector: Vector) -> None:
    """What leads out of the project is neither read nor written, and a pipe is not waited for."""
    _meets(world, vector)


# Templates, style sheets and catalogues of a project

UNSAFE, NO_TEMPLATE = "is unsafe.", "is no file among the templates"
NOT_READ = "is outside the templates and is not read"
PDF = "build --only onepager"
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n{}\n'
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
    Vector("attachment", _template('<link rel="attachment" href="@CANARY@">'), PDF, 1, NOT_READ),
    Vector("no-utf-8", put(STYLE, b"\xff"), PDF, 1, "onepager.css is not in UTF-8."),
    Vector("catalogue-bytes", put(CATALOGUE, b"msgid \xff"), RU, 1, NO_PO),
    Vector("catalogue-words", put(CATALOGUE, "nonsense\n"), RU, 1, NO_PO),
    Vector("catalogue-plural", put(CATALOGUE, PO.format('"Plural-Forms: nplurals=2; plural=((\\n"')),
           RU, 1, NO_PO),
    Vector("catalogue-value", put(CATALOGUE, PO.format('\nmsgid "By when: %(due)s"\n'
                                                       'msgstr "%(nonsense)s"')), RU, 1, NO_PO),
    Vector("catalogue-language", put("templates/locales/a b/LC_MESSAGES/accede.po", ""),
           f"{ONE} --lang a\u00a0b", 2, "there are no words"),
]  # fmt: skip


@pytest.mark.parametrize("vector", TEMPLATES, ids=lambda vector: vector.id)
def test_templates(world: World, vector: Vector) -> None:
    """A template, style sheet or catalogue reaches no further than its folder: no paper is made."""
    _meets(world, vector)
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
LOOP = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF"
HUGE = b"%PDF-1.7\nxref\n0 999999999\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF"
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
    _meets(world, Vector(name, put("f.pdf", content), "meeting record f.pdf", code, says))


@pytest.mark.parametrize("name", [name for name in PDFS if name != "larger-than-any"])
def test_papers_to_verify(world: World, name: str) -> None:
    """Of a PDF that is no paper of ours, verify says so."""
    _meets(world, Vector(name, put("f.pdf", PDFS[name][0]), "verify f.pdf", 1, "f.pdf"))


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
    ("turned-around", _typed("a\u202eb"), 0, "commitment: a b"),
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
    _meets(world, Vector(name, deed, "meeting record f.pdf", code, says))


# Tables

HEAD = "id,title,text,document,made_by,addressee,topic\n"
ROW = "x-1,A title,A text,lantern-2026,lantern,ruritania,assembly\n"
WORDS = "record,field,en,ru,state,by,on\n"
WORD = f"items/lantern-2026-03,title,{TITLE},\u043f\u0443\u0441\u0442\u044c,,,\n"
NEVER_CLOSED = "a quotation mark is opened and never closed"
IMPORTS: dict[str, tuple[str | bytes, int, str]] = {
    "nul": (HEAD + ROW.replace("A title", "a\0b"), 1, UNSEEN.format("0000")),
    "escape": (HEAD + ROW.replace("A title", "a\x1b[2J"), 1, UNSEEN.format("001B")),
    "turned-around": (HEAD + ROW.replace("A title", "a\u202eb"), 1, UNSEEN.format("202E")),
    "huge-field": (HEAD + ROW.replace("A title", LONG * 100), 1, "more than 130,000 characters"),
    "long-field": (HEAD + ROW.replace("A title", LONG * 5), 1, "more than 20000 letters"),
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
    _meets(world, Vector(name, put("t.csv", content), "import t.csv", code, says))
    items = list((world.project / ITEMS).rglob("*.yaml"))
    assert len(items) == 3 + (code == 0)
    assert accede(world.project, "check").code == 0


TABLES: dict[str, tuple[str | bytes, int, str]] = {
    "nul": (WORDS + WORD.replace("\u043f", "a\0"), 1, UNSEEN.format("0000")),
    "escape": (WORDS + WORD.replace("\u043f", "\x1b[2J"), 1, UNSEEN.format("001B")),
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
    _meets(world, Vector(name, put("t.csv", content), "translate t.csv", code, says))
    assert accede(world.project, "check").code == 0


@pytest.mark.parametrize("command", ["import", "translate"])
@pytest.mark.parametrize("encoding", ["hex", "idna", "undefined", "nonsense", "../x"])
def test_encodings(world: World, command: str, encoding: str) -> None:
    """What no text is saved in is a mistake of the call."""
    args = f"{command} t.csv --encoding {encoding}"
    _meets(world, Vector(encoding, put("t.csv", HEAD + ROW), args, 2, "is not known. Usual ones"))


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
    _meets(world, Vector(name, edit(file, old, ADDRESSES[name]), "check", 1, NO_ADDRESS))
