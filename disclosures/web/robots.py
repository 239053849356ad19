"""What a site asks of programs: its robots.txt, read by RFC 9309. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_letters, digits
from urllib.parse import quote

MOST_BYTES = 512 * 1024
"""RFC 9309, 2.5: at least 500 kibibytes are read; what stands behind is not."""

_TOKEN = re.compile(r"[A-Za-z_-]+")
_UNRESERVED = frozenset(f"{ascii_letters}{digits}-._~")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A path pattern (`*` for anything, `$` at its end for the end) and whether it is allowed."""

    pattern: str
    allows: bool


def may_fetch(text: str, *, agent: str, target: str) -> bool:
    """Whether robots.txt `text` lets the program `agent` fetch `target` (path and query).

    The rule with the longest pattern decides, an allowing one where two are as long; none allows.
    """
    path = spell(target)
    matching = [rule for rule in find_rules(text, agent) if matches(rule.pattern, path)]
    best = max(matching, key=lambda rule: (len(rule.pattern), rule.allows), default=None)
    return best is None or best.allows


def find_rules(text: str, agent: str) -> list[Rule]:
    """The rules of all groups that name `agent`; where none does, of those for `*`."""
    groups = list(split_groups(text))
    for name in (agent.casefold(), "*"):
        rules = [own for agents, own in groups if name in agents]
        if rules:
            return [rule for own in rules for rule in own]
    return []


def split_groups(text: str) -> Iterator[tuple[frozenset[str], Sequence[Rule]]]:
    """Each group's program names, in lower case, and its rules."""
    agents: set[str] = set()
    rules: list[Rule] = []
    is_in_rules = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if is_in_rules:
                yield frozenset(agents), tuple(rules)
                agents, rules, is_in_rules = set(), [], False
            token = _TOKEN.match(value)
            agents.add(token[0].casefold() if token else value)
        elif key in {"allow", "disallow"} and agents:
            is_in_rules = True
            if value:
                rules.append(Rule(spell(value), allows=key == "allow"))
    if agents:
        yield frozenset(agents), tuple(rules)


def matches(pattern: str, path: str) -> bool:
    """Whether the path begins as the pattern says. Each part is looked for once: no pattern is slow."""
    is_whole = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not parts:
        return not is_whole or path == first
    place = len(first)
    for part in parts[:-1]:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    last = parts[-1]
    if is_whole:
        return path.endswith(last) and len(path) - len(last) >= place
    return path.find(last, place) >= 0


def spell(path: str) -> str:
    """A path or pattern in one spelling (RFC 9309, 2.2.2): only what must be escaped is, in capitals."""
    return _ESCAPE.sub(_spell_escape, quote(path, safe="/%:@!$&'()*+,;=~[]?"))


def _spell_escape(escape: re.Match[str]) -> str:
    sign = chr(int(escape[0][1:], 16))
    return sign if sign in _UNRESERVED else escape[0].upper()
