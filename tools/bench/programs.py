"""What the programs under tools/bench that run tills and hubs share."""
import os
import pathlib
import socket
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CACHE = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
SCRATCH = pathlib.Path(os.environ.get("SUANPAN_SCRATCH") or f"{CACHE}/suanpan/build")
PROGRAMME = ROOT / "Sources/Shop/Programmes/r1.yaml"
SHOP_TRADE = ROOT / "Sources/Shop/Trade"


class Wrong(Exception):
    """Something is not as it has to be; the text says what."""


def program(name, *arguments):
    """The command line of one of our programs."""
    return [str(SCRATCH / "release" / name), *map(str, arguments)]


def need_programs(*names):
    """Ends the caller unless these programs are built."""
    for name in names:
        if not os.access(SCRATCH / "release" / name, os.X_OK):
            own = pathlib.Path(sys.argv[0]).name
            sys.exit(f"{own}: no {name} in {SCRATCH}/release; build the product {name} first")


def answer(*command):
    """What a program writes; its errors go straight on."""
    done = subprocess.run(program(*command), stdout=subprocess.PIPE)
    if done.returncode:
        raise Wrong(f"`{' '.join(map(str, command))}` ended with {done.returncode}")
    return done.stdout


def default_trade():
    """The month that was named or stands beside the repo, else the demo shop's three days."""
    beside = pathlib.Path(os.environ.get("SUANPAN_TRADE") or ROOT.parent / "shared/data/may-2017")
    return beside if beside.is_dir() else SHOP_TRADE


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A program that goes on until it is stopped or killed."""

    def __init__(self, command, ready, log):
        """Starts it, and returns when it has said `ready`; its errors go to the file `log`."""
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        heard = b""
        while ready.encode() not in heard:
            line = self.process.stdout.readline()
            if not line:
                raise Wrong(f"{command[0]} ended with {self.process.wait()}; see {log}")
            heard += line

    def end(self, how, process=None):
        """Sends the signal `how` to it, or to the `process` that it watches; returns its status."""
        os.kill(process or self.process.pid, how)
        self.process.communicate()
        return self.process.returncode

    def watched(self):
        """The number of the process that this one, a tracer, has started."""
        own = self.process.pid
        with open(f"/proc/{own}/task/{own}/children") as children:
            return int(children.read().split()[0])
