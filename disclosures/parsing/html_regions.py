"""Parts of a web page by the marks that pages put on them: furniture, titles, panels behind tabs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise

from lxml import etree

from disclosures.parsing.text import fold, is_unseen, local_name

UNSEEN_TAGS = frozenset({"audio", "canvas", "object", "select", "svg", "textarea", "video"})
FURNITURE_TAGS = {"nav": "navigation", "aside": "sidebar"}
FURNITURE_ROLES = {
    "navigation": "navigation",
    "menu": "navigation",
    "banner": "header",
    "search": "search",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "dialog": "dialog",
    "alertdialog": "dialog",
}
# Words in the class and id of an element that is no part of the content, by what it then is. Left out on
# purpose: "widget" and "header", by which page builders call their content.
FURNITURE_WORDS: Mapping[str, str] = {
    word: kind
    for kind, words in {
        "navigation": "nav navbar navigation menu sidemenu topnav topmenu crumb crumbs breadcrumb "
        "breadcrumbs toplinks pagination pager offcanvas skiplink",
        "header": "masthead topbar toolbar logo",
        "footer": "foot footer colophon copyright copyrights footnav bottombar friendlink friendlinks",
        "cookie notice": "cookie cookies cookiebar consent gdpr",
        "sidebar": "sidebar sidebars widgetarea",
        "comments": "comment comments respond disqus",
        "sharing": "sharing sharedaddy sharebar sharebuttons sociallinks socialmedia addthis",
        "dialog": "modal popup dialog lightbox login signin floatservice",
        "advertising": "ad ads advert advertisement sponsor newsletter subscribe relatedposts relatednews",
    }.items()
    for word in words.split()
}
TITLE_WORDS = frozenset({"title", "tit", "heading", "hd", "subtitle", "caption"})
PANEL_WORDS = frozenset(
    {"accordion", "collapse", "pane", "panel", "panels", "tab", "tabs", "tabcon", "tabcontent", "tabpanel"}
)
TAB_LIST_WORDS = frozenset({"tab", "tabs", "tablist", "tabnav", "tabhd", "tabtitle"})
# A part that holds this much of a page's words is the page, whatever it is called.
MOST_OF_PAGE = 0.4
LONGEST_TAB = 40
MOST_IN_TAB_LIST = 200

_TOKEN = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the marks of a whole page say: ids of panels that something opens, and the tabs' labels.

    labels  by the panel's element
    tabs    lists of tabs, whose labels stand over the panels instead
    """

    controlled: frozenset[str] = frozenset()
    labels: Mapping[etree._Element, str] = field(default_factory=dict)
    tabs: frozenset[etree._Element] = frozenset()


def read_marks(root: etree._Element) -> Marks:
    """The panels and tabs of a page."""
    controlled: set[str] = set()
    labels: dict[etree._Element, str] = {}
    tabs: set[etree._Element] = set()
    by_id = {element.get("id"): element for element in root.iter(etree.Element) if element.get("id")}
    for element in root.iter(etree.Element):
        target = find_target(element)
        if target:
            controlled.add(target)
        if is_tab_list(element):
            panels = pair_tabs(element, by_id)
            labels.update(panels)
            if panels:
                tabs.add(element)
    return Marks(frozenset(controlled), labels, frozenset(tabs))


def find_target(element: etree._Element) -> str:
    """The id of the panel that an element opens, or ""."""
    controls = element.get("aria-controls") or ""
    if controls:
        return controls.split()[0]
    opens = element.get("role") == "tab" or any(
        element.get(name) in {"tab", "pill", "collapse"} for name in ("data-toggle", "data-bs-toggle")
    )
    if not opens:
        return ""
    named = (element.get(name) or "" for name in ("data-target", "data-bs-target", "href"))
    return next((name[1:] for name in named if name.startswith("#")), "")


def is_tab_list(element: etree._Element) -> bool:
    """Whether the element is a row of tabs: few elements, and called so."""
    if next(islice(element.iter(), MOST_IN_TAB_LIST, None), None) is not None:
        return False
    if element.get("role") == "tablist":
        return True
    return local_name(element) in {"ul", "ol", "div"} and bool(TAB_LIST_WORDS & set(find_words(element)))


def pair_tabs(tabs: etree._Element, by_id: Mapping[str | None, etree._Element]) -> dict[etree._Element, str]:
    """The panels of a row of tabs with their labels: by the ids they name, else one by one in order."""
    named = {
        by_id[target]: words_in(tab)
        for tab in tabs.iter(etree.Element)
        if (target := find_target(tab)) in by_id and len(words_in(tab)) <= LONGEST_TAB
    }
    if named:
        return named
    labels = [words_in(tab) for tab in tabs.iterchildren(etree.Element)]
    beside = next(tabs.itersiblings(etree.Element), None)
    if beside is None or len(labels) < 2 or not all(0 < len(label) <= LONGEST_TAB for label in labels):
        return {}
    panels = list(beside.iterchildren(etree.Element))
    return dict(zip(panels, labels, strict=True)) if len(panels) == len(labels) else {}


def find_words(element: etree._Element) -> list[str]:
    """The words in an element's class and id: "tab-nav" gives tab, nav and tabnav."""
    words = []
    for name in f"{element.get('class') or ''} {element.get('id') or ''}".split():
        parts = [part.lower() for part in _TOKEN.findall(name)]
        words += parts
        words += [first + second for first, second in pairwise(parts)]
    return words


def find_furniture(element: etree._Element, page_characters: int) -> str:
    """What part of a page's furniture the element is, "" where it may be content."""
    tag, role = local_name(element), element.get("role") or ""
    if tag in FURNITURE_TAGS or role in FURNITURE_ROLES:
        return FURNITURE_TAGS.get(tag) or FURNITURE_ROLES[role]
    if tag in {"header", "footer"}:
        # An article's own header holds its title.
        parents = (local_name(parent) for parent in element.iterancestors())
        if not any(parent in {"article", "main", "section"} for parent in parents):
            return tag
    if tag == "form":
        # Some sites wrap the whole page in one form; a form for asking holds no prose.
        holds_prose = any(element.find(f".//{name}") is not None for name in ("p", "table", "li"))
        if not holds_prose:
            return "form"
    named = find_furniture_word(element)
    return "" if named and len(words_in(element)) > MOST_OF_PAGE * page_characters else named


def is_hidden(element: etree._Element) -> bool:
    """Whether a browser shows nothing of the element as the page comes."""
    return is_unseen(element) or element.get("hidden") is not None


def is_panel(element: etree._Element, marks: Marks) -> bool:
    """Whether the element is hidden only until its tab or title is clicked."""
    if element in marks.labels or element.get("id") in marks.controlled:
        return find_furniture_word(element) not in {"dialog", "navigation", "cookie notice"}
    is_named = element.get("role") == "tabpanel" or bool(PANEL_WORDS & set(find_words(element)))
    return is_named and not find_furniture_word(element)


def find_furniture_word(element: etree._Element) -> str:
    """The furniture that an element's class or id names, or ""."""
    return next((FURNITURE_WORDS[word] for word in find_words(element) if word in FURNITURE_WORDS), "")


def is_titled(element: etree._Element) -> bool:
    """Whether the element's class calls it a title."""
    return bool(TITLE_WORDS & set(find_words(element)))


def words_in(element: etree._Element) -> str:
    """All words of an element on one line, whatever they are."""
    return fold("".join(str(part) for part in element.itertext()))
