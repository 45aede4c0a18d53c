"""python-escpos, told to print the same: the bytes have to be the same."""

import io

from cases import Case, Check, first_difference
from escpos.printer import Dummy
from PIL import Image
from specimens import Job, Printer, Specimens

# The profiles of escpos-printer-db that our files of facts were taken from.
MODELS = {
    "clone-58": "POS-5890",
    "epson-tm-t20iii": "TM-T20II",
    "epson-tm-t88vi": "TM-T88V",
    "rongta-rp80": "RP326",
    "star-escpos": "TSP600",
}
BARCODES = {
    "ean-13": "EAN13",
    "ean-8": "EAN8",
    "upc-a": "UPC-A",
    "code-39": "CODE39",
    "code-128": "CODE128",
    "itf": "ITF",
}
REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


def dummy(printer: Printer) -> Dummy:
    return Dummy(profile=MODELS.get(printer.name))


def qr(printer: Printer, node: dict) -> bytes:
    theirs = dummy(printer)
    size = 3 if len(node["text"].encode()) > 100 else 6 if printer.columns >= 42 else 4
    theirs.qr(node["text"], ec=1, size=size, native=True)
    return theirs.output


def barcode(printer: Printer, node: dict) -> bytes:
    theirs = dummy(printer)
    kind = BARCODES[node["symbology"]]
    theirs.barcode(
        ("{B" if kind == "CODE128" else "") + node["text"],
        kind,
        height=node["height"],
        width=3,
        function_type="B",
        align_ct=False,
    )
    return theirs.output


def image(printer: Printer, picture: Image.Image) -> bytes:
    theirs = dummy(printer)
    impl = {"gs-v-0": "bitImageRaster", "gs-paren-l": "graphics"}[printer.facts["raster"]]
    theirs.image(picture, impl=impl, fragment_height=printer.facts["bandRows"])
    return theirs.output


def dots_fault(ours: bytes, theirs: bytes) -> str | None:
    """The same, but for one dot wherever theirs would have hidden a command in the picture."""
    if len(ours) != len(theirs):
        return f"{len(ours)} bytes of ours, {len(theirs)} of theirs"
    for place, (mine, other) in enumerate(zip(ours, theirs)):
        if mine == other:
            continue
        hides = any(theirs[at : at + 2] in REAL_TIME for at in (place - 1, place))
        if not hides or (mine ^ other).bit_count() != 1:
            return first_difference(ours, theirs)
    return None


def changed_dots(ours: bytes, theirs: bytes) -> int:
    return sum((mine ^ other).bit_count() for mine, other in zip(ours, theirs))


def is_native(printer: Printer, job: Job) -> bool:
    """Whether the printer draws it itself, so that there is a command to compare."""
    node = job.nodes[0]
    if node["kind"] == "qr":
        return printer.facts["qrCode"]
    return node["kind"] != "barcode" or node["symbology"] in printer.facts["barcodes"]


def checks(specimens: Specimens) -> list[Check]:
    means = "the same bytes"
    codes = Check("python-escpos 3.1", "QR codes", means)
    bars = Check("python-escpos 3.1", "barcodes", means)
    dots = Check("python-escpos 3.1, Pillow", "dithered pictures", means)
    knife = Check("python-escpos 3.1", "cut", means)
    # `ESC @`, and the middle of the paper.
    centred = b"\x1b@\x1ba\x01"
    changed = 0
    for printer in specimens.printers:
        for job in printer.encoded.values():
            node, name = job.nodes[0], f"{printer.name} {job.name}"
            if not is_native(printer, job):
                continue
            if node["kind"] == "qr":
                codes.cases.append(equal(name, job, centred + qr(printer, node)))
            elif node["kind"] == "barcode":
                bars.cases.append(equal(name, job, centred + barcode(printer, node)))
            elif node["kind"] == "image":
                data = (specimens.folder / f"{node['picture']}.pgm").read_bytes()
                picture = Image.open(io.BytesIO(data))
                # Pillow dithers, python-escpos sends: given greys, it would dither the negative.
                picture = picture.convert("1")
                if picture.width > printer.facts["dots"]:
                    picture = picture.crop((0, 0, printer.facts["dots"] // 8 * 8, picture.height))
                theirs = centred + image(printer, picture)
                changed += changed_dots(job.bytes, theirs)
                dots.cases.append(
                    Case(name, job.bytes, lambda ours, theirs=theirs: dots_fault(ours, theirs))
                )
            elif node["kind"] == "cut" and printer.facts["cutter"] == "partial":
                theirs = dummy(printer)
                theirs.cut(mode="PART", feed=False)
                knife.cases.append(equal(name, job, b"\x1b@" + theirs.output))
    dots.means += f", but for {changed} dots that would have hidden a command"
    return [codes, bars, dots, knife]


def equal(name: str, job: Job, theirs: bytes) -> Case:
    return Case(name, job.bytes, lambda ours: first_difference(ours, theirs))
