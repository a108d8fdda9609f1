"""meeting new, meeting record: what is to be raised, and what came of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator.cli.asking import at_a_terminal
from generator.cli.naming import find, pack_called
from generator.cli.prompting import Questions
from generator.cli.recording import DRY_RUN, apply
from generator.cli.room import FINDINGS, Day, MistakenError, Room, When, say, today

if TYPE_CHECKING:
    from datetime import date

    from generator.dates import PartialDate
    from generator.edits import Change
    from generator.forms import Filled
    from generator.load import Loaded
    from generator.model import Dataset, Meeting, Pack
    from generator.outcomes import Minutes, Noted
    from generator.view.speaker import Speaker


@click.group()
def meeting() -> None:
    """Prepare a meeting, and record what came of it."""


@meeting.command("new")
@click.argument("body")
@click.argument("day", type=Day(), metavar="DATE")
@click.option("--pack", metavar="PACK", help="Whose papers are taken, if not the body's own.")
@click.option("--place", metavar="TEXT", help="Where it is.")
@click.option("--title", metavar="TEXT", help="What it is called.")
@click.option("--minutes", type=click.IntRange(1), metavar="N", help="How long it is.")
@click.option("--internal", is_flag=True, help="Keep its outcomes out of what the body is given.")
@DRY_RUN
@click.pass_obj
def new(room: Room, /, *, body: str, day: date, pack: str | None, **given: Any) -> None:  # noqa: ANN401 - click's
    """Write the file of a meeting with BODY on DATE, with an agenda to start from.

    On it stand first what was promised earlier and is not kept, then the asks that come first by
    rank; edit it as you like. The checklist and the speaking card follow it.
    """
    from generator.problems import did_you_mean  # noqa: PLC0415 - keeps --help light

    loaded = room.sound()
    dataset = room.dataset_of(loaded)
    if body not in dataset.bodies:
        hint = did_you_mean(body, dataset.bodies)
        raise MistakenError(f'"{body}" is no body. {hint} Or add it: accede new body {body}')
    chosen = _pack_of(dataset, body, pack)
    name = f"{day}-{body}"
    if name in dataset.meetings:
        raise MistakenError(f'The meeting "{name}" stands in {loaded.place("meetings", name)}.')
    _write_new(room, name, {"on": day.isoformat(), "body": body, **given}, dataset, chosen)


def _write_new(room: Room, name: str, given: dict[str, Any], dataset: Dataset, pack: Pack) -> None:
    from generator.assets import template_folders  # noqa: PLC0415 - keeps --help light
    from generator.cli.writing import write  # noqa: PLC0415
    from generator.drafts import draft, file_of  # noqa: PLC0415
    from generator.view.agenda import proposed  # noqa: PLC0415

    agenda = proposed(_speaker(dataset, pack))
    minutes = given.pop("minutes")
    values: dict[str, Any] = {
        "id": name,
        **given,
        "minutes": str(minutes) if minutes else None,
        "agenda": agenda,
        "shared": not given.pop("internal"),
    }
    dry_run = given.pop("dry_run")
    text = draft("meeting", values, today(), template_folders(room.project))
    file = file_of("meeting", name)
    if dry_run:
        click.echo(f"Would write to {file}:\n{text}", nl=False)
        return
    write(room.project, "meeting", name, file, text)
    click.echo(file)
    say(f"On the agenda: {', '.join(point['number'] for point in agenda) or 'nothing yet'}.")


@meeting.command("record")
@click.argument("source", metavar="MEETING|FILE")
@click.argument("number", required=False)
@click.option("--from", "filled", type=click.Path(exists=True, dir_okay=False), metavar="FILE.pdf")
@click.option("--raised/--not-raised", default=None, help="Whether it came up.")
@click.option("--answer", metavar="WORDS", help="agreed, will-consider, will-raise ...")
@click.option("--commitment", metavar="TEXT", help="What was promised.")
@click.option("--by-when", metavar="DATE", help="By when: a date, or an occasion in words.")
@click.option("--who", metavar="INITIALS", help="Who of us follows it up.")
@click.option("--kept", type=When(), metavar="DATE", help="The day the promise was kept.")
@click.option("--again", is_flag=True, help="Let the new outcome take the place of the old.")
@click.option("--pack", metavar="PACK", help="Whose numbers are meant, if not the body's own.")
@DRY_RUN
@click.pass_obj
def record(  # noqa: PLR0913 - one option each
    room: Room,
    /,
    *,
    source: str,
    number: str | None,
    filled: str | None,
    kept: PartialDate | None,
    again: bool,
    pack: str | None,
    dry_run: bool,
    **given: Any,  # noqa: ANN401 - click's
) -> None:
    """Record what came of a meeting.

    MEETING is the id or the file of a meeting. Without options the entries of the agenda are asked
    one by one: what was answered is kept when you leave, and the next call goes on from there. With
    a NUMBER (B2) and options one entry is recorded. A checklist that was filled in on a screen is
    given by --from, or in place of MEETING if it was made for one.
    """
    if source.lower().endswith(".pdf"):
        if filled:
            raise click.UsageError(f"Two checklists are given, {source} and {filled}: give one.")
        source, filled = "", source
    desk = _Desk(room, source, pack, _filled(filled) if filled else None)
    told = {key: value for key, value in given.items() if value is not None}
    if desk.filled is not None:
        if number or told or kept:
            raise click.UsageError(
                "A filled-in checklist says it all: leave NUMBER and the options out."
            )
        desk.record_form(again=again, dry_run=dry_run)
    elif number and kept and told:
        raise click.UsageError(
            "--kept says what became of a promise on file: leave the other options out, or give "
            "them in a call of their own."
        )
    elif number and kept:
        desk.write(lambda minutes: minutes.keep(number, kept), dry_run=dry_run)
    elif number:
        desk.record_one(number, told, again=again, dry_run=dry_run)
    elif told or kept:
        raise click.UsageError("Which entry? Give its number: accede meeting record ID B2 ...")
    elif not at_a_terminal():
        raise MistakenError("Nobody is here to be asked. Give a NUMBER and options, or --from.")
    else:
        desk.ask(again=again, dry_run=dry_run)


def _filled(path: str) -> Filled:
    from generator.forms import FormError, read  # noqa: PLC0415 - keeps --help light

    try:
        return read(Path(path).read_bytes(), Path(path).name)
    except OSError as error:
        raise MistakenError(f"{path} cannot be read: {error.strerror}.") from None
    except FormError as error:
        _refuse(str(error))


class _Desk:
    """Where one meeting is recorded: its file, its pack, and the checklist that came back."""

    def __init__(self, room: Room, source: str, pack: str | None, filled: Filled | None) -> None:
        self.room, self.filled = room, filled
        self.name = Path(source).stem if source.endswith(".yaml") else source
        self.pack = pack
        if filled is not None and not source:
            self.name = filled.meeting
        if not self.name:
            known = "accede meeting record MEETING --from FILE.pdf"
            _refuse(f"The checklist was not made for a meeting on file. Say for which: {known}")
        self.meeting, self.whose = self._found(room.sound())

    def _found(self, loaded: Loaded) -> tuple[Meeting, Pack]:
        dataset = self.room.dataset_of(loaded)
        way = "Write its file first: accede meeting new BODY DATE"
        found = find(dataset.meetings, self.name, f'"{self.name}" is no meeting.', way)
        return found, _pack_of(dataset, found.body, self.pack, self.filled)

    def write(self, update: Any, *, dry_run: bool, quiet: bool = False) -> None:  # noqa: ANN401 - of minutes, see below
        """Hand the minutes to *update*, which returns the changes, and write them."""
        from generator.edits import Change  # noqa: PLC0415 - keeps --help light
        from generator.outcomes import Minutes  # noqa: PLC0415

        def changes(loaded: Loaded, read: Any) -> list[Change]:  # noqa: ANN401 - as apply has it
            found, pack = self._found(loaded)
            speaker = _speaker(self.room.dataset_of(loaded), pack)
            file = loaded.spots["meetings", self.name].source.file
            minutes = Minutes(found, speaker.selection, Change.of(file, read(file)), today())
            made: list[Change] = update(minutes)
            return made

        apply(self.room, changes, dry_run=dry_run, quiet=quiet)

    def record_one(self, number: str, told: dict[str, Any], *, again: bool, dry_run: bool) -> None:
        from generator.outcomes import Noted  # noqa: PLC0415 - keeps --help light

        if not told:
            raise click.UsageError(f"What came of {number}? Give --raised, --answer, or others.")
        noted = Noted(number, **told)
        _tell_if_words(noted)
        self.write(lambda minutes: minutes.record([noted], again=again), dry_run=dry_run)

    def record_form(self, *, again: bool, dry_run: bool) -> None:
        """Record what the filled-in checklist says, if it is one of this pack and meeting."""
        from generator.forms import FormError  # noqa: PLC0415 - keeps --help light

        filled = self.filled
        if filled is None:
            return
        if filled.pack != self.whose.id:
            _refuse(
                f"{filled.name} is the checklist of the pack {filled.pack}; {self.name} is a "
                f"meeting with {self.meeting.body}, pack {self.whose.id}."
            )
        if filled.meeting and filled.meeting != self.name:
            _refuse(f"{filled.name} was made for the meeting {filled.meeting}, not {self.name}.")
        self._tell_if_older(filled)

        def update(minutes: Minutes) -> list[Change]:
            notes = filled.notes(minutes.selection)
            if not notes:
                _refuse(f"{filled.name} is not filled in: no field says anything.")
            made = minutes.record(notes, again=again)
            for noted in notes:
                _tell_if_words(noted)
            return made

        try:
            self.write(update, dry_run=dry_run)
        except FormError as error:
            _refuse(str(error))

    def _tell_if_older(self, filled: Filled) -> None:
        from generator.assets import template_folders  # noqa: PLC0415 - keeps --help light
        from generator.view import Occasion, contexts  # noqa: PLC0415
        from generator.words import Words, singly  # noqa: PLC0415

        # Recording it has changed the data: it was made before there was an outcome.
        dataset, pack = _without_outcomes(self.room.dataset(), self.name), self.whose
        occasions = [Occasion(pack.as_of, pack.since, m, "fillable") for m in ("", self.name)]
        folders = template_folders(self.room.project)
        known = [
            contexts(dataset, pack, Words(language, folders), occasion)["checklist"]["fingerprint"]
            for language in singly(pack.languages)
            for occasion in occasions
        ]
        if filled.fingerprint not in known:
            say(
                f"{filled.name} has the fingerprint {filled.fingerprint}: it was made from another "
                "state of the data. Its entries are looked up by what they are about."
            )

    def ask(self, *, again: bool, dry_run: bool) -> None:
        """Ask for the outcomes one by one; each is written before the next question."""
        from generator.outcomes import refuse_before  # noqa: PLC0415 - keeps --help light
        from generator.updates import RefusedError  # noqa: PLC0415

        try:
            refuse_before(self.meeting, today())
        except RefusedError as error:
            _refuse(str(error))
        dataset = self.room.dataset()
        questions = Questions(self.meeting, _speaker(dataset, self.whose), again=again)
        for noted in questions.answered():
            self._write_answer(noted, again=again, dry_run=dry_run)
        say(questions.summary(self.name, dry_run=dry_run))

    def _write_answer(self, noted: Noted, *, again: bool, dry_run: bool) -> None:
        def update(minutes: Minutes) -> list[Change]:
            return minutes.record([noted], again=again)

        self.write(update, dry_run=dry_run, quiet=not dry_run)


def _tell_if_words(noted: Noted) -> None:
    from generator.outcomes import is_date  # noqa: PLC0415 - keeps --help light

    if noted.by_when and not is_date(noted.by_when):
        said = f'{noted.number}: "{noted.by_when}" is kept as words'
        say(f"{said}; only a date can become overdue.")


def _without_outcomes(dataset: Dataset, meeting: str) -> Dataset:
    from dataclasses import replace  # noqa: PLC0415 - keeps --help light

    empty = dataset.meetings[meeting].model_copy(update={"outcomes": ()})
    return replace(dataset, meetings={**dataset.meetings, meeting: empty})


def _pack_of(dataset: Dataset, body: str, wanted: str | None, filled: Filled | None = None) -> Pack:
    """Return the pack asked for, or that of the body: its own before that of a body above it.

    Of several, a checklist that came back says which.
    """
    if wanted is not None:
        return pack_called(dataset, wanted)
    found = [p for p in dataset.packs.values() if body in dataset.family(p.addressee)]
    own = [pack for pack in found if pack.addressee == body]
    if not found:
        raise MistakenError(
            f"No pack is for {body}. Add one to packs.yaml, or say whose papers to take: --pack "
            f"with one of {', '.join(dataset.packs)}."
        )
    named = [pack for pack in found if filled and pack.id == filled.pack]
    return (named or own or found)[0]


def _speaker(dataset: Dataset, pack: Pack) -> Speaker:
    from generator.view import Occasion, speaker_for  # noqa: PLC0415 - keeps --help light
    from generator.words import Words  # noqa: PLC0415

    words = Words(dataset.project.language)
    return speaker_for(dataset, pack, words, Occasion(pack.as_of, pack.since))


def _refuse(message: str) -> NoReturn:
    say(f"{message}\nNothing was written.")
    sys.exit(FINDINGS)
