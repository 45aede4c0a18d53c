import Identity
import Records
import Retail
import SyncProtocol

/// What a till reads in the entries of feeds, and the key by which it finds members.
///
/// A sample is an entry's key, a line's end, and its value. What was understood, written again, has
/// to be understood alike: a till would go by something else after its next start.
enum FeedParsers {
    static let all = [members, programmes, settings, coupons, catalogue, files, answers]

    private static func entry(_ bytes: [UInt8]) -> FeedEntry {
        let key = bytes.prefix { $0 != UInt8(ascii: "\n") }
        let value = bytes.dropFirst(key.count + 1)
        return FeedEntry(
            key: String(decoding: key, as: UTF8.self),
            value: String(decoding: value, as: UTF8.self)
        )
    }

    private static func sample(_ entry: FeedEntry) -> [UInt8] {
        Array("\(entry.key)\n\(entry.value)".utf8)
    }

    /// Puts an entry to the kind that reads it when a version is whole, and to its reader.
    private static func target<Meaning: Equatable & Sendable>(
        _ name: String,
        _ kind: FeedKind,
        _ samples: [[UInt8]],
        read: @escaping @Sendable (FeedEntry) -> Meaning?,
        write: @escaping @Sendable (Meaning) -> [FeedEntry]
    ) -> FuzzTarget {
        FuzzTarget(name: name, samples: samples) { bytes in
            let entry = entry(bytes)
            guard kind.canRead(entry), let meaning = read(entry) else { return }
            for again in write(meaning) where read(again) != meaning {
                preconditionFailure("an entry that was read is read otherwise")
            }
        }
    }

    private static let key: LookupKey = {
        guard let key = LookupKey([UInt8](repeating: 9, count: LookupKey.byteCount)) else {
            preconditionFailure("32 bytes are a key")
        }
        return key
    }()

    private static let members = target(
        "feed-member",
        .members,
        [
            sample(MemberEntry(.card("8880001"), of: MemberID(77), by: key).entry),
            Array("00ff\n{\"member\":-1}".utf8),
        ],
        read: { MemberEntry($0) },
        write: { [$0.entry] }
    )

    private static let programmes = target(
        "feed-programme",
        .programmes,
        [
            """
            in-force
            {"earn":{"classes":{"double":2,"standard":1},"per":100,"points":1,"unlisted":1},\
            "id":"r1","lifecycle":{"at-risk-days":30,"dormant-days":90,"lost-days":180,\
            "new-days":30,"won-back-days":30,"won-back-gap-days":90},"lots":{"valid-days":365},\
            "name":"Rule set R1","rfm":{"bins":5},"tiers":{"levels":[{"name":"base","spend":0}],\
            "window-days":365},"version":1}
            """,
            #"in-force\#n{"a":1e999999999,"b":-0,"c":"\ud800","d":9223372036854775808}"#,
            "in-force\n" + String(repeating: "[", count: 600),
        ].map { Array($0.utf8) },
        read: { PublishedProgramme($0) },
        write: { [$0.entry] }
    )

    private static let settings = target(
        "feed-settings",
        .configuration,
        ShopSettings(shopName: "万家", receiptFooter: ["7 天退换", ""]).entries.map(sample)
            + ["receipt-footer\n{\"is\":[]}", "later\n{}"].map { Array($0.utf8) },
        read: { ShopSettings([$0]) },
        write: { settings in settings.entries }
    )

    private static let coupons = target(
        "feed-coupon",
        .coupons,
        [
            sample(
                CouponEntry(
                    Coupon(
                        id: "SAVE20",
                        name: "满100减20",
                        amountOff: Money(minorUnits: 2000),
                        firstDay: BusinessDay(number: 20_000),
                        lastDay: BusinessDay(number: 20_030)
                    )
                ).entry
            ),
            Array("SAVE20\n{\"id\":\"SAVE20\",\"share-off\":-1}".utf8),
            Array("-\n{\"amount-off\":1e99}".utf8),
        ],
        read: { CouponEntry($0) },
        write: { [$0.entry] }
    )

    private static let catalogue = target(
        "feed-product",
        .catalogue,
        [
            Array("1001\n{\"name\":\"梨 Pear\",\"price\":450,\"unit\":\"g\"}".utf8),
            Array("-1\n{\"name\":\"\",\"pointsClass\":\"double\",\"price\":-0}".utf8),
        ],
        read: { CatalogueEntry($0) },
        write: { [$0.entry] }
    )

    private static let hub: PublicKey = {
        guard let seed = KeySeed([UInt8](repeating: 7, count: 32)) else {
            preconditionFailure("32 bytes are a seed")
        }
        return HubIdentity(seed).keys.sync
    }()

    private static let files = FuzzTarget(
        name: "lookup-key-file",
        samples: [KeptLookupKey(key, of: hub).bytes]
    ) { bytes in
        guard let kept = KeptLookupKey(bytes, of: hub) else { return }
        if kept.bytes != bytes { preconditionFailure("a file is read as another one") }
    }

    /// A hub's answer that brings the key, and a key alone.
    private static let answers = FuzzTarget(
        name: "wire-lookup-key",
        samples: [Message.encode(FeedAnswer(nil, key: key)), Message.encode([key])]
    ) { bytes in
        Sink.swallow(Message.decode(FeedAnswer.self, bytes)?.key)
        guard let keys = Message.decode([LookupKey].self, bytes) else { return }
        for key in keys { Sink.swallow(key.code(of: bytes)) }
    }
}
