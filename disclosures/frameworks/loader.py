"""Reads the frameworks and the crosswalk beside this file. Pure: no Django, no database.

Adding a framework means adding `<slug>.toml`; a file that breaks its own rules raises FrameworkError
naming the file, the element and the mistake.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from disclosures.parsing.types import ElementKind

CROSSWALK_FILE = "crosswalk.toml"

FRAMEWORK_KEYS = frozenset({"slug", "name", "kind", "groups", "elements"})
GROUP_REQUIRED = frozenset({"slug", "name"})
GROUP_KEYS = GROUP_REQUIRED | {"phrases"}
TOPIC_KEYS = frozenset({"slug", "name", "elements", "phrases"})
ELEMENT_REQUIRED = frozenset({"key", "slug", "kind", "label", "name", "asks", "group"})
ELEMENT_KEYS = ELEMENT_REQUIRED | {
    "older_labels",
    "clause_106",
    "clause_20f",
    "clause_8k",
    "text_element",
    "phrases",
    "is_field",
}


class FrameworkError(ValueError):
    """A framework file breaks its own rules; `str(error)` says where and how."""


class FrameworkKind(StrEnum):
    """Where a framework comes from: a tagging taxonomy, a disclosure guideline, a regulator's plan."""

    TAXONOMY = "taxonomy"
    GUIDELINE = "guideline"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class GroupData:
    """A heading that elements of a framework are shown under; `phrases` as in ElementData."""

    slug: str
    name: str
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementData:
    """One thing a framework asks for.

    key           stable name in the data: `cyd:…`, `online_lending:…`
    slug          readable name in addresses, unique in its framework
    label         official label; `labels` holds it and every older official one
    name, asks    short name and one sentence, in plain words
    clause_…      where the rule stands: "(c)(1)", "16K(c)(1)", "1.05(a)"; empty where it does not
    order         place in the framework, from 1
    text_element  for a flag, the key of the text it answers for
    flag_elements for a text, the keys of the flags that answer for it
    phrases       words by which a heading or a label of an untagged source names the element
    is_field      usually given as a label and a value on one line
    """

    key: str
    slug: str
    kind: ElementKind
    label: str
    labels: tuple[str, ...]
    name: str
    asks: str
    clause_106: str
    clause_20f: str
    clause_8k: str
    group: str
    order: int
    text_element: str
    flag_elements: tuple[str, ...]
    phrases: tuple[str, ...]
    is_field: bool

    @property
    def flag_element(self) -> str:
        """The one flag that answers for this text, or "" where there is none or more than one."""
        return self.flag_elements[0] if len(self.flag_elements) == 1 else ""


@dataclass(frozen=True, slots=True)
class FrameworkData:
    """An ordered set of elements under groups."""

    slug: str
    name: str
    kind: FrameworkKind
    groups: tuple[GroupData, ...]
    elements: tuple[ElementData, ...]

    def element(self, key: str) -> ElementData:
        """The element with this key; KeyError where there is none."""
        for element in self.elements:
            if element.key == key:
                return element
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Topic:
    """What elements of different frameworks speak of together; `phrases` recognise it in free words."""

    slug: str
    name: str
    elements: tuple[str, ...]
    phrases: tuple[str, ...]


@cache
def load_framework(slug: str) -> FrameworkData:
    """The framework in `<slug>.toml`. FrameworkError where it is missing or breaks a rule."""
    name = f"{slug}.toml"
    framework = read_framework(read_table(name), source=name)
    if framework.slug != slug:
        raise FrameworkError(f'{name}: slug is "{framework.slug}", the file\'s name says "{slug}".')
    return framework


@cache
def load_all() -> tuple[FrameworkData, ...]:
    """Every framework there is, by slug."""
    names = sorted(entry.name for entry in files(__package__).iterdir() if entry.name.endswith(".toml"))
    frameworks = tuple(load_framework(name.removesuffix(".toml")) for name in names if name != CROSSWALK_FILE)
    # An element's slug alone is its address, whatever framework it comes from.
    slugs = (element.slug for framework in frameworks for element in framework.elements)
    refuse_duplicates(slugs, what="slug", source="frameworks")
    return frameworks


@cache
def load_crosswalk() -> tuple[Topic, ...]:
    """The topics that frameworks share, in the file's order."""
    known = {element.key for framework in load_all() for element in framework.elements}
    return read_crosswalk(read_table(CROSSWALK_FILE), known_keys=known, source=CROSSWALK_FILE)


def read_table(name: str) -> dict[str, Any]:
    """The TOML file of this name in this package."""
    try:
        return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FrameworkError(f"{name}: there is no such framework.") from error
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"{name}: not well-formed TOML: {error}.") from error


