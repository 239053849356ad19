"""Templates keep to the design system and to the content security policy."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((REPOSITORY / "templates").rglob("*.html"))
CLASS_ATTRIBUTE = re.compile(r'\bclass="([^"]*)"')
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


def used_classes(template: Path) -> set[str]:
    """Classes written out in a template; those that a variable completes are left to the pages' own tests."""
    return {
        name
        for attribute in CLASS_ATTRIBUTE.findall(TAG.sub("\0", template.read_text()))
        for name in attribute.split()
        if "\0" not in name
    }


@pytest.fixture(scope="module")
def styled() -> str:
    return "".join(path.read_text() for path in (REPOSITORY / "static").rglob("*.css"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_class_is_styled(template: Path, styled: str) -> None:
    assert [name for name in sorted(used_classes(template)) if f".{name}" not in styled] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_nothing_is_inline(template: Path) -> None:
    markup = template.read_text()
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", markup) == []
