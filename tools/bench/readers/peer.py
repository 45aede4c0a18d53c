"""Does by python-escpos and Pillow what the device bench measures, when it is asked to.

    peer.py FOLDER      reads FOLDER/documents.json, then a line a question on standard input:
                        versions | receipt NAME COUNT | dither FILE COUNT | raster FILE COUNT

Each answer is one line: the seconds that COUNT of it took together, and the bytes of one.
"""

import importlib.metadata
import json
import os
import pathlib
import sys
import time
import unicodedata

from escpos.printer import Dummy
from PIL import Image

COLUMNS = 48


def cells(text: str) -> int:
    return sum(1 if ord(c) <= 0xA0 else 2 for c in text if unicodedata.category(c) != "Mn")


def prepared(node: dict) -> tuple:
    """A node with its line laid out: python-escpos has no rows of two edges."""
    if node["kind"] == "rule":
        return ("text", {}, "-" * COLUMNS + "\n")
    if node["kind"] not in ("text", "row"):
        return (node["kind"], node, "")
    style = {
        "align": node["alignment"] if node["kind"] == "text" else "left",
        "bold": node["bold"],
        "normal_textsize": not (node["wide"] or node["high"]),
        "double_width": node["wide"],
        "double_height": node["high"],
    }
    if node["kind"] == "text":
        return ("text", style, node["text"] + "\n")
    room = COLUMNS - cells(node["left"]) - cells(node["right"])
    return ("text", style, node["left"] + " " * max(1, room) + node["right"] + "\n")


def print_receipt(printer: Dummy, nodes: list[tuple]) -> bytes:
    printer.hw("INIT")
    look = None
    for kind, style, line in nodes:
        if kind == "text":
            if style and style != look:
                printer.set(**style)
                look = style
            # It has no Chinese code page; its users hand it the bytes.
            if line.isascii():
                printer.text(line)
            else:
                printer._raw(line.encode("gbk"))
        elif kind == "qr":
            printer.qr(style["text"], ec=1, size=6, native=True)
        elif kind == "barcode":
            printer.barcode("{B" + style["text"], "CODE128", height=style["height"], width=3,
                            function_type="B", align_ct=False)
        elif kind == "feed":
            printer.print_and_feed(style["lines"])
        elif kind == "cut":
            printer.cut(mode="PART", feed=False)
    output = printer.output
    printer.clear()
    return output


def measured(count: int, work) -> str:
    """The seconds that so much work takes, and the bytes that come of one piece of it."""
    start = time.perf_counter()
    for _ in range(count):
        result = work()
    taken = time.perf_counter() - start
    return f"{taken} {len(result) if isinstance(result, bytes) else 0}"


def raster(printer: Dummy, picture: Image.Image) -> bytes:
    printer.image(picture, fragment_height=255)
    output = printer.output
    printer.clear()
    return output


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    documents = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
    ready = {name: [prepared(node) for node in nodes] for name, nodes in documents.items()}
    printer = Dummy()
    # It talks while it works; only answers go to who asked.
    answers, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
    for question in sys.stdin:
        words = question.split()
        if words == ["versions"]:
            names = ("python-escpos", "pillow")
            answer = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
            print(f"{answer}, Python {sys.version.split()[0]}", file=answers, flush=True)
            continue
        verb, name, count = words[0], words[1], int(words[2])
        if verb == "receipt":
            answer = measured(count, lambda: print_receipt(printer, ready[name]))
        else:
            picture = Image.open(folder / name)
            picture.load()
            work = {
                "dither": lambda: picture.convert("1"),
                "raster": lambda: raster(printer, picture),
            }[verb]
            answer = measured(count, work)
        print(answer, file=answers, flush=True)


if __name__ == "__main__":
    main()