def read_framework(table: Mapping[str, Any], *, source: str) -> FrameworkData:
    """A framework from its parsed TOML; `source` names the file in errors."""
    check_keys(table, required=FRAMEWORK_KEYS, allowed=FRAMEWORK_KEYS, source=source)
    groups = tuple(read_group(group, source=source) for group in table["groups"])
    refuse_duplicates((group.slug for group in groups), what="group slug", source=source)
    flags_of: dict[str, list[str]] = {}
    for row in table["elements"]:
        if row.get("text_element"):
            flags_of.setdefault(row["text_element"], []).append(row.get("key", ""))
    elements = tuple(
        read_element(row, order=order, flags_of=flags_of, source=source)
        for order, row in enumerate(table["elements"], start=1)
    )
    refuse_duplicates((element.key for element in elements), what="key", source=source)
    refuse_duplicates((element.slug for element in elements), what="slug", source=source)
    framework = FrameworkData(
        slug=table["slug"],
        name=table["name"],
        kind=read_choice(FrameworkKind, table["kind"], source=source),
        groups=groups,
        elements=elements,
    )
    check_references(framework, source=source)
    return framework


def read_group(row: Mapping[str, Any], *, source: str) -> GroupData:
    """One group of a framework."""
    check_keys(row, required=GROUP_REQUIRED, allowed=GROUP_KEYS, source=f"{source}, groups")
    return GroupData(slug=row["slug"], name=row["name"], phrases=tuple(row.get("phrases", ())))


def read_element(
    row: Mapping[str, Any], *, order: int, flags_of: Mapping[str, list[str]], source: str
) -> ElementData:
    """One element of a framework; references to others are checked once all are read."""
    where = f"{source}, element {row.get('key', order)}"
    check_keys(row, required=ELEMENT_REQUIRED, allowed=ELEMENT_KEYS, source=where)
    return ElementData(
        key=row["key"],
        slug=row["slug"],
        kind=read_choice(ElementKind, row["kind"], source=where),
        label=row["label"],
        labels=(row["label"], *row.get("older_labels", ())),
        name=row["name"],
        asks=row["asks"],
        clause_106=row.get("clause_106", ""),
        clause_20f=row.get("clause_20f", ""),
        clause_8k=row.get("clause_8k", ""),
        group=row["group"],
        order=order,
        text_element=row.get("text_element", ""),
        flag_elements=tuple(flags_of.get(row["key"], ())),
        phrases=tuple(row.get("phrases", ())),
        is_field=row.get("is_field", False),
    )


def read_crosswalk(table: Mapping[str, Any], *, known_keys: Iterable[str], source: str) -> tuple[Topic, ...]:
    """Topics from the crosswalk's parsed TOML; every element named must be among `known_keys`."""
    check_keys(table, required={"topics"}, allowed={"topics"}, source=source)
    known = frozenset(known_keys)
    topics = []
    for row in table["topics"]:
        where = f"{source}, topic {row.get('slug', '?')}"
        check_keys(row, required=TOPIC_KEYS, allowed=TOPIC_KEYS, source=where)
        for key in row["elements"]:
            if key not in known:
                raise FrameworkError(f'{where}: no framework has an element "{key}".')
        topics.append(Topic(row["slug"], row["name"], tuple(row["elements"]), tuple(row["phrases"])))
    refuse_duplicates((topic.slug for topic in topics), what="topic slug", source=source)
    return tuple(topics)


def check_keys(
    row: Mapping[str, Any], *, required: Iterable[str], allowed: Iterable[str], source: str
) -> None:
    """FrameworkError where a required key is missing or empty, or a key is not known."""
    unknown = sorted(set(row) - set(allowed))
    if unknown:
        raise FrameworkError(f"{source}: unknown key {', '.join(unknown)}.")
    missing = sorted(key for key in required if not row.get(key))
    if missing:
        raise FrameworkError(f"{source}: {', '.join(missing)} missing.")


def check_references(framework: FrameworkData, *, source: str) -> None:
    """FrameworkError where an element has the wrong prefix, no such group, or no such text."""
    groups = {group.slug for group in framework.groups}
    kinds = {element.key: element.kind for element in framework.elements}
    for element in framework.elements:
        where = f"{source}, element {element.key}"
        if not element.key.startswith(f"{framework.slug}:"):
            raise FrameworkError(f'{where}: its key does not start with "{framework.slug}:".')
        if element.group not in groups:
            raise FrameworkError(f'{where}: no group "{element.group}".')
        if not element.text_element:
            continue
        if element.kind is not ElementKind.FLAG:
            raise FrameworkError(f"{where}: only a flag has a text_element.")
        if kinds.get(element.text_element) is not ElementKind.TEXT:
            raise FrameworkError(f'{where}: text_element "{element.text_element}" is no text of this file.')


def refuse_duplicates(values: Iterable[str], *, what: str, source: str) -> None:
    """FrameworkError where a value stands twice."""
    twice = sorted(value for value, count in Counter(values).items() if count > 1)
    if twice:
        raise FrameworkError(f"{source}: {what} {', '.join(twice)} stands more than once.")


def read_choice[Choice: StrEnum](choices: type[Choice], value: str, *, source: str) -> Choice:
    """The member of `choices` with this value, or FrameworkError."""
    try:
        return choices(value)
    except ValueError as error:
        known = ", ".join(choices)
        raise FrameworkError(f'{source}: kind "{value}" is none of {known}.') from error
