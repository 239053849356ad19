"""Notes archives for tests: the SEC's layout, invented words."""

import io
import zipfile
from typing import Any

SUB_COLUMNS = (
    *("adsh", "cik", "name", "sic", "countryba", "form", "period", "fy", "filed", "prevrpt", "instance"),
    *("nciks", "pubfloatusd"),
)
TXT_COLUMNS = (
    *("adsh", "tag", "version", "ddate", "qtrs", "iprx", "dimh", "dimn", "coreg", "txtlen", "value"),
)
NUM_COLUMNS = ("adsh", "tag", "version", "ddate", "value")
DIM_COLUMNS = ("dimhash", "segments", "segt")
PACKED_AT = (2025, 3, 1, 6, 0, 0)

BOARD = "CybersecurityRiskBoardOfDirectorsOversightTextBlock"
PROCESSES = "CybersecurityRiskManagementProcessesForAssessingIdentifyingAndManagingThreatsTextBlock"
ROLE = "CybersecurityRiskRoleOfManagementTextBlock"
ENGAGED = "CybersecurityRiskManagementThirdPartyEngagedFlag"

PROCESSES_TEXT = (
    "Item 1C. Cybersecurity Risk Management and Strategy We keep a list of what may go wrong with our kilns. "
    "Each spring an outside firm tries to get in. Governance Our board hears of it twice a year."
)
BOARD_TEXT = "Our board hears of it twice a year."


def accession(number: int) -> str:
    return f"0000000001-25-{number:06}"


def submission(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "adsh": accession(number),
        "cik": str(1000 + number),
        "name": f"INVENTED KILNS {number} INC",
        "sic": "3250",
        "countryba": "US",
        "form": "10-K",
        "period": "20241231",
        "fy": "2024",
        "filed": "20250214",
        "prevrpt": "0",
        "instance": "kilns-20241231_htm.xml",
        "nciks": "1",
        "pubfloatusd": "120000000.00",
        **fields,
    }


def fact(tag: str, value: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    defaults = {"version": "cyd/2024", "ddate": "20241231", "qtrs": "4", "iprx": "0", "dimn": "0"}
    return {"adsh": accession(number), "tag": tag, "value": value, **defaults, **fields}


def table(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    lines = ["\t".join(columns), *("\t".join(str(row.get(name, "")) for name in columns) for row in rows)]
    return "".join(f"{line}\n" for line in lines)


def archive(
    submissions: list[dict[str, Any]],
    texts: list[dict[str, Any]],
    *,
    numbers: list[dict[str, Any]] | None = None,
    dimensions: list[dict[str, Any]] | None = None,
    extra: str = "",
) -> bytes:
    """The bytes of a zip; `extra` is appended to txt.tsv as it is."""
    members = {
        "sub.tsv": table(SUB_COLUMNS, submissions),
        "txt.tsv": table(TXT_COLUMNS, texts) + extra,
        "num.tsv": table(NUM_COLUMNS, numbers or []),
    }
    if dimensions is not None:
        members["dim.tsv"] = table(DIM_COLUMNS, dimensions)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in members.items():
            # The time of day would be part of the bytes: two archives of one content would differ.
            file.writestr(zipfile.ZipInfo(name, PACKED_AT), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def plain_archive(**fields: Any) -> bytes:
    """One filing with two nested texts and a flag."""
    return archive(
        [submission(**fields)],
        [fact(BOARD, BOARD_TEXT), fact(PROCESSES, PROCESSES_TEXT), fact(ENGAGED, "true")],
    )
