import Foundation
import Loyalty
import Records
import StrictJSON
import SyncProtocol

/// Everything that a till and its hub read off the wire: records, and the messages around them.
///
/// The samples are those of `docs/protocol-vectors.json`, the messages that it lacks, and a few
/// that nobody sends but a fool.
enum WireParsers {
    static let all =
        [records, bodies, uploads, branches]
        + [
            message("hello", Hello.self), message("welcome", Welcome.self),
            message("acknowledgement", Acknowledgement.self),
            message("receipt of a branch", BranchReceipt.self),
            message("refusal", Refusal.self), wishes, leases,
        ]

    private static let vectors: [String: String] = {
        guard let data = FileManager.default.contents(atPath: "docs/protocol-vectors.json"),
            let object = try? JSONValue(parsing: Array(data)).object()
        else { preconditionFailure("docs/protocol-vectors.json is not here: start at the root") }
        return object.fields.reduce(into: [:]) { found, field in
            found[field.key] = try? field.value.text()
        }
    }()

    private static func hexadecimal(_ prefix: String) -> [[UInt8]] {
        vectors.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }.map { vector in
            let digits = Array(vector.value.utf8)
            return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
            }
        }
    }

    private static let records = FuzzTarget(
        name: "wire-record",
        samples: hexadecimal("record ")
    ) { bytes in
        if let record = try? Record(bytes) { read(record) }
    }

    private static let kinds: [UInt16] = [
        1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 32, 33, 48, 49, 50, 51, 64, 65,
    ]

    /// A body under every kind and form that there is: what a hub books from.
    private static let bodies = FuzzTarget(
        name: "wire-body",
        samples: hexadecimal("record ").compactMap { try? Record($0) }.map { Array($0.body) }
            + (facts + [vectors["body of a return"]].compactMap(\.self)).map { Array($0.utf8) }
    ) { bytes in
        for kind in kinds {
            for schema in [1, 3] as [UInt16] {
                read(
                    Record(
                        device: DeviceID(7),
                        after: .root(of: DeviceID(7), epoch: 1),
                        kind: RecordKind(rawValue: kind),
                        schema: schema,
                        stamp: Stamp(
                            hybrid: .start,
                            wallMilliseconds: 0,
                            monotonicNanoseconds: 0,
                            quality: .local
                        ),
                        operation: OperationID(milliseconds: 1, chance: (1, 2)),
                        body: bytes
                    )
                )
            }
        }
    }

    private static let facts = [
        """
        {"change":0,"lines":[{"article":{"department":"D","name":"n","pointsClass":"standard",\
        "product":1},"gross":1000,"quantity":"1"}],"place":{"store":1,"till":1},"receipt":\
        {"day":"2017-05-01","number":1},"tenders":[{"amount":1000,"kind":"cash"}]}
        """,
        """
        {"at":"2017-05-01T00:01:10-04:00","countedCash":5,"day":"2017-05-01","lastReceipt":1,\
        "left":{"inDoubt":0,"parked":0,"unsent":7},"number":1,"place":{"store":1,"till":1},\
        "takings":{"due":5,"lines":1,"makerCoupon":0,"net":5,"points":0,"refunded":0,\
        "returns":0,"sales":1,\
        "tenders":[{"amount":5,"kind":"cash"}]}}
        """,
        #"{"lease":"018bcfe5-6800-7001-8000-000000000000"}"#,
        #"{"grant":"{\"device\":7,\"epoch\":1,\"expires\":1,\"units\":[[\"lot/never\",5]]}"}"#,
        String(repeating: "[", count: 600), #"{"a":1e999999999,"b":-0,"c":"\ud800"}"#,
    ]

    private static let uploads = FuzzTarget(
        name: "wire-upload",
        samples: hexadecimal("upload ")
    ) { bytes in
        guard let upload = try? Upload(bytes) else { return }
        for record in upload.records { read(record) }
    }

    private static let branches = FuzzTarget(
        name: "wire-branch",
        samples: hexadecimal("branch ")
    ) { bytes in
        guard let branch = try? Branch(bytes) else { return }
        Sink.swallow(branch.tip)
        for record in branch.upload.records { read(record) }
    }

    private static func read(_ record: Record) {
        Sink.swallow(try? Fact(record))
        Sink.swallow(try? LeaseFact(record))
    }

    /// A JSON message of the protocol; a page of a captive portal is among the samples of each.
    private static func message<Value: Decodable & Sendable>(
        _ vector: String,
        _ type: Value.Type,
        _ more: [String] = []
    ) -> FuzzTarget {
        let texts =
            [vectors[vector]].compactMap(\.self) + more + [
                "<html><body>Sign in to continue</body></html>", "{}",
                String(repeating: #"{"last":"#, count: 400),
            ]
        return FuzzTarget(
            name: "wire-" + vector.replacing(" ", with: "-"),
            samples: texts.map { Array($0.utf8) }
        ) { bytes in
            Sink.swallow(Message.decode(type, bytes))
        }
    }

    private static let request = LeaseRequest(
        device: DeviceID(7),
        epoch: 1,
        wishes: [
            LeaseWish(
                id: LeaseID(OperationID(milliseconds: 1, chance: (3, 4))),
                pool: .stock("coupon"),
                amount: 2
            )
        ],
        asksForAll: true
    )

    private static let wishes = FuzzTarget(
        name: "wire-lease-request",
        samples: [Message.encode(request)]
    ) { bytes in
        guard let request = Message.decode(LeaseRequest.self, bytes) else { return }
        for wish in request.wishes { Sink.swallow(wish.wish) }
    }

    private static let leases = FuzzTarget(
        name: "wire-leases",
        samples: [
            Message.encode(
                LeaseAnswer(
                    leases: request.wishes.compactMap(\.wish).map { wish in
                        SignedLease(
                            Lease(
                                id: wish.id,
                                pool: wish.pool,
                                holder: LeaseHolder(device: 7, epoch: 1),
                                units: Holding(.item("c1"), 1),
                                expires: 1_700_000_000_000
                            )
                        )
                    },
                    refused: [LeaseAnswer.Refused(lease: "x", reason: "frozen")]
                )
            )
        ]
    ) { bytes in
        guard let answer = Message.decode(LeaseAnswer.self, bytes) else { return }
        for lease in answer.leases { Sink.swallow(lease.lease) }
    }
}
