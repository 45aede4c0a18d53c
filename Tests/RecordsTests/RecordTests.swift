import Records
import Retail
import TestSupport
import Testing

/// What a record is, and what is none.
struct RecordTests {
    @Test(arguments: Samples.facts.indices)
    func `a fact comes back from its bytes as it was`(_ index: Int) throws {
        let record = try Record(Samples.chain[index].bytes)
        #expect(record == Samples.chain[index])
        #expect(try Fact(record) == Samples.facts[index])
    }

    @Test func `each record follows the one before it and no other`() {
        let chain = Samples.chain
        for (index, record) in chain.enumerated() {
            for (other, before) in chain.enumerated() {
                #expect(record.follows(before.position) == (index == other + 1))
            }
        }
        #expect(chain[0].follows(.root(of: DeviceID(7), epoch: 1)))
        #expect(!chain[0].follows(.root(of: DeviceID(7), epoch: 2)))
    }

    @Test func `every changed bit is another hash`() throws {
        let bytes = Samples.chain[1].bytes
        for bit in 0..<(bytes.count * 8) {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let record = try? Record(changed) else { continue }
            #expect(record.hash != Samples.chain[1].hash)
        }
    }

    @Test func `a record that is cut or goes on too long is none`() {
        let bytes = Samples.chain[3].bytes
        for length in 0..<bytes.count {
            #expect(throws: RecordFault.self) { try Record(Array(bytes.prefix(length))) }
        }
        #expect(throws: RecordFault.truncated) { try Record(bytes + [0]) }
    }

    @Test func `a body longer than any may be is refused before it is read`() {
        var bytes = Samples.chain[0].bytes
        let length = bytes.count - Samples.chain[0].body.count
        bytes.replaceSubrange((length - 4)..<length, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: RecordFault.tooLong) { try Record(bytes) }
    }

    @Test(arguments: [1, 20_170_501, UInt64.random(in: 0...UInt64.max)])
    func `no bytes at all bring the parsers down`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<3000 {
            var bytes = Samples.chain.randomElement(using: &dice)?.bytes ?? []
            for _ in 0..<Int.random(in: 1...8, using: &dice) {
                mutate(&bytes, &dice)
            }
            guard let record = try? Record(bytes) else { continue }
            #expect(record.bytes == bytes, "seed \(seed)")
            _ = try? Fact(record)
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ dice: inout Dice) {
        guard !bytes.isEmpty else { return bytes.append(0) }
        let index = Int.random(in: 0..<bytes.count, using: &dice)
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &dice)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &dice), at: index)
        default: bytes.removeLast(min(bytes.count, index % 16))
        }
    }

    typealias Poison = (kind: RecordKind, body: String, why: String)

    // swift-format-ignore
    static let poisons: [Poison] = [
        (.boot,          "",                                   "nothing is no fact"),
        (.boot,          "{",                                  "half an object"),
        (.boot,          "{}",                                 "an object without its keys"),
        (.dayOpened,     #"{"day":"2017-02-30"}"#,             "a day that never was"),
        (.itemRung,      #"{"sale":"x"}"#,                     "a name that is none"),
        (.tendered,      #"{"sale":"015bc22b-4f70-7001-8000-000000000002","tender":{"amount":1.5,"kind":"cash"}}"#,
                                                               "money is whole"),
        (.saleSuspended, #"{"sale":"015bc22b-4f70-7001-8000-000000000002","step":"leave"}"#,
                                                               "no such step"),
    ]

    @Test(arguments: poisons.indices)
    func `a body that does not state its kind is malformed`(_ row: Int) {
        let poison = Self.poisons[row]
        let record = Self.record(poison.kind, schema: 1, poison.body)
        #expect {
            _ = try Fact(record)
        } throws: { error in
            guard case FactFault.malformed = error else { return false }
            return true
        }
    }

    @Test func `a kind or form of a later program is unknown, not malformed`() {
        for (kind, schema) in [(RecordKind(rawValue: 999), UInt16(1)), (.boot, Fact.schema + 1)] {
            #expect(throws: FactFault.unknown(kind: kind, schema: schema)) {
                _ = try Fact(Self.record(kind, schema: schema, "{}"))
            }
        }
    }

    private static func record(_ kind: RecordKind, schema: UInt16, _ body: String) -> Record {
        Record(
            device: DeviceID(7),
            after: .root(of: DeviceID(7), epoch: 1),
            kind: kind,
            schema: schema,
            stamp: Samples.chain[0].stamp,
            operation: Samples.sale,
            body: Array(body.utf8)
        )
    }
}
