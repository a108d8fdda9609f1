"""What the papers of the bundled project say, and what they must not."""

from __future__ import annotations

import calendar
import getpass
import platform
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from conftest import ROOT
from papers import (
    PACKS,
    blocks,
    bookmarks,
    fonts,
    heard,
    html_of,
    reader,
    said,
    sections,
    squeezed,
    strangers,
    unheard,
)

from generator.bundles import BUNDLES
from generator.model import HANDED_OVER, Grade, Kind, Standing
from generator.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from built import Built

    from generator.model import Assessment, Dataset, Item, Response, Text

pytest_plugins = ["built"]

Htmls = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def html(dataset: Dataset) -> Htmls:
    """Return the HTML of every paper, by pack and paper."""
    return {pack.id: html_of(dataset, pack) for pack in dataset.packs.values()}


def words(text: Text | None) -> str:
    """Return a text in English."""
    return text.wording("en", "en")[0] if text else ""


def addressed(dataset: Dataset, pack: str) -> list[Item]:
    """Return the items addressed to a pack's body that are asks of their own."""
    found = dataset.addressed_to(dataset.packs[pack].addressee)
    return [item for item in found if item.kind is not Kind.IMPLIED]


def beneath(path: Path, heading: str) -> list[str]:
    """Return the bookmarks one level below the one that ends in *heading*, in order."""
    found = bookmarks(path)
    [start] = [index for index, (_, title, _) in enumerate(found) if title.endswith(heading)]
    top = found[start][0]
    titles = []
    for level, title, _ in found[start + 1 :]:
        if level <= top:
            break
        if level == top + 1:
            titles.append(title)
    return titles


# The Government's briefing.


def test_the_government_reads_of_the_articles_and_what_became_of_them(
    built: Built, html: Htmls
) -> None:
    """Articles 318 and 320 of the old code stand beside 375 and 378 of the one in force."""
    told = blocks(html["kz-gov"]["briefing"])
    for old, new in (("318", "375"), ("320", "378")):
        whole = (
            f"article {old} of the Criminal Code of 1997, "
            f"now article {new} of the Criminal Code of 2014"
        )
        assert [block for block in told if whole in block], whole
    phrases = ("article 318", "article 320", "article 375", "article 378")
    assert unheard(said(built.paper("kz-gov", "briefing")), phrases) == []


@pytest.mark.parametrize(
    ("treaty", "day"),
    [
        ("Covenant", "24 January 2006"),
        ("First Optional Protocol", "30 June 2009"),
        ("Second Optional Protocol", "24 March 2022"),
    ],
)
def test_the_government_reads_when_it_ratified(
    built: Built, html: Htmls, treaty: str, day: str
) -> None:
    """The Covenant on Civil and Political Rights and both protocols stand with their dates."""
    told = blocks(html["kz-gov"]["briefing"])
    assert [block for block in told if treaty in block and f"on {day}" in block]
    names = (treaty, day, "Covenant on Civil and Political Rights")
    assert unheard(said(built.paper("kz-gov", "briefing")), names) == []


def test_the_government_reads_of_party_registration(built: Built, dataset: Dataset) -> None:
    """Today's ask on parties stands there, and the asks of 1999 and 2004 on registration."""
    [ask] = dataset.topics["parties"].asks
    registration = [dataset.items[name] for name in ("hrw-1999-gov-06b", "hrw-2004-gov-01")]
    phrases = [words(ask.short), *(words(item.title) for item in registration)]
    assert all("regist" in phrase.lower() for phrase in phrases[1:])
    assert unheard(said(built.paper("kz-gov", "briefing")), phrases) == []


def test_the_governments_pack_puts_what_was_done_first(built: Built) -> None:
    """Credit comes before what remains."""
    titles = [title for _, title, _ in bookmarks(built.paper("kz-gov", "briefing"))]
    assert titles.index("What was done") < titles.index(
        "Topic by topic: what was asked, what was done, what remains"
    )


# The OSCE's.


def test_the_osce_is_asked_for_five_things(built: Built, dataset: Dataset) -> None:
    """Part A has its five items, in the document's order, each under today's ask."""
    five = [f"hrw-1999-osce-{name}" for name in ("01a", "01b", "02a", "02b", "02c")]
    asks = [words(dataset.items[name].asks[-1].short) for name in five]
    assert beneath(built.paper("osce", "briefing"), "What we ask of you") == asks
    numbers = re.findall(r"^A\d+$", said(built.paper("osce", "briefing")), re.MULTILINE)
    assert sorted(numbers) == ["A1", "A2", "A3", "A4", "A5"]


