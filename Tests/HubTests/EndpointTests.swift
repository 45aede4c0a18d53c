import Hub
import Records
import SyncProtocol
import Testing

/// The bytes that a device sees.
struct EndpointTests {
    typealias Row = (path: String, body: [UInt8], status: Int, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("/v1/hello",    [],                                   400, "nothing is no greeting"),
        ("/v1/hello",    Array("{}".utf8),                     400, "nor is an empty object"),
        ("/v1/hello",    Array("[[[[".utf8),                   400, "nor what is no JSON"),
        ("/v1/hello",    [UInt8](repeating: 32, count: 65_537), 413, "a greeting is short"),
        ("/v1/journal",  Array("PJU1".utf8),                   400, "a head that is cut off"),
        ("/v1/journal",  [UInt8](repeating: 0, count: Upload.messageLimit + 1),
                                                               413, "an upload has its limit"),
        ("/v1/hello",    Array("PJS1".utf8) + [UInt8](repeating: 0, count: 65_536 + 124),
                                                               503, "a hub without its key"),
        ("/v1/nowhere",  [],                                   404, "there is no such path"),
    ]

    @Test(arguments: rows.indices)
    func `what makes no sense is refused in the protocol's own words`(_ index: Int) async throws {
        let row = Self.rows[index]
        let answer = await HubEndpoint(try await TestStore.memory.hub())
            .handle(path: row.path, body: row.body)
        #expect(answer.status == row.status, "\(row.why)")
        #expect(Message.decode(Refusal.self, answer.body) != nil, "\(row.why)")
    }

    @Test func `a greeting and an upload go through as bytes`() async throws {
        let endpoint = HubEndpoint(try await TestStore.memory.hub())
        var till = TestTill()
        till.sell()
        let hello = await endpoint.handle(
            path: HubPath.hello,
            body: Message.encode(till.hello)
        )
        #expect(hello.status == 200)
        #expect(Message.decode(Welcome.self, hello.body)?.last.sequence == 0)
        let journal = await endpoint.handle(
            path: HubPath.journal,
            body: till.upload.encoded()
        )
        #expect(journal.status == 200)
        #expect(Message.decode(Acknowledgement.self, journal.body)?.last == till.head)
    }
}
