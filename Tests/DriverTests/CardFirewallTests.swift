import Conformance
import Drivers
import HAL
import Testing
import Twins

/// A bank card's number goes into a reader by every way there is, and is looked for in all that
/// comes out.
struct CardFirewallTests {
    /// One way for a number to come in, and what the reader made of it.
    struct Way: Sendable, CustomTestStringConvertible {
        let name: String
        let send: @Sendable (String) async throws -> Seen

        var testDescription: String { name }
    }

    /// All that can be seen of a swipe.
    struct Seen: Sendable {
        var card: IdentifiedCard?
        var shown: String
    }

    /// Numbers of several networks and lengths.
    static let numbers = [
        bankNumber("4"), bankNumber("51"), bankNumber("2221"), bankNumber("62"),
        bankNumber("622848", length: 19), bankNumber("34", length: 15),
        bankNumber("50", length: 12),
    ]

    static func look(_ reader: some CardReader) async -> Seen {
        do throws(DeviceError) {
            let swipe = try await reader.swipe(by: soon)
            return Seen(
                card: swipe.card,
                shown: everythingShown(by: swipe) + everythingShown(by: swipe.card)
                    + everythingShown(by: reader)
            )
        } catch {
            return Seen(card: nil, shown: everythingShown(by: error) + everythingShown(by: reader))
        }
    }

    static func line(_ name: String, _ text: @escaping @Sendable (String) -> String) -> Way {
        Way(name: name) { number in
            let (near, far) = MemoryChannel.pair()
            let reader = SerialCardReader(channel: near, firewall: testFirewall())
            try await far.write(Array((text(number) + "\r").utf8), by: soon)
            return await look(reader)
        }
    }

    static func chip(_ name: String, _ level: SmartCardReaderTwin.Level) -> Way {
        Way(name: name) { number in
            let twin = SmartCardReaderTwin(level: level)
            let name: [UInt8] = [0xF0, 1, 2, 3, 4]
            twin.insert(MemberCardTwin(application: name, file: 1, number: number))
            return try await withTwin(twin) { channel in
                let profile: CCIDProfile = level == .tpdu ? .genericTPDU : .generic
                let tap = MemberCardTap(
                    reader: CCIDReader(transport: CCIDStream(channel: channel), profile: profile),
                    applet: ApplicationID(name).map { .init(application: $0, file: 1) },
                    isContactless: false,
                    firewall: testFirewall()
                )
                return await look(tap)
            }
        }
    }

    static let readable: [Way] = [
        line("plain number") { $0 },
        line("track 1") { "%B\($0)^LI/SI^4912101?" },
        line("track 2") { ";\($0)=4912101?" },
        line("track 3") { "+01\($0)=1?" },
        line("both tracks") { "%B\($0)^LI/SI^4912101?;\($0)=4912101?" },
        Way(name: "MagTek report") { number in
            let twin = CardReaderTwin(wire: .magTekReport)
            twin.swipe(number: number, name: "LI/SI")
            return try await withTwin(twin) {
                await look(MagTekCardReader(channel: $0, firewall: testFirewall()))
            }
        },
        Way(name: "bits") { number in
            var none: [UInt8] = []
            var one = MagneticStripeTwin(track: 1).bits("B\(number)^LI/SI^4912")
            var two = MagneticStripeTwin(track: 2).bits("\(number)=4912")
            let stripe = BitStripe(track1: &one, track2: &two, track3: &none)
            let swipe = try stripe.swipe(through: testFirewall())
            #expect(one.isEmpty && two.isEmpty)
            return Seen(card: swipe.card, shown: everythingShown(by: swipe))
        },
        chip("short APDU", .shortAPDU),
        chip("T=1 blocks", .tpdu),
    ]

    static let unreadable: [Way] = [
        line("two numbers") { "%B\($0)^LI/SI^4912101?;9\($0.dropFirst())=4912101?" },
        line("no separator") { ";\($0)?" },
        line("no end mark") { ";\($0)=4912101" },
        line("not format B") { "%\($0)^LI/SI^4912101?" },
        line("a letter in it") { ";\($0.dropLast())x=4912101?" },
        line("a control byte") { ";\($0)\u{1}=4912101?" },
        line("too many digits") { ";\($0)\($0)=4912101?" },
        line("a line too long") { String(repeating: $0, count: 60) },
    ]

    @Test(arguments: readable)
    func `a bank card leaves as a token and four digits`(_ way: Way) async throws {
        for number in Self.numbers {
            let seen = try await way.send(number)
            guard case .bank(_, let lastFour) = seen.card else {
                Issue.record("\(way.name) made \(String(describing: seen.card)) of a bank card")
                continue
            }
            #expect(lastFour.text == number.suffix(4))
            #expect(leak(of: number, in: seen.shown) == nil)
            #expect(!seen.shown.contains("LI/SI") && !seen.shown.contains("4912101"))
        }
    }

    @Test(arguments: unreadable)
    func `a bank card that is misread leaves nothing at all`(_ way: Way) async throws {
        for number in Self.numbers {
            let seen = try await way.send(number)
            #expect(seen.card == nil)
            #expect(leak(of: number, in: seen.shown) == nil)
        }
    }

    @Test(arguments: readable + unreadable)
    func `no memory that held a card goes back with the card in it`(_ way: Way) async throws {
        let witness = CardMemoryWitness()
        _ = try await witness.watch { try await way.send(Self.numbers[0]) }
        #expect(witness.released > 0)
        #expect(witness.unerased == 0)
    }

    /// The bad twin: what a swipe looks like that keeps what was read.
    struct LeakySwipe: Sendable {
        let number: String
    }

    @Test func `a swipe that keeps the number is caught`() {
        let number = bankNumber("62")
        #expect(leak(of: number, in: everythingShown(by: LeakySwipe(number: number))) != nil)
        #expect(leak(of: number, in: "timeout: \(number.dropFirst(3)) of 20 bytes came") != nil)
        #expect(leak(of: number, in: "token, …\(number.suffix(4))") == nil)
    }

    @Test func `a token is the keyed hash that RFC 2104 says, and another kind has another`()
        async throws
    {
        let (near, far) = MemoryChannel.pair()
        let reader = SerialCardReader(channel: near, firewall: testFirewall())
        // A number of no network's, with a wrong last digit; the hash is from Python's hmac.
        try await far.write(Array("6222021234567890\r".utf8), by: soon)
        let card = try await reader.swipe(by: soon).card
        guard case .unknown(let token) = card else {
            Issue.record("\(card)")
            return
        }
        #expect(token.text == "f03e825d4d235bf3622e2c8d4dda2d015bb616570e4f12b7be3d99ac66aa4794")
    }

    @Test func `keys of two runs make two tokens of one card`() async throws {
        var tokens: Set<IdentifiedCard> = []
        for _ in 0..<2 {
            let (near, far) = MemoryChannel.pair()
            let reader = SerialCardReader(channel: near)
            for _ in 0..<2 {
                try await far.write(Array((bankNumber("62") + "\r").utf8), by: soon)
                tokens.insert(try await reader.swipe(by: soon).card)
            }
        }
        #expect(tokens.count == 2)
    }
}
