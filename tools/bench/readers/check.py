"""Holds our bytes beside other people's programs, and says which agree.

    check.py --folder F --corpus    writes F/corpus.json: texts and codes for us to print and read
    check.py --folder F [--json]    judges what `bench specimens` has written there
    check.py --folder F --mutant    breaks a byte in each case first: everything has to fail

Ends with 1 when a check fails, or when it passes bytes of which one is broken.
"""

import argparse
import contextlib
import io
import json
import pathlib
import sys

import characters
import codes
import drawn
import emulator
import golden
import symbols
from cases import Check
from specimens import load


def main() -> int:
    options = parsed()
    if options.corpus:
        corpus = {"texts": characters.corpus(), "codes": codes.corpus()}
        path = options.folder / "corpus.json"
        path.write_text(json.dumps(corpus, ensure_ascii=False), encoding="utf-8")
        return 0
    specimens = load(options.folder)
    checks: list[Check] = []
    # Some of them talk while they work.
    with contextlib.redirect_stdout(io.StringIO()):
        for reader in (golden, characters, emulator, drawn, symbols, codes):
            checks += reader.checks(specimens)
        for check in checks:
            check.run(options.mutant)
    print(as_json(checks) if options.json else as_text(checks))
    return 1 if any(check.verdict == "FAILED" for check in checks) else 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--corpus", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mutant", action="store_true")
    return parser.parse_args()


def as_json(checks: list[Check]) -> str:
    rows = [
        {
            "reader": check.reader,
            "subject": check.subject,
            "equal": check.means,
            "cases": len(check.cases),
            "verdict": check.verdict,
            "faults": check.faults,
            "blind": check.blind,
            **({"skipped": check.skipped} if check.skipped else {}),
        }
        for check in checks
    ]
    return json.dumps({"python": sys.version.split()[0], "checks": rows}, indent=2,
                      ensure_ascii=False)


def as_text(checks: list[Check]) -> str:
    head = ("reader", "what", "cases", "broken bytes seen", "verdict", "equal means")
    rows = [head]
    for check in checks:
        seen = f"{len(check.cases) - len(check.blind)} of {len(check.cases)}"
        rows.append((check.reader, check.subject, str(len(check.cases)), seen, check.verdict,
                     check.skipped or check.means))
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
             for row in rows]
    for check in checks:
        faults = check.faults + [f"{name}: a broken byte was not seen" for name in check.blind]
        lines += [f"{check.reader}, {check.subject}: {fault}" for fault in faults[:5]]
        if len(faults) > 5:
            lines.append(f"  and {len(faults) - 5} more")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
