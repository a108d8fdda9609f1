"""What is told in a finished PDF beyond what the engine tells: links, Arabic letters, PDF/UA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.glyphs import by_name, is_arabic

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document

# Of PDF/UA-1 in the words of XMP, and what these words mean: PDF/A knows its own only.
UA_TOLD = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is kept to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(document: Document, written: pydyf.PDF) -> None:
    """Let links and Arabic letters of a PDF say what they are."""
    _describe_links(document)
    _tell_letters(document, written)


def finish_archive(document: Document, written: pydyf.PDF) -> None:
    """Tell that the file is a PDF/UA-1 too; a PDF/A has to describe what it does not know."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    finish(document, written)
    written.catalog["AF"] = pydyf.Array(dict.fromkeys(written.catalog["AF"]))  # named twice
    number = int(written.catalog["Metadata"].split()[0])
    [told] = written.objects[number].stream
    written.objects[number].stream[:] = [told.replace(b"</rdf:RDF>", UA_TOLD + b"</rdf:RDF>", 1)]


def _describe_links(document: Document) -> None:
    """Let each link say its own words; the engine would have it say the name of its target."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    for page in document.pages:
        boxes = page._page_box.descendants(placeholders=True)  # noqa: SLF001 - the only way to them
        for box in boxes:
            if box.link_annotation:
                words = "".join(getattr(part, "text", "") for part in box.descendants())
                box.link_annotation["Contents"] = pydyf.String(box.element.get("title") or words)


def _tell_letters(document: Document, written: pydyf.PDF) -> None:
    """Let each Arabic glyph say which letter it is; the engine takes its word from where it is."""
    from weasyprint.text.fonts import get_hb_object_data  # noqa: PLC0415 - needs Pango

    arabic = [font for font in document.fonts.values() if is_arabic(font.to_unicode.values())]
    faces = {font.name: get_hb_object_data(font.hb_face) for font in arabic}
    for font in (part for part in written.objects if "ToUnicode" in getattr(part, "keys", list)()):
        if font["BaseFont"] in faces:
            number = int(font["ToUnicode"].split()[0])
            lines = written.objects[number].stream
            lines[:] = by_name(lines, faces[font["BaseFont"]])
