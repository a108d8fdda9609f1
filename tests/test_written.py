"""A secret is found wherever a PDF has a place for words, and the guard names the place."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from papers import tree
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from starter import run

from generator.guard import Guard, LeakError
from generator.names import squeezed
from generator.withheld import Passage
from generator.written import UnreadableError, Written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytest_plugins = ["tiny"]

WITHHELD = "The deputy minister told our envoy (in May) that the palace had drawn up that list."
CYRILLIC = "Заместитель министра сказал нашему посланнику, что список составил дворец."
DRAWN = "BT /F1 6 Tf 5 50 Td ({}) Tj ET"


def named(**entries: Any) -> DictionaryObject:
    """Return a dictionary of a PDF."""
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def drawing(text: str, **entries: Any) -> StreamObject:
    """Return a stream that holds *text*."""
    stream = StreamObject()
    stream.set_data(text.encode())
    stream.update(named(**entries))
    return stream


def name(word: str) -> NameObject:
    """Return a name of a PDF."""
    return NameObject(f"/{word}")


class Sheet:
    """A PDF of one page, to plant something in."""

    def __init__(self) -> None:
        self.writer = PdfWriter()
        self.page: Any = self.writer.add_blank_page(600, 200)
        font = named(Type=name("Font"), Subtype=name("Type1"), BaseFont=name("Helvetica"))
        self.fonts = named(Font=named(F1=self.writer._add_object(font)))  # noqa: SLF001 - the only way
        self.page[name("Resources")] = self.fonts

    def add(self, found: Any) -> Any:
        """Add an object, and return a reference to it."""
        return self.writer._add_object(found)  # noqa: SLF001 - the only way

    def root(self, **entries: Any) -> None:
        """Put entries into the root of the file."""
        self.writer.root_object.update(named(**entries))

    def draw(self, text: str) -> None:
        """Put a drawing on the page."""
        self.page[name("Contents")] = self.add(drawing(text))

    def form(self, text: str) -> Any:
        """Add a drawing that others can use."""
        box = ArrayObject([NumberObject(number) for number in (0, 0, 600, 100)])
        kind = {"Type": name("XObject"), "Subtype": name("Form")}
        return self.add(drawing(text, **kind, BBox=box, Resources=self.fonts))

    def annotation(self, **entries: Any) -> None:
        """Put an annotation on the page."""
        box = ArrayObject([NumberObject(number) for number in (0, 0, 600, 100)])
        usual = {"Type": name("Annot"), "Rect": box, "F": NumberObject(4)}
        annotation = self.add(named(**usual, **entries))
        self.page[name("Annots")] = ArrayObject([annotation])

    def field(self, **entries: Any) -> None:
        """Put a field of a form on the page."""
        self.annotation(Subtype=name("Widget"), FT=name("Tx"), **entries)
        self.root(AcroForm=named(Fields=self.page["/Annots"]))

    def tag(self, **entries: Any) -> None:
        """Put a tag into the tree of tags."""
        tag = self.add(named(Type=name("StructElem"), S=name("Figure"), **entries))
        self.root(StructTreeRoot=self.add(named(Type=name("StructTreeRoot"), K=tag)))

    @property
    def content(self) -> bytes:
        """Return the file."""
        written = BytesIO()
        self.writer.write(written)
        return written.getvalue()


def _utf16(text: str) -> str:
    return "<feff" + text.encode("utf-16-be").hex() + ">"


def _literal(text: str) -> str:
    return re.sub(r"([\\()])", r"\\\1", text)


def _stands_for(sheet: Sheet, text: str) -> None:
    sheet.draw(f"/Span <</MCID 0/ActualText {_utf16(text)}>> BDC {DRAWN.format('x')} EMC")


def _beneath(sheet: Sheet, text: str) -> None:
    drawn = DRAWN.format(_literal(text))
    sheet.draw(f"/Span <</ActualText (innocent)>> BDC {drawn} EMC")


def _stands_for_by_name(sheet: Sheet, text: str) -> None:
    sheet.fonts[name("Properties")] = named(MC0=named(ActualText=TextStringObject(text)))
    sheet.draw(f"/Span /MC0 BDC {DRAWN.format('x')} EMC")


def _form(sheet: Sheet, text: str) -> None:
    sheet.fonts[name("XObject")] = named(X1=sheet.form(DRAWN.format(_literal(text))))
    sheet.draw("/X1 Do")


def _appearance(sheet: Sheet, text: str) -> None:
    drawn = sheet.form(DRAWN.format(_literal(text)))
    sheet.annotation(Subtype=name("Stamp"), AP=named(N=drawn))


def _value_as_stream(sheet: Sheet, text: str) -> None:
    sheet.field(T=TextStringObject("a"), RV=sheet.add(drawing(text)))


def _link(sheet: Sheet, text: str) -> None:
    address = "https://example.org/?q=" + text.replace(" ", "%20")
    action = named(S=name("URI"), URI=TextStringObject(address))
    sheet.annotation(Subtype=name("Link"), A=action)


def _script(sheet: Sheet, text: str) -> None:
    sheet.root(OpenAction=named(S=name("JavaScript"), JS=TextStringObject(f'alert("{text}")')))


def _label(sheet: Sheet, text: str) -> None:
    told = named(P=TextStringObject(text))
    sheet.root(PageLabels=named(Nums=ArrayObject([NumberObject(0), told])))


def _description(sheet: Sheet, text: str) -> None:
    sheet.root(AF=ArrayObject([named(Type=name("Filespec"), Desc=TextStringObject(text))]))


PRINTED: dict[str, Callable[[Sheet, str], object]] = {
    "page": lambda sheet, text: sheet.draw(DRAWN.format(_literal(text))),
    "drawing within a page": _form,
    "what a field looks like": _appearance,
    "beneath other words": _beneath,
}
UNPRINTED: dict[str, Callable[[Sheet, str], object]] = {
    "title": lambda sheet, text: sheet.writer.add_metadata({"/Title": text}),
    "property of its own": lambda sheet, text: sheet.writer.add_metadata({"/Remark": text}),
    "XMP": lambda sheet, text: sheet.root(
        Metadata=sheet.add(drawing(f"<x>{text}</x>", Type=name("Metadata"), Subtype=name("XML")))
    ),
    "bookmark": lambda sheet, text: sheet.writer.add_outline_item(title=text, page_number=0),
    "annotation": lambda sheet, text: sheet.writer.add_annotation(
        0, Text(rect=(0, 0, 9, 9), text=text)
    ),
    "link": _link,
    "name of a field": lambda sheet, text: sheet.field(T=TextStringObject(text)),
    "value of a field": lambda sheet, text: sheet.field(V=TextStringObject(text)),
    "usual value of a field": lambda sheet, text: sheet.field(DV=TextStringObject(text)),
    "tooltip of a field": lambda sheet, text: sheet.field(TU=TextStringObject(text)),
    "choice of a field": lambda sheet, text: sheet.field(Opt=ArrayObject([TextStringObject(text)])),
    "value that is a name": lambda sheet, text: sheet.field(V=name(text)),
    "value that is a stream": _value_as_stream,
    "alternative text": lambda sheet, text: sheet.tag(Alt=TextStringObject(text)),
    "text of a tag": lambda sheet, text: sheet.tag(ActualText=TextStringObject(text)),
    "expansion of a tag": lambda sheet, text: sheet.tag(E=TextStringObject(text)),
    "text in a drawing": _stands_for,
    "text in a drawing, by name": _stands_for_by_name,
    "attachment": lambda sheet, text: sheet.writer.add_attachment("a.yaml", text.encode()),
    "name of an attachment": lambda sheet, text: sheet.writer.add_attachment(text, b"a: 1"),
    "description of an attachment": _description,
    "script": _script,
    "label of a page": _label,
}


def refused(content: bytes, secret: str) -> str:
    """Return what the guard says of a file that holds *secret*."""
    guard = Guard([Passage("items/x", (squeezed(secret)[:32],))])
    with pytest.raises(LeakError) as error:
        guard.refuse_leaks("a.pdf", content)
    assert "deputy" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("place", PRINTED)
def test_what_is_printed_is_found(place: str) -> None:
    """On the page named."""
    sheet = Sheet()
    PRINTED[place](sheet, WITHHELD)
    told = "a.pdf, page 1: holds what is withheld from its reader: items/x."
    assert refused(sheet.content, WITHHELD) == told


@pytest.mark.parametrize("secret", [WITHHELD, CYRILLIC], ids=["Latin", "Cyrillic"])
@pytest.mark.parametrize("place", UNPRINTED)
def test_what_is_not_printed_is_found(place: str, secret: str) -> None:
    """In every place that a PDF has for words, in whatever letters."""
    sheet = Sheet()
    UNPRINTED[place](sheet, secret)
    assert "items/x" in refused(sheet.content, secret)
    Guard([Passage("items/x", ("this stands nowhere",))]).refuse_leaks("a.pdf", sheet.content)


def test_what_ends_on_the_next_page_is_found() -> None:
    """A page may end inside a passage."""
    sheet = Sheet()
    sheet.draw(DRAWN.format("that the deputy minister"))
    other = Sheet()
    other.draw(DRAWN.format("told our envoy"))
    sheet.writer.append(BytesIO(other.content))
    assert "a.pdf, from page to page:" in refused(
        sheet.content, "the deputy minister told our envoy"
    )


def test_every_page_is_read() -> None:
    """Not the first one again and again: a second page is found out too."""
    sheet, other = Sheet(), Sheet()
    sheet.draw(DRAWN.format("Nothing to hide."))
    other.draw(DRAWN.format(_literal(WITHHELD)))
    sheet.writer.append(BytesIO(other.content))
    assert "a.pdf, page 2:" in refused(sheet.content, WITHHELD)


def damaged() -> dict[str, bytes]:
    """Return files that cannot be looked through, by what is wrong with them."""
    sheet = Sheet()
    sheet.writer.add_attachment("a.yaml", b"a" * 99)
    whole = sheet.content
    locked = Sheet()
    locked.writer.encrypt("key", algorithm="RC4-128")
    stream = re.compile(rb"/Length 99\b")
    return {
        "encrypted": locked.content,
        "wrong length": stream.sub(b"/Length 77", whole),
        "no length": stream.sub(b"", whole),
        "unknown filter": stream.sub(b"/Length 99/Filter /LZWDecode", whole),
        "no such filter": stream.sub(b"/Length 99/Filter /FlateDecode", whole),
        "cut short": b"%PDF-1.7\n",
    }


@pytest.mark.parametrize("what", damaged())
def test_what_cannot_be_read_is_refused(what: str) -> None:
    """Something in it might be overlooked."""
    guard = Guard([Passage("items/x", ("this stands nowhere",))])
    with pytest.raises(LeakError, match=r"^a\.pdf: cannot be looked through: it is .*\.$"):
        guard.refuse_leaks("a.pdf", damaged()[what])


def test_packed_objects_are_read() -> None:
    """As the engine packs them: strings of a packed object are strings of the file."""
    objects = b"1 0 " + b"<</Title (" + _literal(WITHHELD).encode() + b")>>"
    packed = zlib.compress(objects)
    told = b"<</Type /ObjStm/N 1/First 4/Filter /FlateDecode/Length %d>>" % len(packed)
    file = b"%PDF-1.7\n2 0 obj\n" + told + b"\nstream\n" + packed + b"\nendstream\nendobj\n"
    assert squeezed(WITHHELD) in squeezed(Written(file).unprinted())


def test_papers_are_read_as_another_reader_reads_them(made: Path) -> None:
    """Every word of every page, every string beneath; none needs the slow way."""
    assert run(made, "build", "--fillable").code == 0
    assert run(made, "build", "--archive").code == 0
    papers = {name: held for name, held in tree(made / "output").items() if name.endswith(".pdf")}
    assert {"ruritania/checklist.fillable.pdf", "ruritania/pack.archive.pdf"} <= {*papers}
    for paper, content in papers.items():
        written, other = Written(content), PdfReader(BytesIO(content))
        read = [squeezed(text) for text in written.pages()]
        for page, letters in zip(other.pages, read, strict=True):
            missing = [w for w in page.extract_text().split() if squeezed(w) not in letters]
            assert not missing, f"{paper}: {missing[:5]}"
        beneath = squeezed(written.unprinted())
        fields = [str(one.get("/TU", "")) for one in (other.get_fields() or {}).values()]
        titles = [str(value) for value in (other.metadata or {}).values()]
        for text in (*fields, *titles):
            assert squeezed(text) in beneath, f"{paper}: {text}"
        assert not written._stands_for_others()  # noqa: SLF001 - thirteen times as slow


@pytest.mark.parametrize("broken", [b"(", b"(((((((", b"<", b"(\\", b"<zz>", b"((a)" * 999])
def test_broken_strings_end(broken: bytes) -> None:
    """Whatever stands there, reading it comes to an end."""
    assert isinstance(Written(b"%PDF-1.7\n" + broken).unprinted(), str)


def test_no_stream_is_damaged_by_accident() -> None:
    """What is damaged above is so by what was changed."""
    with pytest.raises(UnreadableError):
        Written(damaged()["wrong length"])
    sheet = Sheet()
    sheet.writer.add_attachment("a.yaml", b"a" * 99)
    assert "a" * 99 in Written(sheet.content).unprinted()
