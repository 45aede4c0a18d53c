import Loyalty
import Retail
import Testing

/// What a hub does that came back from a backup, and what it risks.
struct LeaseFreezeTests {
    /// Books of 50 points, frozen for devices 7 and 8.
    private static func frozen() -> LeaseBook {
        var book = LeaseBook(terms: LeaseTerms())
        book.earn(holding("50@150"), in: points)
        book.freeze([7, 8])
        return book
    }

    typealias Row = (steps: String, waitsFor: [UInt32], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("",                                   [7, 8], "nobody has said anything"),
        ("hears 7 9 9",                        [8],    "its queue is empty"),
        ("echo 7 9 9",                         [7, 8], "that may have been said long ago"),
        ("hears 7 9 4",                        [7, 8], "its queue is not"),
        ("hears 7 9 4, drains 7 8",            [7, 8], "not yet"),
        ("hears 7 9 4, drains 7 9",            [8],    "it is"),
        ("drains 7 9",                         [7, 8], "records alone may be of a former life"),
        ("hears 7 9 9, hears 8 0 0",           [],     "all have"),
        ("hears 7 9 9, retire 8",              [],     "a person says that nobody goes by 8"),
        ("hears 7 9 9, hears 8 3 3, hears 7 12 9", [], "once is enough"),
    ]

    @Test(arguments: rows)
    func `it grants again when every device has said what it holds`(_ row: Row) {
        var book = Self.frozen()
        for step in row.steps.split(separator: ",") {
            let words = step.split(separator: " ")
            let numbers = words.dropFirst().compactMap { UInt64($0) }
            let device = UInt32(numbers[0])
            switch words[0] {
            case "hears", "echo":
                book.hears(
                    device,
                    isLiving: words[0] == "hears",
                    epoch: 1,
                    sequence: numbers[1],
                    last: numbers[2]
                )
            case "drains": book.drains(device, epoch: 1, last: numbers[1])
            default: book.retire(device)
            }
        }
        #expect(book.awaitedDevices == row.waitsFor, "\(row.why)")
        let grant = book.grant(10, as: 1, to: LeaseHolder(device: 9, epoch: 1))
        #expect((grant == .failure(.frozen)) == !row.waitsFor.isEmpty)
    }

    @Test func `what it forgot comes back before anything is granted twice`() {
        var book = Self.frozen()
        book.hears(8, isLiving: true, epoch: 1, sequence: 0, last: 0)
        book.hears(7, isLiving: true, epoch: 1, sequence: 2, last: 0)
        book.accept(lease(1, "40@150"))
        book.drains(7, epoch: 1, last: 2)
        #expect(!book.isFrozen)
        let grant = book.grant(30, as: 2, to: eight).map(\.units)
        #expect(grant == .success(holding("10@150")))
        #expect(book.state() == [0, 50, 0, 0, 0])
    }

    /// The books after a restore that forgot a grant of 40 to one till: the other one asks for 30,
    /// then the first one's records come, and both spend what they were granted.
    private static func spent(_ omitted: [LeaseRule]) -> LeaseBook {
        var book = LeaseBook(terms: LeaseTerms(), omissions: LeaseOmissions(omitted))
        book.earn(holding("50@150"), in: points)
        book.freeze([7, 8])
        let anew = book.grant(30, as: 2, to: eight)
        book.accept(lease(1, "40@150"))
        book.use(spend("40@150", out: 1))
        if case .success(let lease) = anew { book.use(spend("30@150", out: lease.id.low)) }
        return book
    }

    @Test func `a hub that grants at once after a restore lets points be spent twice`() {
        #expect(Self.spent([]).state() == [10, 0, 40, 0, 0])
        let twin = Self.spent([.freezesAfterARestore])
        #expect(twin.state() == [0, 0, 70, 0, 20], "20 that nobody had, and the shop owes")
    }

    @Test func `a lease is given up for lost only within the risk limit`() {
        var book = LeaseBook(terms: LeaseTerms())
        book.earn(holding("50@150"), in: points)
        _ = book.grant(30, as: 1)
        let before = book
        var isWrittenOff = book.writeOff(name(1))
        #expect(!isWrittenOff, "the limit is zero by default")
        #expect(book == before)

        book = LeaseBook(terms: LeaseTerms(riskLimit: 100, pointValue: 3))
        book.earn(holding("50@150"), in: points)
        _ = book.grant(30, as: 1)
        isWrittenOff = book.writeOff(name(1))
        #expect(isWrittenOff)
        #expect(book.state() == [50, 0, 0, 0, 0])
        #expect(book.state(of: .risk) == [10, 0, 90, 0, 0])
        _ = book.grant(30, as: 2)
        isWrittenOff = book.writeOff(name(2))
        #expect(!isWrittenOff, "10 are left of the limit, and 90 are asked")
        #expect(book.faults() == [])
    }
}
