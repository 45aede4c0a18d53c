import HAL
import Twins

/// A scanner, the hand that holds codes before it, and what keeps both alive.
struct ScannerBench: Sendable {
    let scanner: any Scanner
    /// Holds a code before the scanner.
    let scan: @Sendable (String) -> Void
    /// Makes the device send something that is no code.
    let garble: @Sendable () -> Void
    let life: TwinLife
}

/// A twin that lives at the far end of a cable for as long as this is held.
final class TwinLife: Sendable {
    private let task: Task<Void, Never>
    private let holder: (any Sendable)?

    /// Starts the twin.
    init(_ twin: some Twin, on channel: any ByteChannel, holding holder: (any Sendable)? = nil) {
        self.holder = holder
        task = Task { await twin.run(on: channel) }
    }

    deinit {
        task.cancel()
    }
}

/// The promises of `Scanner`, checked on any driver over any channel; one body for all of them.
struct ScannerConformance {
    /// What a scanner promises.
    enum Promise: String, CaseIterable {
        case everyCharacter
        case inTheOrderOfScanning
        case sameCodeTwiceIsTwo
        case silenceIsATimeout
        case refusesNoiseAndGoesOn
        case endsWithItsTask
    }

    let seed: UInt64
    let makeBench: @Sendable () throws -> ScannerBench

    func brokenPromises() async throws -> Set<Promise> {
        var broken: Set<Promise> = []
        for promise in Promise.allCases {
            let bench = try makeBench()
            // A throw where a code should have come breaks the promise as well.
            if (try? await isKept(promise, by: bench)) != true { broken.insert(promise) }
            withExtendedLifetime(bench.life) {}
        }
        return broken
    }

    private func isKept(_ promise: Promise, by bench: ScannerBench) async throws -> Bool {
        switch promise {
        case .everyCharacter: try await readsEveryCharacter(bench)
        case .inTheOrderOfScanning: try await keepsOrder(bench)
        case .sameCodeTwiceIsTwo: try await readsTwice(bench)
        case .silenceIsATimeout: await isSilent(bench)
        case .refusesNoiseAndGoesOn: try await goesOn(bench)
        case .endsWithItsTask: await isCancelled(bench)
        }
    }

    /// Random printable text arrives as it was.
    private func readsEveryCharacter(_ bench: ScannerBench) async throws -> Bool {
        var random = SeededRandom(seed: seed)
        var texts = [String(decoding: 0x20...0x7E as ClosedRange<UInt8>, as: UTF8.self)]
        texts += (0..<20).map { _ in
            let length = Int.random(in: 1...60, using: &random)
            let bytes = (0..<length).map { _ in UInt8.random(in: 0x20...0x7E, using: &random) }
            // An identifier in front would be taken off.
            return "#" + String(decoding: bytes, as: UTF8.self)
        }
        for text in texts {
            bench.scan(text)
            guard try await bench.scanner.scan(by: soon).text == text else { return false }
        }
        return true
    }

    /// Many codes wait, and are read one by one.
    private func keepsOrder(_ bench: ScannerBench) async throws -> Bool {
        let codes = (100..<130).map { "690\($0)" }
        for code in codes { bench.scan(code) }
        for code in codes {
            guard try await bench.scanner.scan(by: soon).text == code else { return false }
        }
        return true
    }

    private func readsTwice(_ bench: ScannerBench) async throws -> Bool {
        bench.scan("4711")
        bench.scan("4711")
        let first = try await bench.scanner.scan(by: soon).text
        let second = try await bench.scanner.scan(by: soon).text
        return [first, second] == ["4711", "4711"]
    }

    /// Nobody scans: the call ends at its deadline, and a poll at once.
    private func isSilent(_ bench: ScannerBench) async -> Bool {
        let start = ContinuousClock.now
        let waited = await failure {
            _ = try await bench.scanner.scan(by: start + .milliseconds(40))
        }
        let polled = await failure { _ = try await bench.scanner.scan(by: start) }
        let took = ContinuousClock.now - start
        return waited?.kind == .timeout && polled?.kind == .timeout
            && took > .milliseconds(35) && took < .seconds(2)
    }

    /// What is no code is said to be none, and the code behind it is read.
    private func goesOn(_ bench: ScannerBench) async throws -> Bool {
        bench.garble()
        bench.scan("after")
        let refusal = await failure { _ = try await bench.scanner.scan(by: soon) }
        let code = try await bench.scanner.scan(by: soon).text
        return refusal?.kind == .failure && code == "after"
    }

    /// A cancelled task does not wait for its deadline.
    private func isCancelled(_ bench: ScannerBench) async -> Bool {
        let start = ContinuousClock.now
        let scanning = Task { await failure { _ = try await bench.scanner.scan(by: soon) } }
        await Task.yield()
        scanning.cancel()
        let outcome = await scanning.value
        return outcome?.kind == .timeout && ContinuousClock.now - start < .seconds(2)
    }
}

/// What `body` threw, when it was a device's error.
func failure(_ body: () async throws -> Void) async -> DeviceError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? DeviceError
    }
}
