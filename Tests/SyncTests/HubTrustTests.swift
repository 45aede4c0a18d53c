import Identity
import Sync
import Testing

/// Plain HTTP stays on its own machine, and who is paired never speaks it.
struct HubTrustTests {
    private static let paired = HubTrust.paired(
        TillIdentity(.made(of: 1), as: TestBox.device, with: PairedUplinkTests.hubIdentity.keys)
    )

    typealias Row = (trust: HubTrust, address: String, isGood: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (paired,  "https://192.168.1.10:7081",  true,  "a hub in the shop"),
        (paired,  "https://hub.local:7081/",    true,  "by its name"),
        (paired,  "http://192.168.1.10:7081",   false, "plain, for everybody to read"),
        (paired,  "http://127.0.0.1:7081",      false, "plain, even here"),
        (paired,  "192.168.1.10:7081",          false, "no scheme"),
        (paired,  "https://",                   false, "nobody"),
        (.anyone, "http://127.0.0.1:7081",      true,  "a hub on this machine"),
        (.anyone, "http://127.8.9.10:7081/",    true,  "this machine too"),
        (.anyone, "http://localhost:7081",      true,  "this machine by name"),
        (.anyone, "http://[::1]:7081",          true,  "this machine, version 6"),
        (.anyone, "http://192.168.1.10:7081",   false, "another machine"),
        (.anyone, "http://127.evil.example",    false, "a name that looks like it"),
        (.anyone, "http://127.0.0.1.example",   false, "another one"),
        (.anyone, "http://localhost.example:1", false, "and another"),
        (.anyone, "http://[::1].example",       false, "and another"),
        (.anyone, "http://127.0.0.1:1@evil:80", false, "a user of another machine"),
        (.anyone, "https://127.0.0.1:7081",     false, "TLS with who cannot be known"),
        (.anyone, "nonsense",                   false, "no address"),
    ]

    @Test(arguments: rows.indices)
    func `an address goes with how the hub is known, or is refused with what to write`(
        _ index: Int
    ) async throws {
        let row = Self.rows[index]
        let problem = row.trust.problem(with: row.address)
        #expect((problem == nil) == row.isGood, "\(row.why): \(problem ?? "")")
        guard let problem else { return }
        #expect(problem.contains("write http"), "\(problem)")
        let fault = await #expect(throws: LinkFault.self, "and never called") {
            try await HTTPHubLink(base: row.address, trust: row.trust).post("/v1/hello", [])
        }
        #expect(fault?.detail.contains("write http") == true)
    }
}
