import Foundation
import Records
import Retail
import StrictJSON
import SyncProtocol
import Testing

/// `docs/protocol-vectors.json`: what a till in another language holds itself to.
///
/// The file is made by this code and checked against it, so neither can change without the other.
/// `SUANPAN_WRITE_VECTORS=1` writes it anew; do that only for vectors that are added.
struct VectorTests {
    static let path = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/protocol-vectors.json")

    static let device = DeviceID(7)
    static let stamp = Stamp(
        hybrid: HybridTime(reading: 1_700_000_000_000 << 16 | 3),
        wallMilliseconds: 1_700_000_000_000,
        monotonicNanoseconds: 42,
        quality: .local
    )

    static let records: [Record] = {
        var head = ChainHead.root(of: device, epoch: 1)
        let bodies: [(RecordKind, String)] = [
            (
                .boot,
                #"{"nonce":"00ff","place":{"store":298,"till":3},"version":"1.0","#
                    + #""wasShutDownCleanly":true}"#
            ),
            (.dayOpened, #"{"day":"2017-05-01"}"#),
            (RecordKind(rawValue: 999), #"{"from":"a later program","text":"雪"}"#),
        ]
        return bodies.enumerated().map { index, body in
            let record = Record(
                device: device,
                after: head,
                kind: body.0,
                schema: 1,
                stamp: stamp,
                operation: OperationID(milliseconds: 1_700_000_000_000, chance: (1, UInt64(index))),
                body: Array(body.1.utf8)
            )
            head = record.position
            return record
        }
    }()

    /// One piece of three for 10.00, paid in cash and given back by no member.
    static let returned =
        #"{"at":"2017-05-02T12:00:00-04:00","clerk":"7","lines":[{"item":{"gross":333,"#
        + #""name":"tea","product":21,"quantity":1},"line":0}],"origin":{"place":{"store":298,"#
        + #""till":3},"receipt":{"day":"2017-05-01","number":41},"sale":"#
        + #""018bcfe5-6800-7000-8000-000000000001"},"place":{"store":298,"till":3},"points":0,"#
        + #""reason":"too sour","receipt":{"day":"2017-05-02","number":1},"return":"#
        + #""018bcfe5-6800-7000-8000-000000000002","tenders":[{"amount":333,"kind":"cash"}]}"#

    @Test func `the return among the vectors is one`() throws {
        let record = Record(
            device: Self.device,
            after: .root(of: Self.device, epoch: 1),
            kind: .goodsReturned,
            schema: 1,
            stamp: Self.stamp,
            operation: OperationID(milliseconds: 1_700_000_000_000, chance: (0, 2)),
            body: Array(Self.returned.utf8)
        )
        let fact = try Fact(record)
        #expect(String(decoding: fact.body(), as: UTF8.self) == Self.returned)
        guard case .goodsReturned(let goods) = fact else { return }
        #expect(goods.refund.minorUnits == 333 && goods.items.count == 1)
    }

    static let base = Grant.base(
        of: device,
        epoch: 2,
        after: records[1].hash,
        and: records[2].hash
    )

    static let token = SyncToken(chance: (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210))

    static let grant = Grant(
        device: device,
        epoch: 2,
        base: base,
        token: token,
        receiptFloor: Grant.ReceiptFloor(day: 17_287, number: 41),
        branch: ChainPlace(records[2])
    )

    static let branch = Branch(
        bearer: device,
        epoch: 1,
        after: ChainPlace(records[0]),
        upload: Upload(Array(records[1...]))
    )

    /// Bytes in hexadecimal, messages as they are sent.
    static let vectors: [(name: String, value: String)] =
        records.enumerated().flatMap { index, record in
            [
                ("record \(index + 1)", record.bytes.hexadecimal),
                ("hash of record \(index + 1)", record.hash.description),
            ]
        } + [
            ("root of device 7, epoch 1", ChainHead.root(of: device, epoch: 1).hash.description),
            ("base of epoch 2 after records 2 and 3", base.description),
            ("root of device 7, epoch 2", grant.root.hash.description),
            ("upload of records 1 to 3", Upload(records).encoded().hexadecimal),
            ("branch of records 2 to 3 after record 1", branch.encoded().hexadecimal),
            ("token of 0123456789abcdef, fedcba9876543210", token.rawValue),
            ("body of a return", returned),
        ] + messages.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) } + identityVectors

    static let messages: [(name: String, bytes: [UInt8])] = [
        (
            "hello",
            Message.encode(
                Hello(
                    device: device,
                    head: records[2].position,
                    store: 298,
                    till: 3,
                    version: "1.0",
                    bootNonce: "00ff",
                    token: token,
                    challenge: SyncToken(chance: (1, 2))
                )
            )
        ),
        (
            "welcome",
            Message.encode(
                Welcome(
                    incarnation: "a1",
                    last: records[1].position,
                    archivedSequence: 1,
                    credits: 256,
                    hubMilliseconds: 1_700_000_000_500,
                    token: token
                )
            )
        ),
        (
            "acknowledgement",
            Message.encode(
                Acknowledgement(
                    incarnation: "a1",
                    last: records[2].position,
                    archivedSequence: 1,
                    setAside: [Acknowledgement.SetAside(sequence: 3, reason: "not readable")],
                    credits: 256,
                    retryAfterMilliseconds: 250
                )
            )
        ),
        (
            "refusal",
            Message.encode(
                Refusal(
                    .challenged,
                    "repeat the challenge",
                    last: records[1].position,
                    challenge: SyncToken(chance: (1, 2))
                )
            )
        ),
        (
            "receipt of a branch",
            Message.encode(
                BranchReceipt(incarnation: "a1", last: ChainPlace(records[2]), grant: grant)
            )
        ),
    ]

    /// One vector a line.
    static var text: String {
        let lines = vectors.map { name, value in
            "  " + quoted(name) + ": " + quoted(value)
        }
        return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
    }

    static func quoted(_ text: String) -> String {
        String(decoding: JSONValue.text(text).bytes, as: UTF8.self)
    }

    @Test func `the vectors are what this code makes`() throws {
        if ProcessInfo.processInfo.environment["SUANPAN_WRITE_VECTORS"] != nil {
            try Self.text.write(to: Self.path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.path, encoding: .utf8) == Self.text)
    }

    @Test func `the vectors are read back as what they are`() throws {
        let bytes = [UInt8](try Data(contentsOf: Self.path))
        let vectors = try JSONValue(parsing: bytes).object()
        func text(_ name: String) throws -> String { try vectors.text(name) }
        func raw(_ name: String) throws -> [UInt8] {
            try #require([UInt8](hexadecimal: try text(name)))
        }
        for (index, record) in Self.records.enumerated() {
            let read = try Record(try raw("record \(index + 1)"))
            #expect(read == record)
            #expect(read.hash.description == (try text("hash of record \(index + 1)")))
        }
        #expect(try Upload(try raw("upload of records 1 to 3")).records == Self.records)
        #expect(try Branch(try raw("branch of records 2 to 3 after record 1")) == Self.branch)
        for (name, message) in Self.messages {
            #expect(Array(try text(name).utf8) == message, "\(name)")
        }
    }
}
