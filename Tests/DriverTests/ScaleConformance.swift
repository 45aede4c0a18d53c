import HAL
import Twins

/// A scale, its twin's plate, and what keeps both alive.
struct ScaleBench: Sendable {
    let scale: any Scale
    let twin: ScaleTwin
    let life: TwinLife
}

/// The promises of `Scale`, checked on any driver over any channel; one body for all of them.
struct ScaleConformance {
    /// What a scale promises.
    enum Promise: String, CaseIterable {
        case everyWeight
        case sameWeightTwiceIsTwo
        case motionIsNoWeight
        case waitsForRest
        case neverResting
        case overCapacity
        case underZero
        case outsideZeroRange
        case zeroes
        case taresAndClears
        case silenceIsATimeout
        case endsWithItsTask
    }

    let seed: UInt64
    let makeBench: @Sendable () throws -> ScaleBench

    func brokenPromises() async throws -> Set<Promise> {
        var broken: Set<Promise> = []
        for promise in Promise.allCases {
            let bench = try makeBench()
            // A throw where a weight should have come breaks the promise as well.
            if (try? await isKept(promise, bench.scale, bench.twin)) != true {
                broken.insert(promise)
            }
            withExtendedLifetime(bench.life) {}
        }
        return broken
    }

    private func isKept(
        _ promise: Promise,
        _ scale: any Scale,
        _ twin: ScaleTwin
    ) async throws -> Bool {
        switch promise {
        case .everyWeight: try await weighs(scale, twin)
        case .sameWeightTwiceIsTwo: try await weighsTwice(scale, twin)
        case .motionIsNoWeight: try await seesMotion(scale, twin)
        case .waitsForRest: try await waits(scale, twin)
        case .neverResting: await givesUp(scale, twin)
        case .overCapacity: try await refuses(scale, twin, load: 20_000, says: .overCapacity)
        case .underZero: try await refuses(scale, twin, load: -400, says: .underZero)
        case .outsideZeroRange: try await findsNoZero(scale, twin)
        case .zeroes: try await zeroes(scale, twin)
        case .taresAndClears: try await tares(scale, twin)
        case .silenceIsATimeout: await isSilent(scale, twin)
        case .endsWithItsTask: await isCancelled(scale, twin)
        }
    }

    private func isStable(_ reading: ScaleReading, _ amount: Int, isNet: Bool = false) -> Bool {
        reading == .stable(Weighing(.grams(amount), isNet: isNet))
    }

    /// Any weight survives, from nothing to the capacity.
    private func weighs(_ scale: any Scale, _ twin: ScaleTwin) async throws -> Bool {
        var random = SeededRandom(seed: seed)
        let amounts =
            [0, 1, 15_000] + (0..<20).map { _ in Int.random(in: 0...15_000, using: &random) }
        for amount in amounts {
            twin.clear()
            twin.put(amount)
            guard try await scale.readWeight(by: soon) == Weighing(.grams(amount)) else {
                return false
            }
        }
        return true
    }

    /// Two equal bags, and the same bag twice, are each weighed.
    private func weighsTwice(_ scale: any Scale, _ twin: ScaleTwin) async throws -> Bool {
        twin.put(734)
        let first = try await scale.readWeight(by: soon)
        let second = try await scale.readWeight(by: soon)
        let live = try await scale.liveWeight(by: soon)
        return [first, second] == [Weighing(.grams(734)), Weighing(.grams(734))]
            && isStable(live, 734)
    }

    private func seesMotion(_ scale: any Scale, _ twin: ScaleTwin) async throws -> Bool {
        twin.put(500)
        twin.shake(1_000)
        guard try await scale.liveWeight(by: soon) == .inMotion else { return false }
        twin.settle()
        return isStable(try await scale.liveWeight(by: soon), 500)
    }

    private func waits(_ scale: any Scale, _ twin: ScaleTwin) async throws -> Bool {
        twin.put(500)
        twin.shake(5)
        return try await scale.readWeight(by: soon) == Weighing(.grams(500))
    }

    private func givesUp(_ scale: any Scale, _ twin: ScaleTwin) async -> Bool {
        twin.put(500)
        twin.shake(1_000_000)
        let start = ContinuousClock.now
        let error = await failure {
            _ = try await scale.readWeight(by: start + .milliseconds(150))
        }
        let took = ContinuousClock.now - start
        return error?.kind == .timeout && took > .milliseconds(50) && took < .seconds(2)
    }

    /// What needs a person is told as that, live and when a weight is asked for, then forgotten.
    private func refuses(
        _ scale: any Scale,
        _ twin: ScaleTwin,
        load: Int,
        says reading: ScaleReading
    ) async throws -> Bool {
        twin.put(load)
        twin.settle()
        guard try await scale.liveWeight(by: soon) == reading else { return false }
        let error = await failure { _ = try await scale.readWeight(by: soon) }
        twin.clear()
        let after = try await scale.readWeight(by: soon)
        return error?.kind == .offline && after == Weighing(.grams(0))
    }

    /// Switched on with a load it knows no zero, until it is cleared and zeroed.
    private func findsNoZero(_ scale: any Scale, _ twin: ScaleTwin) async throws -> Bool {
        twin.put(5_000)
        twin.restart()
        twin.settle()
        guard try await scale.liveWeight(by: soon) == .outsideZeroRange else { return false }
        let error = await failure { _ = try await scale.readWeight(by: soon) }
        twin.clear()
        try await scale.zero(by: soon)
        let after = try await scale.readWeight(by: soon)
        return error?.kind == .offline && after == Weighing(.grams(0))
    }

    private func zeroes(_ scale: any Scale, _ twin: ScaleTwin) async throws -> Bool {
        twin.put(20)
        try await scale.zero(by: soon)
        guard isStable(try await scale.liveWeight(by: soon), 0) else { return false }
        twin.put(5_000)
        let error = await failure { try await scale.zero(by: .now + .milliseconds(200)) }
        let after = try await scale.readWeight(by: soon)
        return error?.kind == .offline && after == Weighing(.grams(5_000))
    }

    private func tares(_ scale: any Scale, _ twin: ScaleTwin) async throws -> Bool {
        let empty = await failure { try await scale.tare(by: .now + .milliseconds(200)) }
        twin.put(80)
        try await scale.tare(by: soon)
        twin.put(500)
        let net = try await scale.readWeight(by: soon)
        try await scale.clearTare(by: soon)
        let gross = try await scale.readWeight(by: soon)
        return empty?.kind == .offline && net == Weighing(.grams(500), isNet: true)
            && gross == Weighing(.grams(580))
    }

    private func isSilent(_ scale: any Scale, _ twin: ScaleTwin) async -> Bool {
        twin.faults.set(.off)
        let start = ContinuousClock.now
        let live = await failure { _ = try await scale.liveWeight(by: start + .milliseconds(40)) }
        let read = await failure { _ = try await scale.readWeight(by: start + .milliseconds(80)) }
        let took = ContinuousClock.now - start
        return live?.kind == .timeout && read?.kind == .timeout
            && took > .milliseconds(70) && took < .seconds(2)
    }

    private func isCancelled(_ scale: any Scale, _ twin: ScaleTwin) async -> Bool {
        twin.shake(1_000_000)
        let start = ContinuousClock.now
        let weighing = Task { await failure { _ = try await scale.readWeight(by: soon) } }
        await Task.yield()
        weighing.cancel()
        return await weighing.value != nil && ContinuousClock.now - start < .seconds(2)
    }
}
