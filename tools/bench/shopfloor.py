"""Tills, their hub and a cashier at each, as real processes; for what kills or records them."""
import csv
import http.client
import json
import random
import time

from programs import PROGRAMME, ROOT, SHOP_TRADE, Running, Wrong, answer, free_port, program


def trade_list(name, column, **wanted):
    """A column of one of the demo shop's lists, of the rows that have the `wanted` values."""
    with open(SHOP_TRADE / name, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [r[column] for r in rows if all(r[key] == value for key, value in wanted.items())]


class Hub:
    """One `tillhub serve` on SQLite, at the same port after every start."""

    def __init__(self, folder):
        self.data, self.log, self.port = folder / "hub", folder / "tillhub.log", free_port()
        self.running = None

    def start(self):
        command = program(
            "tillhub", "serve", "--data", self.data, "--programme", PROGRAMME,
            "--trade", SHOP_TRADE, "--port", self.port, "--unpaired",
        )
        self.running = Running(command, "listening", self.log)

    def end(self, how):
        running, self.running = self.running, None
        return running.end(how)

    def publish(self, edition):
        """Publishes the demo shop's catalogue and settings, changed anew; nobody serves it now."""
        rows = (SHOP_TRADE / "products.csv").read_text(encoding="utf-8").splitlines()
        # Long names, so that an edition takes two pages; each leaves out some of the one before.
        for number in range(7 * edition, 7 * edition + 60):
            rows.append(
                f"{900000 + number},2290{number:09},DRY,GOODS,SHELF,Private,1,1 pc,each,standard,"
                f"{100 + edition},Shelf {number} {'wide ' * 180},"
            )
        files = {
            "catalogue": self.data.parent / "products.csv",
            "configuration": self.data.parent / "shop.yaml",
        }
        files["catalogue"].write_text("\n".join(rows) + "\n", encoding="utf-8")
        files["configuration"].write_text(f"shop-name: 万家 {edition}\n", encoding="utf-8")
        for feed, file in files.items():
            answer("tillhub", "feed", "publish", feed, file, "--data", self.data)

    def sales(self):
        """What it has booked: the till, the receipt's day and number, and the cents due."""
        text = answer("tillhub", "report", "sales", "--data", self.data).decode()
        return [
            (int(row["till"]), row["date"], int(row["receipt"]), int(row["due"]))
            for row in csv.DictReader(text.splitlines())
        ]


class Till:
    """One `tilld`, with devices of its own on its bench, at the same port after every start."""

    def __init__(self, folder, number, hub):
        self.number, self.hub, self.port = number, hub, free_port()
        self.folder = folder / f"till-{number}"
        self.data, self.bench = self.folder / "data", self.folder / "bench"
        self.log = self.folder / "tilld.log"
        self.bench.mkdir(parents=True)
        self.running = None

    def start(self, tracer=()):
        command = program(
            "tilld", "--data", self.data, "--board", "simulated", "--boards", ROOT / "boards",
            "--bench", self.bench, "--programme", PROGRAMME, "--trade", SHOP_TRADE,
            "--store", 1, "--till", self.number, "--device", self.number,
            "--hub", f"http://127.0.0.1:{self.hub.port}", "--port", self.port, "--unpaired",
        )
        self.tracer = bool(tracer)
        self.running = Running([*map(str, tracer), *command], "ready on", self.log)

    def end(self, how):
        running, self.running = self.running, None
        return running.end(how, running.watched() if self.tracer else None)

    def ask(self, method, path, body=None):
        """What its service answers; OSError or HTTPException when the till is not there."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(method, path, body)
            return json.loads(line.getresponse().read())
        finally:
            line.close()

    def status(self):
        return self.ask("GET", "/v1/status")

    def enter(self, line):
        """Enters a line at the counter; returns what it says and whether it was taken."""
        entered = self.ask("POST", "/v1/enter", line)
        return entered["message"], entered["accepted"]

    def follow(self, versions, seconds):
        """Returns the till's feeds when both stand at newer versions than `versions`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            feeds = {feed["name"]: feed for feed in self.status()["feeds"]}
            stands = {name: feed["version"] for name, feed in feeds.items()}
            if all(
                stands.get(name, 0) > versions.get(name, 0) and not feeds[name]["isFilling"]
                for name in ("catalogue", "configuration")
            ):
                return stands
            time.sleep(0.05)
        raise Wrong(f"till {self.number}: the feeds stand at {stands}, as before at {versions}")

    def drain(self, seconds):
        """Returns when the hub has acknowledged all, and the paper is out."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            queue = self.status()["queue"]
            if queue["waiting"] == 0:
                return queue["journalled"]
            time.sleep(0.05)
        raise Wrong(f"till {self.number}: {queue['waiting']} records still wait for the hub")


class Devices:
    """The simulated devices of these tills; they live until `stop`."""

    def __init__(self, tills, log):
        command = program("cutter", "devices", *(till.bench for till in tills))
        self.running = Running(command, "devices: ready", log)

    def stop(self):
        self.running.process.communicate()


class Cashier:
    """Sells what chance brings: items, members, voids, parked baskets, cash in parts."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.items = trade_list("products.csv", "ean13", unit="each")
        self.cards = trade_list("members.csv", "card_ean13")

    def basket(self):
        """The entries of one basket, without its payment."""
        chance = self.chance
        entries = []
        if chance.random() < 0.5:
            entries.append(chance.choice(self.cards))
        for _ in range(chance.randint(1, 6)):
            count = f"{chance.randint(2, 9)}*" if chance.random() < 0.2 else ""
            entries.append(count + chance.choice(self.items))
        if len(entries) > 3 and chance.random() < 0.2:
            entries.append("VD1")
        return entries

    def sale(self):
        """The entries of one sale; the last one pays."""
        chance = self.chance
        entries = self.basket()
        if chance.random() < 0.1:
            entries += ["SO", *self.basket(), "CA", "RS"]
        if chance.random() < 0.08:
            entries += ["CN", *self.basket()]
        parts = ["10CA"] if chance.random() < 0.2 else []
        pays = chance.choice(["CA", "CA", "500000CA"])
        return [*entries, "TL", *parts, pays]
