"""The frameworks and the crosswalk: what they hold, and what the loader refuses."""

import csv
from pathlib import Path
from typing import Any

import pytest

from disclosures.frameworks.loader import (
    FrameworkError,
    FrameworkKind,
    load_all,
    load_crosswalk,
    load_framework,
    read_crosswalk,
    read_framework,
)
from disclosures.frameworks.topics import find_topics
from disclosures.parsing.types import ElementKind

FLAG_TEXTS = {
    "integration-flag": "integration",
    "third-parties-engaged": "processes",
    "third-party-oversight": "processes",
    "material-effect-flag": "material-effect",
    "positions-flag": "positions",
    "report-to-board": "informing-board",
}


def make_table(**changes: Any) -> dict[str, Any]:
    """A framework of a flag and its text, changed."""
    table: dict[str, Any] = {
        "slug": "demo",
        "name": "Demo",
        "kind": "taxonomy",
        "groups": [{"slug": "all", "name": "All"}],
        "elements": [make_element("Text", kind="text"), make_element("Flag", text_element="demo:Text")],
    }
    return table | changes


def make_element(name: str, **changes: Any) -> dict[str, Any]:
    row = {
        "key": f"demo:{name}",
        "slug": name.lower(),
        "kind": "flag",
        "label": name,
        "name": name,
        "asks": f"Whether {name}.",
        "group": "all",
    }
    return row | changes


def test_cyd_holds_the_annual_and_incident_elements_in_order() -> None:
    framework = load_framework("cyd")
    assert framework.kind is FrameworkKind.TAXONOMY
    by_group = {
        group.name: sum(element.group == group.slug for element in framework.elements)
        for group in framework.groups
    }
    assert by_group == {
        "Risk management and strategy": 7,
        "Governance: board": 3,
        "Governance: management": 6,
        "Incidents": 5,
    }
    assert [element.order for element in framework.elements] == list(range(1, 22))
    assert sum(element.kind is ElementKind.FLAG for element in framework.elements) == 6


