"""A server on this machine that behaves like EDGAR, its bad days included."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CIK = "0009900077"
NAME = "Lanternfish Marine Corp"
FOLDER = f"/Archives/edgar/data/{int(CIK)}"


@dataclass
class Answer:
    """One answer: status, body, headers, and what goes wrong on the way."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    says_length: int | None = None  # a Content-Length other than the body's: the connection ends early
    delay: float = 0  # seconds of silence before the answer
    drip: float = 0  # seconds between bytes


def page(words: str, status: int = 200, **headers: str) -> Answer:
    body = f"<!DOCTYPE html><html><head><title>SEC.gov</title></head><body>{words}</body></html>".encode()
    return Answer(body, status, {"Content-Type": "text/html", **headers})


@dataclass
class Edgar:
    """What the server answers by path: answers are given in turn, the last one again and again."""

    address: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[float, str, str]] = field(default_factory=list)  # time, path, User-Agent

    def put(self, path: str, *answers: "Answer | bytes | dict[str, Any]") -> None:
        self.answers[path] = [as_answer(answer) for answer in answers]

    def before(self, path: str, *answers: "Answer") -> None:
        """A bad day: these come first, then what was there."""
        self.answers[path] = [*answers, *self.answers[path]]

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.requests]


def as_answer(value: "Answer | bytes | dict[str, Any]") -> Answer:
    if isinstance(value, Answer):
        return value
    return Answer(value if isinstance(value, bytes) else json.dumps(value).encode())


def handler_of(edgar: Edgar) -> type[BaseHTTPRequestHandler]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                edgar.requests.append((time.monotonic(), self.path, self.headers.get("User-Agent", "")))
                answers = edgar.answers.get(self.path, [page("NoSuchKey", 404)])
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
            time.sleep(answer.delay)
            self.send_response(answer.status)
            length = len(answer.body) if answer.says_length is None else answer.says_length
            for name, value in {"Content-Length": str(length), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.send_body(answer)
            except OSError:
                self.close_connection = True  # the client had enough

        def send_body(self, answer: Answer) -> None:
            if answer.drip:
                for index in range(len(answer.body)):
                    self.wfile.write(answer.body[index : index + 1])
                    self.wfile.flush()
                    time.sleep(answer.drip)
            else:
                self.wfile.write(answer.body)
            if answer.says_length is not None:
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """Tests print nothing."""

    return Handler


@contextmanager
def running_edgar() -> Iterator[Edgar]:
    edgar = Edgar()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(edgar))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    edgar.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield edgar
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def columns(*rows: dict[str, Any]) -> dict[str, list[Any]]:
    """Rows as EDGAR's index holds them: a list for each column."""
    names = (
        "accessionNumber",
        "form",
        "filingDate",
        "reportDate",
        "primaryDocument",
        "items",
        "isInlineXBRL",
    )
    return {name: [row.get(name, "") for row in rows] for name in names}


def row(accession: str, form: str = "10-K", period: str = "2024-12-31", **more: Any) -> dict[str, Any]:
    filed = f"{int(period[:4]) + 1}-02-20"
    document = f"{accession[-6:]}.htm"
    return {
        "accessionNumber": accession,
        "form": form,
        "filingDate": filed,
        "reportDate": period,
        "primaryDocument": document,
        "isInlineXBRL": 1,
        **more,
    }


def submissions(*rows: dict[str, Any], older: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    return {
        "cik": str(int(CIK)),
        "name": NAME,
        "sic": "4412",
        "addresses": {"mailing": {"stateOrCountry": "DE"}, "business": {"stateOrCountry": "J3"}},
        "filings": {"recent": columns(*rows), "files": list(older)},
        **more,
    }


def inline_document(
    text: str, *, period: str = "2024-12-31", element: str = "BoardOfDirectorsOversight", cik: str = CIK
) -> bytes:
    """A whole inline document with one invented cyd text and a cover."""
    concept = f"cyd:CybersecurityRisk{element}TextBlock"
    year = period[:4]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"
 xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:dei="http://xbrl.sec.gov/dei/2024" xmlns:cyd="http://xbrl.sec.gov/cyd/2024">
<head><title>Annual report</title></head><body>
<div style="display:none"><ix:header><ix:resources><xbrli:context id="c-1"><xbrli:entity>
<xbrli:identifier scheme="http://www.sec.gov/CIK">{cik}</xbrli:identifier></xbrli:entity>
<xbrli:period><xbrli:startDate>{year}-01-01</xbrli:startDate><xbrli:endDate>{period}</xbrli:endDate>
</xbrli:period></xbrli:context></ix:resources></ix:header></div>
<p><ix:nonNumeric name="dei:DocumentType" contextRef="c-1" id="f-1">10-K</ix:nonNumeric>
<ix:nonNumeric name="dei:DocumentFiscalYearFocus" contextRef="c-1" id="f-2">{year}</ix:nonNumeric>
<ix:nonNumeric name="dei:EntityRegistrantName" contextRef="c-1" id="f-3">{NAME}</ix:nonNumeric>
<ix:nonNumeric name="dei:EntityCentralIndexKey" contextRef="c-1" id="f-4">{cik}</ix:nonNumeric></p>
<p>Item 1C. Cybersecurity</p>
<ix:nonNumeric name="{concept}" contextRef="c-1" id="f-5" escape="true"><p>{text}</p></ix:nonNumeric>
</body></html>
""".encode()


def put_filing(edgar: Edgar, accession: str, documents: dict[str, bytes], *, metalinks: bool = True) -> str:
    """A filing's folder with its indexes and documents; gives its path."""
    folder = f"{FOLDER}/{accession.replace('-', '')}"
    names = [*documents, "R2.htm", f"{accession}-index.html"] + (["MetaLinks.json"] if metalinks else [])
    items = [{"name": name, "type": "text.gif", "size": "", "last-modified": ""} for name in names]
    edgar.put(f"{folder}/index.json", {"directory": {"name": folder, "item": items}})
    for name, data in documents.items():
        edgar.put(f"{folder}/{name}", data)
    if metalinks:
        inline = {"dts": {"inline": {"local": list(documents)}}}
        edgar.put(f"{folder}/MetaLinks.json", {"version": "2.2", "instance": {" ".join(documents): inline}})
    return folder


def master_index(*lines: str) -> bytes:
    head = "Description: Master Index\n\nCIK|Company Name|Form Type|Date Filed|Filename\n-----\n"
    return gzip.compress((head + "\n".join(lines) + "\n").encode(), mtime=0)


class NoPace:
    """No waiting between requests; remembers what everybody was asked to pause."""

    def __init__(self) -> None:
        self.waits = 0
        self.pauses: list[float] = []

    def wait(self) -> None:
        self.waits += 1

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


def collecting(waits: list[float]) -> Callable[[float], None]:
    """A sleep that only writes down how long it was to be."""
    return waits.append
