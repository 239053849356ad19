"""UTF-16 with its mark and without is read as if it were UTF-8."""

import pytest

from disclosures.parsing import registry
from disclosures.parsing.encodings import transcode

from .documents import inline_document, page_text, zip_of


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_read_gives_the_same_for_utf16(encoding: str, mark: str) -> None:
    plain = inline_document("Café crews keep “watch”.")
    wide = (mark + plain.decode()).encode(encoding)

    assert registry.read(wide, "a.htm") == registry.read(plain, "a.htm")
    assert registry.read(zip_of(("a.htm", wide))) == registry.read(zip_of(("a.htm", plain)))


def test_read_page_as_text_in_utf16() -> None:
    assert registry.read(page_text().decode().encode("utf-16-le")) == registry.read(page_text())


def test_transcode_leaves_other_bytes_alone() -> None:
    assert transcode(b"\0\1\2\3binary\0") == b"\0\1\2\3binary\0"
    assert transcode("naïve".encode("cp1252")) == "naïve".encode("cp1252")
