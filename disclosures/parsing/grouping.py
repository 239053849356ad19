"""Which files of a folder are the documents of one filing."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from disclosures.parsing.formats import inline_xbrl, rpage_html, submission, untagged, xbrl_instance
from disclosures.parsing.package import Member

SCHEMA_REFERENCE = re.compile(rb"<(?:\w+:)?schemaRef\b[^<>]*?href\s*=\s*[\"']([^\"']+)")
COVER_FACT = re.compile(rb"name\s*=\s*[\"']dei:DocumentType[\"']")
DATA_FILE = re.compile(r"\.(xsd|js|css|json|jpe?g|png|gif|svg|xlsx?|ico|woff2?)$", re.IGNORECASE)
DATA_NAME = re.compile(
    r"(_(cal|def|lab|pre|ref)\.xml|FilingSummary\.xml|-index[\w-]*\.html?|\.hdr\.sgml)$", re.IGNORECASE
)
EXTRACTED = "_htm.xml"
"""End of the name of the instance that EDGAR extracts from `<stem>.htm`."""
PACKAGE_SIGN = re.compile(r"(\.xsd|_pre\.xml|FilingSummary\.xml|MetaLinks\.json)$", re.IGNORECASE)


def group_members(members: Sequence[Member]) -> list[list[Member]]:
    """The members in groups, each the documents of one filing, folder by folder.

    Schemas, linkbases, images and the like belong to no group: they hold no facts.
    """
    folders: dict[str, list[Member]] = {}
    for member in members:
        folders.setdefault(str(PurePosixPath(member.name).parent), []).append(member)
    return [group for folder in folders.values() for group in group_folder(folder)]


def group_folder(members: Sequence[Member]) -> list[list[Member]]:
    """The groups of one folder.

    Beside a schema or EDGAR's own lists, a folder with one inline set (or none) is one filing as EDGAR
    packs it: instance, R pages and exhibits belong to it, and a zip in it is EDGAR's copy. Elsewhere
    every inline set and every other file is a filing of its own, in the order of the files; the
    instance that EDGAR extracted from an inline document goes with it.
    """
    readable = [member for member in members if not is_data(member.name)]
    inline = [m for m in readable if inline_xbrl.looks_like(m.data) and not submission.looks_like(m.data)]
    sets = group_inline(inline)
    rest = [member for member in readable if member not in inline]
    is_packed = any(PACKAGE_SIGN.search(member.name) for member in members)
    if is_packed and len(sets) < 2:
        parts = [member for member in rest if is_part(member)]
        alone = [member for member in rest if member not in parts and not is_copy(member)]
        whole = [*(sets[0] if sets else []), *parts]
        return [*([whole] if whole else []), *([member] for member in alone)]
    sets = [[*group, *(member for member in rest if is_extracted(member.name, group))] for group in sets]
    taken = {member.name for group in sets for member in group}
    others = [[member] for member in rest if member.name not in taken]
    place = {member.name: number for number, member in enumerate(members)}
    return sorted([*sets, *others], key=lambda group: place[group[0].name])


def is_extracted(name: str, group: Sequence[Member]) -> bool:
    """Whether a file is the instance that EDGAR extracted from one of the inline documents."""
    stem = name.removesuffix(EXTRACTED)
    return stem != name and any(member.name in {f"{stem}.htm", f"{stem}.html"} for member in group)


def group_inline(inline: Sequence[Member]) -> list[list[Member]]:
    """Inline documents as sets: by the schema they refer to, split where several have their own cover.

    Documents that refer to no schema join the only set there is, or are one where only one has a cover.
    """
    by_schema: dict[bytes, list[Member]] = {}
    for member in inline:
        match = SCHEMA_REFERENCE.search(member.data)
        by_schema.setdefault(match.group(1) if match else b"", []).append(member)
    loose = by_schema.pop(b"", [])
    sets: list[list[Member]] = []
    for group in by_schema.values():
        covers = [member for member in group if COVER_FACT.search(member.data)]
        sets.extend([[member] for member in group] if len(covers) > 1 else [group])
    if len(sets) == 1:
        return [[*sets[0], *loose]]
    if not sets and sum(COVER_FACT.search(member.data) is not None for member in loose) == 1:
        return [loose]
    return [*sets, *([member] for member in loose)]


def is_data(name: str) -> bool:
    """Whether a file by its name is a part of EDGAR's packing that holds no facts and no words."""
    return DATA_FILE.search(name) is not None or DATA_NAME.search(name) is not None


def is_part(member: Member) -> bool:
    """Whether a file of a packed filing is one of its documents, rather than a filing by itself."""
    if submission.looks_like(member.data):
        return False
    is_tagged = xbrl_instance.looks_like(member.data) or rpage_html.looks_like(member.data)
    return is_tagged or (
        untagged.is_readable(member.data) and untagged.MARKUP.search(member.data[:4096]) is not None
    )


def is_copy(member: Member) -> bool:
    """Whether a file of a packed filing repeats the others."""
    return member.data.startswith(b"PK\x03\x04")
