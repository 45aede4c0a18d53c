"""host.py FOLDER table|json: the host's side of one run of the guest.

Joins QEMU's serial sockets in FOLDER to null-modem cables, and prints what the guest reports, one
line a check, until the guest ends. Exits with 0 when every planned check was reported and none
failed.
"""

import asyncio
import json
import os
import sys

CABLES = [("uart-a", "uart-b"), ("ftdi-a", "ftdi-b")]
PATIENCE = 20.0


async def connect(path):
    """Both directions of a socket on which QEMU listens, or will in a moment."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            return await asyncio.open_unix_connection(path, limit=1 << 20)
        except OSError:
            if asyncio.get_running_loop().time() > deadline:
                sys.exit(f"host.py: QEMU does not listen on {path}")
            await asyncio.sleep(0.05)


async def carry(source, target):
    """One direction of a cable.

    It holds whatever comes and never makes its source wait: QEMU's usb-serial writes to its socket
    blocking, so that a full cable between two ports of one QEMU would stop it for good.
    """
    try:
        while data := await source.read(65536):
            target.write(data)
    except ConnectionError:
        pass


class Account:
    """What the guest planned, and what came of it."""

    def __init__(self, form):
        self.form = form
        self.planned = []
        self.outcomes = {}

    def take(self, line):
        """One line of the guest's report."""
        try:
            said = json.loads(line)
        except ValueError:
            print(f"host.py: the guest said {line[:200]!r}", file=sys.stderr)
            return
        if "plan" in said:
            self.planned = said["plan"]
        else:
            self.show(said)

    def show(self, said):
        """One check, done."""
        self.outcomes[said["check"]] = said["outcome"]
        if self.form == "json":
            print(json.dumps(said, ensure_ascii=False), flush=True)
            return
        word = "SKIPPED:" if said["outcome"] == "skipped" else said["outcome"]
        print(f"{word:8} {said['check']:24} {said['seconds']:6.1f} s  {said['promise']}")
        if said["detail"]:
            print(f"{'':43} {said['detail']}", flush=True)

    def close(self):
        """The exit status, after the checks that were not reached."""
        for name in self.planned:
            if name not in self.outcomes:
                self.show(
                    {
                        "check": name,
                        "promise": "",
                        "outcome": "failed",
                        "seconds": 0.0,
                        "detail": "not reached: the guest ended before",
                    }
                )
        count = {word: 0 for word in ("passed", "failed", "skipped")}
        for outcome in self.outcomes.values():
            count[outcome] += 1
        if self.form == "table":
            print(", ".join(f"{number} {word}" for word, number in count.items()))
        return 0 if self.outcomes and count["failed"] == 0 else 1


async def main(folder, form):
    """Holds the cables until the guest's report ends."""
    names = ["report"] + [end for cable in CABLES for end in cable]
    ends = await asyncio.gather(*(connect(os.path.join(folder, name)) for name in names))
    ports = dict(zip(names, ends))
    carriers = []
    for near, far in CABLES:
        for source, target in ((near, far), (far, near)):
            carriers.append(asyncio.ensure_future(carry(ports[source][0], ports[target][1])))
    account = Account(form)
    try:
        while line := await ports["report"][0].readline():
            if line.strip():
                account.take(line.decode(errors="replace").strip())
    except ConnectionError:
        pass
    for carrier in carriers:
        carrier.cancel()
    return account.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
