"""A person's name goes out of the data: all of it, in every language, or nothing."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from killed import killed_at
from papers import edit, tree
from starter import ITEMS, run

from generator.journal import one_writer
from generator.load import load

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tiny"]

LATIN = ("Zhakiyanov", "Zhaqiyanov", "Zhakianov")
CYRILLIC = ("Ғалымжан Жақиянов", "Жақиянов", "Галымжан Жакиянов", "Жакиянов")
ITEM = f"{ITEMS}/lantern-2026-01.yaml"
CASE = """# Anna Kovalenko told us herself.
id: kovalenko
name: Anna Kovalenko
aliases: [A. Kovalenko]
label:
  en: an editor in the north
  ru: редактор с севера страны
role: background
summary: Anna Kovalenko was fined.
consent:
  given: yes
checked_on: 2026-11-01
distribution: public
"""
# In a remark over two lines, in a text over two lines, in two languages, and by reference.
NOTES = """# As Anna
# Kovalenko said.
cases: [kovalenko]
notes:
  - text:
      en: >-
        They fined Anna
        Kovalenko twice. Anna Kovalenko's paper closed.
      ru:
        text: Анну Коваленко оштрафовали.
        state: reviewed
        by: AB
    on: 2026-11-01
"""
ALSO = ("--also", "Kovalenko", "--also", "Анна Коваленко", "--leave", "anna")


def options(*forms: str) -> tuple[str, ...]:
    """Return the options that name these forms."""
    return tuple(part for form in forms for part in ("--also", form))


@pytest.fixture
def named(tiny: Path) -> Path:
    """Return the starter with a case, whose name stands in an item too."""
    (tiny / "recommendations" / "cases").mkdir(exist_ok=True)
    (tiny / "recommendations" / "cases" / "kovalenko.yaml").write_text(CASE, encoding="utf-8")
    with (tiny / ITEM).open("a", encoding="utf-8") as file:
        file.write(NOTES)
    ran = run(tiny, "check")
    assert ran.code == 0, ran.stdout
    return tiny


def everything(project: Path) -> str:
    """Return the names and contents of all files of a project, papers aside, in small letters."""
    found = {name: text for name, text in tree(project).items() if not name.startswith("output/")}
    return "\n".join(
        [*found, *(text.decode("utf-8", "replace") for text in found.values())]
    ).lower()


def test_a_name_goes_out_of_the_dataset(tmp_path: Path) -> None:
    """Out of every record, language and file name; the data is sound, and says the label."""
    shutil.copytree(ROOT / "recommendations", tmp_path / "recommendations")
    assert run(tmp_path, "check", "--strict").code == 0  # fills what is kept
    ran = run(tmp_path, "redact", "zhakiyanov", *options(*LATIN, *CYRILLIC))
    assert ran.code == 0, ran.stderr
    left = everything(tmp_path)
    for form in (*LATIN, "Жақиянов", "Жакиянов"):
        assert form.lower() not in left
        assert form not in ran.stdout + ran.stderr
    assert run(tmp_path, "check").code == 0
    assert run(tmp_path, "build", "kz-gov", "--format", "text").code == 0
    page = " ".join((tmp_path / "output/kz-gov/briefing.txt").read_text("utf-8").split())
    assert "the release of a founder of Democratic Choice of Kazakhstan" in page


def test_it_tells_what_holds_the_name_still(named: Path) -> None:
    """Git, papers, copies, and the shell that was told of a form."""
    ran = run(named, "redact", "kovalenko", *ALSO)
    assert ran.code == 0, ran.stderr
    for word in ("papers made before: accede clean", "git: every earlier version", "backups",
                 "you let be in the data, wherever it stands: anna",
                 "the history of your shell"):  # fmt: skip
        assert word in ran.stderr


def test_texts_remarks_and_references(named: Path) -> None:
    """Each is reworded where it stands, and every other line stays; no review stands for it."""
    before = (named / ITEM).read_text("utf-8")
    assert run(named, "redact", "kovalenko", *ALSO, "--id", "the-editor").code == 0
    after = (named / ITEM).read_text("utf-8")
    assert after.startswith(before.removesuffix(NOTES))
    assert (
        after.removeprefix(before.removesuffix(NOTES))
        == """# As an editor in the north said.
