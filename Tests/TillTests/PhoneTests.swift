import Foundation
import HAL
import Retail
import TestSupport
import Testing
import Till

/// A member says a phone number, and it stands nowhere afterwards.
struct PhoneTests {
    static let number = "13812348000"
    static let list: MemoryCatalogue = {
        var list = MemoryCatalogue(
            items: [("690", item(21, price: 250)), ("13800000001", item(22, price: 1))],
            cards: [("13900000002", MemberID(7))]
        )
        list.phones = ["+8613812348000": MemberID(318), "+16175550123": MemberID(5)]
        return list
    }()

    static func counter(_ till: Till) -> Counter {
        Counter(till: till, catalogue: list, clock: SetTillClock(TestBench.time))
    }

    static let unread = "This is no phone number: PH and all its digits, PH+ for another country."

    typealias Row = (line: String, isTaken: Bool, message: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("PH13812348000",    true,  "138****8000 is member 318.", "with the word for it"),
        ("ph 138 1234 8000", true,  "138****8000 is member 318.", "as it is said"),
        ("PH+8613812348000", true,  "138****8000 is member 318.", "with its country"),
        ("13812348000",      true,  "138****8000 is member 318.", "the number alone"),
        ("PH+16175550123",   true,  "161****0123 is member 5.",   "a guest from abroad"),
        ("PH13912348000",    false, "Nobody has 139****8000.",    "nobody's"),
        ("13912348000",      false, "Nobody has 139****8000.",    "nobody's, and no article"),
        ("PH1381234800O",    false, unread, "a letter"),
        ("PH",               false, unread, "nothing"),
        ("13800000001",      true,  "",                           "an article's code"),
        ("13900000002",      true,  "",                           "a card's"),
        ("12812348000",      true,  "",                           "no mobile number: an article that the list lacks"),
    ]

    @Test(arguments: rows)
    func `a phone number finds its member, and nothing else is taken for one`(
        _ row: Row
    ) async throws {
        let bench = try TestBench()
        let counter = Self.counter(try await bench.till(try bench.journal()))
        let answer = try await counter.enter(row.line)
        #expect(answer.accepted == row.isTaken && answer.message == row.message, "\(row.why)")
    }

    @Test func `the journal has the member and no number, whoever it was`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal(), printer: bench.printer)
        let counter = Self.counter(till)
        for line in ["690", "PH\(Self.number)", "13912348000", "PH1391234800", "CA"] {
            _ = try await counter.enter(line)
        }
        await till.settle()
        #expect(try await till.status().sales == 1)
        let folder = URL(filePath: bench.file("till.sqlite")).deletingLastPathComponent().path
        for digits in ["12348000", "1391234"] {
            #expect(try FileSearch.files(in: folder, with: digits) == [], "\(digits)")
        }
        let paper = await bench.printer.paper.map { "\($0.document.nodes)" }.joined()
        #expect(!paper.contains("12348000") && paper.contains("2.50"))
        // The bad twin: a till that rings what its list lacks has the number in its journal.
        _ = try await counter.enter("2*\(Self.number)")
        _ = try await counter.enter("CA")
        #expect(try !FileSearch.files(in: folder, with: Self.number).isEmpty)
    }
}
