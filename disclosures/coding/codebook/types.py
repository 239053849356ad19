"""What coding returns: a value, whether the text says or denies it, and the words it rests on."""

from dataclasses import dataclass
from enum import StrEnum

from disclosures.parsing.types import Span

Value = str | int | bool | None | tuple[str, ...] | tuple[int, ...]

LONGEST_QUOTE = 160
"""Characters. A quote shows where to look; the whole sentence stands in the filing."""


class State(StrEnum):
    """Whether the text answers: it says so, it says that it is not so, or it says nothing."""

    DISCLOSED = "disclosed"
    DENIED = "denied"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the filing, as they stand there.

    quote    verbatim, at most LONGEST_QUOTE characters
    span     its place in the filing's reading text
    concept  element that holds it ("cyd:…"), the shortest where several do; "" outside of all
    """

    quote: str
    span: Span
    concept: str = ""

    @property
    def locator(self) -> str:
        """Element and character range, as in `disclosures.parsing.types.Locator` (RFC 5147)."""
        return f"{self.concept}#char={self.span.start},{self.span.end}"


@dataclass(frozen=True, slots=True)
class Coded:
    """The value of one attribute; `evidence` is empty where the text is silent or a flag is the source."""

    value: Value
    state: State
    evidence: tuple[Evidence, ...] = ()
