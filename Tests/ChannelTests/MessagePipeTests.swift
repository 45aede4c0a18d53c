import HAL
import Testing
import Twins

struct MessagePipeTests {
    static func memory() -> MessagePipeConformance.Device {
        let (near, far) = MemoryMessagePipe.pair()
        return device(near, far)
    }

    static func device(
        _ pipe: any MessagePipe,
        _ far: MemoryMessagePipe
    ) -> MessagePipeConformance.Device {
        MessagePipeConformance.Device(
            pipe: pipe,
            take: { deadline throws(DeviceError) in try await far.receive(by: deadline) },
            say: { message, deadline throws(DeviceError) in
                try await far.send(message, by: deadline)
            },
            unplug: { far.unplug() }
        )
    }

    @Test func `the pipe of memory keeps every promise`() async throws {
        let conformance = MessagePipeConformance(seed: 1, makeDevice: Self.memory)
        #expect(try await conformance.brokenPromises() == [])
    }

    @Test(arguments: BadMessagePipe.Vice.allCases)
    func `a pipe that breaks a promise is found out`(_ vice: BadMessagePipe.Vice) async throws {
        let conformance = MessagePipeConformance(seed: 2) {
            let (near, far) = MemoryMessagePipe.pair()
            return Self.device(BadMessagePipe(inner: near, vice: vice), far)
        }
        #expect(try await conformance.brokenPromises().contains(vice.promise))
    }
}

/// A pipe with one vice, to show that the conformance checks are awake.
struct BadMessagePipe: MessagePipe {
    /// What it does wrong.
    enum Vice: String, CaseIterable, Sendable {
        case cutsMessages
        case oversleeps
        case deniesItsEnd

        var promise: MessagePipeConformance.Promise {
            switch self {
            case .cutsMessages: .wholeAndInOrder
            case .oversleeps: .keepsDeadlines
            case .deniesItsEnd: .staysGone
            }
        }
    }

    let inner: MemoryMessagePipe
    let vice: Vice

    func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await inner.send(message, by: deadline)
    }

    func receive(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        switch vice {
        case .cutsMessages: return try await Array(inner.receive(by: deadline).prefix(64))
        case .oversleeps: return try await inner.receive(by: deadline + .seconds(3))
        case .deniesItsEnd:
            do throws(DeviceError) {
                return try await inner.receive(by: deadline)
            } catch {
                throw DeviceError(.timeout, error.detail)
            }
        }
    }
}
