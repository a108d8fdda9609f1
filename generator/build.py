"""The pipeline: select and view, plan, page and pdf, publish; pack by pack, some at once."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import chain, starmap
from typing import TYPE_CHECKING, Any

from generator import __version__, assets
from generator.bundles import BUNDLES, HANDED_OVER, PAPERS
from generator.explain import pieces
from generator.files import RefusedError, refuse
from generator.guard import LeakError
from generator.pages import PageError
from generator.pdf import PaperError
from generator.plan import (
    ARCHIVE,
    Job,
    PackJob,
    Result,
    bundle_parts,
    decide,
    digest,
    file_name,
    folder_of,
    outdated,
)
from generator.press import Press
from generator.progress import Count, Progress, sizes
from generator.publish import manifest, one_at_a_time, publish, sums
from generator.said import NOTHING, joined, said, said_by
from generator.selection import Reach
from generator.shares import as_made, hands, in_order, shares
from generator.view import (
    Occasion,
    ParallelError,
    UnreviewedError,
    contexts_in,
    cover,
    shown_data,
)
from generator.withheld import named_in, unnamed, withheld
from generator.words import Words, spoken_in
from generator.workers import WorkerLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from generator.decided import Decided
    from generator.model import Dataset
    from generator.plan import Step, Wish
    from generator.shares import Made, Share
    from generator.withheld import Passage


def build(  # noqa: PLR0913 - what is wished for, of what, where, by whom, and what is known
    dataset: Dataset,
    wish: Wish,
    project: Path,
    output: Path,
    templates: Path | None = None,
    *,
    kept_in: Path | None = None,
    decided: Decided | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Generator[Result, None, None]:
    """Make what is out of date in the wished-for packs; yield a result a pack and language.

    If one file of a pack fails, all its old ones stay, and the others are published. What is
    *decided* already is not computed again. *kept_in* is the folder where the papers of a pack are,
    if not where they are made. Up to *jobs* processes make papers, where there is enough to do for
    them, or *executor* does. *tell* hears how far it has come.
    """
    press, reach = Press(assets.template_folders(project, templates)), Reach(dataset)
    pages = sizes(dataset)
    orders = [
        _Order(
            name,
            language,
            output,
            kept_in or output / folder_of(dataset.packs[name], wish),
            pages[name],
        )
        for name in wish.packs or dataset.packs
        for language in wish.languages or dataset.packs[name].languages
    ]
    count = Count([order.pages for order in orders], tell)

    def planned(order: _Order) -> _Planned:
        count.begun(order.pack)
        return _planned(order, reach, wish, press)

    def done(one: _Planned, futures: list[Future[Made]]) -> tuple[_Order, Result]:
        result = _published(one, wish, futures, dataset)
        made = any(step.make for step in result.steps)
        count.ended(one.order.pack, one.order.pages, made=made)
        return one.order, result

    with nullcontext() if wish.dry_run else one_at_a_time(project):
        kept = {order: found for order in orders if (found := _kept(order, decided))}
        for order in kept:
            count.ended(order.pack, order.pages, made=False)
        # The longest first: begun last, it would keep one busy when the others are done.
        rest = [order for order in orders if order not in kept]
        queue = sorted(rest, key=lambda order: -order.pages if jobs > 1 else 0)
        with hands(map(planned, queue), jobs, executor) as (work, crew):
            made = starmap(done, as_made(work, crew, ahead=jobs))
            results = []
            for result in in_order(orders, chain(kept.items(), made)):
                results.append(result)
                yield result
        if decided and not wish.dry_run:
            until = dataset.names_until()
            decided.until = until.isoformat() if until else ""
            # Not before all is done: languages of a pack share a folder.
            for order, result in zip(orders, results, strict=True):
                if order not in kept:
                    decided.note(result, order.language)
            decided.write([(order.pack, order.language) for order in orders])


@dataclass(frozen=True, eq=False)
class _Order:
    """One pack in one language, where its papers go, and about how many pages they have."""

    pack: str
    language: str
    output: Path
    folder: Path
    pages: int


@dataclass(frozen=True, eq=False)
class _Planned:
    """A pack, what of it to make and in which shares; or why it cannot be planned."""

    order: _Order
    pack: PackJob | None = None
    steps: tuple[Step, ...] = ()
    shares: tuple[Share, ...] = ()
    failed: str = ""


def _kept(order: _Order, decided: Decided | None) -> Result | None:
    return decided.still(order.pack, order.language) if decided else None


def plan(dataset: Dataset, name: str, language: str, wish: Wish, press: Press) -> PackJob:
    """View one pack in one language, and give each file a key of all that can change it."""
    pack = dataset.packs[name]
    spoken = [Words(one, press.folders) for one in spoken_in(language)]
    if wish.archive and len(spoken) > 1:
        raise ParallelError(
            said("a pack for archives is in one language, not in two side by side.")
        )
    size = wish.size or pack.paper_size.value.lower()
    occasion = Occasion(
        as_of=wish.as_of or pack.as_of,
        since=wish.since or pack.since,
        meeting=wish.meeting,
        form=wish.form,
        working=wish.working,
        only=tuple(part for name in wish.only for part in (name, *BUNDLES.get(name, ()))),
    )
    shown = contexts_in(dataset, pack, spoken, occasion)
    secret = unnamed(dataset, pack, occasion.day(dataset, pack))
    usual = {
        language: dataset.project.language,
        size: pack.paper_size.value.lower(),
        wish.form: "",
    }

    def job(paper: str, ending: str) -> Job:
        template = paper if ending == "pdf" else f"{paper}.{ending}"
        parts = press.ingredients(template, shown[paper], language, size)
        if secret:
            # A paper that shows the same as before may now hold the name of one who took it back.
            parts = {**parts, "names": digest(secret)}
        return Job(paper, file_name(paper, usual, ending), parts, shown[paper], format=ending)

    def bundle(stem: str, bound: list[Job]) -> Job:
        context = cover(stem, [paper.context for paper in bound], spoken[0])
        parts = bundle_parts(bound, press.ingredients("contents", context, language, size))
        names = tuple(paper.name for paper in bound)
        return Job(stem, file_name(stem, usual), parts, context, names)

    def archive(bound: list[Job]) -> Job:
        of_pack = bundle("pack", bound)
        data = shown_data(dataset, pack, spoken[0], occasion)
        return replace(
            of_pack,
            file=file_name("pack", usual, "archive.pdf"),
            parts={**of_pack.parts, "content": digest(of_pack.parts["content"] + data)},
            context={**of_pack.context, "attached": data},
            format=ARCHIVE,
        )

    jobs = [
        job(paper, ending)
        for ending in wish.formats
        for paper in PAPERS
        if paper in shown and press.can_make(paper, ending)
    ]
    if wish.archive:
        jobs = [one for one in jobs if one.name in HANDED_OVER]
        jobs += [archive(jobs)] if jobs else []
    elif not wish.form and len(spoken) == 1:
        for stem, members in BUNDLES.items():
            bound = [paper for paper in jobs if paper.name in members and paper.format == "pdf"]
            jobs += [bundle(stem, bound)] if bound else []
    wanted = () if wish.form or wish.archive or len(spoken) > 1 else wish.only or pack.papers
    silent = tuple(paper for paper in pack.papers if paper in wanted and paper not in shown)
    return PackJob(name, size, language, tuple(jobs), silent, wish.form)


def _planned(order: _Order, reach: Reach, wish: Wish, press: Press) -> _Planned:
    """Plan one pack, and decide what of it to make."""
    try:
        refuse(order.folder, order.output, name=order.folder.name)
        press.refuse_strays()
        seen = reach.of(reach.dataset.packs[order.pack])
        pack = plan(seen, order.pack, order.language, wish, press)
    except (PageError, PaperError, ParallelError, RefusedError, UnreviewedError) as error:
        return _Planned(order, failed=said_by(error))
    found = sums(order.folder, [job.file for job in pack.jobs])
    steps = tuple(decide(pack, _known(order), found, wish))
    if wish.dry_run or not any(step.make for step in steps):
        return _Planned(order, pack, steps)
    whose = seen.packs[order.pack]
    day = Occasion(as_of=wish.as_of or whose.as_of).day(seen, whose)
    place = order.folder.relative_to(order.output).as_posix()
    cut = shares(press, pack, steps, withheld(seen, whose, day), place)
    return _Planned(order, pack, steps, tuple(cut))


def _published(
    decided: _Planned, wish: Wish, futures: list[Future[Made]], dataset: Dataset
) -> Result:
    """Publish what was made of a pack, if all of it was."""
    order, pack = decided.order, decided.pack
    try:
        made = {file: found for future in futures for file, found in future.result().items()}
    except LeakError as error:
        why = joined([said_by(error), _way_out(dataset, order.pack, error.passage)])
        return Result(order.pack, order.folder, [], failed=why)
    except (PageError, PaperError, WorkerLostError) as error:
        return Result(order.pack, order.folder, [], failed=said_by(error))
    if pack is None:
        return Result(order.pack, order.folder, [], failed=decided.failed)
    # Of now, not of when it was planned: the same pack in another language may be done by now.
    known = _known(order)
    if made:
        told = {
            job.file: _told(job, pack, *made[job.file]) for job in pack.jobs if job.file in made
        }
        known = _still_wanted(pack, known) | told
        files = {file: content for file, (content, _) in made.items()}
        publish(order.folder, files, {"accede": __version__, "pack": pack.pack, "files": known})
    pages = {name: told["pages"] for name, told in known.items()}
    overtaken = outdated(pack, known) if wish.only else []
    steps = [replace(step, job=replace(step.job, context={})) for step in decided.steps]
    return Result(pack.pack, order.folder, steps, pages, overtaken, pack.silent)


def _way_out(dataset: Dataset, pack: str, passage: Passage | None) -> str:
    """Return what to do where the name of a person stands in a paper that may not have it."""
    if passage is None or not passage.name:
        return NOTHING
    records = named_in(dataset, dataset.packs[pack], passage)
    where = said("The name stands in %(records)s.", records=", ".join(records)) if records else ""
    way = said(
        "Write the label there, or take the name out of everything: accede redact %(case)s. Papers "
        "made before may have it: take them away.",
        case=passage.record.partition("/")[2],
    )
    return joined([where, way])


def _known(order: _Order) -> dict[str, Any]:
    files: dict[str, Any] = manifest(order.folder).get("files", {})
    return files


def _still_wanted(pack: PackJob, known: dict[str, Any]) -> dict[str, Any]:
    """Drop papers this variant no longer has; other variants in the folder stay."""
    mine = {job.file for job in pack.jobs}
    formats = {job.format for job in pack.jobs}
    formats = {ARCHIVE} if ARCHIVE in formats else formats
    variant = {"language": pack.language, "size": pack.size, "form": pack.form}

    def of_this_variant(told: dict[str, Any]) -> bool:
        same = all(told.get(key) == value for key, value in variant.items())
        return same and told.get("format") in formats

    return {name: told for name, told in known.items() if name in mine or not of_this_variant(told)}


def _told(job: Job, pack: PackJob, content: bytes, pages: int) -> dict[str, Any]:
    """Return what the manifest tells of one file."""
    return {
        "paper": job.name,
        "pages": pages,
        "sha256": digest(content),
        "fingerprint": job.context.get("fingerprint", ""),
        "state": job.context["state_iso"],
        "language": pack.language,
        "size": pack.size,
        "form": pack.form,
        "format": job.format,
        "key": job.key,
        "parts": dict(job.parts),
        "shows": pieces(job.context),
    }
