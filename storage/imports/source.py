"""A file as physical lines of text: unpacked, its encoding found, its size known; no other kind of file gets past here."""

from __future__ import annotations

import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from shop.errors import InvalidInput

#: A physical line is read up to here; what follows on the same line is passed over.
LONGEST_LINE = 2_000_000
_BLOCK = 1 << 20
_GZIP = b"\x1f\x8b"
_UTF8_BOM, _UTF16_BOMS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_OTHER_FILES = (
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|RIFF.{4}WEBP", re.DOTALL), "a picture"),
    (re.compile(rb"PAR1"), "a Parquet file"),
    (re.compile(rb"PK\x03\x04"), "a zip archive or an Excel workbook"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Excel workbook"),
    (re.compile(rb"%PDF"), "a PDF"),
    (re.compile(rb"SQLite format 3\0"), "a SQLite database"),
    (re.compile(rb"BZh|\xfd7zXZ|7z\xbc\xaf|\x28\xb5\x2f\xfd"), "packed in a way that is not gzip"),
    (re.compile(rb"\s*<(!doctype|html|\?xml|rss|feed)", re.IGNORECASE), "a web page or an XML file"),
)


class Source:
    """Open it with ``with``. ``encoding`` is UTF-8, UTF-16 (by its mark) or, where the bytes are no UTF-8, Windows-1252.

    Raises InvalidInput (code ``wrong_kind`` or ``unreadable``) with a sentence for people; nothing is changed by then.
    """

    def __init__(self, path: Path):
        self.path = path
        self.name = path.name
        if path.is_dir():
            raise InvalidInput(f"{path} is a folder; name a file.", code="unreadable")
        try:
            self._file: IO[bytes] = path.open("rb")
        except OSError as error:
            raise InvalidInput(f"{path} cannot be read: {os.strerror(error.errno or 0)}.", code="unreadable") from error
        try:
            self._size = max(1, os.fstat(self._file.fileno()).st_size)
            self._packed = self._file.read(2) == _GZIP
            self._refuse_other_files()
            self.encoding = self._find_encoding()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def fraction(self) -> float:
        """How much of the file, in bytes as it lies on the disk, has been read."""
        return min(1.0, self._file.tell() / self._size)

    def lines(self) -> Iterator[str]:
        """From the first line, with line ends (LF, CRLF or CR). Bytes that are no text come as lone surrogates.

        A line of ``LONGEST_LINE`` characters is one that was longer.
        """
        text = io.TextIOWrapper(self._bytes(), encoding=self.encoding, errors="surrogateescape", newline="")
        try:
            while line := text.readline(LONGEST_LINE):
                yield line
                rest = line
                while len(rest) == LONGEST_LINE and rest[-1] not in "\r\n":
                    rest = text.readline(LONGEST_LINE)
        finally:
            text.detach()

    def wrong_kind(self, what: str) -> InvalidInput:
        return InvalidInput(f"{self.name} {what}", code="wrong_kind")

    def _bytes(self) -> io.BufferedReader:
        self._file.seek(0)
        if self._packed:
            return io.BufferedReader(gzip.GzipFile(fileobj=self._file, mode="rb"), _BLOCK)
        return io.BufferedReader(_Kept(self._file), _BLOCK)

    def _refuse_other_files(self) -> None:
        hint = "Give a CSV file with a header, or JSON lines."
        try:
            head = self._bytes().read(65536)
        except (OSError, EOFError, zlib.error) as error:
            raise InvalidInput(f"{self.name} is a damaged gzip file.", code="unreadable") from error
        if not head.strip(b" \t\r\n\xef\xbb\xbf"):
            raise self.wrong_kind(f"is empty. {hint}")
        for pattern, what in _OTHER_FILES:
            if pattern.match(head):
                raise self.wrong_kind(f"is {what}. {hint}")
        if not head.startswith(_UTF16_BOMS) and head.count(0) > max(20, len(head) // 100):
            raise self.wrong_kind(f"is not a text file. {hint}")

    def _find_encoding(self) -> str:
        """Reads the whole file once, so that a damaged one is refused before anything is stored."""
        try:
            head = self._bytes().read(3)
            if head.startswith(_UTF16_BOMS):
                self._decode_all("utf-16")
                return "utf-16"
            encoding = "utf-8-sig" if head == _UTF8_BOM else "utf-8"
            try:
                self._decode_all("utf-8")
            except UnicodeDecodeError:
                return encoding if head == _UTF8_BOM or self._mostly_utf8() else "cp1252"
            return encoding
        except UnicodeDecodeError as error:
            raise InvalidInput(f"{self.name} says it is UTF-16, but is not.", code="unreadable") from error
        except (OSError, EOFError, zlib.error) as error:
            raise InvalidInput(f"{self.name} is damaged: it ends early or cannot be unpacked.", code="unreadable") from error

    def _decode_all(self, encoding: str) -> None:
        text = io.TextIOWrapper(self._bytes(), encoding=encoding, newline="")
        try:
            while text.read(_BLOCK):
                pass
        finally:
            text.detach()

    def _mostly_utf8(self) -> bool:
        """Among the lines that are not plain ASCII, whether at least as many are UTF-8 as are not."""
        good = bad = 0
        file = self._bytes()
        while line := file.readline(_BLOCK):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                bad += 1
            else:
                good += 1
        return good >= bad


class _Kept(io.RawIOBase):
    """A view of an open file that does not close it."""

    def __init__(self, file: IO[bytes]):
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
