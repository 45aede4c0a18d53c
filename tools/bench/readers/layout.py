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

    def is_letter(self, character: str) -> bool:
        """A letter or a sign of money from a page of single bytes."""
        is_letter = unicodedata.category(character) in ("Ll", "Lu", "Lt", "Sc")
        return is_letter and self.is_on_page(character)

    def is_silent(self, character: str) -> bool:
        return unicodedata.category(character) in SILENT

    def of(self, text: str) -> "Setting":
        """How wide the letters of a text are.

        A printer that cannot change fonts within a line has them square beside Chinese, unless the
        line has to be drawn for what the Chinese font lacks.
        """
        beyond = [c for c in text if ord(c) > 0xA0 and not self.is_silent(c)]
        signs = [c for c in beyond if not self.is_letter(c)]
        needs_square = any(self.square(c) or not self.is_on_page(c) for c in signs)
        is_whole = all(self.square(c) for c in beyond)
        return Setting(self, self.flushes and needs_square and is_whole)


class Setting:
    """The characters of one text, each in as many cells as it has there."""

    def __init__(self, font: Font, has_square_letters: bool):
        self.font = font
        self.has_square_letters = has_square_letters

    def shows_narrow(self, character: str) -> bool:
        if not self.font.is_on_page(character):
            return False
        if self.font.square(character) is None:
            return True
        return self.font.is_letter(character) and not self.has_square_letters

    def cells(self, character: str) -> int:
        if ord(character) <= 0xA0:
            return 1
        if self.font.is_silent(character):
            return 0
        return 1 if self.shows_narrow(character) else 2

    def shown(self, line: str) -> str:
        """The line as a reader of its bytes sees it."""
        letters = [c for c in line if ord(c) > 0xA0]
        squares = [c for c in letters if not self.shows_narrow(c)]
        if any(self.font.square(c) is None for c in squares):
            return PICTURE
        if squares and len(squares) < len(letters) and self.font.flushes:
            return PICTURE
        return "".join((self.font.square(c) or c) if c in squares else c for c in line)


def wrapped(text: str, width: int, font: Setting) -> list[str]:
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


def row(left: str, right: str, width: int, font: Setting) -> list[str]:
    """The amount at the right edge, on the last line of the name or on one of its own."""
    lines = wrapped(left, width, font)
    used = sum(map(font.cells, lines[-1]))
    needed = sum(map(font.cells, right))
    if used and needed and used + needed >= width:
        lines.append("")
        used = 0
    lines[-1] += " " * max(0, width - used - needed) + right
    return lines


def laid(node: dict, columns: int, font: Font) -> tuple[Setting, list[str]] | None:
    """The lines of a node of text, and what its characters are set in; nothing for another node."""
    width = columns // 2 if node.get("wide") else columns
    if node["kind"] == "text":
        setting = font.of(node["text"])
        return setting, wrapped(node["text"], width, setting)
    if node["kind"] == "row":
        setting = font.of(node["left"] + node["right"])
        return setting, row(node["left"], node["right"], width, setting)
    return None


def lines(nodes: list[dict], columns: int, font: Font) -> list[str]:
    """The lines of text of a document, without codes, pictures and feeds.

    A barcode that the printer does not draw itself has its text on a line below the bars.
    """
    found: list[str] = []
    for node in nodes:
        if text := laid(node, columns, font):
            setting, texts = text
            found += map(setting.shown, texts)
        elif node["kind"] == "rule":
            found.append("-" * columns)
        elif node["kind"] == "barcode" and node["symbology"] not in font.barcodes:
            found.append(font.of(node["text"]).shown(node["text"]))
    return found
