import Foundation
import Identity
import Sync
import Testing

/// The line over HTTP says that there is no answer, whatever there is instead of a hub.
struct HTTPHubLinkTests {
    /// A client that connects again and again would use up the hour, and the test its minute.
    @Test(.timeLimit(.minutes(1)))
    func `a port that refuses is told at once and not at the deadline`() async throws {
        let port = try Port(isListening: false)
        defer { port.free() }
        let link = HTTPHubLink(
            base: "http://127.0.0.1:\(port.number)/",
            trust: .anyone,
            timeout: .seconds(3600)
        )
        let fault = await #expect(throws: LinkFault.self) { try await link.post("/v1/hello", [1]) }
        #expect(fault?.detail.contains("refused") == true, "\(fault?.detail ?? "")")
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["http", "https"])
    func `a hub that takes the call and says nothing costs the deadline`(_ scheme: String)
        async throws
    {
        let port = try Port(isListening: true)
        defer { port.free() }
        let link = HTTPHubLink(
            base: "\(scheme)://127.0.0.1:\(port.number)",
            trust: scheme == "http" ? .anyone : .unproven(showing: .till(.made(of: 1))),
            timeout: .milliseconds(200)
        )
        let fault = await #expect(throws: LinkFault.self) { try await link.post("/v1/hello", [1]) }
        #expect(fault?.detail.contains("deadline") == true, "\(fault?.detail ?? "")")
    }

    @Test func `an address that is none is a fault of the line`() async {
        await #expect(throws: LinkFault.self) {
            try await HTTPHubLink(base: "nonsense", trust: .anyone).post("/v1/hello", [])
        }
    }
}

/// A port of this machine that nobody else has; whoever calls it is refused, or never answered.
private struct Port {
    let number: UInt16
    private let descriptor: Int32

    init(isListening: Bool) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        number = UInt16(bigEndian: address.sin_port)
        // The kernel takes the call by itself; nobody ever accepts it.
        try #require(isBound && (!isListening || listen(descriptor, 1) == 0))
    }

    func free() {
        close(descriptor)
    }
}
