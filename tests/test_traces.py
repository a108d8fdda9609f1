"""A paper tells nothing of the machine it was made on: no user, no host, no folder."""

from __future__ import annotations

import re
import shutil
import zlib
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from papers import tree

if TYPE_CHECKING:
    from conftest import Accede

pytest_plugins = ["tiny"]

USER, HOST, PLACE = "quetzalcoatl", "popocatepetl", "xochimilco"
ODD = {"USER": USER, "LOGNAME": USER, "USERNAME": USER, "HOSTNAME": HOST, "COMPUTERNAME": HOST}
# A library that asks the system instead gets the same answers.
SITE = f"""
import getpass, os, platform, pwd, socket
socket.gethostname = socket.getfqdn = platform.node = lambda *_: "{HOST}"
getpass.getuser = os.getlogin = lambda: "{USER}"
real = os.uname()
os.uname = lambda: os.uname_result((real[0], "{HOST}", *real[2:]))
"""


def unpacked(content: bytes) -> bytes:
    """Return all bytes of a PDF, with those that are packed in it."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    found = [content]
    for held in streams:
        try:
            found.append(zlib.decompressobj().decompress(held))
        except zlib.error:
            found.append(held)
    return b"\n".join(found)


def in_all_ways(word: str) -> list[bytes]:
    """Return a word as a file may write it."""
    wide = word.encode("utf-16-be")
    return [word.encode(), wide, wide.hex().encode(), word.encode().hex().encode()]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory, accede: Accede) -> dict[str, bytes]:
    """Return every paper that an oddly named person makes on an oddly named machine."""
    home = tmp_path_factory.mktemp("home") / USER / PLACE
    site, project = home / "site", home / "project"
    site.mkdir(parents=True)
    (site / "sitecustomize.py").write_text(SITE, "utf-8")
    assert accede("init", project).code == 0
    path = f"{site}:{ROOT}"
    odd = {**ODD, "HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": path}
    for more in ((), ("--archive",), ("--fillable",), ("--format", "html,text", "--only", "card")):
        ran = accede("build", *more, cwd=project, **odd)
        assert ran.code == 0, ran.stderr
    made = tree(project / "output")
    shutil.rmtree(home)
    return made


def test_no_paper_tells_who_made_it_and_where(papers: dict[str, bytes]) -> None:
    """Nor does the manifest beside it: no user, host or path, in whatever letters."""
    assert {name.rpartition(".")[2] for name in papers} == {"pdf", "html", "txt", "json"}
    for name, content in papers.items():
        everything = unpacked(content).lower()
        for word in (USER, HOST, PLACE, "/home/", "/tmp/", "file://"):  # noqa: S108 - looked for
            for written in in_all_ways(word):
                assert written not in everything, f"{name}: {word}"


def test_what_is_packed_is_looked_through(papers: dict[str, bytes]) -> None:
    """The search would see a word that only a packed stream holds."""
    content = papers["ruritania/briefing.pdf"]
    assert b"/StructTreeRoot" in unpacked(content)
    assert b"/StructTreeRoot" not in content
    assert b"Ruritania" in unpacked(content)
