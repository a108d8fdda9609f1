"""The fixed words of the papers, marked for the catalogues."""

from __future__ import annotations

from generator.compare import Change
from generator.model import Answer, Kind, MeetingAnswer, PromiseState, Status
from generator.selection import HeadingKind


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark *message* for extraction without translating it here."""
    return message


STATUS = {
    Status.FULLY: N_("fully implemented"),
    Status.MOSTLY: N_("mostly implemented"),
    Status.PARTIALLY: N_("partially implemented"),
    Status.NOT: N_("not implemented"),
    Status.REVERSED: N_("reversed"),
    Status.NO_LONGER: N_("no longer applicable"),
    Status.NOT_ASSESSED: N_("not assessed"),
}
# The order of cells and scales: from done to undone, then what says nothing about progress.
FROM_DONE = tuple(STATUS)
# A condition is applied or not; nobody implements it.
CONDITION = {
    **STATUS,
    Status.FULLY: N_("applied"),
    Status.MOSTLY: N_("mostly applied"),
    Status.PARTIALLY: N_("applied in part"),
    Status.NOT: N_("not applied"),
}
MEANING = {
    Status.FULLY: N_("What was asked is done in law and, where it concerns conduct, in conduct."),
    Status.MOSTLY: N_("Done but for a part that a reader would miss."),
    Status.PARTIALLY: N_("A real step was taken, and much is left."),
    Status.NOT: N_("No step that counts, or the steps were undone."),
    Status.REVERSED: N_("Worse than on the day of the ask, by an act of the addressee."),
    Status.NO_LONGER: N_("What was asked about is gone, and nothing stands in its place."),
    Status.NOT_ASSESSED: N_("Nothing was found that would settle it."),
}
# ODIHR's four words, the UN Human Rights Committee's grades, the index of UPR Info.
CROSSWALK = {
    Status.FULLY: (N_("fully"), "A", 1.0),
    Status.MOSTLY: (N_("mostly"), "A/B", None),
    Status.PARTIALLY: (N_("partially"), "B", 0.5),
    Status.NOT: (N_("not"), "C", 0.0),
    Status.REVERSED: ("-", "E", None),
    Status.NO_LONGER: ("-", "-", None),
    Status.NOT_ASSESSED: (N_("not yet evaluated"), "-", None),
}
HEADING = {
    HeadingKind.ASKED: N_("What we ask of you"),
    HeadingKind.RAISE: N_("What to raise with the Government"),
    HeadingKind.TEST: N_("The test you were asked to apply"),
    HeadingKind.YOURS: N_("Your recommendations, still open"),
    HeadingKind.RAISED: N_("You have raised this yourselves"),
    HeadingKind.PROMISED: N_("What you were promised"),
    HeadingKind.OWN: N_("Topic by topic: what was asked, what was done, what remains"),
}
CHANGE = {
    Change.CORRECTED: N_("Corrected"),
    Change.IMPROVED: N_("Improved"),
    Change.WORSE: N_("Worse"),
    Change.NEW: N_("New"),
}
FACTS = N_("Newer facts")
# The same, as a mark beside an entry; LATE where an older fact became known.
MARK = {
    Change.CORRECTED: N_("corrected"),
    Change.IMPROVED: N_("improved"),
    Change.WORSE: N_("worse"),
    Change.NEW: N_("new"),
    Change.LEARNED: N_("newer facts"),
}
LATE = N_("learned since")
PAPER = {
    "onepager": N_("At a glance"),
    "briefing": N_("Briefing"),
    "changes": N_("Changes"),
    "pledges": N_("Pledges"),
    "card": N_("Speaking card"),
    "sources": N_("Sources and method"),
    "checklist": N_("Checklist"),
    "matrix": N_("Matrix"),
}
BUNDLE = {"pack": N_("Briefing pack"), "delegation": N_("Delegation papers")}
ANSWER = {
    Answer.ACCEPTED: N_("accepted"),
    Answer.IN_PART: N_("accepted in part"),
    Answer.NOTED: N_("noted"),
    Answer.REJECTED: N_("rejected"),
    Answer.CLAIMS_DONE: N_("says it is done"),
    Answer.NONE_RECORDED: N_("none recorded"),
}
KIND = {
    Kind.RECOMMENDATION: N_("recommendation"),
    Kind.PLEDGE: N_("pledge"),
    Kind.CONDITIONALITY: N_("condition"),
    Kind.IMPLIED: N_("implied, not asked in so many words"),
    Kind.BY_REFERENCE: N_("by reference to a text not in this dataset"),
}
MEETING_ANSWER = {
    MeetingAnswer.AGREED: N_("agreed"),
    MeetingAnswer.WILL_CONSIDER: N_("will consider"),
    MeetingAnswer.DECLINED: N_("declined"),
    MeetingAnswer.WILL_RAISE: N_("will raise"),
    MeetingAnswer.HAS_RAISED: N_("has raised"),
    MeetingAnswer.WILL_NOT: N_("will not"),
}
RAISED_ONLY = N_("raised, no answer")
NOT_RAISED = N_("not raised")
PROMISE = {
    PromiseState.KEPT: N_("kept"),
    PromiseState.OVERDUE: N_("overdue"),
    PromiseState.OPEN: N_("open"),
}


def status_word(status: Status, kind: Kind) -> str:
    """Return the untranslated word for *status* of an item of this *kind*."""
    return (CONDITION if kind is Kind.CONDITIONALITY else STATUS)[status]
