import Conformance
import Drivers
import HAL
import Testing
import Twins

struct Toledo8217ScaleTests {
    static func bench(_ cable: CableKind, seed: UInt64) throws -> ScaleBench {
        let (near, far, holder) = try cable.make(seed: seed)
        let twin = ScaleTwin(seed: seed)
        return ScaleBench(
            scale: Toledo8217Scale(channel: near, unit: .gram, pause: .milliseconds(1)),
            twin: twin,
            life: TwinLife(twin, on: far, holding: holder)
        )
    }

    @Test(arguments: CableKind.allCases)
    func `the scale keeps every promise on any cable`(_ cable: CableKind) async throws {
        let conformance = ScaleConformance(seed: 21) { try Self.bench(cable, seed: 21) }
        #expect(try await conformance.brokenPromises() == [])
    }

    @Test(arguments: BadScale.Vice.allCases)
    func `a scale that breaks a promise is found out`(_ vice: BadScale.Vice) async throws {
        let conformance = ScaleConformance(seed: 22) {
            let bench = try Self.bench(.memory, seed: 22)
            return ScaleBench(
                scale: BadScale(bench.scale, vice),
                twin: bench.twin,
                life: bench.life
            )
        }
        #expect(try await conformance.brokenPromises().contains(vice.promise))
    }

    @Test(arguments: [TwinFault.slow, .splitAnswers])
    func `a slow or broken cable changes no gram`(_ fault: TwinFault) async throws {
        let bench = try Self.bench(.memory, seed: 23)
        bench.twin.faults.set(fault)
        for amount in [1, 4_711, 15_000] {
            bench.twin.clear()
            bench.twin.put(amount)
            #expect(try await bench.scale.readWeight(by: soon) == Weighing(.grams(amount)))
        }
        withExtendedLifetime(bench.life) {}
    }

