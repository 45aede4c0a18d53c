internal import Boards
internal import Channels
internal import HAL
internal import Twins

/// What our drivers add to a question that is asked and answered over the kernel's tty layer.
///
/// Driver and bare channel take turns on the same pty, with the same twin at its other end and the
/// same bytes: only one of them has the port at a time, so each opens it anew.
struct RoundTripBench {
    private static let block = 200

    let folder: String
    let setting: Setting

    func run() async throws -> [BenchRow] {
        let cables = try PtyCables(in: folder)
        let lives = Task { await cables.run() }
        defer {
            lives.cancel()
            cables.unplug()
        }
        var status = (driver: Samples(), bare: Samples())
        var display = (driver: Samples(), bare: Samples())
        let frames = try await frames()
        for round in 0...setting.rounds {
            let asked = try await askPrinter()
            let raw = try await askBare()
            let shown = try await show(on: cables.devices.display)
            let written = try await write(frames, to: cables.devices.display)
            guard round > 0 else { continue }
            status.driver.add(asked)
            status.bare.add(raw)
            display.driver.add(shown)
            display.bare.add(written)
        }
        return rows("printer status, DLE EOT 1 to 4", status)
            + rows("display, two lines to the glass", display)
    }

    private func rows(_ name: String, _ times: (driver: Samples, bare: Samples)) -> [BenchRow] {
        [
            BenchRow(name, times.driver.median * 1000, "us", samples: times.driver.count),
            BenchRow("  bare channel", times.bare.median * 1000, "us", samples: times.bare.count),
            BenchRow(
                "  driver beside it",
                times.driver.median / times.bare.median,
                "x",
                samples: times.driver.count,
                note: "medians of blocks of \(Self.block) on one pty, in turns"
            ),
        ]
    }

    // MARK: Printer

    private func askPrinter() async throws -> Duration {
        let devices = await opened { $0.problems[.receiptPrinter] == nil }
        guard let printer = devices.printer else { throw BenchFault("no printer on the pty") }
        return try await timed { _ = try await printer.status(by: .now + .seconds(1)) }
    }

    private func askBare() async throws -> Duration {
        let channel = try await port("printer")
        let question: [UInt8] = [0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 3, 0x10, 0x04, 4]
        return try await timed {
            let soon: Deadline = .now + .seconds(1)
            try await channel.write(question, by: soon)
            _ = try await channel.read(exactly: 4, by: soon)
        }
    }

    // MARK: Display

    private static let pictures = [
        ["5 APPLES       12.30", "TOTAL          12.30"],
        ["MILK 1 GAL      3.99", "TOTAL          16.29"],
    ]

    /// What the driver writes for either picture when the other one stands there.
    private func frames() async throws -> [[UInt8]] {
        let cable = TappedCable()
        defer { cable.unplug() }
        guard let display = await setting.board.openAvailable(cable).display else {
            throw BenchFault("the board has no display")
        }
        for picture in Self.pictures { try await display.show(picture, by: .now + .seconds(1)) }
        _ = cable.tap.take()
        var frames: [[UInt8]] = []
        for picture in Self.pictures {
            try await display.show(picture, by: .now + .seconds(1))
            frames.append(cable.tap.take())
        }
        return frames
    }

    private func show(on twin: DisplayTwin) async throws -> Duration {
        let devices = await opened { $0.problems[.customerDisplay] == nil }
        guard let display = devices.display else { throw BenchFault("no display on the pty") }
        return try await seen(on: twin) { try await display.show($0, by: $1) }
    }

    private func write(_ frames: [[UInt8]], to twin: DisplayTwin) async throws -> Duration {
        let channel = try await port("display")
        return try await seen(on: twin) { picture, deadline in
            let frame = Self.pictures.firstIndex(of: picture) ?? 0
            try await channel.write(frames[frame], by: deadline)
        }
    }

    /// The time from a picture's leaving to its being on the glass.
    private func seen(
        on twin: DisplayTwin,
        _ show: ([String], Deadline) async throws -> Void
    ) async throws -> Duration {
        /// Shows a picture, and waits until it is on the glass.
        func change(_ picture: [String]) async throws {
            let pictures = twin.updates()
            try await show(picture, .now + .seconds(1))
            guard twin.lines != picture else { return }
            for await lines in pictures where lines == picture { break }
        }
        try await change(Self.pictures[1])
        var next = 0
        return try await timed {
            try await change(Self.pictures[next])
            next = 1 - next
        }
    }

    // MARK: The port

    /// The board's devices, when the one before has let go of the port.
    private func opened(_ isFit: (Devices) -> Bool) async -> Devices {
        let opener = SystemChannelOpener(benchDirectory: folder)
        var devices = await setting.board.openAvailable(opener)
        for _ in 0..<200 where !isFit(devices) {
            devices = Devices()
            try? await Task.sleep(for: .milliseconds(5))
            devices = await setting.board.openAvailable(opener)
        }
        return devices
    }

    private func port(_ name: String) async throws -> any ByteChannel {
        for _ in 0..<200 {
            if let channel = try? TTYChannel(path: "\(folder)/\(name)", baud: 115_200) {
                return channel
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
        throw BenchFault("\(name): whoever had the port did not let go of it")
    }

    /// The middle of a block, after a tenth that is not counted.
    private func timed(_ work: () async throws -> Void) async throws -> Duration {
        var samples = Samples()
        for turn in 0..<Self.block + Self.block / 10 {
            let start = ContinuousClock.now
            try await work()
            if turn >= Self.block / 10 { samples.add(ContinuousClock.now - start) }
        }
        return .seconds(samples.median / 1000)
    }
}
