"""Pillow's FreeType, drawing the characters that the driver drew because the printer lacks them.

Two versions of FreeType do not hint every dot alike: a cell may differ in a seventh of its ink.
Most do not differ at all; the check says how many.
"""

import functools
import pathlib

import emulator
from cases import Case, Check
from layout import PICTURE, Font, Setting, laid
from PIL import Image, ImageChops, ImageDraw, ImageFont
from specimens import Job, Printer, Specimens

# Where the driver looks, in its order; of a collection it takes the face of one width.
FONTS = [
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 1),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 1),
    ("/usr/share/fonts/truetype/hanazono/HanaMinA.ttf", 0),
    ("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf", 0),
    ("/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf", 0),
]
LINE, GAP = 24, 6
# How far two drawings of one character may stand apart, in dots across and down.
SHIFTS = [(x, y) for x in range(-2, 3) for y in range(-3, 4)]


@functools.cache
def faces() -> list[ImageFont.FreeTypeFont]:
    """Each font in the size in which a line of it is 24 dots high."""
    found = []
    for path, index in FONTS:
        if pathlib.Path(path).exists():
            large = ImageFont.truetype(path, 1000, index=index)
            ascent, descent = large.getmetrics()
            found.append(large.font_variant(size=round(LINE * 1000 / (ascent + descent))))
    return found


@functools.cache
def ink(face: ImageFont.FreeTypeFont, character: str) -> Image.Image | None:
    """A character on wide paper, its origin in the middle; None where the font lacks it."""
    if face.getmask(character, mode="1").getbbox() is None:
        return None
    paper = Image.new("1", (4 * LINE, 4 * LINE), 1)
    draw = ImageDraw.Draw(paper)
    draw.fontmode = "1"
    draw.text((2 * LINE, 2 * LINE), character, fill=0, font=face, anchor="ls")
    return paper


@functools.cache
def cell(character: str, width: int) -> Image.Image | None:
    """A character in its cell, black on white, as the font places it; None where no font has it."""
    for base in faces():
        for size in range(int(base.size), 6, -1):
            face = base.font_variant(size=size)
            paper, box = ink(face, character), ink(face, "\U0010fffd")
            if paper is None or (box and paper.tobytes() == box.tobytes()):
                break  # what the font shows for a character that it lacks
            left, top, right, bottom = ImageChops.invert(paper.convert("L")).getbbox()
            if right - left > width:
                continue
            ascent, descent = base.getmetrics()
            start = (width - int(face.getlength(character, mode="1"))) // 2 + left - 2 * LINE
            start = min(max(0, start), width - (right - left))
            height = bottom - top
            above = round(ascent * LINE / (ascent + descent)) + top - 2 * LINE
            picture = Image.new("1", (width, LINE), 1)
            place = (start, min(max(0, above), max(0, LINE - height)))
            picture.paste(paper.crop((left, top, right, bottom)), place)
            return picture
    return None


def distance(ours: Image.Image, theirs: Image.Image) -> int:
    """Dots in which two cells differ, at their best fit."""
    room = Image.new("1", (ours.width + 8, ours.height + 8), 1)
    mine = room.copy()
    mine.paste(ours, (4, 4))
    best = ours.width * ours.height
    for x, y in SHIFTS:
        other = room.copy()
        other.paste(theirs, (4 + x, 4 + y))
        best = min(best, ImageChops.logical_xor(mine, other).histogram()[-1])
    return best


def picture_lines(printer: Printer, job: Job) -> list[tuple[str, dict, Setting]]:
    """The text of each line that has to be drawn, the node it comes from, and what it is set in."""
    font, found = Font(printer), []
    for node in job.nodes:
        if text := laid(node, printer.columns, font):
            setting, lines = text
            found += [(line, node, setting) for line in lines if setting.shown(line) == PICTURE]
    return found


