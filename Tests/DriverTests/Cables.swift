import Channels
import HAL
import Twins

/// The cables that a driver is tested on: in memory, hostile, and through the kernel.
enum CableKind: String, CaseIterable, Sendable {
    case memory
    case hostile
    case tty
    case hostileTTY

    /// A new cable of this kind: what the driver opens, the twin's end, and what holds them.
    func make(seed: UInt64) throws -> (
        near: any ByteChannel, far: any ByteChannel, holder: (any Sendable)?
    ) {
        switch self {
        case .memory, .hostile:
            let (near, far) = MemoryChannel.pair()
            return (isHostile ? HostileChannel(near, seed: seed) : near, far, nil)
        case .tty, .hostileTTY:
            let terminal = try PseudoTerminal()
            let near = try TTYChannel(path: terminal.path, baud: 9600)
            let end: any ByteChannel = isHostile ? HostileChannel(near, seed: seed) : near
            return (end, terminal.channel, terminal)
        }
    }

    private var isHostile: Bool { self == .hostile || self == .hostileTTY }
}