def test_the_osce_reads_why_each_topic_is_there(built: Built) -> None:
    """Part B stands under its four headings, in this order, and none of them is empty."""
    four = [
        "The test you were asked to apply",
        "Your recommendations, still open",
        "You have raised this yourselves",
        "What you were promised",
    ]
    path = built.paper("osce", "briefing")
    assert beneath(path, "For your contacts with the Government") == four
    assert all(beneath(path, heading) for heading in four)


def test_the_osce_reads_what_it_was_promised(built: Built, dataset: Dataset) -> None:
    """Each promise of Madrid that is still open is an entry, in the words of the promise."""
    pledges = [item for item in dataset.items.values() if item.made_to == "osce"]
    still_open = [item for item in pledges if item.standing.state.is_open]
    assert len(pledges) > len(still_open) > 3
    expected = [words(item.title) for item in still_open]
    assert sorted(beneath(built.paper("osce", "briefing"), "What you were promised")) == sorted(
        expected
    )


# What no outward paper may hold.


def rests_on_less(dataset: Dataset) -> list[str]:
    """Return every sentence of fact that has sources, all of them of grade C."""
    weak = {name for name, source in dataset.evidence.items() if source.grade is Grade.C}
    entries: list[Assessment | Response] = []
    for item in dataset.items.values():
        entries += [*item.assessments, *item.responses]
    told = [(words(entry.summary), entry.evidence) for entry in entries]
    bodies, packs = dataset.bodies.values(), dataset.packs.values()
    told += [(words(bound.text), bound.evidence) for body in bodies for bound in body.commitments]
    told += [(words(raised.text), raised.evidence) for pack in packs for raised in pack.also]
    return [text for text, cited in told if text and cited and set(cited) <= weak]


def weak_sources(dataset: Dataset) -> list[str]:
    """Return title and address of every source of grade C, unless a better one has it too."""
    good = [source for source in dataset.evidence.values() if source.grade is not Grade.C]
    weak = [source for source in dataset.evidence.values() if source.grade is Grade.C]
    better = {words(source.title) for source in good} | {source.address for source in good}
    found = [told for source in weak for told in (words(source.title), source.address)]
    return [told for told in found if told and told not in better]


def titles(items: Iterable[Item]) -> list[str]:
    """Return the titles of items."""
    return [words(item.title) for item in items]


def in_standing(dataset: Dataset, standing: Standing) -> list[Item]:
    """Return the items of one standing."""
    return [item for item in dataset.items.values() if item.standing.state is standing]


def implied(dataset: Dataset) -> list[Item]:
    """Return what was never asked in so many words."""
    return [item for item in dataset.items.values() if item.kind is Kind.IMPLIED]


def lapsed_elsewhere(dataset: Dataset, html: str) -> list[str]:
    """Return the lapsed items that stand in *html* outside the list of them.

    A promise whose day has passed may be told of where promises are, with what came of it.
    """
    elsewhere = [text for name, told in sections(html).items() if name != "Lapsed" for text in told]
    whole = "\n".join(elsewhere)
    return [
        words(item.title)
        for item in in_standing(dataset, Standing.LAPSED)
        if heard(whole, [words(item.title)])
        and not (item.kind is Kind.PLEDGE and heard(whole, [words(item.standing.outcome)]))
    ]


def closed_like_open(dataset: Dataset, html: str) -> list[str]:
    """Return the closed items that stand in *html* without what came of them."""
    return [
        words(item.title)
        for item in in_standing(dataset, Standing.CLOSED)
        for block in blocks(html)
        if words(item.title) in block and words(item.standing.outcome) not in block
    ]


def implied_unlabelled(dataset: Dataset, html: str) -> list[str]:
    """Return the implied items that stand in *html* without saying so."""
    return [
        title
        for title in titles(implied(dataset))
        for block in blocks(html)
        if title in block and "implied, not asked in so many words" not in block
    ]