cases: [the-editor]
notes:
  - text:
      en: >-
        They fined an editor in the north twice. An editor in the north's paper closed.
      ru: Редактор с севера страны оштрафовали.
    on: 2026-11-01
"""
    )
    case = (named / "recommendations/cases/the-editor.yaml").read_text("utf-8")
    assert "name: an editor in the north\n" in case
    assert "summary: An editor in the north was fined.\n" in case
    assert "consent:\n  given: no\n" in case
    assert "aliases" not in case
    assert not (named / "recommendations/cases/kovalenko.yaml").exists()


@pytest.mark.parametrize(
    ("args", "line", "told"),
    [
        (ALSO[2:], "# Kovalenko, of course.", '"kovalenko" would stand here still.'),
        (ALSO[:2] + ALSO[4:], "", "the wording in ru may have the name in other letters."),
        (ALSO[:4], "# Anna Karenina.", '"anna" would stand here still.'),
        (ALSO, "# See https://example.org/kovalenko.", 'the address holds "kovalenko"'),
        (ALSO, "# See https://example.org/%6bovalenko.", 'the address holds "kovalenko"'),
    ],
    ids=["word", "letters", "other word", "address", "address in signs"],
)
def test_all_of_it_or_nothing(named: Path, args: tuple[str, ...], line: str, told: str) -> None:
    """Where a word of the name would stand still, its place is told, and nothing is written."""
    with (named / ITEM).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    before = tree(named / "recommendations")
    ran = run(named, "redact", "kovalenko", *args)
    assert ran.code == 1
    assert told in ran.stderr
    assert f"{ITEM}:" in ran.stderr
    assert "Nothing was written." in ran.stderr
    assert tree(named / "recommendations") == before


def add(project: Path, words: str) -> None:
    """Put a remark into an item, which nobody would take for a text in a language."""
    with (project / ITEM).open("a", encoding="utf-8") as file:
        file.write(f"# {words}\n")


@pytest.mark.parametrize(
    "words", ["Коваленко", "Анна Коваленко", "КОВАЛЕНКОМ", "Қоваленконың", "Коваленку видели"]
)
def test_it_is_told_wherever_it_sounds_like_the_name(named: Path, words: str) -> None:
    """In another script, with no wording beside it that has the name; and there is a way to it."""
    item = named / ITEM
    item.write_text(item.read_text("utf-8").replace(NOTES, ""), "utf-8")
    assert run(named, "redact", "kovalenko", "--leave", "anna", "--dry-run").code == 0
    add(named, f"Said that {words}.")
    ran = run(named, "redact", "kovalenko", "--leave", "anna")
    assert ran.code == 1
    line = len(item.read_text("utf-8").splitlines())
    assert f"{ITEM}:{line}:" in ran.stderr
    told = re.search(r'"(\w+)" may be the name in other letters', ran.stderr)
    assert told
    also = ("--also", told[1], "--also", "Анна Коваленко", "--also", "Коваленку")
    assert run(named, "redact", "kovalenko", *also, "--leave", "anna").code == 0
    assert "оваленк" not in item.read_text("utf-8").lower()


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("A. Kovalenko was fined", '"a. kovalenko"'),
        ("Ms Kovalenko A. was fined", '"kovalenko a."'),
        ("Kovalenko, as others, was fined", "kovalenko"),
        ("B. Kovalenko was fined", "kovalenko"),
        ("Dr A.B. Kovalenko", "kovalenko"),
    ],
)
def test_the_hint_has_all_that_belongs_to_the_name(named: Path, words: str, form: str) -> None:
    """Taken out word by word, a label would stand twice, or beside an initial."""
    edit(named / "recommendations/cases/kovalenko.yaml", ("aliases: [A. Kovalenko]\n", ""))
    add(named, words)
    ran = run(named, "redact", "kovalenko", "--also", "Анна Коваленко", "--leave", "anna")
    assert f"Take it out: --also {form}; or" in ran.stderr


@pytest.mark.parametrize("words", ["Kovalenko Anna", "Kovalenko, Anna", "KOVALENKO ANNA"])
def test_the_surname_may_stand_first(named: Path, words: str) -> None:
    """That is the same name, and nobody has to be told of it."""
    add(named, f"It was {words} again")
    ran = run(named, "redact", "kovalenko", *ALSO)
    assert ran.code == 0, ran.stderr
    assert "# It was an editor in the north again\n" in (named / ITEM).read_text("utf-8")


def test_what_was_written_is_told(named: Path) -> None:
    """To be read again; not the file that is gone, as it was called by the name."""
    ran = run(named, "redact", "kovalenko", *ALSO)
    assert ran.lines == ["wrote recommendations/cases/person-1.yaml", f"wrote {ITEM}"]
    assert "Read these files again" in ran.stderr


@pytest.mark.parametrize("language", ["id", "ido", "one", "zh-Hant"])
def test_no_language_is_overlooked(named: Path, language: str) -> None:
    """A wording counts as one in a language, though its code looks like the name of a field."""
    item = named / ITEM
    item.write_text(item.read_text("utf-8").replace("      ru:", f"      {language}:"), "utf-8")
    ran = run(named, "redact", "kovalenko", *ALSO[:2], *ALSO[4:])
    assert ran.code == 1
    assert f"the wording in {language} may have the name in other letters." in ran.stderr


@pytest.mark.parametrize(
    "name",
    [
        "Anna Kova\u00adlenko",
        "Anna\u202fKovalenko",
        "Anna\u200b Kovalenko",
        "ANNA KOVALENKO",
        "[Anna Kovalenko](https://example.org/a)",
        '"Anna Kova\\\n        lenko"',
        '"Anna \\x4bovalenko"',
        "'Anna\n\n        Kovalenko'",
    ],
    ids=["soft hyphen", "narrow space", "no width", "capitals", "link", "broken", "code", "lines"],
)
def test_however_it_is_written(named: Path, name: str) -> None:
    """Signs that are not seen, spaces, capitals, quotation marks and links hide no name."""
    item = named / ITEM
    item.write_text(item.read_text("utf-8").replace("They fined Anna\n", f"X {name}\n")
                    if name[0] not in "\"'" else item.read_text("utf-8").replace(
                        ">-\n        They fined Anna\n        Kovalenko twice. Anna Kovalenko's "
                        "paper closed.", name), encoding="utf-8")  # fmt: skip
    ran = run(named, "redact", "kovalenko", *ALSO)
    assert ran.code == 0, ran.stderr
    said = load(named).dataset.items["lantern-2026-01"].notes[0].text.translations["en"].text  # type: ignore[union-attr] # it is sound
    assert "editor in the north" in said
    assert "kovalenko" not in re.sub("[^a-z]", "", said.lower())


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Rene O'Neil", "Rene O\u2019Neil"),
        ("Jos\u00e9 P\u00e9rez", "Jose\u0301 Pe\u0301rez"),
        ("Jose\u0301 Pe\u0301rez", "Jos\u00e9 P\u00e9rez"),
        ("Анна Фёдорова", "Анны Федоровой"),
        ("Mary-Ann Lee", "Mary\u2011Ann Lee"),
    ],
    ids=["apostrophe", "accents apart", "accents in one", "yo", "hyphen"],
)
def test_signs_that_stand_for_one_another(named: Path, name: str, written: str) -> None:
    """An apostrophe, an accent, a hyphen or ё is typed in more than one way."""
    case = named / "recommendations/cases/kovalenko.yaml"
    case.write_text(CASE.replace("name: Anna Kovalenko", f'name: "{name}"'), encoding="utf-8")
    with (named / ITEM).open("a", encoding="utf-8") as file:
        file.write(f"    # {written}.\n")
    ran = run(named, "redact", "kovalenko", *ALSO, "--leave", "ru")
    assert ran.code == 0, ran.stderr
    assert (named / ITEM).read_text("utf-8").endswith("    # an editor in the north.\n")


@pytest.mark.parametrize("written", ["K\u043evalenko", "Kov\u00e1lenko", "Kovalenkos", "kovalenko"])
def test_what_looks_like_it_is_told(named: Path, written: str) -> None:
    """Letters of another alphabet, accents, small letters: told as they stand, to be given."""
    with (named / ITEM).open("a", encoding="utf-8") as file:
        file.write(f"    # {written}.\n")
    ran = run(named, "redact", "kovalenko", *ALSO)
    assert ran.code == 1
    assert f"{ITEM}:" in ran.stderr
    assert f'"{written.lower()}" ' in ran.stderr
    assert f"Take it out: --also {written.lower()};" in ran.stderr
    assert run(named, "redact", "kovalenko", *ALSO, "--also", written).code == 0


def test_a_name_that_is_a_word_too(named: Path) -> None:
    """Nobody called Will is meant where something will be."""
    case = named / "recommendations/cases/kovalenko.yaml"
    case.write_text(CASE.replace("[A. Kovalenko]", "[Will]"), encoding="utf-8")
    with (named / ITEM).open("a", encoding="utf-8") as file:
        file.write("    # Will will see.\n")
    assert run(named, "redact", "kovalenko", *ALSO).code == 1
    assert run(named, "redact", "kovalenko", *ALSO, "--leave", "will").code == 0
    assert (named / ITEM).read_text("utf-8").endswith("    # an editor in the north will see.\n")


def test_a_short_name_within_another_word(named: Path) -> None:
    """Mary does not stand in every summary; a long name is told wherever it stands."""
    case = named / "recommendations/cases/kovalenko.yaml"
    case.write_text(CASE.replace("name: Anna", "name: Mary"), encoding="utf-8")
    for remark, told in (
        ("mary_k.", '"mary_k" holds "mary"'),
        ("Mary’s.", '"mary" would stand here'),
        ("oldkovalenko", '"oldkovalenko" holds "kovalenko"'),
    ):
        before = (named / ITEM).read_bytes()
        (named / ITEM).write_bytes(before + f"    # {remark}\n".encode())
        ran = run(named, "redact", "kovalenko", *ALSO, "--leave", "ru")
        assert ran.stderr.count("--leave") == 1, ran.stderr
        assert told in ran.stderr
        (named / ITEM).write_bytes(before)
    assert run(named, "redact", "kovalenko", *ALSO, "--leave", "ru").code == 0


@pytest.mark.parametrize("form", ["", "  ", ".", "a", "\udcff"])
def test_a_form_that_would_hit_anything(named: Path, form: str) -> None:
    """No comma and no single letter of the data is taken for a name."""
    before = tree(named / "recommendations")
    ran = run(named, "redact", "kovalenko", *ALSO, "--also", form)
    assert ran.code == 1
    assert "too short for a form of a name" in ran.stderr
    assert tree(named / "recommendations") == before


def test_a_form_that_was_forgotten(named: Path) -> None:
    """Redacted once, a case has its label for a name; another form can still be taken out."""
    assert run(named, "redact", "kovalenko", *ALSO).code == 0
    with (named / ITEM).open("a", encoding="utf-8") as file:
        file.write("    # Anya, an editor in the north.\n")
    ran = run(named, "redact", "person-1")
    assert ran.code == 1
    assert '"person-1" has its label for a name.' in ran.stderr
    assert run(named, "redact", "person-1", "--also", "Anya").code == 0
    assert "anya" not in everything(named)
    assert "cases: [person-2]" in (named / ITEM).read_text("utf-8")


def test_data_behind_a_link(named: Path) -> None:
    """Records in a folder that a link leads to, inside the project, are data like the others."""
    for folder in ("cases", "items/lantern-2026"):
        shutil.move(named / "recommendations" / folder, named / "kept" / folder)
        (named / "recommendations" / folder).symlink_to(named / "kept" / folder)
    ran = run(named, "redact", "kovalenko", *ALSO)
    assert ran.code == 0, ran.stderr
    assert "kovalenko" not in everything(named)
    assert (named / "kept/cases/person-1.yaml").is_file()


def test_a_case_that_is_a_link(named: Path) -> None:
    """The link would stay, with the name for its own: the file itself has to be there."""
    case = named / "recommendations/cases/kovalenko.yaml"
    case.rename(named / "own.yaml")
    case.symlink_to(named / "own.yaml")
    ran = run(named, "redact", "kovalenko", *ALSO)
    assert ran.code == 1
    assert "recommendations/cases/kovalenko.yaml: it is a link." in ran.stderr
    assert (named / "own.yaml").read_text("utf-8") == CASE


def test_what_cannot_be_looked_through(named: Path, tmp_path: Path) -> None:
    """A table of a spreadsheet, another encoding, a link outwards: told, until it is let be."""
    data = named / "recommendations"
    (data / "table.xlsx").write_bytes(b"PK\x03\x04\x00\xff")
    (data / "notes.txt").write_bytes("Anna Kovalenko".encode("utf-16"))
    (tmp_path / "outside.txt").write_text("Anna Kovalenko", encoding="utf-8")
    (data / "link.txt").symlink_to(tmp_path / "outside.txt")
    (data / "kovalenko").mkdir()
    files = [f"recommendations/{name}" for name in ("link.txt", "notes.txt", "table.xlsx")]
    before = tree(data)
    ran = run(named, "redact", "kovalenko", *ALSO)
    assert ran.code == 1
    for file in files:
        assert f"{file}: this is no text that can be looked through." in ran.stderr
    assert 'recommendations/kovalenko/: the name of the file holds "kovalenko".' in ran.stderr
    assert tree(data) == before
    (data / "kovalenko").rmdir()
    let_be = [word for file in files for word in ("--leave", file)]
    ran = run(named, "redact", "kovalenko", *ALSO, *let_be)
    assert ran.code == 0, ran.stderr


def test_a_word_and_a_language_can_be_let_be(named: Path) -> None:
    """Whoever knows better says so."""
    ran = run(named, "redact", "kovalenko", "--also", "Kovalenko", "--leave", "anna",
              "--leave", "ru", "--leave", "коваленко")  # fmt: skip
    assert ran.code == 0, ran.stderr
    assert "Анну Коваленко" in (named / ITEM).read_text("utf-8")


def test_a_longer_word_is_told_whole_and_can_be_let_be(named: Path) -> None:
    """The name in another word is no name; letting that word be lets no other be."""
    with (named / ITEM).open("a", encoding="utf-8") as file:
        file.write("# The kovalenkoite, and Kovalenko.\n")
    args = ("redact", "kovalenko", *ALSO[2:], "--dry-run")
    told = run(named, *args).stderr
    assert '"kovalenkoite" holds "kovalenko" and would stand. Take it out: --also kov' in told
    told = run(named, *args, "--leave", "kovalenkoite").stderr
    assert '"kovalenko" would stand here still.' in told
    ran = run(named, "redact", "kovalenko", *ALSO, "--leave", "kovalenkoite")
    assert ran.code == 0, ran.stderr
    assert "# The kovalenkoite, and an editor in the north.\n" in (named / ITEM).read_text("utf-8")


def test_a_templates_own_words_are_looked_at(named: Path) -> None:
    """A project's template is no data, and is not reworded: the name in it is told."""
    (named / "templates").mkdir()
    (named / "templates" / "kovalenko.html.j2").write_text("Hello", encoding="utf-8")
    ran = run(named, "redact", "kovalenko", *ALSO)
    assert ran.code == 1
    assert 'templates/kovalenko.html.j2: the name of the file holds "kovalenko".' in ran.stderr


