"""Titles of officers, normalised to the codebook's closed list."""

import re
from collections.abc import Iterator

from disclosures.coding.codebook.disclosure import Hit
from disclosures.coding.codebook.sentences import Sentence

_IT = (
    r"(?:it|i\.t\.|information technology|information systems?|information(?: and| &)? (?:cyber)?security"
    r"|information security|cyber ?-?security|technology|technologies|data security|it security"
    r"|it infrastructure"
    r"|security|network|infrastructure|digital technology|cyber|information|systems"
    r"|security operations|mis|is"
    r"|global technology|enterprise technology|corporate information security|ict|data protection)"
)
_IT_NAME = (
    r"(?:(?:global|corporate|enterprise|group|our|company|the|digital"
    rf"|business) )*{_IT}(?:(?:,? and|,| &|/) (?:\w+ )?{_IT})*"
)

_TITLES: tuple[tuple[str, str], ...] = (
    (
        "CISO",
        r"\bchief (?:global |corporate )?(?:information|cyber|it|info)[ -]*(?:and "
        r"|& )?(?:cyber)?[ -]?security officer|\bcisos?\b|\bchief cyber ?security officer",
    ),
    ("CSO", r"\bchief (?:global )?security officer|\bchief information and security officer|\bcso\b"),
    (
        "CIO",
        r"\bchief (?:global |digital and |digital & )?information(?: and (?:digital|technology"
        r"|data))?(?: technology)? officer|\bcios?\b|\bchief digital (?:and|&) information officer",
    ),
    (
        "CTO",
        r"\bchief (?:product and |information and )?(?:technology|technical)(?: and \w+)? officer"
        r"|\bctos?\b|\bchief information technology officer",
    ),
    (
        "CFO",
        r"\bchief (?:accounting and )?financial(?: and [\w ]{4,24})? officer|\bcfo\b"
        r"|\bchief finance officer",
    ),
    ("CEO", r"\bchief executive officer|\bceo\b"),
    ("COO", r"\bchief operat(?:ing|ions) officer|\bcoo\b"),
    ("CRO", r"\bchief (?:enterprise )?risk(?: and [\w ]{4,24})? officer|\bcro\b"),
    ("GC", r"\bgeneral counsel\b|\bchief legal(?: and [\w ]{4,24})? officer|\bclo\b"),
    (
        "VP_IT",
        r"\b(?:(?:senior |executive |group |assistant |corporate )?vice[- ]president"
        rf"|[se]?vp)(?: ?(?:,|of|-|for) ?| ){_IT_NAME}",
    ),
    (
        "IT_director_or_head",
        r"\b(?:(?:senior |global |managing |executive |group )?director|head|(?:senior )?manager"
        rf"|leader|lead)(?:s)?(?: ?(?:,|of|-|for) ?)(?:the )?{_IT_NAME}\b"
        rf"|\b{_IT} (?:and \w+ )?(?:director|manager|head|lead|leader|administrator|supervisor)\b"
        r"|\b(?:information|cyber) ?security officer",
    ),
    (
        "other",
        r"\bchief (?:compliance|administrative|privacy|digital|data|strategy|innovation|product|audit"
        r"|of staff|technology risk|scientific|medical|business|accounting|commercial|people"
        r"|transformation|development|engineering|legal and compliance"
        r"|information risk)(?: \w+){0,4}? officer"
        r"|\bcco\b|\b(?:our|the company's|the companys|its) (?:sole "
        r"|principal )?(?:executive )?officers?(?: and directors?)?\b|\bcontroller\b"
        r"|\bdata protection officer\b|\bpresident\b|\bcyber ?security officer|\bsecretary\b"
        r"|\btreasurer\b",
    ),
)
_PATTERN = re.compile("|".join(f"(?P<t{place}>{pattern})" for place, (_, pattern) in enumerate(_TITLES)))
# "Chief Executive Officer" within "office of the", "vice" before "president" and the like name nobody else.
_NOT_A_PERSON = re.compile(r"(?:vice |executive vice |office of the )$")

_LONGEST_BEFORE = 16


def titles_in(sentence: Sentence) -> Iterator[tuple[str, Hit]]:
    """The titles of one sentence, normalised, with their places."""
    for found in _PATTERN.finditer(sentence.plain):
        if found.lastgroup is not None and not _NOT_A_PERSON.search(
            sentence.plain, max(0, found.start() - _LONGEST_BEFORE), found.start()
        ):
            yield _TITLES[int(found.lastgroup[1:])][0], Hit(sentence, found.start(), found.end())