def leaks(dataset: Dataset, pack: str, html: str) -> dict[str, list[str]]:
    """Return all that stands in *html* and may not in a paper handed over, by kind."""
    whole = "\n".join(blocks(html))
    found = {
        "context": heard(whole, titles(in_standing(dataset, Standing.CONTEXT))),
        "grade C": heard(whole, rests_on_less(dataset)),
        "source": heard(whole, weak_sources(dataset)),
        "lapsed": lapsed_elsewhere(dataset, html),
        "closed": closed_like_open(dataset, html),
        "implied": implied_unlabelled(dataset, html)
        if pack == "kz-gov"
        else heard(whole, titles(implied(dataset))),
    }
    return {kind: told for kind, told in found.items() if told}


def as_of_its_day(dataset: Dataset, pack: str) -> Dataset:
    """Return the data with the standings of the pack's own day."""
    day = dataset.packs[pack].as_of or dataset.project.as_of
    items = {
        item.id: item.model_copy(
            update={"standing": item.standing.model_copy(update={"state": item.standing.at(day)})}
        )
        for item in dataset.items.values()
    }
    return replace(dataset, items=items)


@pytest.mark.parametrize("pack", PACKS)
def test_no_outward_paper_holds_what_it_must_not(dataset: Dataset, html: Htmls, pack: str) -> None:
    """No context item, nothing that rests on grade C, nothing lapsed, closed or implied as open."""
    then = as_of_its_day(dataset, pack)
    outward = [name for name in html[pack] if name in HANDED_OVER]
    assert len(outward) >= 2
    found = {name: leaks(then, pack, html[pack][name]) for name in outward}
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("pack", PACKS)
def test_no_printed_outward_paper_holds_what_it_must_not(
    built: Built, dataset: Dataset, pack: str
) -> None:
    """The same, read back from the finished PDFs, the bound pack among them."""
    never = [
        *titles(in_standing(dataset, Standing.CONTEXT)),
        *rests_on_less(dataset),
        *weak_sources(dataset),
        *(titles(implied(dataset)) if pack != "kz-gov" else ()),
    ]
    for name in (*built.bound(pack, "pack"), "pack"):
        assert heard(said(built.paper(pack, name)), never) == [], name


def test_what_is_withheld_is_there_to_be_withheld(dataset: Dataset, html: Htmls) -> None:
    """Our own papers hold it, so that the search above can find it: each kind, in some matrix."""
    found: dict[str, set[str]] = {}
    for pack, papers in html.items():
        for kind, told in leaks(dataset, pack, papers["matrix"]).items():
            found.setdefault(kind, set()).update(told)
    context = [item for item in in_standing(dataset, Standing.CONTEXT) if dataset.pack_of(item)]
    assert found["context"] == set(titles(context))
    assert len(context) > 3
    assert found["lapsed"] == set(titles(in_standing(dataset, Standing.LAPSED)))
    assert found["closed"]
    assert found["implied"] >= {words(dataset.items["hrw-2018-us-01a"].title)}
    assert len(rests_on_less(dataset)) > 5
    assert len(weak_sources(dataset)) > 10


@pytest.mark.parametrize("pack", PACKS)
def test_what_rests_on_grade_c_is_withheld(dataset: Dataset, html: Htmls, pack: str) -> None:
    """Were every source of grade C, no sourced sentence would be handed over, and no source."""
    evidence = {
        name: source.model_copy(update={"grade": Grade.C})
        for name, source in dataset.evidence.items()
    }
    weak = replace(dataset, evidence=evidence)
    papers = html_of(weak, weak.packs[pack])
    sourced = rests_on_less(weak)
    # The documents themselves are named whatever is cited.
    documents = {document.address for document in dataset.documents.values()}
    addresses = {each.address for each in evidence.values() if each.address} - documents
    for name in (name for name in papers if name in HANDED_OVER):
        whole = "\n".join(blocks(papers[name]))
        assert heard(whole, sourced) == [], name
        assert heard(whole, addresses) == [], name
    assert heard("\n".join(blocks(html[pack]["briefing"])), sourced)
    assert heard("\n".join(blocks(html[pack]["sources"])), addresses)
    assert heard("\n".join(blocks(papers["matrix"])), sourced)


def test_what_the_matrix_prints_is_printed(built: Built, dataset: Dataset) -> None:
    """The search finds in a printed paper what stands in it: every item of the Government's."""
    own = dataset.addressed_to("kz-gov")
    for name in ("matrix", "delegation"):
        assert unheard(said(built.paper("kz-gov", name)), titles(own)) == []


