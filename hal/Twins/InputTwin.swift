import HAL
import Synchronization
import Wire

/// What a scanner twin and a card reader twin share: lines that wait to be sent.
final class InputTwin: Sendable {
    let faults = TwinFaults()
    private let voice: TwinVoice
    private let queue = Mutex<[[UInt8]]>([])
    private let added = Bell()

    init(seed: UInt64) {
        voice = TwinVoice(faults: faults, seed: seed)
    }

    /// Queues one line; a device that is off has read nothing.
    func add(_ line: [UInt8]) {
        guard !faults.contains(.off) else { return }
        queue.withLock { $0.append(line) }
        added.ring()
    }

    func run(on channel: any ByteChannel, until never: Deadline) async {
        while !Task.isCancelled {
            let count = added.count
            let lines = queue.withLock { queue in
                defer { queue = [] }
                return queue
            }
            for line in lines {
                let isThere = await voice.say(line, on: channel, pause: .milliseconds(5))
                guard isThere else { return }
            }
            if lines.isEmpty { _ = await added.isHeard(after: count, by: never) }
        }
    }
}
