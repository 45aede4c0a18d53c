"""zxing-cpp, reading QR codes and barcodes off the dots as a scanner would."""

import io

import emulator
import zxingcpp
from cases import Case, Check
from PIL import Image
from specimens import Job, Printer, Specimens

def bands(data: bytes) -> list[tuple[int, int, int]]:
    """Where the dots of each `GS v 0` of a job begin, and how many bytes and rows they are."""
    found, at = [], data.find(b"\x1dv0")
    while at >= 0:
        stride, rows = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (4, 6))
        found.append((at + 8, stride, rows))
        at = data.find(b"\x1dv0", at + 8 + stride * rows)
    return found


def drawn(data: bytes) -> Image.Image:
    """The picture that the bands of a job make."""
    found = bands(data)
    dots = b"".join(data[at : at + stride * rows] for at, stride, rows in found)
    size = (found[0][1] * 8, sum(rows for _, _, rows in found))
    return Image.frombytes("1", size, dots, "raw", "1;I")


def quiet(picture: Image.Image) -> Image.Image:
    """On white paper, as it is read; and twice as large, as a camera has it."""
    paper = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    paper.paste(picture, (40, 40))
    return paper.resize((paper.width * 2, paper.height * 2), Image.Resampling.NEAREST)


def fault(picture: Image.Image, kind: str, text: str) -> str | None:
    found = [result.text for result in zxingcpp.read_barcodes(quiet(picture))]
    # A reader may take a UPC-A for the EAN-13 that it also is.
    same = [read for read in found if read == text or (kind == "upc-a" and read == "0" + text)]
    return None if same else f"read {found}, not {text!r}"


def emulated(printer: Printer, data: bytes) -> Image.Image:
    receipt = emulator.paper(printer, data)
    return Image.open(io.BytesIO(receipt.png))


def without_middle(data: bytes) -> bytes:
    """A job whose picture lacks a third: no error correction mends that."""
    broken = bytearray(data)
    for at, stride, rows in bands(data):
        for y in range(rows):
            for x in range(stride // 3, 2 * stride // 3):
                broken[at + y * stride + x] = 0
    return bytes(broken)


def checks(specimens: Specimens) -> list[Check]:
    here = Check("zxing-cpp 3.1.1", "codes that the driver draws", "what is read in them")
    native = Check("emupos 0.4.0, zxing-cpp 3.1.1", "codes that the printer draws",
                   "what is read in them")
    native.skipped = emulator.SKIPPED
    for printer in specimens.printers:
        for job in printer.encoded.values():
            node = job.nodes[0]
            if node["kind"] not in ("qr", "barcode"):
                continue
            kind = node.get("symbology", "qr")
            name = f"{printer.name} {job.name}"
            if b"\x1dv0" in job.bytes:
                here.cases.append(
                    Case(name, job.bytes, reads(kind, node["text"], drawn), breaks=without_middle)
                )
            elif not emulator.SKIPPED:
                picture = lambda data, printer=printer: emulated(printer, data)
                native.cases.append(
                    Case(name, job.bytes, reads(kind, node["text"], picture), place=place(job))
                )
    return [here, native]


def reads(kind: str, text: str, picture):
    return lambda data: fault(picture(data), kind, text)


def place(job: Job) -> int:
    """A byte of what the code says: the last but the command that prints a QR code."""
    return -9 if job.nodes[0]["kind"] == "qr" else -1
