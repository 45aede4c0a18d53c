"""emupos, an emulator of receipt printers, receiving our bytes: needs Python 3.13."""

import sys

from cases import Case, Check
from golden import dummy
from layout import PICTURE, Font, lines
from specimens import Job, Printer, Specimens

SKIPPED = None
try:
    from emupos.config import FontCell, PrinterProfile
    from emupos.printer.escpos.model import PrintModel
    from emupos.printer.escpos.tokenizer import Command, Text, Tokenizer, Unknown
except (ImportError, SyntaxError):
    python = ".".join(map(str, sys.version_info[:2]))
    SKIPPED = f"skipped, because emupos 0.4.0 needs Python 3.13 and this is {python}"

# What asks and is answered, and leaves no ink: fences, reports, questions.
SILENT = {"GS (", "GS r", "GS a", "GS I", "DLE EOT", "DLE ENQ", "ESC p", "GS V"}


def tokens(data: bytes) -> list:
    """Everything in `data`; raises where a byte belongs to nothing."""
    tokenizer = Tokenizer()
    found = tokenizer.feed(data)
    rest = tokenizer.close()
    for token in found + ([rest] if rest else []):
        if isinstance(token, Unknown):
            raise ValueError(f"no command begins {token.raw[:8].hex(' ')}")
    return found


def paper(printer: Printer, data: bytes):
    """The paper as emupos draws it: a PNG, and the text on it."""
    # Some models have a page under two numbers; python-escpos may take the other one.
    theirs = dummy(printer).profile.profile_data.get("codePages", {})
    names = {int(n): name.lower() for n, name in theirs.items() if name.startswith("CP")}
    names |= {number: page for page, number in printer.facts["codePages"].items()}
    pages = {n: ("WPC" if p == "cp1252" else "PC") + p[2:] for n, p in names.items()}
    profile = PrinterProfile(
        type="printer",
        name=printer.name,
        dpi=203,
        width_dots=printer.facts["dots"],
        font_a=FontCell(width=12, height=24),
        font_b=FontCell(width=9, height=17),
        code_pages=pages or {0: "PC437"},
        default_code_page=min(pages or {0: ""}),
        drawer_sensor_open_level="high",
    )
    model = PrintModel("oracle", profile)
    for token in tokens(data):
        if isinstance(token, Command) and (token.name in SILENT or token.realtime):
            continue
        for event in model.process(token):
            # A page for which it has no pictures of letters; the text it still reads.
            if "code_page" not in event.data:
                raise ValueError(f"{event.type}: {event.data}")
    return model.finish("cut")


# ------------------------------------------------------------------ text of whole receipts


def text_lines(printer: Printer, data: bytes) -> list[str]:
    """The lines in `data`: text by Python's codecs, in the modes that the commands set."""
    found, line = [], ""
    chinese, page = printer.facts["powersOnInChinese"], "ascii"
    for token in tokens(data):
        if isinstance(token, Text):
            codec = printer.chinese if chinese and printer.chinese else page
            line += token.data.decode(codec)
        elif token.name == "LF":
            found.append(line)
            line = ""
        elif token.name in ("FS &", "FS ."):
            chinese = token.name == "FS &"
        elif token.name == "ESC t":
            page = printer.codec_of_page(token.params[0]) or "ascii"
        elif token.name == "ESC @":
            chinese, page = printer.facts["powersOnInChinese"], "ascii"
        elif token.name == "GS v 0" and token.params[3] + token.params[4] * 256 in (30, 54):
            # A drawn line of text is as high as a line of text.
            found.append(PICTURE)
        elif token.name == "GS ( L" and token.data[:2] == b"\x30\x70" and token.data[8] in (30, 54):
            found.append(PICTURE)
    return found


def text_fault(printer: Printer, job: Job, data: bytes) -> str | None:
    font = Font(printer)
    wanted = lines(job.nodes, printer.columns, font)
    found = text_lines(printer, data)
    for place, (ours, theirs) in enumerate(zip(found, wanted)):
        if ours != theirs:
            return f"line {place + 1}: ours {ours!r}, expected {theirs!r}"
    if len(found) != len(wanted):
        return f"{len(found)} lines, expected {len(wanted)}: {found[len(wanted):]}"
    return None


def place_of_text(printer: Printer, job: Job) -> int:
    """A byte of the last line but one that is text: a mutant there changes what is read."""
    found, place = 0, 0
    for token in tokens(job.bytes):
        size = len(token.data) if isinstance(token, Text) else len(token.raw)
        if isinstance(token, Text) and len(token.data) > 4:
            found = place + size - 2
        place += size
    return found


# ------------------------------------------------------------------ the same paper


def same_paper(printer: Printer, ours: bytes, theirs: bytes) -> str | None:
    """Dot for dot the same paper, and the same text on it."""
    mine, other = paper(printer, ours), paper(printer, theirs)
    if mine is None or other is None:
        return "nothing is printed" if mine is None else "theirs prints nothing"
    if mine.text != other.text:
        return f"ours reads {mine.text!r}, theirs {other.text!r}"
    return None if mine.png == other.png else "the dots differ"


def their_text(printer: Printer, node: dict, ours: bytes) -> bytes:
    """python-escpos is told which page to take: which one is first choice is each one's own."""
    theirs = dummy(printer)
    theirs.hw("INIT")
    pages = [token.params[0] for token in tokens(ours) if getattr(token, "name", "") == "ESC t"]
    if pages:
        theirs.charcode((printer.codec_of_page(pages[0]) or "").upper())
    theirs.set(
        align=node["alignment"],
        bold=node["bold"],
        normal_textsize=not (node["wide"] or node["high"]),
        double_width=node["wide"],
        double_height=node["high"],
    )
    theirs.text(node["text"] + "\n")
    return theirs.output


def checks(specimens: Specimens) -> list[Check]:
    whole = Check("emupos 0.4.0, Python's codecs", "whole receipts by the driver",
                  "commands known, the same lines of text")
    alike = Check("emupos 0.4.0, python-escpos 3.1", "lines of text", "the same paper, dot for dot")
    if SKIPPED:
        for check in (whole, alike):
            check.skipped = SKIPPED
        return [whole, alike]
    for printer in specimens.printers:
        for job in printer.printed.values():
            whole.cases.append(
                Case(
                    f"{printer.name} {job.name}",
                    job.bytes,
                    lambda ours, printer=printer, job=job: text_fault(printer, job, ours),
                    place=place_of_text(printer, job),
                )
            )
        for job in printer.encoded.values():
            node = job.nodes[0]
            # Without a Chinese font, where a letter is a byte of a page for both of us.
            if node["kind"] != "text" or printer.chinese:
                continue
            theirs = their_text(printer, node, job.bytes)
            alike.cases.append(
                Case(
                    f"{printer.name} {job.name}",
                    job.bytes,
                    lambda ours, printer=printer, theirs=theirs: same_paper(printer, ours, theirs),
                    place=job.bytes.index(b"\n") - 1,
                )
            )
    return [whole, alike]
