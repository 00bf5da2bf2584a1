import pytest

from readiness_bot.scaffold.codeowners import owners_of, rules

READINESS = "readiness/contract.yaml"


@pytest.mark.parametrize(
    ("line", "pattern", "people", "teams"),
    [
        ("* @mei-chen", "*", ("mei-chen",), ()),
        ("  /readiness/\t@mei-chen   @acme/ops  ", "/readiness/", ("mei-chen",), ("acme/ops",)),
        ("* @mei-chen # and @raj-patel", "*", ("mei-chen",), ()),
        ("* @org/team #x", "*", (), ("org/team",)),
        ("* mei@acme.io @mei-chen", "*", ("mei-chen",), ()),
        (r"docs/model\ card.md @mei-chen", "docs/model card.md", ("mei-chen",), ()),
        ("/readiness/", "/readiness/", (), ()),
        ("*.py @mei-chen mei@acme.io @acme/ops", "*.py", ("mei-chen",), ("acme/ops",)),
        ("* @octo_acme", "*", ("octo_acme",), ()),
    ],
)
def test_a_line(line: str, pattern: str, people: tuple[str, ...], teams: tuple[str, ...]) -> None:
    (rule,) = rules(line)
    assert (rule.pattern, rule.people, rule.teams) == (pattern, people, teams)


@pytest.mark.parametrize(
    "line",
    [r"\#notes @a", "!/readiness/ @a", "/readiness/[ab]* @a", "[Docs] @acme/docs", "^[Docs][2] @a", "/readiness/ a", "/readiness/ @", "/readiness/ @a/b/c"],
)
def test_a_line_that_github_skips(line: str) -> None:
    rule = owners_of(f"* @first\n{line}\n", READINESS)
    assert rule is not None
    assert rule.people == ("first",)


def test_comments_and_blank_lines_are_no_rules() -> None:
    assert [rule.line for rule in rules("# all\n\n* @a\n   # more\n/x @b")] == [3, 5]


@pytest.mark.parametrize(
    ("pattern", "path", "owned"),
    [
        ("*", READINESS, True),
        ("/readiness/", READINESS, True),
        ("readiness/", READINESS, True),
        ("readiness", READINESS, True),
        ("/readiness", READINESS, True),
        ("readiness/", "models/a/readiness/contract.yaml", True),
        ("/readiness/", "models/a/readiness/contract.yaml", False),
        ("/readiness/*", READINESS, True),
        ("/readiness/*", "readiness/a/b", False),
        ("/readiness/**", "readiness/a/b", True),
        ("**/readiness/", "models/a/readiness/contract.yaml", True),
        ("models/*/readiness/", "models/a/readiness/contract.yaml", True),
        ("*.yaml", READINESS, True),
        ("*.md", READINESS, False),
        ("contract.????", READINESS, True),
        ("/ready/", READINESS, False),
    ],
)
def test_what_a_pattern_owns(pattern: str, path: str, owned: bool) -> None:
    assert (owners_of(f"{pattern} @a", path) is not None) is owned


def test_the_last_rule_that_matches_decides() -> None:
    rule = owners_of("* @a\n/readiness/ @b\n/src/ @c", READINESS)
    assert rule is not None
    assert (rule.line, rule.people) == (2, ("b",))


def test_a_last_rule_without_owners_takes_ownership_away() -> None:
    rule = owners_of("* @a\n/readiness/", READINESS)
    assert rule is not None
    assert rule.people == ()


def test_many_stars_take_no_time() -> None:
    assert owners_of("a*" * 30 + "b @a", "a" * 200) is None


def test_a_file_of_any_length_is_read_to_its_last_rule() -> None:
    text = "/readiness/ @old\n" + "".join(f"/t/{n}/ @u\n" for n in range(60_000)) + "/readiness/ @real\n"
    rule = owners_of(text, READINESS)
    assert rule is not None
    assert (rule.line, rule.people) == (60_002, ("real",))


def test_only_line_ends_end_a_line() -> None:
    assert [(rule.line, rule.people) for rule in rules("# a\x0cb\u2028c @x\r\n* @a\r/x @b")] == [(2, ("a",)), (3, ("b",))]
