import Records
import Retail
import SyncProtocol
import Testing

/// What a member is found by is hashed with a key, and shows nothing of itself.
struct MemberEntryTests {
    /// The key whose bytes count from 0.
    static let key = LookupKey(Array(UInt8(0)..<32))
    static let phone = PhoneNumber("138 1234 8000", callingCode: "86")

    /// Counted by Python's `hmac`, apart from this code.
    typealias Row = (mark: MemberMark?, tag: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (.card("2100000010011"),
         "0383043e4bad7e6801890268c306df4560c1b110929fce018d9085a293fecdf2", "a card's number as it is read"),
        (.card("+8613812348000"),
         "0a6988bdc322b2b35029dc32c5dc2b7f28badbc676813c111803fe50a1199873", "a card that bears the phone's number"),
        (phone.map(MemberMark.phone),
         "09da73d13a9b654306e3236420a269f322d9414abd6a171e1e78528beaaec286", "a phone number with its country"),
    ]

    @Test func `a tag is what anybody with the key counts`() throws {
        let key = try #require(Self.key)
        for row in Self.rows {
            let mark = try #require(row.mark)
            #expect(mark.tag(by: key) == row.tag, "\(row.why)")
            #expect(MemberEntry.isTag(row.tag))
        }
        let other = try #require(LookupKey(Array(UInt8(1)...32)))
        #expect(MemberMark.card("29").tag(by: other) != MemberMark.card("29").tag(by: key))
    }

    @Test func `an entry is read back, and says no number`() throws {
        let entry = MemberEntry(.card("2100000010011"), of: MemberID(5), by: try #require(Self.key))
        #expect(MemberEntry(entry.entry) == entry)
        #expect(entry.entry.isWellFormed)
        #expect(FeedKind.members.canRead(entry.entry))
        #expect(!"\(entry.entry)".contains("0010011"))
    }

    @Test func `a number is no tag, and a tag that is shown as a card is no card`() throws {
        let card = CardEntry(card: "2100000010011", member: MemberID(5))
        #expect(MemberEntry(card.entry) == nil)
        #expect(!FeedKind.members.canRead(card.entry))
        let entry = MemberEntry(.card("29"), of: MemberID(5), by: try #require(Self.key)).entry
        #expect(CardEntry(entry) == nil)
        for key in [entry.key.uppercased(), String(entry.key.dropLast()), entry.key + "0"] {
            #expect(MemberEntry(FeedEntry(key: key, value: entry.value)) == nil, "\(key.count)")
        }
        #expect(MemberEntry(FeedEntry(key: entry.key, value: "{}")) == nil)
    }

    @Test func `neither a key nor a number shows itself where it is printed`() throws {
        let key = try #require(Self.key)
        let phone = try #require(Self.phone)
        let shown: [Any] = [
            key, Optional(key) as Any, [key], FeedAnswer(nil, key: key), MemberMark.phone(phone),
            [MemberMark.card("2100000010011")], phone, [phone: 1],
        ]
        for value in shown {
            var dumped = ""
            dump(value, to: &dumped)
            let text = "\(value) \(String(reflecting: value)) \(dumped)"
            for secret in ["000102", "[0, 1, 2", "1234", "0010"] {
                #expect(!text.contains(secret), "\(type(of: value)) shows \(secret)")
            }
        }
        #expect(MemberMark.phone(phone).description == "138****8000")
        #expect(MemberMark.card("2100000010011").description == "****0011")
    }

    @Test func `only who asks is told, and an older end passes over it`() throws {
        let key = try #require(Self.key)
        let answer = FeedAnswer(nil, key: key)
        let read = Message.decode(FeedAnswer.self, Message.encode(answer))
        #expect(read?.key == key)
        let plain = FeedRequest(device: DeviceID(7), epoch: 1, standings: [])
        #expect(!String(decoding: Message.encode(plain), as: UTF8.self).contains("asksKey"))
        let asking = FeedRequest(device: DeviceID(7), epoch: 1, standings: [], asksKey: true)
        #expect(Message.decode(FeedRequest.self, Message.encode(asking))?.asksKey == true)
        for bad in ["", "00", String(repeating: "g", count: 64)] {
            let text = "{\"key\":\"\(bad)\",\"signature\":\"\"}"
            #expect(Message.decode(FeedAnswer.self, Array(text.utf8)) == nil, "\(bad)")
        }
    }
}
