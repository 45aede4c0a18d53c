"""How a document should lie on the paper, worked out anew from what its nodes mean.

One line of text is one string; a line that holds a character which the printer lacks is a picture,
which reads as `PICTURE`.
"""

import unicodedata

PICTURE = "[picture]"
# A mark of no width, as Chinese devices have it.
SILENT = ("Mn", "Me", "Cf")
# GBK has these in a form that looks alike, and the driver prints that rather than a mark.
DOUBLES = {"¢": "￠", "£": "￡", "¥": "￥", "•": "·", "−": "－", "〜": "～", "・": "·"}


class Font:
    """What one printer can show, and in how many cells."""

    def __init__(self, printer):
        self.chinese = printer.chinese
        self.flushes = printer.facts["flushesLineOnChinese"]
        self.barcodes = printer.facts["barcodes"]
        self.pages = sorted(printer.facts["codePages"])

    def square(self, character: str) -> str | None:
        """The character of the Chinese font that shows it."""
        if not self.chinese:
            return None
        for wanted in (character, DOUBLES.get(character)):
            try:
                if wanted and len(wanted.encode(self.chinese)) > 1:
                    return wanted
            except UnicodeEncodeError:
                pass
        return None

    def is_on_page(self, character: str) -> bool:
        for page in self.pages:
            try:
                character.encode(page)
                return True
            except UnicodeEncodeError:
                pass
        return False

    def shows_narrow(self, character: str) -> bool:
        """A letter or a sign of money from a page of single bytes."""
        if not self.is_on_page(character):
            return False
        if self.square(character) is None:
            return True
        is_letter = unicodedata.category(character) in ("Ll", "Lu", "Lt", "Sc")
        return is_letter and not self.flushes

    def cells(self, character: str) -> int:
        if ord(character) <= 0xA0:
            return 1
        if unicodedata.category(character) in SILENT:
            return 0
        return 1 if self.shows_narrow(character) else 2

    def shown(self, line: str) -> str:
        """The line as a reader of its bytes sees it."""
        letters = [c for c in line if ord(c) > 0xA0]
        squares = [c for c in letters if not self.shows_narrow(c)]
        if any(self.square(c) is None for c in squares):
            return PICTURE
        if squares and len(squares) < len(letters) and self.flushes:
            return PICTURE
        return "".join((self.square(c) or c) if c in squares else c for c in line)


def wrapped(text: str, width: int, font: Font) -> list[str]:
    lines, used = [""], 0
    for character in text:
        cells = font.cells(character)
        if cells == 0:
            continue
        if used + cells > width:
            lines.append("")
            used = 0
        lines[-1] += character
        used += cells
    return lines


def row(left: str, right: str, width: int, font: Font) -> list[str]:
    """The amount at the right edge, on the last line of the name or on one of its own."""
    lines = wrapped(left, width, font)
    used = sum(map(font.cells, lines[-1]))
    needed = sum(map(font.cells, right))
    if used and needed and used + needed >= width:
        lines.append("")
        used = 0
    lines[-1] += " " * max(0, width - used - needed) + right
    return lines


def lines(nodes: list[dict], columns: int, font: Font) -> list[str]:
    """The lines of text of a document, without codes, pictures and feeds.

    A barcode that the printer does not draw itself has its text on a line below the bars.
    """
    found: list[str] = []
    for node in nodes:
        width = columns // 2 if node.get("wide") else columns
        if node["kind"] == "text":
            found += wrapped(node["text"], width, font)
        elif node["kind"] == "row":
            found += row(node["left"], node["right"], width, font)
        elif node["kind"] == "rule":
            found.append("-" * columns)
        elif node["kind"] == "barcode" and node["symbology"] not in font.barcodes:
            found.append(node["text"])
    return [font.shown(line) for line in found]
