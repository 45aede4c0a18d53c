import HAL

/// One direction of a wire on its way into a trace: bytes go in, what may be shown comes out.
///
/// What is not decided yet stands in memory that is overwritten, and nowhere else. When too much is
/// undecided, or the recording ends, all of it is masked: a trace tells too little rather than too
/// much.
struct MaskedStream: ~Copyable {
    /// One byte of the trace, and the number of the event that it came with.
    typealias Output = (event: Int, byte: TraceByte)

    /// A frame of the longest receipt text that terminals send is shorter.
    private static let room = 4096

    private var judge: any WireJudge
    private var undecided = SensitiveBytes(capacity: room)
    private var events: [Int] = []

    init(_ judge: any WireJudge) {
        self.judge = judge
    }

    /// The event of the oldest byte that is not decided.
    var oldest: Int? { events.first }

    /// Takes the `bytes` of an event, and hands `output` what is decided now.
    mutating func take(_ bytes: Span<UInt8>, of event: Int, _ output: (Output) -> Void) {
        for index in bytes.indices {
            if undecided.count == undecided.capacity {
                decide(output)
                if undecided.count == undecided.capacity { giveUp(output) }
            }
            _ = undecided.append(bytes[index])
            events.append(event)
        }
        decide(output)
    }

    /// Masks whatever is not decided.
    mutating func giveUp(_ output: (Output) -> Void) {
        guard !events.isEmpty else { return }
        for event in events { output((event, .masked)) }
        events = []
        undecided.removeAll()
        judge.lostPlace()
    }

    private mutating func decide(_ output: (Output) -> Void) {
        var judge = judge
        let verdicts = undecided.read { judge.judge($0) }
        self.judge = judge
        undecided.read { bytes in
            for (index, verdict) in verdicts.enumerated() {
                switch verdict {
                case .show: output((events[index], .shown(bytes[index])))
                case .mask: output((events[index], .masked))
                case .drop: break
                }
            }
        }
        undecided.removeFirst(verdicts.count)
        events.removeFirst(verdicts.count)
    }
}
