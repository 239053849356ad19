"""The only place where markup parsers are built: no entities, no network, no DTD, no recovery for XML."""

import codecs
import html.entities
import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from disclosures.parsing.encodings import transcode
from disclosures.parsing.errors import ParseError
from disclosures.parsing.types import Problem, Severity

MAX_BYTES = 120_000_000
"""Largest document read, in bytes, unless the caller says otherwise."""

CONVENTIONAL_NAMESPACES = {
    "cyd": "http://xbrl.sec.gov/cyd/2024",
    "dei": "http://xbrl.sec.gov/dei/2024",
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "ixt": "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12",
    "ixt-sec": "http://www.sec.gov/inlineXBRL/transformation/2015-08-31",
    "link": "http://www.xbrl.org/2003/linkbase",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
"""Prefixes a filing agent always binds to the same namespace, for a document that lost the declaration."""

_PROLOG_BYTES = 8192
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NAMED_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_DECLARATION = re.compile(rb"<\?xml[^>]*?\?>")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DOCTYPE = re.compile(
    rb"""<!DOCTYPE\s+[^\s>\["']+\s*(?:PUBLIC\s*["'](?P<public>[^"']*)["']\s*(?:["'][^"']*["'])?
    |SYSTEM\s*["'](?P<system>[^"']*)["'])?\s*(?P<end>[\[>])""",
    re.VERBOSE,
)
_ROOT = re.compile(rb"<(?![?!])([A-Za-z_][^\s/>]*)")
_UNDEFINED_PREFIX = re.compile(r"Namespace prefix (\S+)(?: for \S+)? on \S+ is not defined")
_NO_START_TAG = 4
_NAMESPACE_UNDEFINED = 201


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """The root of a document and what was odd about its bytes."""

    root: etree._Element
    problems: tuple[Problem, ...] = ()


def parse_xml(data: bytes, *, max_bytes: int = MAX_BYTES) -> XmlDocument:
    """Parse XML from an unknown sender.

    A wrapping `<XBRL>` tag and junk before the document are cut off. ParseError for what is empty, too
    large, truncated or not well formed, holds NUL bytes, declares entities or refers to an outside DTD.
    """
    _check_size(data, max_bytes)
    body, encoding, problems = _decode(unwrap(transcode(data)))
    if b"\0" in body:
        raise ParseError("nul-bytes", "The file holds NUL bytes, so it is not a text document.")
    if doctype := _find_doctype(body):
        # Cut out, its lines kept: nothing is left that could be loaded, only the names it stood for.
        start, end = doctype.span()
        body = replace_named_entities(body[:start] + b"\n" * doctype[0].count(b"\n") + body[end:])
    root, more = _parse_declaring(body, encoding)
    return XmlDocument(root, (*problems, *more))


def parse_html(data: bytes, *, max_bytes: int = MAX_BYTES) -> etree._Element:
    """Parse tag soup as a browser would. ParseError if it is empty, too large or no HTML at all."""
    _check_size(data, max_bytes)
    data, encoding = transcode(data), "utf-8"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, encoding=encoding)
    try:
        root = lxml_html.document_fromstring(data.replace(b"\0", b""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as exc:
        raise ParseError("not-html", "The file holds no HTML that can be read.") from exc
    return root


def unwrap(data: bytes) -> bytes:
    """The XML document within `data`, without a byte order mark, `<XBRL>` tags or text around it."""
    head = data[:_PROLOG_BYTES]
    start = head.find(b"<?xml")
    if start < 0 and re.search(rb"<XBRL>", head):
        start = head.find(b"<XBRL>") + len(b"<XBRL>")
    if start <= 0:
        first = head.find(b"<")
        start = max(first, 0) if head[: max(first, 0)].strip() and b"\0" not in head else 0
    if start > 0:
        data = data[start:]
    return _cut_tail(data.lstrip() if data[:1].isspace() else data)


def _cut_tail(data: bytes) -> bytes:
    """Drop what follows the root's end tag, if a wrapper's own end tags do."""
    tail_start = max(0, len(data) - _PROLOG_BYTES)
    closing = re.search(rb"</XBRL>|</TEXT>|</DOCUMENT>", data[tail_start:])
    return data[: tail_start + closing.start()] if closing else data


def replace_named_entities(data: bytes) -> bytes:
    """Write HTML's named characters (`&nbsp;`) as numbers: without a DTD, XML does not know them."""

    def as_number(match: re.Match[bytes]) -> bytes:
        name = match.group(1).decode("ascii")
        characters = html.entities.html5.get(f"{name};")
        if name in _XML_ENTITIES or characters is None:
            return match.group(0)
        return "".join(f"&#{ord(character)};" for character in characters).encode("ascii")

    return _NAMED_ENTITY.sub(as_number, data)


def _check_size(data: bytes, max_bytes: int) -> None:
    if not data[:_PROLOG_BYTES].strip() and not data.strip():
        raise ParseError("empty", "The file is empty.")
    if len(data) > max_bytes:
        raise ParseError(
            "too-large",
            f"The document has {len(data) / 1e6:.1f} MB; at most {max_bytes / 1e6:.1f} MB are read.",
        )


def _decode(data: bytes) -> tuple[bytes, str | None, tuple[Problem, ...]]:
    """The bytes to parse, the encoding to force (None: as declared), and a mismatch that was met.

    The bytes win over the declaration: UTF-8 if they are valid UTF-8, else what is declared if they fit
    it, else Windows-1252 (which browsers also read for ISO 8859-1).
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    declared = _declared_encoding(data)
    if data.isascii():
        # Seven-bit encodings that shift (UTF-7, ISO-2022) are read as what the bytes say, never as declared.
        return data, None if declared in ("ascii", "utf-8") else "utf-8", ()
    actual = _actual_encoding(data, declared)
    problems = () if actual == declared else (_mismatch(declared, actual),)
    return data if actual == "utf-8" else _text_bytes(data, actual), "utf-8", problems


def _actual_encoding(data: bytes, declared: str) -> str:
    """The encoding that fits the bytes: UTF-8, the declared one, or Windows-1252 if neither does."""
    fallbacks: tuple[str, ...] = () if declared in ("ascii", "iso8859-1") else (declared,)
    for encoding in ("utf-8", *fallbacks):
        try:
            data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        return encoding
    return "cp1252"


def _text_bytes(data: bytes, encoding: str) -> bytes:
    return data.decode(encoding, "replace").encode("utf-8")


def _declared_encoding(data: bytes) -> str:
    declaration = _DECLARATION.match(data[:512])
    name = _ENCODING.search(declaration.group(0)) if declaration else None
    if name is None:
        return "utf-8"
    label = name.group(1).decode("ascii")
    try:
        codec = codecs.lookup(label)
    except LookupError:
        return label
    return str(codec.name)


def _mismatch(declared: str, actual: str) -> Problem:
    return Problem(
        "encoding-mismatch",
        f"The file declares its encoding as {declared}, but its bytes are {actual}; it was read as {actual}.",
        severity=Severity.WARNING,
    )


def _find_doctype(data: bytes) -> re.Match[bytes] | None:
    """The document type before the root; ParseError unless it is a plain XHTML or HTML one."""
    root = _ROOT.search(data)
    prolog_end = root.start() if root else len(data)
    if data.find(b"<!ENTITY", 0, prolog_end) >= 0:
        raise _entity_error()
    start = data.find(b"<!DOCTYPE", 0, prolog_end)
    if start < 0:
        return None
    doctype = _DOCTYPE.match(data, start)
    if doctype is None or doctype.group("end") == b"[":
        raise _entity_error()
    public, system = doctype.group("public"), doctype.group("system")
    if public is not None and not public.startswith((b"-//W3C//DTD", b"-//XBRL International//DTD")):
        raise _entity_error()
    if system is not None and system != b"about:legacy-compat":
        raise _entity_error()
    return doctype


def _entity_error() -> ParseError:
    return ParseError(
        "entity-declaration",
        "The file declares entities or refers to an outside document type; such files are not read.",
    )


def _build_parser(encoding: str | None) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
        encoding=encoding,
    )


def _parse_declaring(data: bytes, encoding: str | None) -> tuple[etree._Element, tuple[Problem, ...]]:
    """Parse strictly; on a lost prefix or an HTML entity, mend just that and parse once more."""
    # The parser's own log: the one of the exception holds what earlier documents did wrong, too.
    parser = _build_parser(encoding)
    try:
        return _parse_strictly(data, parser), ()
    except etree.XMLSyntaxError as error:
        messages = [entry.message for entry in parser.error_log]
        missing = sorted({found[1] for m in messages if (found := _UNDEFINED_PREFIX.match(m))})
        mended = _mend(data, error, missing)
        if mended is None:
            raise _explain(data, error) from error
    try:
        root = _parse_strictly(mended, _build_parser(encoding))
    except etree.XMLSyntaxError as error:
        raise _explain(mended, error) from error
    return root, tuple(undeclared_prefix(prefix) for prefix in missing)


def _mend(data: bytes, error: etree.XMLSyntaxError, missing: list[str]) -> bytes | None:
    """`data` with the declarations it lacks, or None if that is not what is wrong with it."""
    if _code_of(error) == _NAMESPACE_UNDEFINED and set(missing) <= CONVENTIONAL_NAMESPACES.keys():
        root = _ROOT.search(data)
        if root and missing:
            added = "".join(f' xmlns:{prefix}="{CONVENTIONAL_NAMESPACES[prefix]}"' for prefix in missing)
            return data[: root.end()] + added.encode("ascii") + data[root.end() :]
    if re.match(r"Entity '\w+' not defined", error.msg or ""):
        replaced = replace_named_entities(data)
        return replaced if replaced != data else None
    return None


def undeclared_prefix(prefix: str) -> Problem:
    """A prefix that is used but never declared, and was read as what it conventionally means."""
    return Problem(
        "undeclared-prefix",
        f"The prefix {prefix} is used but not declared; it was read as the namespace it usually names.",
    )


def _parse_strictly(data: bytes, parser: etree.XMLParser) -> etree._Element:
    root = etree.fromstring(data, parser)
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):  # type: ignore[union-attr]  # stubs lack it
        raise _entity_error()
    return root


def _code_of(error: etree.XMLSyntaxError) -> int:
    """The error number of libxml2, which the stubs of lxml lack."""
    return int(getattr(error, "code", 0) or 0)


def _explain(data: bytes, error: etree.XMLSyntaxError) -> ParseError:
    """One sentence on what is wrong with the markup, and where."""
    message, line = error.msg or "", error.lineno or 1
    if "depth" in message.lower():
        return ParseError("too-deep", f"Line {line}: the elements are nested too deeply to be read.")
    if "huge" in message.lower():
        return ParseError("huge-text", f"Line {line}: a single piece of text is too large to be read.")
    root = _ROOT.search(data)
    if root is None:
        return ParseError("not-xml", "The file holds no XML element.")
    is_closed = data.rfind(b"</" + root.group(1)) >= 0 or data.rstrip().endswith(b"/>")
    if not is_closed and _code_of(error) != _NO_START_TAG:
        return ParseError("truncated", f"The file is truncated: it ends at line {line} in mid-document.")
    return ParseError("not-well-formed", f"Line {line}: not well-formed XML.")