def test_what_lapsed_is_listed_or_counted(built: Built, dataset: Dataset) -> None:
    """The sources paper lists what lapsed, and the briefing gives the number."""
    lapsed = [item for item in addressed(dataset, "us") if item.standing.state is Standing.LAPSED]
    assert len(lapsed) == 4
    assert unheard(said(built.paper("us", "sources")), titles(lapsed)) == []
    assert heard(said(built.paper("us", "briefing")), titles(lapsed)) == []
    assert heard(said(built.paper("us", "briefing")), ["4 asks have lapsed"])


def test_what_is_kept_back_is_counted(built: Built) -> None:
    """A reader learns that entries are missing, and why."""
    told = squeezed(said(built.paper("kz-gov", "sources")))
    assert re.search(r"\d+entriesofthehistoryarekeptback:theirsourcesarenotgoodenough", told)


def test_no_source_is_cited_that_is_not_listed(html: Htmls) -> None:
    """The numbers in the briefing are those of the sources paper, each once, without a gap."""
    for pack, papers in html.items():
        linked = {
            int(number) for number in re.findall(r'href="#briefing-s(\d+)"', papers["briefing"])
        }
        listed = [int(number) for number in re.findall(r'id="sources-s(\d+)"', papers["sources"])]
        assert listed == list(range(1, len(listed) + 1)), pack
        assert linked <= set(listed), pack
        assert linked, pack


# The reconstruction.

MONTHS = tuple(calendar.month_name)[1:]
# What was promised for a later year is no fact of that year.
PROMISED = ("the chairmanship of 2010", "Kazakhstan to manage the OSCE in 2010")


def dates_after(text: str, day: date) -> list[str]:
    """Return the dates in *text* that are later than *day*: a day, a month or a year."""
    names = "|".join(MONTHS)
    found = []
    for match in re.finditer(rf"(?:(\d{{1,2}})\s)?(?:({names})\s)?((?:19|20)\d\d)\b", text):
        number, month, year = match.groups()
        first = (
            int(year),
            MONTHS.index(month) + 1 if month else 1,
            int(number) if number and month else 1,
        )
        if first > (day.year, day.month, day.day):
            found.append(match[0])
    return found


@pytest.mark.parametrize("name", ["briefing", "checklist"])
def test_the_reconstruction_knows_nothing_later(built: Built, dataset: Dataset, name: str) -> None:
    """No date after 1 June 2008 stands in it, save those by which something was promised."""
    day = date(2008, 6, 1)
    text = " ".join(said(built.paper("france", name)).split())
    due = [
        f"Due: {Words('en').date(item.deadline.by)}"
        for item in dataset.items.values()
        if item.kind is Kind.PLEDGE and item.deadline and item.deadline.by
    ]
    for promised in (*PROMISED, *due):
        text = text.replace(promised, "")
    assert dates_after(text, day) == []
    assert dates_after(said(built.paper("eu", name)), day)


def test_dates_are_found_however_precise() -> None:
    """The search above finds days, months and years, and knows which are later."""
    text = "1 June 2008, 2 June 2008, May 2008, June 2008, July 2008, 2008, 2009, 31 May 2009, 1999"
    assert dates_after(text, date(2008, 6, 1)) == [
        "2 June 2008",
        "July 2008",
        "2009",
        "31 May 2009",
    ]


def test_the_reconstruction_has_the_items_own_titles(built: Built, dataset: Dataset) -> None:
    """Nobody had today's asks then: the headlines are the titles of the items themselves."""
    path = built.paper("france", "briefing")
    asked = [words(item.title) for item in addressed(dataset, "france")]
    pledges = [words(i.title) for i in dataset.items.values() if i.made_to == "osce"]
    assert beneath(path, "What we ask of you") == asked
    assert sorted(beneath(path, "What to raise with the Government")) == sorted(pledges)
    assert len(asked) == 2
    for name in ("briefing", "checklist"):
        assert unheard(said(built.paper("france", name)), [*asked, *pledges]) == []
    now = [words(topic.asks[-1].short) for topic in dataset.topics.values() if topic.asks]
    assert heard(said(path), now) == []
    assert heard(said(built.paper("osce", "briefing")), now)


@pytest.mark.parametrize("name", ["briefing", "sources", "pack"])
def test_the_reconstruction_says_what_it_is(built: Built, name: str) -> None:
    """It says so on the paper, with the day, and no other pack does."""
    phrases = ["This paper is a reconstruction", "as of 1 June 2008", "State of 1 June 2008"]
    assert unheard(said(built.paper("france", name)), phrases) == []
    for other in set(PACKS) - {"france"}:
        assert heard(said(built.paper(other, name)), phrases) == []


