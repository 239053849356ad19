"""Invented filings to read: the frame of an inline XBRL document around a body."""

IX = "http://www.xbrl.org/2013/inlineXBRL"
CYD = "http://xbrl.sec.gov/cyd/2025"
BOARD = "CybersecurityRiskBoardOfDirectorsOversightTextBlock"
MANAGEMENT = "CybersecurityRiskRoleOfManagementTextBlock"
PROCESSES = "CybersecurityRiskManagementProcessesForAssessingIdentifyingAndManagingThreatsTextBlock"
THIRD_PARTY_FLAG = "CybersecurityRiskManagementThirdPartyEngagedFlag"


def context(
    identifier: str = "c1", cik: str = "0000012345", start: str = "2024-07-01", end: str = "2025-06-30"
) -> str:
    return (
        f'<xbrli:context id="{identifier}"><xbrli:entity>'
        f'<xbrli:identifier scheme="http://www.sec.gov/CIK">{cik}</xbrli:identifier></xbrli:entity>'
        f"<xbrli:period><xbrli:startDate>{start}</xbrli:startDate><xbrli:endDate>{end}</xbrli:endDate>"
        "</xbrli:period></xbrli:context>"
    )


COVER = (
    '<ix:nonNumeric contextRef="c1" name="dei:EntityRegistrantName">Fernwood Optics Inc.</ix:nonNumeric>'
    '<ix:nonNumeric contextRef="c1" name="dei:EntityCentralIndexKey">0000012345</ix:nonNumeric>'
    '<ix:nonNumeric contextRef="c1" name="dei:DocumentType">10-K</ix:nonNumeric>'
    '<ix:nonNumeric contextRef="c1" name="dei:DocumentPeriodEndDate"'
    ' format="ixt:date-monthname-day-year-en">June 30, 2025</ix:nonNumeric>'
    '<ix:nonNumeric contextRef="c1" name="dei:DocumentFiscalYearFocus">2025</ix:nonNumeric>'
    '<ix:nonNumeric contextRef="c1" name="dei:AmendmentFlag" format="ixt:fixed-false">no</ix:nonNumeric>'
)


def inline(
    body: str,
    *,
    hidden: str = COVER,
    contexts: str = "",
    ix: str = IX,
    cyd: str = f'xmlns:cyd="{CYD}"',
    prolog: str = '<?xml version="1.0" encoding="UTF-8"?>\n',
) -> bytes:
    """A whole document with `body` in it; the context c1 and the cover are there unless replaced."""
    text = (
        f'{prolog}<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="{ix}" {cyd}'
        ' xmlns:dei="http://xbrl.sec.gov/dei/2025" xmlns:xbrli="http://www.xbrl.org/2003/instance"'
        ' xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"><head><title>Annual</title></head>'
        f'<body><div style="display:none"><ix:header><ix:hidden>{hidden}</ix:hidden>'
        f"<ix:resources>{contexts or context()}</ix:resources></ix:header></div>{body}</body></html>"
    )
    return text.encode("utf-8")


def block(concept: str, content: str, attributes: str = 'id="f1"') -> str:
    """A cyd text block or flag."""
    names = f'contextRef="c1" name="cyd:{concept}" escape="true"'
    return f"<ix:nonNumeric {names} {attributes}>{content}</ix:nonNumeric>"


def continuation(identifier: str, content: str, attributes: str = "") -> str:
    return f'<ix:continuation id="{identifier}" {attributes}>{content}</ix:continuation>'
