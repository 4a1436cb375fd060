"""Small papers, whole and broken: a picture of one point in two kinds, a page without a word."""

from __future__ import annotations

import zlib


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG, with its checksum."""
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


SIGNED = b"\x89PNG\r\n\x1a\n"
HEADER = chunk(b"IHDR", (1).to_bytes(4) + (1).to_bytes(4) + bytes([8, 0, 0, 0, 0]))
POINT = chunk(b"IDAT", zlib.compress(b"\x00\x00"))
PNG = SIGNED + HEADER + POINT + chunk(b"IEND", b"")
FRAME = b"\xff\xc0" + (11).to_bytes(2) + bytes([8, 0, 1, 0, 1, 1, 1, 0x11, 0])
SCAN = b"\xff\xda" + (8).to_bytes(2) + bytes([1, 1, 0, 0, 0x3F, 0])
JPEG = (
    b"\xff\xd8" + b"\xff\xe0" + (16).to_bytes(2) + b"JFIF\0" + bytes(9) + FRAME + SCAN + b"\x12" + b"\xff\xd9"
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n98\n%%EOF\n"
)
BROKEN = {
    "nothing": b"",
    "a page of the web called png": b"<!doctype html><script>alert(1)</script>",
    "the beginning of a PNG": PNG[:20],
    "a PNG with something behind it": PNG + b"<script>",
    "a PNG with a byte changed": PNG[:45] + bytes([PNG[45] ^ 1]) + PNG[46:],
    "a PNG without a header": SIGNED + POINT + chunk(b"IEND", b""),
    "a JPEG's first bytes": JPEG[:4],
    "a JPEG without an end": JPEG[:-2],
    "a JPEG without a frame": JPEG.replace(FRAME, b""),
    "a PDF cut off": PDF[:60],
    "a PDF that does not begin with it": b"\n<html>" + PDF,
    "a GIF": b"GIF89a" + bytes(40),
    "a zip": b"PK\x03\x04" + bytes(40),
}
"""What is none of them, by what it is."""
