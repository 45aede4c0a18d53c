"""What `bench specimens` wrote: printers, their jobs, texts and readings."""

import json
import pathlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """One document on one printer: its nodes, its bytes, and the picture of its paper."""

    name: str
    nodes: list[dict]
    bytes: bytes
    paper: pathlib.Path | None


@dataclass(frozen=True)
class Printer:
    """One model of printer, by the facts of its profile."""

    name: str
    facts: dict
    encoded: dict[str, Job]
    printed: dict[str, Job]

    @property
    def columns(self) -> int:
        return self.facts["columns"]

    @property
    def chinese(self) -> str | None:
        """Python's codec for its Chinese font."""
        area = self.facts["chinese"]
        return None if area == "none" else area

    def codec_of_page(self, number: int) -> str | None:
        """Python's codec for the page that `ESC t number` selects."""
        names = [name for name, given in self.facts["codePages"].items() if given == number]
        return names[0] if names else None


@dataclass(frozen=True)
class Specimens:
    """Everything in one folder."""

    folder: pathlib.Path
    printers: list[Printer]
    texts: list[dict]
    readings: list[dict]

    def bytes_of(self, text: dict) -> bytes:
        return (self.folder / text["bytes"]).read_bytes()


def load(folder: pathlib.Path) -> Specimens:
    """Reads `specimens.json` and the files that it names."""
    document = json.loads((folder / "specimens.json").read_text(encoding="utf-8"))

    def job(entry: dict) -> Job:
        paper = entry.get("paper")
        return Job(
            entry["name"],
            entry["nodes"],
            (folder / entry["bytes"]).read_bytes(),
            folder / paper if paper else None,
        )

    def printer(entry: dict) -> Printer:
        encoded = {given["name"]: job(given) for given in entry.pop("encoded")}
        printed = {given["name"]: job(given) for given in entry.pop("printed")}
        return Printer(entry.pop("name"), entry, encoded, printed)

    return Specimens(
        folder,
        [printer(entry) for entry in document["printers"]],
        document["texts"],
        document["readings"],
    )
