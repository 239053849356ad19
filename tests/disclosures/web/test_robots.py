"""What robots.txt lets a program fetch, by the examples and rules of RFC 9309."""

import pytest

from disclosures.web.robots import matches, may_fetch

RULES = """\
# for everybody
User-agent: *
Disallow: /private/   # not for programs
Disallow: /*.php$
Allow: /private/open

User-Agent: OtherBot
User-Agent: Third
Disallow: /

user-agent : collate
disallow: /own
Crawl-delay: 10
"""


@pytest.mark.parametrize(
    ("agent", "target", "allowed"),
    [
        ("Nobody", "/", True),
        ("Nobody", "/private/list", False),
        ("Nobody", "/private/open/door", True),
        ("Nobody", "/index.php", False),
        ("Nobody", "/index.php?x=1", True),
        ("OtherBot", "/", False),
        ("third", "/anything", False),
        ("Collate", "/own/page", False),
        ("Collate", "/private/list", True),
    ],
)
def test_rules_of_the_own_group_decide(agent: str, target: str, allowed: bool) -> None:
    assert may_fetch(RULES, agent=agent, target=target) is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("Disallow: /", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Collate\nDisallow:\n", True),
        ("User-agent: Collate/0.1\nDisallow: /", False),
        ("User-agent: *\n\nDisallow: /", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\nDisallow: /page\nAllow: /page", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: *\nAllow: /page", True),
        ("User-agent: *\nSitemap: https://shop.example/map.xml\nDisallow: /", False),
        ("<html>no rules at all</html>", True),
        ("User-agent: *\nDisallow: /信", True),
    ],
)
def test_page_under_rules(text: str, allowed: bool) -> None:
    assert may_fetch(text, agent="Collate", target="/page") is allowed


@pytest.mark.parametrize(
    ("rule", "target"),
    [
        ("/信", "/%e4%bf%a1/page"),
        ("/private", "/%70rivate"),
        ("/%7ejoe", "/~joe"),
        ("/~joe", "/%7Ejoe"),
        ("/a%2fb", "/a%2Fb"),
    ],
)
def test_paths_are_compared_in_one_spelling(rule: str, target: str) -> None:
    assert not may_fetch(f"User-agent: *\nDisallow: {rule}", agent="Collate", target=target)


def test_an_escaped_slash_is_no_slash() -> None:
    assert may_fetch("User-agent: *\nDisallow: /a%2Fb", agent="Collate", target="/a/b")


@pytest.mark.parametrize(
    ("pattern", "path", "found"),
    [
        ("/", "/", True),
        ("/fish", "/fish.html", True),
        ("/fish", "/Fish", False),
        ("/fish*", "/fish/salmon", True),
        ("/fish$", "/fish", True),
        ("/fish$", "/fish/", False),
        ("/*/salmon", "/fish/salmon", True),
        ("/*.php$", "/a.php/b.php", True),
        ("/*.php$", "/a.php/b", False),
        ("*", "/anything", True),
        ("/a*a$", "/a", False),
        ("/a*a$", "/aa", True),
        ("/*a*b*c", "/xaxbx", False),
    ],
)
def test_pattern_matches(pattern: str, path: str, found: bool) -> None:
    assert matches(pattern, path) is found


def test_pattern_of_many_wildcards_is_not_tried_again_and_again() -> None:
    assert not matches("/" + "*a" * 5_000 + "b", "/" + "a" * 20_000)
