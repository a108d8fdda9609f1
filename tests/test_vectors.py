"""Files of a project that mean harm: each way in, what comes of it, and what does not.

Of each: nothing knocks at a listener on this machine, a secret beside the project is in no output
and no file of it, nothing is written around it, and it ends with a result or with words about it.
"""

from __future__ import annotations

import shutil
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hostile import (
    CATALOGUE,
    EVIDENCE,
    ITEM,
    LONG,
    NO_FILE,
    NO_ID,
    ONE,
    PACKS,
    RU,
    STYLE,
    TEMPLATE,
    TITLE,
    TOPICS,
    UNSEEN,
    Vector,
    add,
    all_of,
    edit,
    link,
    meets,
    pipe,
    put,
)
from starter import ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile import World

pytest_plugins = ["strangers"]


# YAML


def _title(written: str) -> Callable[[World], object]:
    return edit(ITEM, TITLE, written)


def _bomb(first: str, each: str) -> str:
    names = "abcdefghi"
    lines = [f"{name}: &{name} " + each.format(", ".join(f"*{before}" for _ in range(9)))
             for before, name in pairwise(names)]  # fmt: skip
    return f"a: &a {first}\n" + "\n".join(lines) + "\n"


TOO_DEEP = "stand inside one another more than 40 deep"
TOO_MANY = "holds more than 200000 values"
UTF_16 = b"\xff\xfe" + "id: lantern-2026-03\n".encode("utf-16-le")
YAML = [
    Vector("alias-bomb", put(ITEM, _bomb("[x]", "[{}]")), "check", 1, TOO_MANY),
    Vector("merge-bomb", put(ITEM, _bomb("{x: y}", "{{<<: [{}]}}")), "check", 1, TOO_MANY),
    Vector("deep-brackets", put(ITEM, "a: " + "[" * 100_000), "check", 1, TOO_DEEP),
    Vector("deep-keys", put(ITEM, "? " * 50_000), "check", 1, TOO_DEEP),
    Vector("in-itself", put(ITEM, "a: &a [*a]\n"), "check", 1, "refers to nothing"),
    Vector("huge-text", _title("x" * 5_000_000), "check", 1, "a text of more than 20000 letters"),
    Vector("huge-file", put(ITEM, b"#" * 20_000_001), "check", 1, "larger than 20000000 bytes"),
    Vector("huge-number", add(ITEM, f"priority: {'9' * 5000}\n"), "check", 1, "is too much."),
    Vector("huge-bullet", edit(ITEM, "bullet: 3", f"bullet: {'9' * 5000}"), "check", 1,
           "is not a number."),
    Vector("huge-key", add(ITEM, f"{'k' * 100_000}: x\n"), "check", 1, "the line above is neither"),
    Vector("many-keys", add(ITEM, "".join(f"k{n}: x\n" for n in range(9000))), "check", 1,
           "8900 more things are wrong with this."),
    Vector("escape-raw", _title("a\x1b[2Jb"), "check", 1, UNSEEN.format("001B")),
    Vector("escape-written", _title('"a\\x1b[2Jb"'), "check", 1, UNSEEN.format("001B")),
    Vector("nul-raw", _title("a\0b"), "check", 1, UNSEEN.format("0000")),
    Vector("nul-written", _title('"a\\0b"'), "check", 1, UNSEEN.format("0000")),
    Vector("turned-around-raw", _title("a\u202eb"), "check", 1, UNSEEN.format("202E")),
    Vector("turned-around-written", _title('"a\\u202eb"'), "check", 1, UNSEEN.format("202E")),
    Vector("python-object", _title("!!python/object/apply:os.system ['touch owned']"), "check", 1,
           'python/object/apply:os.system" is not allowed.'),
    Vector("python-name", put(ITEM, "!!python/name:os.system\n"), "check", 1, "is not allowed."),
    Vector("not-utf-8", put(ITEM, b"id: \xff\n"), "check", 1,
           "this character is not in UTF-8"),
    Vector("utf-16", put(ITEM, UTF_16), "check", 1, "this character is not in UTF-8"),
    Vector("twice", add(ITEM, "kind: pledge\n"), "check", 1, '"kind" stands here twice'),
    Vector("two-documents", add(ITEM, "---\nid: other\n"), "check", 1, "a second document"),
    Vector("unknown-language", add(PACKS, "  languages: [zz]\n"), "build --dry-run", 1,
           'there are no words in "zz".'),
]  # fmt: skip


@pytest.mark.parametrize("vector", YAML, ids=lambda vector: vector.id)
def test_yaml(world: World, vector: Vector) -> None:
    """What no honest file holds is a problem with its place, and the file is not read."""
    meets(world, vector)


# Ids and names


def _named(kind: str, name: str) -> Callable[[World], object]:
    file, old = {
        "item": (ITEM, "id: lantern-2026-03"),
        "pack": (PACKS, "id: ruritania"),
        "body": ("recommendations/bodies.yaml", "id: ruritania"),
        "evidence": (EVIDENCE, "id: S03"),
        "topic": (TOPICS, "id: assembly"),
    }[kind]
    return edit(file, old, f"id: {name}")


