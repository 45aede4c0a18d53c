import HAL
import Twins

/// The promises of `MessagePipe`, checked on any implementation; one body for all of them.
///
/// It returns the promises that were broken, so that it can be shown a pipe that breaks one.
struct MessagePipeConformance {
    /// What a pipe promises.
    enum Promise: String, CaseIterable {
        case wholeAndInOrder
        case keepsDeadlines
        case endsWithItsTask
        case staysGone
    }

    /// A pipe, what the device sends and what it takes, and how it is unplugged.
    struct Device: Sendable {
        let pipe: any MessagePipe
        let take: @Sendable (Deadline) async throws(DeviceError) -> [UInt8]
        let say: @Sendable ([UInt8], Deadline) async throws(DeviceError) -> Void
        let unplug: @Sendable () -> Void
    }

    let seed: UInt64
    let makeDevice: @Sendable () throws -> Device

    func brokenPromises() async throws -> Set<Promise> {
        var broken: Set<Promise> = []
        for promise in Promise.allCases {
            let device = try makeDevice()
            // A throw where a message should have passed breaks the promise as well.
            if (try? await isKept(promise, by: device)) != true { broken.insert(promise) }
        }
        return broken
    }

    private var soon: Deadline { .now + .seconds(10) }

    private func isKept(_ promise: Promise, by device: Device) async throws -> Bool {
        switch promise {
        case .wholeAndInOrder: try await carries(device)
        case .keepsDeadlines: await endsInTime(device)
        case .endsWithItsTask: await isCancelled(device)
        case .staysGone: await staysGone(device)
        }
    }

    /// Messages of every length around a packet's arrive whole, both ways.
    private func carries(_ device: Device) async throws -> Bool {
        var random = SeededRandom(seed: seed)
        for length in [1, 2, 63, 64, 65, 127, 128, 129, 270, 271] {
            let message = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            try await device.pipe.send(message, by: soon)
            guard try await device.take(soon) == message else { return false }
            try await device.say(message, soon)
            try await device.say([1], soon)
            guard try await device.pipe.receive(by: soon) == message else { return false }
            guard try await device.pipe.receive(by: soon) == [1] else { return false }
        }
        return true
    }

    private func endsInTime(_ device: Device) async -> Bool {
        let start = ContinuousClock.now
        let silence = await failure { try await device.pipe.receive(by: start + .milliseconds(40)) }
        let poll = await failure { try await device.pipe.receive(by: start) }
        let took = ContinuousClock.now - start
        return silence?.kind == .timeout && poll?.kind == .timeout
            && took > .milliseconds(35) && took < .seconds(2)
    }

    private func isCancelled(_ device: Device) async -> Bool {
        let (start, late) = (ContinuousClock.now, soon)
        let reading = Task { await failure { try await device.pipe.receive(by: late) } }
        reading.cancel()
        let outcome = await reading.value
        return outcome?.kind == .timeout && ContinuousClock.now - start < .seconds(2)
    }

    private func staysGone(_ device: Device) async -> Bool {
        device.unplug()
        for _ in 0..<2 {
            let reading = await failure { try await device.pipe.receive(by: soon) }
            let sending = await failure {
                try await device.pipe.send([1], by: soon)
                return []
            }
            guard reading?.kind == .noHardware, sending?.kind == .noHardware else { return false }
        }
        return true
    }

    private func failure(_ body: () async throws -> [UInt8]) async -> DeviceError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? DeviceError
        }
    }
}