def pictures(data: bytes) -> list[Image.Image]:
    """The pictures in a job that are as high as a line of text."""
    found = []
    for token in emulator.tokens(data):
        name = getattr(token, "name", "")
        if name == "GS v 0":
            width, height = (int.from_bytes(token.params[at : at + 2], "little") for at in (1, 3))
            width, dots = width * 8, token.data
        elif name == "GS ( L" and token.data[:2] == b"\x30\x70":
            width, height = (int.from_bytes(token.data[at : at + 2], "little") for at in (6, 8))
            dots = token.data[10:]
        else:
            continue
        if height in (LINE + GAP, 2 * LINE + GAP):
            found.append(Image.frombytes("1", (width, height), dots, "raw", "1;I"))
    return found


def cells_of(printer: Printer, line: str, node: dict, setting: Setting, picture: Image.Image):
    """Each character of a drawn line, its width, and the dots in its cells at single size."""
    across, down = 2 if node["wide"] else 1, 2 if node["high"] else 1
    unit = printer.facts["dots"] // printer.columns
    used = sum(map(setting.cells, line)) * unit * across
    alignment = node["alignment"] if node["kind"] == "text" else "left"
    room = printer.facts["dots"] - used
    left = {"left": 0, "center": room // 2, "right": room}[alignment]
    paper = Image.new("1", (printer.facts["dots"], picture.height), 1)
    paper.paste(picture, (0, 0))
    for character in line:
        width = setting.cells(character) * unit
        box = (left, 0, left + width * across, LINE * down)
        left += width * across
        if character.strip():
            yield character, width, paper.crop(box).resize((width, LINE), Image.Resampling.NEAREST)


def distances(printer: Printer, job: Job, data: bytes):
    """Each drawn character, in how many dots it differs, and how many it has."""
    drawn, wanted = pictures(data), picture_lines(printer, job)
    if len(drawn) != len(wanted):
        raise ValueError(f"{len(drawn)} lines are drawn, {len(wanted)} should be")
    for (line, node, setting), picture in zip(wanted, drawn):
        if node["bold"]:
            continue  # struck twice: not as the font has it
        for character, width, ours in cells_of(printer, line, node, setting, picture):
            right = cell(character, width)
            if right is None:
                raise ValueError(f"{line!r}: no font here has {character!r}")
            yield character, distance(ours, right), right.histogram()[0]


def fault(printer: Printer, job: Job, data: bytes) -> str | None:
    for character, dots, ink in distances(printer, job, data):
        if dots > max(3, ink // 7):
            return f"{character!r} differs in {dots} dots, and has {ink}"
    return None


def reversed_dots(data: bytes) -> bytes:
    """A job whose first drawn line stands on its head."""
    at = data.find(b"\x1dv0")
    if at >= 0:
        start = at + 8
        stride, rows = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (4, 6))
        end = start + stride * rows
    else:
        at = data.index(b"\x1d(L")
        start = at + 15
        end = at + 5 + int.from_bytes(data[at + 3 : at + 5], "little")
    return data[:start] + data[start:end][::-1] + data[end:]


def checks(specimens: Specimens) -> list[Check]:
    check = Check("Pillow, FreeType", "characters that the driver draws", "")
    check.skipped = emulator.SKIPPED
    if not check.skipped and len(faces()) < 4:
        check.skipped = "skipped, because fonts-hanazono and fonts-symbola are not installed"
    if check.skipped:
        return [check]
    cells: list[int] = []
    for printer in specimens.printers:
        job = printer.printed["counter"]
        cells += [dots for _, dots, _ in distances(printer, job, job.bytes)]
        check.cases.append(
            Case(
                f"{printer.name} {job.name}",
                job.bytes,
                lambda ours, printer=printer, job=job: fault(printer, job, ours),
                breaks=reversed_dots,
            )
        )
    same = sum(1 for dots in cells if dots == 0)
    check.means = f"{same} of {len(cells)} cells dot for dot, the others within a seventh"
    return [check]
