"""Which documents of a filing are taken, and the bytes that are kept of them. Pure.

What is kept is a complete submission in EDGAR's own layout (a header, then the documents one after the
other), holding the inline documents only: it can be read again at any time, says itself whose filing it is,
and is the same, byte for byte, whenever it is made from the same documents.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from disclosures.edgar.client import UnreadableAnswerError
from disclosures.edgar.index import FilingRow, ListedFile
from disclosures.parsing.formats import inline_xbrl, submission

PAGE = re.compile(r"\.html?$", re.IGNORECASE)
# EDGAR's own renderings and index pages stand in the same folder.
MADE_BY_EDGAR = re.compile(r"R\d+\.htm|.*-index(-headers)?\.html?|Financial_Report.*", re.IGNORECASE)
END_OF_PAGE = re.compile(rb"</html\s*>", re.IGNORECASE)
TAIL_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a filing, as it was fetched."""

    name: str
    data: bytes


def choose_pages(row: FilingRow, files: Sequence[ListedFile]) -> tuple[str, ...]:
    """The documents that may be inline ones, where no index of EDGAR names them: the main one first."""
    names = [file.name for file in files if PAGE.search(file.name) and not MADE_BY_EDGAR.fullmatch(file.name)]
    return tuple(sorted(names, key=lambda name: name != row.primary_document))


def order_documents(row: FilingRow, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The main document first, the others as the index has them."""
    return tuple(sorted(documents, key=lambda document: document.name != row.primary_document))


def is_inline(document: Document) -> bool:
    """Whether a document is one of an inline set."""
    return inline_xbrl.looks_like(document.data)


def check_inline(data: bytes) -> bytes:
    """`data` if it is a whole inline document; UnreadableAnswerError for an error page or a part of one."""
    if not inline_xbrl.looks_like(data):
        raise UnreadableAnswerError("it is not the inline document that the filing's index names")
    if not END_OF_PAGE.search(data[-TAIL_BYTES:]):
        raise UnreadableAnswerError("the document is cut off")
    return data


def check_page(data: bytes) -> bytes:
    """`data` unless it is empty or an inline document that is cut off."""
    if not data.strip():
        raise UnreadableAnswerError("it is empty")
    return check_inline(data) if inline_xbrl.looks_like(data) else data


def check_submission(data: bytes) -> bytes:
    """`data` if it is a complete submission, its end included."""
    if not submission.looks_like(data):
        raise UnreadableAnswerError("it is not a complete submission")
    if not re.search(rb"</(SEC|IMS)-DOCUMENT>|</SUBMISSION>", data[-TAIL_BYTES:]):
        raise UnreadableAnswerError("the submission is cut off")
    return data


def compose_submission(*, row: FilingRow, cik: str, issuer: str, documents: Sequence[Document]) -> bytes:
    """The filing's documents as one complete submission, under a header with what EDGAR's index says."""
    lines = [
        f"<SEC-DOCUMENT>{row.accession}.txt",
        f"<SEC-HEADER>{row.accession}.hdr.sgml",
        f"ACCESSION NUMBER:\t\t{row.accession}",
        f"CONFORMED SUBMISSION TYPE:\t{_one_line(row.form)}",
        f"PUBLIC DOCUMENT COUNT:\t\t{len(documents)}",
    ]
    if row.period_end:
        lines.append(f"CONFORMED PERIOD OF REPORT:\t{_digits(row.period_end)}")
    if row.filed:
        lines.append(f"FILED AS OF DATE:\t\t{_digits(row.filed)}")
    lines += ["", "FILER:", "", "\tCOMPANY DATA:"]
    lines.append(f"\t\tCOMPANY CONFORMED NAME:\t\t\t{_one_line(issuer)}")
    lines.append(f"\t\tCENTRAL INDEX KEY:\t\t\t{cik}")
    lines += ["</SEC-HEADER>", ""]
    # The reader of headers takes Latin-1; a name beyond it stands in the documents' own facts.
    head = "\n".join(lines).encode("latin-1", errors="replace")
    blocks = [_block(row, number, document) for number, document in enumerate(documents, start=1)]
    return b"".join([head, *blocks, b"</SEC-DOCUMENT>\n"])


def _block(row: FilingRow, number: int, document: Document) -> bytes:
    kind = _one_line(row.form) if document.name == row.primary_document else ""
    head = f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>{number}\n<FILENAME>{document.name}\n<TEXT>\n"
    return b"".join([head.encode("latin-1", errors="replace"), document.data, b"\n</TEXT>\n</DOCUMENT>\n"])


def _digits(day: date) -> str:
    return day.strftime("%Y%m%d")


def _one_line(words: str) -> str:
    return " ".join(words.split())