# Every paper.


def every_file(built: Built) -> list[Path]:
    """Return all PDFs of all packs."""
    return [built.folder(pack) / name for pack in PACKS for name in built.manifest(pack)]


@pytest.mark.parametrize("pack", PACKS)
def test_every_page_says_whose_it_is(built: Built, dataset: Dataset, pack: str) -> None:
    """Publisher, reader, day, sharing, disclaimer, paper and page stand on every page of papers."""
    chosen = dataset.packs[pack]
    whole = words(dataset.project.disclaimer)
    for bundle in BUNDLES:
        for name in built.bound(pack, bundle):
            path = built.paper(pack, name)
            sharing = (
                words(chosen.sharing) if bundle == "pack" else "Internal. For our own delegation"
            )
            day = "1 June 2008" if pack == "france" else "21 November 2026"
            pages = len(reader(path).pages)
            for number, text in enumerate(said(path).split("\f"), start=1):
                always = (f"State of {day}", whole, f"{number}/{pages}", "Kazakhstan Follow-up")
                assert unheard(text, (*always, sharing, words(chosen.for_whom))) == [], (
                    name,
                    number,
                )


def test_every_font_is_ours(built: Built) -> None:
    """No face but those of Source Sans 3 and Source Serif 4 is used, and each is embedded."""
    for path in every_file(built):
        assert strangers(reader(path)) == set(), path.name
        assert fonts(reader(path)), path.name
        for font in fonts(reader(path)).values():
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.get_object()), path.name


def test_every_file_can_be_read_aloud(built: Built) -> None:
    """Language, a title that says what it is, and tags are there; no file asks for a password."""
    for path in every_file(built):
        pdf = reader(path)
        root: Any = pdf.trailer["/Root"]
        assert root["/Lang"] == "en", path
        assert root["/MarkInfo"]["/Marked"] == True, path  # noqa: E712 - pypdf's own kind of true
        assert "/StructTreeRoot" in root, path
        assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True, path  # noqa: E712 - the same
        assert pdf.metadata is not None
        assert len(str(pdf.metadata.title)) > 8, path
        assert not pdf.is_encrypted


def test_titles_tell_the_papers_of_a_pack_apart(built: Built) -> None:
    """No two files have the same title in the reader's window, of one pack or of two."""
    found = [(str(reader(path).metadata.title), path) for path in every_file(built)]  # type: ignore[union-attr] # see above
    papers = [title for title, path in found if path.stem not in BUNDLES]
    assert len(set(papers)) == len(papers)


def test_no_paper_tells_of_the_machine(built: Built) -> None:
    """Neither a path nor the name of a user or a machine stands in what a PDF says of itself."""
    names = {getpass.getuser(), platform.node(), Path.home().name} - {"", "localhost", "accede"}
    for path in every_file(built):
        pdf = reader(path)
        root: Any = pdf.trailer["/Root"]
        told = " ".join(str(value) for value in (pdf.metadata or {}).values())
        told += root["/Metadata"].get_data().decode() if "/Metadata" in root else ""
        assert len(told) > 50
        assert not re.search(r"file:|/(home|opt|root|tmp|usr|var|Users)/", told), path
        assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", told)] == [], path
        content = path.read_bytes()
        for folder in (built.project, ROOT, Path.home()):
            assert str(folder).encode() not in content or str(folder) == "/", path


def test_no_paper_carries_a_file_or_a_script(built: Built) -> None:
    """There is nothing in it but pages: no attachment, no JavaScript, nothing that runs."""
    for path in every_file(built):
        root: Any = reader(path).trailer["/Root"]
        names = root.get("/Names", {})
        assert not {"/EmbeddedFiles", "/JavaScript"} & set(names), path
        assert not {"/OpenAction", "/AA"} & set(root), path


def links(path: Path) -> list[tuple[int, Any]]:
    """Return every link of a PDF: its page (from 0), and its address or the page it leads to."""
    pdf = reader(path)
    found: list[tuple[int, Any]] = []
    for number, page in enumerate(pdf.pages):
        for reference in page.get("/Annots", []):
            link = reference.get_object()
            assert link["/Subtype"] == "/Link", link
            action = link.get("/A", {})
            if "/URI" in action:
                found.append((number, str(action["/URI"])))
                continue
            target = link.get("/Dest", action.get("/D"))
            named = pdf.named_destinations[str(target)]
            found.append((number, pdf.get_destination_page_number(named)))
    return found


