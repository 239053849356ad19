"""Small invented documents that tests are made of."""

import io
import stat
import zipfile

PROCESSES = "CybersecurityRiskManagementProcessesForAssessingIdentifyingAndManagingThreatsTextBlock"
ROLE = "CybersecurityRiskRoleOfManagementTextBlock"

NAMESPACES = (
    'xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
    'xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12" '
    'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:cyd="http://xbrl.sec.gov/cyd/2024" '
    'xmlns:dei="http://xbrl.sec.gov/dei/2024"'
)


def inline_document(
    text: str = "We sweep the quay for rogue aerials.",
    *,
    concept: str = PROCESSES,
    issuer: str = "Harbour Rope Co",
    cik: str = "0000001234",
    form: str = "10-K",
    schema: str = "hbr-20241231.xsd",
    has_cover: bool = True,
    period_end: str = "2024-12-31",
) -> bytes:
    """An inline document with at most one cyd fact (none without text), with or without cover facts."""
    cover = {
        "DocumentType": form,
        "EntityRegistrantName": issuer,
        "EntityCentralIndexKey": cik,
        "DocumentPeriodEndDate": period_end,
    }
    facts = "".join(
        f'<p><ix:nonNumeric contextRef="c-1" name="dei:{name}">{value}</ix:nonNumeric></p>'
        for name, value in cover.items()
        if has_cover
    )
    fact = (
        f'<ix:nonNumeric contextRef="c-1" name="cyd:{concept}" id="f-9" escape="true">'
        f"<p>{text}</p></ix:nonNumeric>"
    )
    context = (
        '<ix:resources><xbrli:context id="c-1"><xbrli:entity>'
        f'<xbrli:identifier scheme="http://www.sec.gov/CIK">{cik}</xbrli:identifier></xbrli:entity>'
        f"<xbrli:period><xbrli:startDate>2024-01-01</xbrli:startDate><xbrli:endDate>{period_end}</xbrli:endDate>"
        "</xbrli:period></xbrli:context></ix:resources>"
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<html {NAMESPACES}><head><title>x</title></head><body>"
        f'<div style="display:none"><ix:header><ix:references><link:schemaRef xlink:type="simple" '
        f'xlink:href="{schema}"/></ix:references>{context if has_cover else ""}</ix:header></div>'
        f"{facts}{fact if text else ''}</body></html>"
    ).encode()


def instance_document(
    text: str = "We sweep the quay for rogue aerials.", *, cik: str = "0000001234"
) -> bytes:
    """An XBRL instance with one cyd fact and its cover."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:cyd="http://xbrl.sec.gov/cyd/2024" '
        'xmlns:dei="http://xbrl.sec.gov/dei/2024"><context id="c-1"><entity>'
        f'<identifier scheme="http://www.sec.gov/CIK">{cik}</identifier></entity><period>'
        "<startDate>2024-01-01</startDate><endDate>2024-12-31</endDate></period></context>"
        '<dei:DocumentType contextRef="c-1">10-K</dei:DocumentType>'
        '<dei:EntityRegistrantName contextRef="c-1">Harbour Rope Co</dei:EntityRegistrantName>'
        f'<cyd:{PROCESSES} contextRef="c-1" id="f-9">&lt;p&gt;{text}&lt;/p&gt;</cyd:{PROCESSES}></xbrl>'
    ).encode()


def page_document(text: str = "The mate runs the drills.", *, concept: str = ROLE) -> bytes:
    """An R page with one row."""
    head = '<th class="tl">Cyber</th><th class="th">12 Months Ended</th></tr><tr>'
    head += '<th class="th">Dec. 31, 2024</th>'
    link = f"<a onclick=\"Show.showAR( this, 'defref_cyd_{concept}', window );\">A label</a>"
    row = f'<tr class="re"><td class="pl">{link}</td><td class="text">{text}</td></tr>'
    return f'<html><body><table class="report"><tr>{head}</tr>{row}</table></body></html>'.encode()


def page_text(text: str = "The mate runs the drills.") -> bytes:
    """An R page as text with one row."""
    return (
        "Cyber\n|12 Months Ended\nDec. 31, 2024\n|Cybersecurity Risk Role of Management [Text Block]\n|"
        + text
    ).encode()


def untagged_document() -> bytes:
    """A filing as HTML without any tag."""
    return (
        b"<html><body><p>FORM 10-K</p><p>Tin Lantern Inc.</p>"
        b"<p>(Exact name of registrant as specified in its charter)</p>"
        b"<p>Item 1C. Cybersecurity</p><p>We lock the lamp room.</p></body></html>"
    )


def submission_document(*documents: tuple[str, bytes], header: str = "", is_closed: bool = True) -> bytes:
    """A complete submission of (file name, bytes) pairs."""
    parts = [f"<SEC-DOCUMENT>x.txt : 20250303\n<SEC-HEADER>\n{header}</SEC-HEADER>\n".encode()]
    for number, (name, data) in enumerate(documents, start=1):
        head = f"<DOCUMENT>\n<TYPE>10-K\n<SEQUENCE>{number}\n<FILENAME>{name}\n<TEXT>\n<XBRL>\n".encode()
        parts.append(head + data + b"\n</XBRL>\n</TEXT>\n</DOCUMENT>\n")
    return b"".join(parts) + (b"</SEC-DOCUMENT>\n" if is_closed else b"")


def zip_of(*members: tuple[str, bytes]) -> bytes:
    """A zip of (path, bytes) pairs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in members:
            archive.writestr(path, data)
    return buffer.getvalue()


def zip_with_link(path: str, target: str) -> bytes:
    """A zip whose only member is a symbolic link."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo(path)
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, target)
    return buffer.getvalue()


def encrypted(data: bytes) -> bytes:
    """The zip with the encryption bit set in every local and central header."""
    out = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            out[at + offset] |= 1
            at = data.find(magic, at + 4)
    return bytes(out)
