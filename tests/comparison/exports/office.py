"""Reading the files back: their XML, and what LibreOffice makes of them."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Settle"
 script:language="StarBasic">
Sub Settle(source As String, command As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, Array())
  Dim plain(1) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "FilterName" : plain(0).Value = "Text (encoded)"
  plain(1).Name = "FilterOptions" : plain(1).Value = "UTF8,LF"
  document.storeToURL(target, plain())
  document.close(True)
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Settle"/>
</library:library>
"""


def read_part(data: bytes, name: str) -> Any:
    with ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    """The words of each sheet by its name, row by row; every cell must be a string, a number or empty."""
    book = read_part(data, "xl/workbook.xml")
    return {
        sheet.get("name"): list(_rows(read_part(data, f"xl/worksheets/sheet{number}.xml")))
        for number, sheet in enumerate(book.iter(f"{S}sheet"), 1)
    }


def _rows(sheet: Any) -> Iterator[list[str]]:
    assert list(sheet.iter(f"{S}f")) == []
    for row in sheet.iter(f"{S}row"):
        yield [read_string(cell) for cell in row.iter(f"{S}c")]


def read_string(cell: Any) -> str:
    """A cell's words; _xHHHH_ stands for a character. Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring)."""
    return re.sub("_x([0-9a-fA-F]{4})_", lambda found: chr(int(found[1], 16)), "".join(cell.itertext()))


def settle(data: bytes, *, accept: bool) -> list[tuple[str, str]]:
    """Style and words of the paragraphs of a document's body once its changes are accepted, or rejected.

    As ECMA-376 part 1, 17.13.5 says: what is inserted or moved here stays when accepted, what is deleted or
    moved from here stays when rejected, and a paragraph whose end goes runs on into the next, whose look
    stays.
    """
    body = deepcopy(read_part(data, "word/document.xml").find(f"{W}body"))
    gone = ("del", "moveFrom") if accept else ("ins", "moveTo")
    found: list[tuple[str, str]] = []
    open_words = ""
    for paragraph in body.findall(f"{W}p"):
        words = open_words + "".join(_words(paragraph, gone))
        if any(paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in gone):
            open_words = words
            continue
        open_words = ""
        found.append((paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), words))
    assert open_words == ""
    return found


def _words(paragraph: Any, gone: tuple[str, str]) -> Iterator[str]:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    for node in paragraph.iter(f"{W}t", f"{W}delText", *signs):
        if not any(parent.tag in {f"{W}{name}" for name in gone} for parent in node.iterancestors()):
            yield signs.get(node.tag, node.text or "")


def passages(data: bytes, *, accept: bool) -> list[str]:
    return [words for style, words in settle(data, accept=accept) if style == "Passage"]


class Office:
    """LibreOffice with a profile of its own, so that tests may run side by side."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.profile = folder / "profile"

    def _teach(self) -> None:
        """Puts the macro into the profile, which LibreOffice must have made itself to keep what is added."""
        standard = self.profile / "user" / "basic" / "Standard"
        if not standard.exists():
            self._run("--terminate_after_init")
        (standard / "Settle.xba").write_text(MACRO)
        (standard / "script.xlb").write_text(LIBRARY)

    def _run(self, *arguments: str) -> None:
        command = ["soffice", "--headless", f"-env:UserInstallation={self.profile.as_uri()}", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=self.folder)

    def convert(self, data: bytes, kind: str, to: str) -> bytes:
        """The file of this `kind` as LibreOffice writes it in another: txt, csv, pdf."""
        (self.folder / f"given.{kind}").write_bytes(data)
        self._run("--convert-to", to, "--outdir", str(self.folder), str(self.folder / f"given.{kind}"))
        return (self.folder / f"given.{to.split(':')[0]}").read_bytes()

    def settle(self, data: bytes, *, accept: bool) -> str:
        """The text of a document whose changes LibreOffice accepted, or rejected."""
        self._teach()
        source, target = self.folder / "given.docx", self.folder / "settled.txt"
        source.write_bytes(data)
        target.unlink(missing_ok=True)
        command = ".uno:AcceptAllTrackedChanges" if accept else ".uno:RejectAllTrackedChanges"
        self._run(f"macro:///Standard.Settle.Settle({source.as_uri()},{command},{target.as_uri()})")
        return target.read_text(encoding="utf-8-sig")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: make test installs it on Debian as root")
    return Office(tmp_path)