@pytest.mark.parametrize("pack", PACKS)
def test_links_lead_where_they_may(built: Built, pack: str) -> None:
    """To http, https, mailto, or to a page of the same file that exists; nowhere else."""
    kinds = set()
    for name in built.manifest(pack):
        path = built.folder(pack) / name
        for _, target in links(path):
            if isinstance(target, str):
                kinds.add(urlsplit(target).scheme)
                assert urlsplit(target).scheme in ("http", "https", "mailto"), target
                assert urlsplit(target).netloc, target
            else:
                kinds.add("page")
                assert target in range(len(reader(path).pages)), (name, target)
    assert kinds >= {"https", "page"}


# Bundles.


def starts(built: Built, pack: str, bundle: str) -> dict[str, int]:
    """Return, by paper, the page (from 0) on which it starts in a bundle."""
    lengths = {
        name: len(reader(built.paper(pack, name)).pages) for name in built.bound(pack, bundle)
    }
    page = len(reader(built.paper(pack, bundle)).pages) - sum(lengths.values())
    found = {}
    for name, length in lengths.items():
        found[name] = page
        page += length
    return found


@pytest.mark.parametrize("bundle", BUNDLES)
@pytest.mark.parametrize("pack", PACKS)
def test_a_bundle_binds_its_papers(built: Built, pack: str, bundle: str) -> None:
    """After the contents come the papers, in order, page by page as they are by themselves."""
    texts = said(built.paper(pack, bundle)).split("\f")
    for name, start in starts(built, pack, bundle).items():
        alone = said(built.paper(pack, name)).split("\f")
        assert texts[start : start + len(alone)] == alone, name
    assert min(starts(built, pack, bundle).values()) == 1


@pytest.mark.parametrize("bundle", BUNDLES)
@pytest.mark.parametrize("pack", PACKS)
def test_the_contents_name_each_paper_with_its_pages(built: Built, pack: str, bundle: str) -> None:
    """Each paper's title stands there with its first page and how many there are."""
    first = said(built.paper(pack, bundle)).split("\f")[0]
    for name in built.bound(pack, bundle):
        pdf = reader(built.paper(pack, name))
        assert pdf.metadata is not None
        pages = len(pdf.pages)
        assert unheard(first, [str(pdf.metadata.title), f"1/{pages}"]) == [], name


@pytest.mark.parametrize("bundle", BUNDLES)
@pytest.mark.parametrize("pack", PACKS)
def test_the_contents_lead_to_each_paper(built: Built, pack: str, bundle: str) -> None:
    """The links of the contents page lead to the papers' first pages, in order, and into them."""
    targets = [target for page, target in links(built.paper(pack, bundle)) if page == 0]
    begin = list(starts(built, pack, bundle).values())
    assert [target for target in targets if target in begin][:1] == begin[:1]
    assert set(begin) <= set(targets)
    assert targets == sorted(targets)


@pytest.mark.parametrize("bundle", BUNDLES)
@pytest.mark.parametrize("pack", PACKS)
def test_a_bundle_has_the_bookmarks_of_its_papers(built: Built, pack: str, bundle: str) -> None:
    """All of them, in order, each on its page."""
    found = bookmarks(built.paper(pack, bundle))
    expected = [
        (level, title, start + page)
        for name, start in starts(built, pack, bundle).items()
        for level, title, page in bookmarks(built.paper(pack, name))
    ]
    assert len(expected) > 1
    assert found[-len(expected) :] == expected
    assert {page for _, _, page in found[: -len(expected)]} == {0}


@pytest.mark.parametrize("pack", PACKS)
def test_nothing_of_ours_is_bound_with_what_is_handed_over(
    built: Built, dataset: Dataset, pack: str
) -> None:
    """What the reader gets never holds a page of what we carry, nor a word of it."""
    internal = "Internal. For our own delegation"
    assert heard(said(built.paper(pack, "pack")), [internal]) == []
    assert heard(said(built.paper(pack, "delegation")), [internal])
    sharing = words(dataset.packs[pack].sharing)
    assert heard(said(built.paper(pack, "pack")), [sharing])
    assert heard(said(built.paper(pack, "delegation")), [sharing]) == []
