"""Puts the same receipt, as each printer prints it, beside each other in one small picture.

    sheet.py FOLDER PICTURES     from what `bench specimens` wrote into FOLDER, into PICTURES

The graphic customer displays stand in a second one, each dot three dots high.
"""

import pathlib
import sys

from PIL import Image, ImageDraw, ImageFont
from specimens import load

# The paper is drawn in half its dots, in so many greys.
SHRINK, GREYS, GAP, TITLE = 2, 8, 24, 30
FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"


def main() -> None:
    folder, pictures = map(pathlib.Path, sys.argv[1:3])
    printers(folder, pictures / "printers.png")
    displays(folder, pictures / "displays.png")


def displays(folder: pathlib.Path, target: pathlib.Path) -> None:
    glasses = [Image.open(path) for path in sorted((folder / "displays").glob("*.pbm"))]
    width = sum(glass.width * 3 + GAP for glass in glasses) + GAP
    sheet = Image.new("L", (width, max(glass.height * 3 for glass in glasses) + 2 * GAP), 224)
    left = GAP
    for glass in glasses:
        sheet.paste(glass.resize((glass.width * 3, glass.height * 3)), (left, GAP))
        left += glass.width * 3 + GAP
    save(sheet, target)


def printers(folder: pathlib.Path, target: pathlib.Path) -> None:
    papers = []
    for printer in load(folder).printers:
        paper = Image.open(printer.printed["counter"].paper).convert("L")
        size = (paper.width // SHRINK, paper.height // SHRINK)
        papers.append((printer, paper.resize(size, Image.Resampling.BOX)))
    width = sum(paper.width + GAP for _, paper in papers) + GAP
    height = max(paper.height for _, paper in papers) + TITLE + 2 * GAP
    sheet = Image.new("L", (width, height), 224)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(FONT, 15)
    left = GAP
    for printer, paper in papers:
        facts = printer.facts
        name = f"{printer.name} · {facts['columns']} × {facts['dots']} · {facts['chinese']}"
        draw.text((left, GAP // 2), name, fill=0, font=font)
        sheet.paste(paper, (left, TITLE + GAP // 2))
        left += paper.width + GAP
    save(sheet, target)


def save(sheet: Image.Image, target: pathlib.Path) -> None:
    few = sheet.quantize(GREYS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(target, optimize=True, bits=3)
    print(f"{target}: {sheet.width} x {sheet.height}, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
