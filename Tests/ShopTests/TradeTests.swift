import Foundation
import Loyalty
import Retail
import Shop
import StrictYAML
import Testing
import TradeFolder

/// The demo shop's trade holds together, and the checks would notice if it did not.
struct TradeTests {
    @Test func `every sale adds up, and every line names what it is`() throws {
        let folder = TradeFolder(path: ShopFolders.trade)
        var sales = 0
        for sale in try folder.sales() {
            _ = try sale.get()
            sales += 1
        }
        #expect(sales == 203)
        #expect(try folder.products().problems == [])
        #expect(try folder.members().problems == [])
        #expect(try folder.stores().problems == [])
        #expect(try folder.openingHistory().problems == [])
    }

    @Test func `receipts count from one for each till and day, in the order of time`() throws {
        #expect(try receiptFaults(of: ShopFolders.trade) == [])
    }

    @Test func `a missing receipt is noticed`() throws {
        try withDamaged { lines in
            lines.remove(at: 100)
        } check: { path in
            let faults = try receiptFaults(of: path)
            #expect(!faults.isEmpty)
        }
    }

    @Test func `a total that does not add up is noticed, with its line`() throws {
        try withDamaged { lines in
            lines[9] = lines[9].replacingOccurrences(of: "\"paid\":", with: "\"paid\":1")
        } check: { path in
            let problems = try TradeFolder(path: path).sales().compactMap { sale in
                if case .failure(let problem) = sale { problem } else { nil }
            }
            #expect(problems.map(\.line) == [10])
            #expect(problems.first?.field == "total.paid")
        }
    }

    @Test func `every barcode and card has its right check digit`() throws {
        let folder = TradeFolder(path: ShopFolders.trade)
        let codes = try folder.products().rows.map(\.barcode) + folder.members().rows.map(\.card)
        for code in codes { #expect(hasRightCheckDigit(code), "\(code)") }
        #expect(Set(codes).count == codes.count)
    }

    @Test func `a wrong check digit is noticed`() {
        #expect(hasRightCheckDigit("6901234567892"))
        #expect(!hasRightCheckDigit("6901234567893"))
        #expect(!hasRightCheckDigit("9601234567892"))
    }

    @Test(arguments: ["wanjia", "r1"])
    func `a programme says what every class of the catalogue counts`(id: String) throws {
        let file = "\(ShopFolders.programmes)/\(id).yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let programme = try StrictYAML.decode(Programme.self, from: text, file: file)
        let products = try TradeFolder(path: ShopFolders.trade).products().rows
        for name in Set(products.map(\.pointsClass)) {
            #expect(programme.earn.classes[name] != nil, "\(id) does not name \(name)")
        }
    }

    @Test func `the trade has what trips a till`() throws {
        let folder = TradeFolder(path: ShopFolders.trade)
        let sales = try folder.sales().map { try $0.get() }
        let known = Set(try folder.products().rows.map(\.product))
        let lines = sales.flatMap(\.lines)
        let paid = sales.map { sale in
            sale.lines.reduce(Int64(0)) { $0 + ($1.net - $1.makerCoupon).minorUnits }
        }
        // swift-format-ignore
        let kinds: [(name: String, count: Int)] = [
            ("sales that would pay out",        paid.count { $0 < 0 }),
            ("lines of unlisted products",      lines.count { !known.contains($0.product) }),
            ("prices that are no whole fen",    lines.count { line in
                line.quantity > 0 && line.gross.minorUnits % line.quantity != 0
            }),
            ("member discounts",                lines.count { $0.memberDiscount > .zero }),
            ("makers' coupons",                 lines.count { $0.makerCoupon > .zero }),
            ("matches of them",                 lines.count { $0.couponMatch > .zero }),
            ("items given free",                lines.count { $0.quantity > 0 && $0.net == .zero }),
            ("coupon lines",                    lines.count { $0.kind == .coupon }),
            ("zero lines",                      lines.count { $0.kind == .zero }),
            ("amount lines",                    lines.count { $0.kind == .amount }),
            ("sales without a card",            sales.count { $0.member == nil }),
            ("tills",                           Set(sales.map(\.place)).count - 2),
        ]
        for kind in kinds { #expect(kind.count > 0, "no \(kind.name)") }
    }

    /// What is wrong with the numbers of the receipts.
    private func receiptFaults(of path: String) throws -> [String] {
        var last: [String: Int32] = [:]
        var faults: [String] = []
        for sale in try TradeFolder(path: path).sales() {
            let sale = try sale.get()
            let till = "\(sale.place) on \(sale.day)"
            if sale.receipt != (last[till] ?? 0) + 1 { faults.append("\(till): \(sale.receipt)") }
            last[till] = sale.receipt
        }
        return faults
    }

    private func hasRightCheckDigit(_ code: String) -> Bool {
        let digits = code.compactMap(\.wholeNumberValue)
        guard digits.count == 13 else { return false }
        let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
        return sum % 10 == 0
    }

    /// A copy of the sales with a fault in it.
    private func withDamaged(
        _ damage: (inout [String]) -> Void,
        check: (String) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = try String(contentsOfFile: "\(ShopFolders.trade)/sales.jsonl", encoding: .utf8)
        var lines = text.split(separator: "\n").map(String.init)
        damage(&lines)
        let file = folder.appending(path: "sales.jsonl")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        try check(folder.path)
    }
}
