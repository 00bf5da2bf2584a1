"""Git's raw lines move a tree on; it knows every file and folder, and says which of them came or went."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.audit.tree import Tree

ONE, TWO, NONE = "1" * 40, "2" * 40, "0" * 40


def came(path: str, blob: str = ONE) -> tuple[str, str]:
    return f":000000 100644 {NONE} {blob} A", path


def went(path: str) -> tuple[str, str]:
    return f":100644 000000 {ONE} {NONE} D", path


def test_a_file_brings_its_folders() -> None:
    assert Tree().apply(came("a/b/c")) == ["a/b/c", "a/b", "a"]


def test_the_last_file_takes_its_folders_along() -> None:
    tree = Tree()
    tree.apply(came("a/b/c") + came("a/d"))
    assert tree.apply(went("a/b/c")) == ["a/b/c", "a/b"]
    assert ("a" in tree, "a/b" in tree) == (True, False)


def test_a_changed_file_came_from_nowhere() -> None:
    tree = Tree()
    tree.apply(came("a/b"))
    assert tree.apply((f":100644 100755 {ONE} {TWO} M", "a/b")) == []
    assert tree.entry("a/b") == ("100755", TWO)


def test_a_file_becomes_a_folder() -> None:
    tree = Tree()
    tree.apply(came("a"))
    tree.apply(went("a") + came("a/b"))
    assert ("a" in tree, tree.entry("a"), tree.entry("a/b")) == (True, None, ("100644", ONE))


def test_what_was_never_there() -> None:
    assert (Tree().apply(went("a/b")), Tree().entry("a/b")) == ([], None)


def there(files: set[str]) -> set[str]:
    """Files, and the folders above them."""
    return files | {file[:end] for file in files for end in range(len(file)) if file[end] == "/"}


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["x/a", "x/b", "x/y/a", "x/y/z/a", "w", "v/u/a"])), max_size=30))
def test_any_history(steps: list[tuple[bool, str]]) -> None:
    tree, files = Tree(), set[str]()
    for comes, path in steps:
        before = there(files)
        (files.add if comes else files.discard)(path)
        assert sorted(tree.apply(came(path) if comes else went(path))) == sorted(before ^ there(files))
        assert {one for one in before | there(files) if one in tree} == there(files)
