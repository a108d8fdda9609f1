"""The rules of items, and of the asks of topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.check.age import law_has_not_moved_on
from generator.model import Item, Kind, Status
from generator.problems import Level, did_you_mean
from generator.said import counted, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.check.finding import Finding, Path
    from generator.model import Assessment, Dataset

MAX_SHORT = 65
_CLAIMS_PROGRESS = (Status.PARTIALLY, Status.MOSTLY, Status.FULLY)


def _heading_is_listed(dataset: Dataset, item: Item) -> Iterator[Finding]:
    document = dataset.documents.get(item.source.document)
    heading = item.source.heading
    if document and heading and heading not in document.headings:
        what = said(
            'the heading "%(heading)s" is not among those of %(document)s.',
            heading=heading,
            document=document.id,
        )
        fix = did_you_mean(heading, document.headings) or said("Add it to documents.yaml.")
        yield ("source", "heading"), what, fix, Level.WARNING


def _entries_are_sound(dataset: Dataset, item: Item) -> Iterator[Finding]:
    for index, entry in enumerate(item.assessments):
        at: Path = ("assessments", index)
        if entry.as_of.first > entry.recorded_on:
            what = said(
                "a fact of %(as_of)s cannot have been recorded on %(recorded_on)s.",
                as_of=entry.as_of,
                recorded_on=entry.recorded_on,
            )
            yield (*at, "as_of"), what, said("Correct as_of or recorded_on."), Level.ERROR
        if entry.status:
            yield from _verdict_is_sound(dataset, item, entry, at)
        if entry.withdraws and entry.withdraws not in _names_before(item, index):
            what = said('there is no earlier entry "%(name)s" to take back.', name=entry.withdraws)
            fix = did_you_mean(entry.withdraws, _names_before(item, index))
            yield (*at, "withdraws"), what, fix, Level.ERROR


def _verdict_is_sound(
    dataset: Dataset, item: Item, entry: Assessment, at: Path
) -> Iterator[Finding]:
    if item.source.document in dataset.documents:
        made_on = dataset.made_on(item)
        if entry.as_of.last < made_on.first:
            what = said(
                "a status of %(as_of)s is older than the item, made on %(made_on)s.",
                as_of=entry.as_of,
                made_on=made_on,
            )
            fix = said("Leave the status out: the fact can stand without one.")
            yield (*at, "status"), what, fix, Level.ERROR
    if entry.status in _CLAIMS_PROGRESS and not entry.evidence:
        what = said('the status "%(status)s" has no evidence.', status=entry.status)
        yield (*at, "status"), what, said("Add evidence: [...] to the entry."), Level.WARNING


def _names_before(item: Item, index: int) -> list[str]:
    return [entry.name for entry in item.assessments[:index]]


def _withdrawn_name_is_one(_: Dataset, item: Item) -> Iterator[Finding]:
    names = [entry.name for entry in item.assessments]
    for index, entry in enumerate(item.assessments):
        if entry.withdraws and names.count(entry.withdraws) > 1:
            what = said('more than one entry is called "%(name)s".', name=entry.withdraws)
            fix = said("Give the one that is meant an id, and withdraw that.")
            yield ("assessments", index, "withdraws"), what, fix, Level.ERROR


def _no_link_to_itself(_: Dataset, item: Item) -> Iterator[Finding]:
    for index, relation in enumerate(item.relations):
        if item.id in relation.to:
            what = said('the item is its own "%(relation)s".', relation=relation.type)
            yield ("relations", index, "to"), what, said("Take the id out."), Level.ERROR


def _pledge_names_to_whom(_: Dataset, item: Item) -> Iterator[Finding]:
    if item.kind is Kind.PLEDGE and item.made_to is None:
        what = said("a pledge without made_to stands in nobody's pack.")
        yield (), what, said("Add made_to: the body it was given to."), Level.WARNING


def _shorts_are_short(_: Dataset, record: Any) -> Iterator[Finding]:  # noqa: ANN401 - item or topic
    for index, ask in enumerate(record.asks):
        wordings = [ask.short.plain, *(t.text for t in ask.short.translations.values())]
        longest = max((len(wording) for wording in wordings if wording), default=0)
        if longest > MAX_SHORT:
            what = counted(
                "the short form has %(n)s character.",
                "the short form has %(n)s characters.",
                longest,
            )
            fix = said(
                "Keep it to %(most)s: it is a headline and a line of the checklist.",
                most=MAX_SHORT,
            )
            yield ("asks", index, "short"), what, fix, Level.WARNING


RULES = (
    _heading_is_listed,
    _entries_are_sound,
    _withdrawn_name_is_one,
    _no_link_to_itself,
    _pledge_names_to_whom,
    _shorts_are_short,
    law_has_not_moved_on,
)
RULES_OF_TOPICS = (_shorts_are_short,)
