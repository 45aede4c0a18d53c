"""Publishes by other people's brokers what a till commits, when it is asked to.

    brokers.py BROKERS FOLDER      BROKERS: where their packages are unpacked

A line a question on standard input, a line an answer:

    versions                       names and versions
    publish NAME COUNT             the milliseconds of each of COUNT messages, as a JSON list
    flushes NAME COUNT             how many fsync and fdatasync the broker calls for COUNT messages

NAME is `nats` (JetStream, a stream in files, each message acknowledged), `mosquitto` (QoS 1, queued
for a subscriber that is away, persistence on) or `mosquitto-saving` (the same, saved at every
change). FOLDER/body is the message. Each publishes one at a time and waits for its acknowledgement.
"""

import asyncio
import importlib.metadata
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

import nats
import paho.mqtt.client as mqtt


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Broker:
    """A broker's process, and how to wait for it, count its flushes and end it."""

    def __init__(self, brokers: pathlib.Path, folder: pathlib.Path, command: list):
        libraries = [brokers / "usr/lib/x86_64-linux-gnu", brokers / "lib/x86_64-linux-gnu"]
        paths = ":".join(map(str, libraries))
        with (folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                env=os.environ | {"LD_LIBRARY_PATH": paths},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        for _ in range(500):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.01)
        sys.exit(f"brokers.py: {command[0]} does not listen: {folder}/log")

    def flushes(self, work) -> int:
        """How often the broker flushes a file while `work` runs and for two seconds after."""
        counter = subprocess.Popen(
            ["strace", "-f", "-e", "trace=fsync,fdatasync", "-p", str(self.process.pid)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(1)
        work()
        time.sleep(2)
        counter.send_signal(signal.SIGINT)
        return len(re.findall(r"\bf(?:data)?sync\(", counter.communicate()[1]))

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Nats(Broker):
    def __init__(self, brokers: pathlib.Path, folder: pathlib.Path):
        self.port = free_port()
        command = [brokers / "usr/sbin/nats-server", "-a", "127.0.0.1", "-p", self.port]
        super().__init__(brokers, folder, command + ["-js", "-sd", folder / "store"])
        self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(self.connect())

    async def connect(self):
        self.client = await nats.connect(f"nats://127.0.0.1:{self.port}")
        self.stream = self.client.jetstream()
        await self.stream.add_stream(name="sales", subjects=["sales"])

    def publish(self, body: bytes, count: int) -> list:
        return self.loop.run_until_complete(self.publishing(body, count))

    async def publishing(self, body: bytes, count: int) -> list:
        times = []
        for _ in range(count):
            start = time.perf_counter()
            await self.stream.publish("sales", body)
            times.append((time.perf_counter() - start) * 1000)
        return times

    def stop(self):
        self.loop.run_until_complete(self.client.close())
        super().stop()


class Mosquitto(Broker):
    saving = []

    def __init__(self, brokers: pathlib.Path, folder: pathlib.Path):
        self.port = free_port()
        settings = folder / "mosquitto.conf"
        lines = [f"listener {self.port} 127.0.0.1", "allow_anonymous true", "persistence true"]
        lines += [f"persistence_location {folder}/", "max_queued_messages 0", "user root"]
        settings.write_text("\n".join(lines + self.saving) + "\n")
        super().__init__(brokers, folder, [brokers / "usr/sbin/mosquitto", "-c", settings])
        away = self.client("away")
        away.subscribe("sales", qos=1)
        time.sleep(0.2)
        away.disconnect()
        away.loop_stop()
        self.till = self.client("till")

    def client(self, name: str) -> mqtt.Client:
        client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, name, clean_session=False)
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        return client

    def publish(self, body: bytes, count: int) -> list:
        times = []
        for _ in range(count):
            start = time.perf_counter()
            self.till.publish("sales", body, qos=1).wait_for_publish(30)
            times.append((time.perf_counter() - start) * 1000)
        return times

    def stop(self):
        self.till.disconnect()
        self.till.loop_stop()
        super().stop()


class MosquittoSaving(Mosquitto):
    saving = ["autosave_on_changes true", "autosave_interval 1"]


BROKERS = {"nats": Nats, "mosquitto": Mosquitto, "mosquitto-saving": MosquittoSaving}


def versions(brokers: pathlib.Path) -> str:
    command = [brokers / "usr/sbin/nats-server", "-v"]
    daemon = subprocess.run(command, capture_output=True, text=True)
    clients = [f"{name} {importlib.metadata.version(name)}" for name in ("nats-py", "paho-mqtt")]
    return ", ".join([daemon.stdout.strip(), "mosquitto of Debian"] + clients)


def main():
    brokers, folder = map(pathlib.Path, sys.argv[1:3])
    body = (folder / "body").read_bytes()
    running = {}
    for line in sys.stdin:
        match line.split():
            case ["versions"]:
                answer = versions(brokers)
            case [verb, name, count]:
                if name not in running:
                    (folder / name).mkdir()
                    running[name] = BROKERS[name](brokers, folder / name)
                broker = running[name]
                if verb == "publish":
                    answer = json.dumps(broker.publish(body, int(count)))
                else:
                    answer = broker.flushes(lambda: broker.publish(body, int(count)))
        print(answer, flush=True)
    for broker in running.values():
        broker.stop()


main()
