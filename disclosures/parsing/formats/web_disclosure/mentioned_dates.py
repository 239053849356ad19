"""The years a page's words mention: a hint at the time it speaks of, never more."""

import re

MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?P<year>(?:19|20)\d{2})"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{MONTHS}\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?{YEAR}\b",
        rf"(?<!\d){YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)",
        rf"(?<!\d)\d{{1,2}}[-/.]\d{{1,2}}[-/.]{YEAR}(?!\d)",
        rf"(?<!\d){YEAR}\s*年",
        rf"\b(?:in|since|during|for|year|of)\s+{YEAR}\b(?!-)",
    )
)
# What is valid until a day speaks of another time.
END_OF_A_TERM = re.compile(
    r"\b(?:until|till|to|expires?|expiry|expiring|valid|by|before|through)\b[^.。;]{0,20}$", re.IGNORECASE
)
LOOK_BACK = 40


def find_latest_year(text: str) -> int | None:
    """The latest year of a date in the text that is no end of a term; None where no date is mentioned."""
    years = [
        int(match["year"])
        for pattern in DATES
        for match in pattern.finditer(text)
        if not END_OF_A_TERM.search(text[max(0, match.start() - LOOK_BACK) : match.start()])
    ]
    return max(years, default=None)
