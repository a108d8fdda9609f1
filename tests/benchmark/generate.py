"""A made-up project of any size, with texts and histories like those of the bundled dataset.

    python tests/benchmark/generate.py DIR --items 1000 --packs 30

The same numbers give the same files. The government has the largest pack, of three shares; each
other body has one share of the items, and through them asks the government for some more.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = date(2026, 11, 21)
FIRST = date(1999, 10, 1)
PUBLISHER, GOVERNMENT = "lantern", "ruritania"
PARTS = ("parliament", "courts", "interior", "prosecutor", "media-agency")
NGOS = ("lantern", "open-court", "free-word", "assembly-watch", "bar-abroad")
PAPERS = ["onepager", "briefing", "changes", "pledges", "sources", "card", "checklist", "matrix"]
STATUSES = ("not-implemented", "partially-implemented", "mostly-implemented", "reversed")

# Words that make sentences of the field; {a} what is asked about, {b} a place, {c} an authority.
ABOUT = """the law on assemblies|the offence of insulting the president|the accreditation of
foreign journalists|the registration of parties|the licence of the broadcaster|the blocking of
websites|the pardon of activists|the law on trade unions|the rules for observers|the access of
lawyers to prisons|the inquiry into the events of January|the fine for unsanctioned pickets|the
defamation article of the Criminal Code|the register of foreign funding|the ban on the opposition
movement|the independence of the bar|the tallies of the election commission|the complaint procedure
of the police|the law on religious meetings|the release of medical files"""
PLACES = "Strelsau|Zenda|Hentzau|Modenstein|the northern province|the capital|the oil towns"
WHO = """the Ministry of the Interior|the Prosecutor General|the Supreme Court|the Media
Agency|Parliament|the Commissioner for Human Rights|the Ministry of Justice"""
VERBS = "Repeal or amend|Bring into line with the Covenant|Review in public|Suspend|Report on|End"
CLAUSES = """so that nobody is punished for peaceful speech|and publish the outcome within a
year|together with those who are affected by it|as the Human Rights Committee asked in its last
review|before the next election is called|and say which articles will be changed, and when"""
FACTS = """{c} told the press in {b} that {a} would be looked at again; no draft followed, and the
two cases that were open then went to court in the spring.|A bill on {a} passed its first reading;
the version sent on to the upper house keeps the penalties and adds a duty to notify {c}.|Observers
in {b} saw that {a} was applied to eleven people in one week, seven of whom were released without
charge after {c} had been asked about them.|The annual report of {c} names {a} among its
priorities, and gives no date by which anything is to be done about it in {b} or elsewhere.|A court
in {b} relied on {a} in three judgments; on appeal one was set aside, and {c} announced that
guidance would be given to the lower courts.|In its answer to the Committee {c} said that {a} had
been changed; the text that was published in {b} has the old wording, with a higher fine."""
NOTES = """The original speaks of {a} without naming an article; the one meant follows from its
date.|Figures for {b} differ between two sources; the lower one, which {c} gave itself, is
used.|No page was found that tells what became of {a} after the change of government."""
QUESTIONS = "When will {c} publish what it plans for {a}?|How many people in {b} does {a} touch?"
SAY = """We were glad to hear in {b} that {a} is to be looked at; a date from {c} would show that
it is meant."""
ANSWERS = "The matter of {a} is before {c}.|A working group in {b} deals with {a}."


class Folded(str):
    """A text that is written as a folded block, as a person writes it."""

    __slots__ = ()


class _Dumper(yaml.CSafeDumper):
    """Writes long texts as folded blocks, as a person does, and a day each time it is named."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - whatever it is
        """Write everything out, however often it comes."""
        return True


_Dumper.add_representer(
    Folded,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=">"),
)


