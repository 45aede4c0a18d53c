import Records
import SyncProtocol
import TestSupport
import Testing

/// What travels: it comes back as it was sent, or not at all.
struct MessageTests {
    static let chain = Chain(6)

    @Test func `an upload comes back as it was sent`() throws {
        let upload = Self.chain.upload(2...5)
        #expect(try Upload(upload.encoded()) == upload)
    }

    @Test func `an upload has the bytes that it always had`() {
        let bytes = Chain(1).upload(1...1).encoded()
        let head = "504a5531" + "00000007" + "00000001" + "0000000000000001" + "00000001" + "0000"
        #expect(bytes.hexadecimal.hasPrefix(head + "00000065" + "504a31"))
    }

    @Test func `an upload that is cut anywhere is malformed`() {
        let bytes = Self.chain.upload(1...3).encoded()
        for length in 0..<bytes.count {
            #expect(Self.fault(Array(bytes.prefix(length))) == .malformed, "\(length) bytes")
        }
        #expect(Self.fault(bytes + [0]) == .malformed)
    }

    @Test func `records that do not follow each other are no upload`() {
        var bytes = Self.chain.upload(1...2).encoded()
        bytes.replaceSubrange(
            26...,
            with: Self.framed([Self.chain.records[0], Self.chain.records[2]])
        )
        #expect(Self.fault(bytes) == .malformed)
    }

    @Test func `an upload without a record or with too many is refused`() {
        for count in [UInt8(0), 255] {
            var bytes = Self.chain.upload(1...1).encoded()
            bytes[22] = count == 0 ? 0 : 3
            bytes[23] = count
            #expect(Self.fault(bytes) == .tooLarge)
        }
    }

    @Test func `an upload beyond the limit is refused unread`() {
        let bytes = [UInt8](repeating: 0, count: Upload.messageLimit + 1)
        #expect(Self.fault(bytes) == .tooLarge)
    }

    @Test(arguments: [1, 20_170_501, UInt64.random(in: 0...UInt64.max)])
    func `no bytes bring the parser of uploads down`(seed: UInt64) {
        var dice = Dice(seed: seed)
        let good = Self.chain.upload(1...4).encoded()
        for _ in 0..<3000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let index = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.insert(0xFF, at: index)
                default: bytes.removeSubrange(index..<min(bytes.count, index + 5))
                }
                if bytes.isEmpty { break }
            }
            guard let upload = try? Upload(bytes) else { continue }
            #expect(upload.records.count <= Upload.recordLimit, "seed \(seed)")
        }
    }

    @Test func `messages come back as they were sent`() {
        let hello = Hello(
            device: DeviceID(7),
            head: Self.chain.head,
            store: 1,
            till: 2,
            version: "1.0",
            bootNonce: "ab"
        )
        #expect(Message.decode(Hello.self, Message.encode(hello)) == hello)
        let answer = Acknowledgement(
            incarnation: "a",
            last: ChainHead(epoch: 1, sequence: .max, hash: .zero),
            setAside: [Acknowledgement.SetAside(sequence: 3, reason: "\"odd\"\n雪")],
            credits: 5
        )
        #expect(Message.decode(Acknowledgement.self, Message.encode(answer)) == answer)
        for kind in Refusal.Kind.allCases {
            let refusal = Refusal(kind, "because", last: Self.chain.head)
            #expect(Message.decode(Refusal.self, Message.encode(refusal)) == refusal)
        }
    }

    @Test(arguments: [
        "", "{}", "[]", "<html>Sign in to continue</html>", "{\"incarnation\":\"a\"}",
    ])
    func `a captive portal's page is no answer`(_ page: String) {
        #expect(Message.decode(Acknowledgement.self, Array(page.utf8)) == nil)
        #expect(Message.decode(Welcome.self, Array(page.utf8)) == nil)
    }

    @Test func `a message beyond the limit is not read`() {
        let bytes = [UInt8](repeating: 0x20, count: Message.byteLimit + 1)
        #expect(Message.decode(Hello.self, bytes) == nil)
    }

    private static func fault(_ bytes: [UInt8]) -> Refusal.Kind? {
        do throws(Refusal) {
            _ = try Upload(bytes)
            return nil
        } catch {
            return error.kind
        }
    }

    private static func framed(_ records: [Record]) -> [UInt8] {
        records.flatMap { record in
            withUnsafeBytes(of: UInt32(record.bytes.count).bigEndian, Array.init) + record.bytes
        }
    }
}
