"""A check is a list of cases; a case judges bytes of ours by somebody else's program.

Each case is judged twice: as it is, which must pass, and with one byte broken, which must not. A
check that a broken byte leaves green is blind, and counts as failed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field



def broken_byte(ours: bytes, place: int) -> bytes:
    """`ours` with one bit turned at `place`; where there is nothing, something."""
    if not ours:
        return b"\x01"
    place %= len(ours)
    return ours[:place] + bytes([ours[place] ^ 0x01]) + ours[place + 1 :]


@dataclass(frozen=True)
class Case:
    """Bytes of ours, and who judges them."""

    name: str
    ours: bytes
    judge: Callable[[bytes], "str | None"]
    # Where a broken byte must show; the middle without it.
    place: int | None = None
    # Another way to break them, where one bit may be lost without harm, as in a QR code.
    breaks: Callable[[bytes], bytes] | None = None

    def broken(self) -> bytes:
        if self.breaks:
            return self.breaks(self.ours)
        return broken_byte(self.ours, len(self.ours) // 2 if self.place is None else self.place)

    def fault(self, ours: bytes) -> str | None:
        """What the judge says; a program that gives up has judged too."""
        try:
            return self.judge(ours)
        except Exception as error:  # whatever another program throws at bytes it does not like
            return f"{type(error).__name__}: {error}"


@dataclass
class Check:
    """What one program says about one kind of thing."""

    reader: str
    subject: str
    # What equal means here: the same bytes, or what is read in them.
    means: str
    cases: list[Case] = field(default_factory=list)
    skipped: str | None = None
    faults: list[str] = field(default_factory=list)
    blind: list[str] = field(default_factory=list)

    def run(self, mutant: bool) -> None:
        """Judges every case; with `mutant` the broken bytes are taken for ours."""
        for case in self.cases:
            fault = case.fault(case.broken() if mutant else case.ours)
            if fault:
                self.faults.append(f"{case.name}: {fault}")
            if not mutant and case.fault(case.broken()) is None:
                self.blind.append(case.name)

    @property
    def verdict(self) -> str:
        if self.skipped:
            return "skipped"
        return "FAILED" if self.faults or self.blind or not self.cases else "passed"


def first_difference(ours: bytes, theirs: bytes) -> str | None:
    """Where two strings of bytes part."""
    if ours == theirs:
        return None
    place = next(
        (at for at, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs))
    )
    start = max(0, place - 4)
    return (
        f"byte {place} of {len(ours)}: ours {ours[start:place + 8].hex(' ')}, "
        f"theirs {theirs[start:place + 8].hex(' ')}"
    )
