"""How much of a file a reader is willing to hold. Settings may fill other values in; these are defaults."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, sizes in bytes.

    file_bytes         one file as it comes in, packed or not
    member_bytes       one member of a zip, unpacked
    archive_bytes      all members of a zip together, unpacked
    archive_members    number of members of a zip
    compression_ratio  unpacked over packed size of a member; text rarely passes 30
    archive_depth      how many zips may stand inside each other
    pdf_pages          pages of a PDF; the longest annual reports have some 600
    pdf_characters     characters of a PDF; the longest annual reports have some 4 million
    reader_bytes       memory of a process that reads files for others
    pdf_stream_bytes   one packed part of a PDF, no picture, unpacked; pages have 100 kB, large fonts 20 MB
    """

    file_bytes: int = 200 * MEGABYTE
    member_bytes: int = 100 * MEGABYTE
    archive_bytes: int = 500 * MEGABYTE
    archive_members: int = 5_000
    compression_ratio: int = 200
    archive_depth: int = 2
    pdf_pages: int = 3_000
    pdf_characters: int = 20_000_000
    reader_bytes: int = 4_000_000_000
    pdf_stream_bytes: int = 32 * MEGABYTE


DEFAULT_LIMITS = Limits()