def test_cyd_agrees_with_the_published_list_of_elements(shared_data: Path) -> None:
    with (shared_data.parent / "cyd_elements.tsv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["kind"] in {"flag", "textBlock"}]
    published = [
        (
            row["element"],
            row["label"],
            row["reg_sk_item_106"].removeprefix("Reg S-K 106"),
            row["form_20f_item_16k"],
            row["form_8k"].removeprefix("8-K Item "),
        )
        for row in rows
    ]
    ours = [
        (element.key, element.label, element.clause_106, element.clause_20f, element.clause_8k)
        for element in load_framework("cyd").elements
    ]
    assert ours == published


def test_cyd_flags_and_texts_know_each_other() -> None:
    framework = load_framework("cyd")
    slugs = {element.key: element.slug for element in framework.elements}
    assert {
        element.slug: slugs[element.text_element] for element in framework.elements if element.text_element
    } == FLAG_TEXTS
    flags = {element.slug: [slugs[key] for key in element.flag_elements] for element in framework.elements}
    assert flags["processes"] == ["third-parties-engaged", "third-party-oversight"]
    assert flags["positions"] == ["positions-flag"]


def test_flag_element_is_the_only_flag_of_a_text() -> None:
    elements = {element.slug: element for element in load_framework("cyd").elements}
    assert elements["positions"].flag_element == elements["positions-flag"].key
    assert elements["processes"].flag_element == ""
    assert elements["expertise"].flag_element == ""


def test_older_label_of_the_incident_scope_is_kept() -> None:
    scope = next(element for element in load_framework("cyd").elements if element.slug == "incident-scope")
    assert scope.labels == (
        "Material Cybersecurity Incident Scope [Text Block]",
        "Material Cybersecurity Incident Timing [Text Block]",
    )


def test_every_guideline_element_can_be_named_by_phrases() -> None:
    guideline = load_framework("online_lending")
    assert guideline.kind is FrameworkKind.GUIDELINE
    assert [element.slug for element in guideline.elements if not element.phrases] == []
    assert {element.slug for element in guideline.elements if element.is_field} == {
        "company-name",
        "supervisor",
        "filing-time",
        "filing-number",
        "customer-service",
        "working-hours",
    }


def test_element_is_found_by_its_key_and_an_unknown_key_raises() -> None:
    framework = load_framework("online_lending")
    assert framework.element("online_lending:fund-depository").slug == "fund-depository"
    with pytest.raises(KeyError, match="nothing"):
        framework.element("online_lending:nothing")


def test_load_all_gives_each_framework_once() -> None:
    assert [framework.slug for framework in load_all()] == ["cyd", "online_lending"]


def test_crosswalk_topics_join_both_frameworks() -> None:
    prefixes = {
        topic.slug: {key.partition(":")[0] for key in topic.elements}
        for topic in load_crosswalk()
        if topic.slug
        in {"third-parties", "cybersecurity-and-data", "incident-response", "board-and-strategy"}
    }
    assert set(map(frozenset, prefixes.values())) == {frozenset({"cyd", "online_lending"})}
    assert len(prefixes) == 4


def test_framework_missing_raises() -> None:
    with pytest.raises(FrameworkError, match=r"nowhere\.toml: there is no such framework"):
        load_framework("nowhere")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (make_table(colour="red"), "demo.toml: unknown key colour"),
        (make_table(kind="novel"), 'kind "novel" is none of taxonomy, guideline, plan'),
        (make_table(name=""), "name missing"),
        (make_table(groups=[{"slug": "all", "name": "A"}, {"slug": "all", "name": "B"}]), "group slug all"),
        (make_table(groups=[{"slug": "all"}]), "groups: name missing"),
        (make_table(elements=[make_element("A"), make_element("A", slug="b")]), "key demo:A stands more"),
        (make_table(elements=[make_element("A"), make_element("B", slug="a")]), "slug a stands more"),
        (make_table(elements=[make_element("A", group="none")]), 'no group "none"'),
        (make_table(elements=[make_element("A", key="other:A")]), 'does not start with "demo:"'),
        (make_table(elements=[make_element("A", size=3)]), "element demo:A: unknown key size"),
        (make_table(elements=[make_element("A", asks="")]), "element demo:A: asks missing"),
        (make_table(elements=[make_element("A", kind="number")]), 'kind "number" is none of flag, text'),
        (make_table(elements=[make_element("A", text_element="demo:B")]), '"demo:B" is no text of this file'),
        (
            make_table(elements=[make_element("A", kind="text", text_element="demo:A")]),
            "only a flag has a text_element",
        ),
    ],
)
def test_framework_that_breaks_a_rule_is_refused(table: dict[str, Any], message: str) -> None:
    with pytest.raises(FrameworkError) as refused:
        read_framework(table, source="demo.toml")
    assert message in str(refused.value)


def test_framework_of_a_flag_and_its_text_is_read() -> None:
    framework = read_framework(make_table(), source="demo.toml")
    assert [element.key for element in framework.elements] == ["demo:Text", "demo:Flag"]
    assert framework.elements[0].flag_element == "demo:Flag"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"elements": ["demo:Gone"]}, 'topic one: no framework has an element "demo:Gone"'),
        ({"elements": []}, "topic one: elements missing"),
        ({"weight": 2}, "topic one: unknown key weight"),
    ],
)
def test_crosswalk_that_breaks_a_rule_is_refused(row: dict[str, Any], message: str) -> None:
    topic = {"slug": "one", "name": "One", "elements": ["demo:Text"], "phrases": ["word"]} | row
    with pytest.raises(FrameworkError) as refused:
        read_crosswalk({"topics": [topic]}, known_keys={"demo:Text"}, source="crosswalk.toml")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("Run drills for incidents twice a year", ["incident-response"]),
        ("Watch all third-party partners", ["third-parties"]),
        ("Grade AI by the harm it can do", ["ai-and-models"]),
        ("Say what it aims at, and aid borrowers", []),
        ("Show it on a dashboard", []),
    ],
)
def test_topics_are_found_by_whole_words(words: str, slugs: list[str]) -> None:
    assert [topic.slug for topic in find_topics(words)] == slugs