NAMES = [
    Vector("item-upwards", _named("item", "'../../x'"), "check", 1, NO_ID),
    Vector("item-slash", _named("item", "a/b"), "check", 1, NO_ID),
    Vector("item-backslash", _named("item", "'..\\x'"), "check", 1, NO_ID),
    Vector("item-nul", _named("item", '"a\\0b"'), "check", 1, NO_ID),
    Vector("item-long", _named("item", LONG), "check", 1, NO_ID),
    Vector("item-device", _named("item", "aux.old"), "check", 1, NO_FILE),
    Vector("pack-upwards", _named("pack", "'../../x'"), "build", 1, NO_ID),
    Vector("pack-absolute", _named("pack", "/tmp/x"), "build", 1, NO_ID),  # noqa: S108 - refused
    Vector("pack-device", _named("pack", "CON"), "build", 1, NO_FILE),
    Vector("pack-port", _named("pack", "com1"), "build", 1, NO_FILE),
    Vector("pack-dot", _named("pack", "x."), "build", 1, NO_FILE),
    Vector("body-nul-device", _named("body", "NUL"), "check", 1, NO_FILE),
    Vector("body-upwards", _named("body", "'..'"), "check", 1, NO_ID),
    Vector("topic-long", _named("topic", LONG), "check", 1, NO_ID),
    Vector("evidence-markup", _named("evidence", "'<b>'"), "check", 1, NO_ID),
    Vector("file-name", put(f"{ITEMS}/a\x1b[2J\nb.yaml", "id: x\n"), "check", 1, r"a\x1b[2J\nb"),
    Vector("new-upwards", put("x", ""), "new item ../../x --document lantern-2026", 2, NO_ID),
    Vector("new-device", put("x", ""), "new topic con", 2, NO_FILE),
    Vector("new-document", put("x", ""), "new item x --document ../..", 2, "is not known."),
    Vector("build-upwards", put("x", ""), "build ../../x", 2, "is no pack."),
    Vector("meeting-upwards", put("x", ""), "build --meeting ../../x", 2, "is not known."),
    Vector("show-upwards", put("x", ""), "show ../../beside/canary", 2, "is no item."),
    Vector("language-upwards", put("x", ""), "translations ../x", 2, "is not the code"),
    Vector("paper-language-upwards", put("x", ""), "build --lang ../x", 2, "there are no words"),
]  # fmt: skip


@pytest.mark.parametrize("vector", NAMES, ids=lambda vector: vector.id)
def test_names(world: World, vector: Vector) -> None:
    """A name that could be a path, a device or a sign for a terminal becomes neither."""
    meets(world, vector)


# Links and pipes

OUT = "it is a link out of the project."
NO_PLAIN = "it is no plain file."
LINKS = [
    Vector("item-words", link(ITEM, "beside/canary.txt"), "check", 1, f"03.yaml: {OUT}"),
    Vector("item-sound", link(ITEM, "beside/canary.yaml"), "list", 1, f"03.yaml: {OUT}"),
    Vector("item-device", link(ITEM, "/dev/zero"), "check", 1, f"03.yaml: {OUT}"),
    Vector("item-itself", link(ITEM, f"project/{ITEM}"), "check", 1, "cannot be read"),
    Vector("item-pipe", pipe(ITEM), "check", 1, f"03.yaml: {NO_PLAIN}"),
    Vector("items-folder", link("recommendations/items/other", "beside"), "list", 1,
           f"items/other: {OUT}"),
    Vector("all-items", link("recommendations/items", "beside"), "list", 1, f"items: {OUT}"),
    Vector("register", link(TOPICS, "beside/topics.yaml"), "status", 1, f"topics.yaml: {OUT}"),
    Vector("register-pipe", pipe(TOPICS), "check", 1, f"topics.yaml: {NO_PLAIN}"),
    Vector("project-file", link("recommendations/project.yaml", "beside/canary.txt"), "check", 1,
           f"project.yaml: {OUT}"),
    Vector("recommendations", link("recommendations", "aside"), "check", 1,
           f"recommendations: {OUT}"),
    Vector("written-register", link(TOPICS, "beside/topics.yaml"), "new topic other", 1, OUT),
    Vector("written-schema", all_of(
        lambda world: shutil.rmtree(world.project / "recommendations/.schema"),
        link("recommendations/.schema", "beside")), "new meeting 2027-01-01-ruritania", 1, OUT),
    Vector("output", link("output", "beside"), ONE, 1, f"output: {OUT}"),
    Vector("pack-folder", link("output/ruritania", "beside"), ONE, 1, f"ruritania: {OUT}"),
    Vector("cleaned", link("output", "beside"), "clean --all", 1, f"output: {OUT}"),
    Vector("manifest-pipe", pipe("output/ruritania/manifest.json"), "verify", 1, "damaged"),
    Vector("store", link(".accede", "beside"), "check", 1, f".accede: {OUT}"),
    Vector("store-cleaned", link(".accede", "beside"), "clean --all", 1, f".accede: {OUT}"),
    Vector("store-pipe", all_of(pipe(".accede/read"), pipe(".accede/checked")), "check", 0,
           "all is well"),
    Vector("templates", link("templates", "beside"), ONE, 1, f"templates: {OUT}"),
    Vector("template", link(TEMPLATE, "beside/onepager.html.j2"), ONE, 1, f"{TEMPLATE}: {OUT}"),
    Vector("template-pipe", pipe(TEMPLATE), ONE, 1, f"{TEMPLATE}: {NO_PLAIN}"),
    Vector("style", link(STYLE, "beside/onepager.css"), ONE, 1, f"{STYLE}: {OUT}"),
    Vector("styles", link("templates/css", "beside"), ONE, 1, f"templates/css: {OUT}"),
    Vector("catalogue", link(CATALOGUE, "beside/canary.txt"), RU, 1, f"{CATALOGUE}: {OUT}"),
    Vector("draft", link("templates/new/topic.yaml.j2", "beside/canary.txt"), "new topic x", 1,
           f"topic.yaml.j2: {OUT}"),
]  # fmt: skip


@pytest.mark.parametrize("vector", LINKS, ids=lambda vector: vector.id)
def test_links(world: World, vector: Vector) -> None:
    """What leads out of the project is neither read nor written, and a pipe is not waited for."""
    meets(world, vector)
