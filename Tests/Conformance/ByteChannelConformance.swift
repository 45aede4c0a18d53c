package import HAL
import Twins

/// Two ends of one cable, and what keeps it plugged in.
package struct Cable: Sendable {
    package let near: any ByteChannel
    package let far: any ByteChannel
    package let holder: (any Sendable)?

    /// A cable between `near` and `far`; it lives as long as its `holder`.
    package init(
        near: any ByteChannel,
        far: any ByteChannel,
        holder: (any Sendable)? = nil
    ) {
        self.near = near
        self.far = far
        self.holder = holder
    }
}

/// The promises of `ByteChannel`, checked on any implementation; one body for all of them.
///
/// It returns the promises that were broken, so that the tests can also show it a channel that
/// breaks one and see that it says so.
package struct ByteChannelConformance {
    /// What a channel promises.
    package enum Promise: String, CaseIterable {
        case wholeAndInOrder
        case bounded
        case keepsDeadlines
        case writesDoNotMix
        case worksAfterAnError
        case endsWithItsTask
    }

    private let seed: UInt64
    private let makeCable: @Sendable () async throws -> Cable

    /// The checks of the cables that `makeCable` makes, one for each promise.
    package init(seed: UInt64, makeCable: @escaping @Sendable () async throws -> Cable) {
        self.seed = seed
        self.makeCable = makeCable
    }

    /// The promises that were broken.
    package func brokenPromises() async throws -> Set<Promise> {
        var broken: Set<Promise> = []
        for promise in Promise.allCases {
            let cable = try await makeCable()
            // A throw where bytes should have passed breaks the promise as well.
            if (try? await isKept(promise, by: cable)) != true { broken.insert(promise) }
        }
        return broken
    }

    private func isKept(_ promise: Promise, by cable: Cable) async throws -> Bool {
        switch promise {
        case .wholeAndInOrder:
            try await carriesBothWays(cable)
        case .bounded: try await reads(cable)
        case .keepsDeadlines: await endsInTime(cable)
        case .writesDoNotMix: try await writesApart(cable)
        case .worksAfterAnError: try await recovers(cable)
        case .endsWithItsTask: await isCancelled(cable)
        }
    }

    private var soon: Deadline { .now + .seconds(20) }

    private func carriesBothWays(_ cable: Cable) async throws -> Bool {
        guard try await carries(cable.near, cable.far) else { return false }
        return try await carries(cable.far, cable.near)
    }

    /// 40,000 random bytes in random pieces arrive as they were sent.
    private func carries(_ from: any ByteChannel, _ to: any ByteChannel) async throws -> Bool {
        var random = SeededRandom(seed: seed)
        let sent = (0..<40_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let pieces = random
        async let writing: Void = {
            var random = pieces
            var rest = sent[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...3000, using: &random))
                rest = rest.dropFirst(piece.count)
                try await from.write(Array(piece), by: soon)
            }
        }()
        var received: [UInt8] = []
        while received.count < sent.count {
            do {
                received += try await to.read(upTo: 1000, by: .now + .seconds(2))
            } catch {
                break
            }
        }
        try await writing
        return received == sent
    }

    /// A read returns at least one byte and never more than it was asked for.
    private func reads(_ cable: Cable) async throws -> Bool {
        try await cable.far.write(Array(repeating: 7, count: 500), by: soon)
        var count = 0
        for limit in [1, 2, 3, 5, 8, 489] {
            let bytes = try await cable.near.read(upTo: limit, by: soon)
            guard (1...limit).contains(bytes.count) else { return false }
            count += bytes.count
        }
        while count < 500 { count += try await cable.near.read(upTo: 500, by: soon).count }
        return true
    }

    /// Silence and a full cable both end at the deadline; a deadline in the past is a poll.
    private func endsInTime(_ cable: Cable) async -> Bool {
        let start = ContinuousClock.now
        let silence = await failure {
            _ = try await cable.near.read(upTo: 1, by: start + .milliseconds(40))
        }
        let poll = await failure { _ = try await cable.near.read(upTo: 1, by: start) }
        let full = await failure {
            for _ in 0..<1000 {
                try await cable.near.write(
                    Array(repeating: 1, count: 10_000),
                    by: start + .milliseconds(150)
                )
            }
        }
        let took = ContinuousClock.now - start
        let allTimedOut = [silence, poll, full].allSatisfy { $0?.kind == .timeout }
        return allTimedOut && took > .milliseconds(140) && took < .milliseconds(1800)
    }

    /// Two writers at once: each block arrives in one piece.
    private func writesApart(_ cable: Cable) async throws -> Bool {
        let block = 300
        try await withThrowingTaskGroup { tasks in
            for letter in [UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "C")] {
                tasks.addTask {
                    let bytes = Array(repeating: letter, count: block)
                    for _ in 0..<4 { try await cable.near.write(bytes, by: soon) }
                }
            }
            try await tasks.waitForAll()
        }
        let bytes = try await cable.far.read(exactly: 12 * block, by: soon)
        let starts = stride(from: 0, to: bytes.count, by: block)
        return starts.allSatisfy { start in
            bytes[start..<(start + block)].allSatisfy { $0 == bytes[start] }
        }
    }

    /// After timeouts bytes still pass, and a write that timed out sends no more of its own.
    private func recovers(_ cable: Cable) async throws -> Bool {
        _ = await failure { _ = try await cable.far.read(upTo: 1, by: .now) }
        var written = 0
        // Ever larger: a port that nobody stops is full only while it sends more than it can.
        var piece = 10_000
        let full = await failure {
            while written < 10_000_000 {
                try await cable.near.write(
                    Array(repeating: 1, count: piece),
                    by: .now + .milliseconds(60)
                )
                written += piece
                piece *= 2
            }
        }
        guard full?.kind == .timeout else { return false }
        // Behind what had left comes what is written now: no silence tells the end of it.
        let writing = Task { try await cable.near.write([2, 3], by: soon) }
        var (arrived, rest) = (0, [UInt8]())
        while rest.isEmpty {
            let bytes = try await cable.far.read(upTo: 60_000, by: soon)
            rest = Array(bytes.drop { $0 == 1 })
            arrived += bytes.count - rest.count
        }
        if rest == [2] { rest += try await cable.far.read(exactly: 1, by: soon) }
        try await writing.value
        return arrived >= written && arrived < written + piece && rest == [2, 3]
    }

    /// A cancelled task does not wait for its deadline.
    private func isCancelled(_ cable: Cable) async -> Bool {
        let start = ContinuousClock.now
        let reading = Task { await failure { _ = try await cable.near.read(upTo: 1, by: soon) } }
        try? await Task.sleep(for: .milliseconds(20))
        reading.cancel()
        let outcome = await reading.value
        return outcome?.kind == .timeout && ContinuousClock.now - start < .seconds(2)
    }

    private func failure(_ body: () async throws -> Void) async -> DeviceError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? DeviceError
        }
    }
}
