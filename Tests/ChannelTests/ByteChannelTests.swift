import Channels
import Conformance
import HAL
import Testing
import Twins

struct ByteChannelTests {
    typealias Row = (name: String, make: @Sendable () async throws -> Cable, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("memory",  { memory() },                  "what unit tests and replay use"),
        ("tty",     { try tty() },                 "a real tty of the kernel, as for hardware"),
        ("tcp",     { try await tcp() },           "a printer on the network"),
        ("hostile", { hostile(memory(), seed: 5) }, "pieces and waits, within the promises"),
        ("hostile tty", { hostile(try tty(), seed: 6) }, "the same over the kernel"),
    ]

    static func memory() -> Cable {
        let (near, far) = MemoryChannel.pair(capacity: 4096)
        return Cable(near: near, far: far)
    }

    static func tty() throws -> Cable {
        let terminal = try PseudoTerminal()
        let near = try TTYChannel(path: terminal.path, baud: 115_200)
        return Cable(near: near, far: terminal.channel, holder: terminal)
    }

    static func tcp() async throws -> Cable {
        let listener = LocalListener()
        let endpoint = TCPEndpoint(host: "127.0.0.1", port: listener.port)
        let near = try await TCPChannel(endpoint, by: .now + .seconds(5))
        return Cable(near: near, far: listener.accept(), holder: listener)
    }

    static func hostile(_ cable: Cable, seed: UInt64) -> Cable {
        Cable(
            near: HostileChannel(cable.near, seed: seed),
            far: HostileChannel(cable.far, seed: seed + 1),
            holder: cable.holder
        )
    }

    @Test(arguments: rows)
    func `every channel keeps every promise`(_ row: Row) async throws {
        let conformance = ByteChannelConformance(seed: 1, makeCable: row.make)
        #expect(try await conformance.brokenPromises() == [])
    }

    @Test(arguments: BadChannel.Vice.allCases)
    func `a channel that breaks a promise is found out`(_ vice: BadChannel.Vice) async throws {
        let conformance = ByteChannelConformance(seed: 2) {
            let cable = Self.memory()
            return Cable(near: BadChannel(cable.near, vice), far: BadChannel(cable.far, vice))
        }
        let broken = try await conformance.brokenPromises()
        #expect(broken.contains(vice.promise))
    }
}
