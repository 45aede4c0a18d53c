import Drivers
import HAL
import Synchronization
import Twins

extension DisplayTwin.Dialect {
    /// The driver's side of the same DIP switch.
    var driver: DisplayDialect {
        switch self {
        case .cd5220: .cd5220
        case .epson: .epson
        case .aedex: .aedex
        case .utc: .utc
        case .utcEnhanced: .utcEnhanced
        case .adm: .adm
        }
    }
}

/// A cable without length to a display: what is written is on the glass when the call returns.
///
/// Told to, it breaks in the middle of a write, as a channel may: some bytes have left, the call
/// throws, and the rest never comes.
final class ShortCable: ByteChannel {
    private struct State {
        var random: SeededRandom
        var sent: [[UInt8]] = []
    }

    private let twin: any ListeningTwin
    private let cutsInThousand: Int
    private let state: Mutex<State>

    init(_ twin: any ListeningTwin, seed: UInt64 = 0, cutsInThousand: Int = 0) {
        self.twin = twin
        self.cutsInThousand = cutsInThousand
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    /// The writes since the last look.
    func takeSent() -> [[UInt8]] {
        state.withLock { state in
            defer { state.sent = [] }
            return state.sent
        }
    }

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        let isCut = state.withLock { state in
            state.sent.append(bytes)
            return Int.random(in: 1...1000, using: &state.random) <= cutsInThousand
        }
        guard isCut else { return twin.receive(bytes) }
        let count = state.withLock { Int.random(in: 0...bytes.count, using: &$0.random) }
        twin.receive(Array(bytes.prefix(count)))
        throw DeviceError(.timeout, "\(count) of \(bytes.count) bytes left")
    }

    func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        throw DeviceError(.timeout, "a display answers nothing")
    }
}

/// A vice: it says that all went well when it did not.
struct HushingCable: ByteChannel {
    let inner: any ByteChannel

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try? await inner.write(bytes, by: deadline)
    }

    func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await inner.read(upTo: limit, by: deadline)
    }
}

/// Pictures as a till makes them, one after another: now a digit changes, now everything.
struct PictureMaker {
    private static let letters = Array("0123456789.- ABCxyz~!#=合计应付待找零牛奶龙井茶谢惠顾×éΩ、")
    private var random: SeededRandom
    private var rows: [[Character]] = [[], []]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func next() -> [String] {
        for row in rows.indices {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: continue
            case 1: rows[row] = letters(Int.random(in: 0...22, using: &random))
            case 2: rows[row].insert(contentsOf: letters(1), at: place(in: row))
            case 3 where !rows[row].isEmpty: rows[row].remove(at: place(in: row, isEndOut: true))
            default:
                for _ in 0..<Int.random(in: 1...3, using: &random) where !rows[row].isEmpty {
                    rows[row][place(in: row, isEndOut: true)] = letters(1)[0]
                }
            }
        }
        return rows.map { String($0) }
    }

    private mutating func letters(_ count: Int) -> [Character] {
        (0..<count).map { _ in Self.letters.randomElement(using: &random) ?? " " }
    }

    private mutating func place(in row: Int, isEndOut: Bool = false) -> Int {
        Int.random(in: 0...(rows[row].count - (isEndOut ? 1 : 0)), using: &random)
    }
}

/// What a customer reads when `lines` are shown.
func picture(of lines: [String]) -> [String] {
    (0..<2).map { TextWidth.fit($0 < lines.count ? lines[$0] : "", to: 20) }
}