    @Test(arguments: [31, 32, 33] as [UInt64])
    func `a channel that fails now and then costs time and no gram`(_ seed: UInt64) async throws {
        let (near, far) = MemoryChannel.pair()
        let twin = ScaleTwin(seed: seed)
        let life = TwinLife(twin, on: far)
        let cable = HostileChannel(near, seed: seed, errorsInThousand: 100)
        let scale = Toledo8217Scale(channel: cable, unit: .gram, pause: .milliseconds(1))
        for amount in 1...40 {
            twin.clear()
            twin.put(amount)
            #expect(
                try await scale.readWeight(by: soon) == Weighing(.grams(amount)),
                "seed \(seed)"
            )
        }
        withExtendedLifetime(life) {}
    }

    @Test(arguments: [true, false])
    func `parity is in the byte or in the port`(_ hasParity: Bool) async throws {
        let twin = ScaleTwin(hasParity: hasParity)
        try await withTwin(twin) { channel in
            let scale = Toledo8217Scale(channel: channel, unit: .thousandthPound)
            try await scale.probe(by: soon)
            twin.put(1_250)
            let weighing = try await scale.readWeight(by: soon)
            #expect(weighing == Weighing(Weight(1_250, .thousandthPound)))
        }
    }

    /// Answers of a device that is no such scale, or on a bad line; 7E1 bytes in hexadecimal.
    typealias Answer = (
        bytes: [UInt8], reading: ScaleReading?, kind: DeviceError.Kind?, why: String
    )

    // swift-format-ignore
    static let answers: [Answer] = [
        ([0x02] + Array("01.250".utf8) + [0x0D], .stable(Weighing(.grams(1_250))), nil, "no parity at all: the port took it"),
        ([0x82] + Array("01.250".utf8) + [0x8D], nil, .failure,               "parity, and of some bytes it is wrong"),
        ([0x82, 0x3F, 0x41, 0x8D],               .inMotion, nil,              "in motion"),
        ([0x82, 0x3F, 0xC3, 0x8D],               .inMotion, nil,              "over capacity and in motion: it may come down"),
        ([0x82, 0x3F, 0x42, 0x8D],               .overCapacity, nil,          "over capacity"),
        ([0x02, 0x3F, 0x02, 0x0D],               .overCapacity, nil,          "without bit 6, and it looks like STX"),
        ([0x02, 0x3F, 0x0D, 0x0D],               .inMotion, nil,              "without bit 6, and it looks like CR"),
        ([0x82, 0x3F, 0x44, 0x8D],               .underZero, nil,             "under zero"),
        ([0x82, 0x3F, 0x48, 0x8D],               .outsideZeroRange, nil,      "outside its zero range"),
        ([0x82, 0x3F, 0xC0, 0x8D],               nil, .failure,               "no weight and no reason is not zero"),
        ([0x82, 0x3F, 0x00, 0x8D],               nil, .failure,               "nor is a reason of nothing"),
        ([0x02, 0x30, 0x31, 0x02] + Array("01.250".utf8) + [0x0D], .stable(Weighing(.grams(1_250))), nil, "a reply cut off, then a whole one"),
        ([0x41, 0x0D, 0x02, 0x45, 0x0D, 0x02, 0x3F, 0x44, 0x0D], .underZero, nil, "remains of other answers before it"),
        ([0x02] + Array("hello world, this is no scale".utf8), nil, .failure, "a device that talks"),
        ([0x02, 0x3F],                           nil, .timeout,               "half an answer"),
        ([],                                     nil, .timeout,               "silence"),
        ([0x02, 0x58, 0x59, 0x0D],               nil, .failure,               "no weight"),
    ]

    @Test(arguments: answers)
    func `an answer is believed only when it is one`(_ row: Answer) async throws {
        let (near, far) = MemoryChannel.pair()
        let scale = Toledo8217Scale(channel: near, unit: .gram)
        let script = Task {
            let asked = try await far.read(exactly: 1, by: soon)
            try await far.write(row.bytes, by: soon)
            return asked
        }
        do {
            let reading = try await scale.liveWeight(by: row.kind == .timeout ? moment : soon)
            #expect(reading == row.reading)
        } catch {
            #expect(error.kind == row.kind)
        }
        // W with its even parity.
        #expect(try await script.value == [0xD7])
    }

    @Test func `the late answer to an earlier question is dropped`() async throws {
        let (near, far) = MemoryChannel.pair()
        let scale = Toledo8217Scale(channel: near, unit: .gram)
        let error = await #expect(throws: DeviceError.self) {
            try await scale.liveWeight(by: .now + .milliseconds(20))
        }
        #expect(error?.kind == .timeout)
        try await far.write([0x02] + Array("09.999".utf8) + [0x0D], by: soon)
        let script = Task {
            _ = try await far.read(exactly: 2, by: soon)
            try await far.write([0x02] + Array("00.001".utf8) + [0x0D], by: soon)
        }
        #expect(try await scale.liveWeight(by: soon) == .stable(Weighing(.grams(1))))
        try await script.value
    }

    @Test func `a probe tells a scale from what is none`() async throws {
        let (near, far) = MemoryChannel.pair()
        let scale = Toledo8217Scale(channel: near, unit: .gram)
        let script = Task {
            _ = try await far.read(exactly: 6, by: soon)
            try await far.write(Array("ATZ OK\r\n".utf8), by: soon)
        }
        let error = await #expect(throws: DeviceError.self) { try await scale.probe(by: soon) }
        #expect(error?.kind == .failure)
        try await script.value
        let silence = await #expect(throws: DeviceError.self) { try await scale.probe(by: moment) }
        #expect(silence?.kind == .timeout)
    }

    @Test func `two who ask at once each get an answer`() async throws {
        let bench = try Self.bench(.memory, seed: 24)
        bench.twin.put(321)
        let scale = bench.scale
        let weighings = try await withThrowingTaskGroup { tasks in
            for _ in 0..<8 {
                tasks.addTask { try await scale.readWeight(by: soon) }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(weighings == Array(repeating: Weighing(.grams(321)), count: 8))
        withExtendedLifetime(bench.life) {}
    }

    @Test(arguments: [41, 42, 43] as [UInt64])
    func `noise on the line is never a weight that was not sent`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let (near, far) = MemoryChannel.pair()
            let scale = Toledo8217Scale(channel: near, unit: .gram)
            let noise = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let script = Task {
                _ = try await far.read(exactly: 1, by: soon)
                try await far.write(noise, by: soon)
            }
            let reading = try? await scale.liveWeight(by: .now + .milliseconds(3))
            try await script.value
            if case .stable? = reading {
                Issue.record("seed \(seed): \(Hex.text(noise)) was read as a weight")
            }
        }
    }
}