def test_who_is_not_known(named: Path) -> None:
    """A slip of the pen is answered with the nearest case."""
    ran = run(named, "redact", "kovalenka")
    assert ran.code == 1
    assert 'Did you mean "kovalenko"?' in ran.stderr


@pytest.mark.parametrize("name", ["kovalenko", "../out", "Not An Id"])
def test_a_new_id_has_to_be_one(named: Path, name: str) -> None:
    """One that is taken, or is none, writes nothing."""
    before = tree(named / "recommendations")
    ran = run(named, "redact", "kovalenko", *ALSO, "--id", name)
    assert ran.code == 1, ran.stderr
    assert tree(named / "recommendations") == before
    assert not (named / "out.yaml").exists()


def test_it_can_be_tried(named: Path) -> None:
    """A dry run shows every line that would change."""
    before = tree(named / "recommendations")
    ran = run(named, "redact", "kovalenko", *ALSO, "--dry-run")
    assert ran.code == 0
    assert {"-cases: [kovalenko]", "+cases: [person-1]"} <= {*ran.stdout.splitlines()}
    assert "+++ /dev/null" in ran.stdout
    assert tree(named / "recommendations") == before


def test_killed_at_any_step_it_is_done_or_not_begun(named: Path, tmp_path: Path) -> None:
    """After the next writer the name is in every file as before, or in none."""
    ends = set()
    for step in range(1, 200, 4):
        project = shutil.copytree(named, tmp_path / f"cut-{step}")
        code = killed_at(step, "-C", str(project), "redact", "kovalenko", *ALSO)
        assert load(project).dataset
        with one_writer(project):
            pass
        data = tree(project / "recommendations")
        has_name = "kovalenko" in everything(project / "recommendations")
        assert has_name == (data == tree(named / "recommendations")), step
        ends.add(has_name)
        if code == 0:
            break
    assert ends == {True, False}
    assert not has_name