def write(path: Path, record: Any, remark: str) -> None:
    """Write a file of the project, with a remark at its head."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(record, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(f"# {remark}\n{text}", encoding="utf-8")


def shares(items: int, packs: int) -> list[int]:
    """Return how many items each pack's addressee has, the government's first."""
    one, rest = divmod(items, packs + 2)
    return [3 * one + rest, *([one] * (packs - 1))]


@dataclass
class Author:
    """Makes up a project; everything drawn by chance comes from one seed."""

    items: int
    packs: int
    random: Random
    government: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shares = shares(self.items, self.packs)
        self.bodies = [GOVERNMENT, *(f"body-{n:02}" for n in range(1, self.packs))]
        self.sources = [f"S{n}" for n in range(1, max(200, self.items // 2) + 1)]
        self.topics = [f"topic-{n:02}" for n in range(1, max(12, self.shares[0] // 5) + 1)]
        self.laws = [f"law-{n:03}" for n in range(1, max(20, self.items // 50) + 1)]
        self.documents = [f"report-{n:03}" for n in range(1, max(5, self.items // 40) + 1)]
        self.graded = {name: self._odds("A" * 15 + "B" * 4 + "C") for name in self.sources}
        self.made = {name: self._day(FIRST, date(2018, 1, 1)) for name in self.documents}

    def _odds(self, things: Sequence[Any]) -> Any:
        return self.random.choice(things)

    def _happens(self, chance: float) -> bool:
        return self.random.random() < chance

    def _words(self, pattern: str) -> str:
        """Return one of the sentences of *pattern*, its gaps filled."""
        words = self._odds(pattern.split("|")).format(
            a=self._odds(ABOUT.split("|")),
            b=self._odds(PLACES.split("|")),
            c=self._odds(WHO.split("|")),
        )
        said = " ".join(words.split())
        return said[0].upper() + said[1:]

    def _text(self, pattern: str) -> str:
        return Folded(self._words(pattern))

    def _day(self, first: date, last: date = TODAY) -> date:
        return first + timedelta(days=self.random.randrange(max(1, (last - first).days)))

    def _partial(self, day: date) -> object:
        """Return a day as far as one knows it: mostly whole, at times a month or a year."""
        chance = self.random.random()
        return day if chance < 0.7 else f"{day:%Y-%m}" if chance < 0.9 else day.year

    def _evidence(self, most: int = 3) -> list[str]:
        return self.random.sample(self.sources, self.random.randint(1, most))

    def _facts(self) -> list[str]:
        return [f"F{self.random.randint(1, 999):03}" for _ in range(self.random.randint(1, 3))]

    def _ask(self, on: date) -> dict[str, Any]:
        short = f"Look again at {self._words(ABOUT)[:40]}"
        return {
            "on": on,
            "text": Folded(f"{self._odds(VERBS.split('|'))} {self._wish()}."),
            "short": short,
            "by": self._odds(["next human rights dialogue", date(2027, 12, 31), "2027-06"]),
            "questions": [self._text(QUESTIONS) for _ in range(2)],
            "say": self._text(SAY),
            "answers": [self._text(ANSWERS)],
            "source_refs": self._facts(),
        }

    def _wish(self) -> str:
        words = f"{self._odds(ABOUT.split('|'))} {self._odds(CLAUSES.split('|'))}"
        return " ".join(words.split())

    def _history(self, since: date) -> list[dict[str, Any]]:
        days = sorted(self._day(since) for _ in range(self.random.randint(2, 6)))
        return [self._entry(day) for day in days]

    def _entry(self, day: date) -> dict[str, Any]:
        own = self._happens(0.7)
        entry: dict[str, Any] = {
            "as_of": self._partial(day),
            "recorded_on": self._day(date(2025, 6, 1)) if day.year < 2025 else TODAY,
        }
        if own:
            entry |= {"status": self._odds(STATUSES), "confidence": self._odds(("high", "medium"))}
        else:
            entry["by"] = self._odds([*NGOS[1:], GOVERNMENT, *self.bodies[1:4]])
        entry |= {"summary": self._text(FACTS), "evidence": self._evidence()}
        return entry | {"source_refs": self._facts()} | self._seldom_for_us()

    def _seldom_for_us(self) -> dict[str, str]:
        return {"distribution": "internal"} if self._happens(0.03) else {}

    def _standing(self) -> dict[str, Any]:
        state = self._odds(("live",) * 15 + ("carried",) * 2 + ("closed", "lapsed", "context"))
        standing: dict[str, Any] = {"state": state}
        if state in ("carried", "closed", "lapsed"):
            standing["on"] = self._day(date(2019, 1, 1))
        if state == "carried":
            law = self._odds(self.laws)
            standing["carried"] = {"to": f"Criminal Code, article {law[-3:]}", "instrument": law}
        return standing

    def item(self, name: str, addressee: str, document: str) -> dict[str, Any]:
        """Return one item: what is asked of *addressee*, and what became of it."""
        title = Folded(f"{self._odds(VERBS.split('|'))} {self._odds(ABOUT.split('|'))}")
        item: dict[str, Any] = {
            "id": name,
            "kind": "recommendation",
            "title": " ".join(title.split()),
            "text": Folded(f"{self._odds(VERBS.split('|'))} {self._wish()}. {self._words(NOTES)}"),
            "source": {
                "document": document,
                "heading": "To the Government" if addressee == GOVERNMENT else "To others",
                "bullet": str(self.random.randint(1, 40)),
            },
            "made_by": self._odds(NGOS),
            "addressee": addressee,
            "topic": self._odds(self.topics),
            "themes": [self._odds(("media", "elections", "courts", "assembly"))],
            "priority": self.random.randint(1, 3),
            "standing": self._standing(),
            "legal_refs": [{"instrument": self._odds(self.laws), "article": str(len(name) * 9)}],
        }
        if self._happens(0.05):
            item["title"] = {
                "en": item["title"],
                "ru": {"text": "Пересмотреть норму", "state": "reviewed"},
            }
        self._tie(item)
        if self._happens(0.3):
            item["responses"] = [self._response(addressee, self.made[document])]
        item["assessments"] = self._history(self.made[document] + timedelta(days=400))
        if addressee != GOVERNMENT and self._happens(0.6):
            item["asks"] = [self._ask(TODAY)]
        if self._happens(0.7):
            item["notes"] = [{"text": self._text(NOTES), "on": self.made[document]}]
        return item

    def _response(self, by: str, since: date) -> dict[str, Any]:
        return {
            "answer": self._odds(("accepted", "in-part", "noted", "rejected")),
            "by": by,
            "on": self._partial(self._day(since)),
            "recorded_on": TODAY,
            "summary": self._text(FACTS),
            "evidence": self._evidence(1),
        }

    def _tie(self, item: dict[str, Any]) -> None:
        """Make the item a pledge, or give it its links to what the government was asked."""
        if item["addressee"] == GOVERNMENT:
            chance = self.random.random()
            if chance < 0.15 and len(self.bodies) > 1:
                item |= {"kind": "pledge", "made_by": GOVERNMENT}
                item["made_to"] = self._odds(self.bodies[1:])
            elif chance < 0.4 and len(self.bodies) > 1:
                item["made_by"] = self._odds(self.bodies[1:])
            elif chance < 0.55 and self.government:
                older = self._odds(self.government)["id"]
                item["relations"] = [{"type": "continues", "to": [older]}]
            self.government.append(item)
            return
        item["kind"] = self._odds(("recommendation",) * 12 + ("conditionality", "implied"))
        if self._happens(0.5):
            # Each body presses for the same dozen, whatever the size of the whole.
            at = 7 * self.bodies.index(item["addressee"])
            known = [self.government[(at + n) % len(self.government)]["id"] for n in range(12)]
            kind = self._odds(("presses-for",) * 4 + ("depends-on", "related-to"))
            item["relations"] = [{"type": kind, "to": [self._odds(known)]}]

    def all_items(self) -> dict[str, dict[str, Any]]:
        """Return every item by the path of its file."""
        found = {}
        for body, share in zip(self.bodies, self.shares, strict=True):
            for number in range(1, share + 1):
                document = self._odds(self.documents)
                name = f"{document}-{body}-{number:03}"
                found[f"items/{document}/{name}.yaml"] = self.item(name, body, document)
        return found

    def registers(self) -> dict[str, Any]:
        """Return every file but the items, the cases and the meetings."""
        return {
            "project": {
                "format": 1,
                "title": "Ruritania follow-up",
                "subject": GOVERNMENT,
                "subject_name": "Ruritania",
                "publisher": PUBLISHER,
                "about": "A made-up project, to measure with.",
                "disclaimer": "Nothing in it is true.",
                "as_of": TODAY,
                "stale_after": 240,
                "distribution": "public",
            },
            "bodies": [self._body(name) for name in [*self.bodies, *PARTS, *NGOS]],
            "documents": [self._document(name) for name in self.documents],
            "evidence": [self._source(name) for name in self.sources],
            "instruments": [self._law(name) for name in self.laws],
            "topics": [self._topic(name) for name in self.topics],
            "packs": [self._pack(name) for name in self.bodies],
        }

    def _body(self, name: str) -> dict[str, Any]:
        sort = "ngo" if name in NGOS else "intergovernmental" if "body" in name else "government"
        body: dict[str, Any] = {"id": name, "type": sort, "name": name.replace("-", " ").title()}
        if name in PARTS:
            body["parent"] = GOVERNMENT
        if name in self.bodies:
            said = [{"text": self._text(NOTES), "on": self._day(FIRST)} for _ in range(2)]
            body["commitments"] = [{**one, "evidence": self._evidence(1)} for one in said]
        return body

    def _document(self, name: str) -> dict[str, Any]:
        return {
            "id": name,
            "title": f"{self._words(ABOUT)}: a report",
            "publisher": self._odds(NGOS),
            "date": self.made[name],
            "evidence": self._odds(self.sources),
            "headings": ["To the Government", "To others"],
        }

    def _source(self, name: str) -> dict[str, Any]:
        return {
            "id": name,
            "title": f"{self._words(ABOUT)}, {name}",
            "publisher": self._odds([*NGOS, *self.bodies[1:6]]),
            "date": self._partial(self._day(FIRST)),
            "address": f"https://www.example.org/library/{name.lower()}/index.html",
            "grade": self.graded[name],
        }

    def _law(self, name: str) -> dict[str, Any]:
        fate = {"on": self._day(FIRST), "text": self._text(FACTS), "evidence": self._evidence(1)}
        title = f"Law on {self._words(ABOUT)[4:]}, {name}"
        return {"id": name, "type": "law", "name": title, "state": "in-force", "fate": [fate]}

    def _topic(self, name: str) -> dict[str, Any]:
        days = sorted(self._day(FIRST) for _ in range(4))
        return {
            "id": name,
            "title": f"{self._words(ABOUT)} ({name[-2:]})",
            "asks": [self._ask(date(2024, 5, 1)), self._ask(TODAY)],
            "also_asked": [
                {"by": self._odds(NGOS), "on": self._partial(day), "evidence": self._evidence(1)}
                for day in days[:2]
            ],
            "timeline": [
                {"on": day, "label": "A new draft", "evidence": self._evidence(1)} for day in days
            ],
            "notes": [{"text": self._text(NOTES), "on": TODAY}],
        }

    def _pack(self, body: str) -> dict[str, Any]:
        pack: dict[str, Any] = {
            "id": body,
            "addressee": body,
            "title": f"Ruritania: what to ask of {body}",
            "for_whom": f"the people of {body}",
            "distribution": "counterpart",
            "sharing": "May be shared within the house; not for publication.",
            "papers": PAPERS,
            "rank": self.random.sample(self.topics, 6),
            "limit": 8,
        }
        if body.endswith("9"):
            pack["as_of"] = date(2012, 6, 1)
        elif body.endswith("3"):
            pack["since"] = date(2025, 1, 1)
        if body != GOVERNMENT and self._happens(0.5):
            told = {"topic": self._odds(self.topics), "text": self._text(FACTS)}
            day = self._day(FIRST, date(2012, 1, 1))
            pack["also"] = [told | {"on": day, "evidence": self._evidence(1)}]
        return pack

    def meetings(self, items: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return a meeting with every third body: one held with promises, one ahead."""
        found: dict[str, dict[str, Any]] = {}
        for body in self.bodies[1::3]:
            own = [item["id"] for item in items if item["addressee"] == body][:3]
            outcome = {"item": own[0], "raised": True, "answer": "agreed", "recorded_on": TODAY}
            promise = {"commitment": self._text(ANSWERS), "by_when": "2027-06"}
            held, ahead = f"2026-10-02-{body}", f"2026-12-10-{body}"
            told = {"id": held, "on": date(2026, 10, 2), "body": body, "ours": ["AB"]}
            found[held] = told | {"outcomes": [outcome | promise]}
            planned = {"id": ahead, "on": date(2026, 12, 10), "body": body}
            found[ahead] = planned | {"minutes": 40, "agenda": own}
        return found

    def cases(self, items: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return a case for every hundredth item."""
        return {
            f"case-{number:03}": {
                "id": f"case-{number:03}",
                "name": f"N. {number}",
                "label": "a journalist from the capital",
                "role": "background",
                "summary": self._text(FACTS),
                "items": [item["id"]],
                "consent": {"given": "public-record"},
                "checked_on": TODAY,
                "evidence": self._evidence(1),
                "distribution": "public",
            }
            for number, item in enumerate(items[::100], start=1)
        }


def generate(folder: Path, items: int, packs: int, seed: int = 7) -> None:
    """Write a project of *items* over *packs* into *folder*."""
    author = Author(items, packs, Random(seed))  # noqa: S311 - chance, no secret
    data = folder / "recommendations"
    made = author.all_items()
    for path, item in made.items():
        write(data / path, item, f"{item['source']['document']}, to {item['addressee']}.")
    for name, records in author.registers().items():
        write(data / f"{name}.yaml", records, f"The {name} of a made-up project.")
    for kind, records in (
        ("meetings", author.meetings([*made.values()])),
        ("cases", author.cases([*made.values()])),
    ):
        for name, record in records.items():
            write(data / kind / f"{name}.yaml", record, "Made up.")


def main() -> None:
    """Read the numbers from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--packs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    generate(given.folder, given.items, given.packs, given.seed)


if __name__ == "__main__":
    main()
