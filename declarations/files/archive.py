"""An archive of XML, as Word and OpenDocument texts are, read with care. No Django here."""

import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from declarations.files.refusals import Refusal, Refused

MOST_PARTS, LARGEST_PART, LARGEST_WHOLE = 10_000, 100_000_000, 400_000_000


class Archive:
    """Reads no more than is allowed, whatever the archive says of itself."""

    def __init__(self, path: Path) -> None:
        # An archive may hang at the end of a program or a picture; these are no texts.
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                raise Refused(Refusal.OTHER_CONTENT)
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Refused(Refusal.OTHER_CONTENT) from error
        parts = self.zip.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_WHOLE:
            raise Refused(Refusal.TOO_LARGE_INSIDE)
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(Refusal.PASSWORD)
        if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
            raise Refused(Refusal.BROKEN)
        self.names = [part.filename for part in parts]
        # Of two parts with one name, an office program might open the one not looked at.
        if len({name.casefold() for name in self.names}) < len(self.names):
            raise Refused(Refusal.BROKEN)

    def read(self, name: str) -> bytes:
        try:
            with self.zip.open(name) as part:
                content = part.read(LARGEST_PART + 1)
        except KeyError as error:
            raise Refused(Refusal.OTHER_CONTENT) from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise Refused(Refusal.BROKEN) from error
        if len(content) > LARGEST_PART:
            raise Refused(Refusal.TOO_LARGE_INSIDE)
        return content

    def tree(self, name: str) -> ElementTree.Element:
        try:
            # Without a document type there are no entities, which is what is feared here.
            parser = ElementTree.XMLParser(target=_WithoutDocumentType())  # noqa: S314
            return ElementTree.fromstring(self.read(name), parser)  # noqa: S314
        except (ElementTree.ParseError, LookupError, ValueError) as error:
            raise Refused(Refusal.BROKEN) from error

    def tree_if_there(self, name: str) -> ElementTree.Element | None:
        return self.tree(name) if name in self.names else None


class _WithoutDocumentType(ElementTree.TreeBuilder):
    """Neither format has a document type; one would only bring entities."""

    def doctype(self, *_declared: object) -> None:
        raise Refused(Refusal.BROKEN)
