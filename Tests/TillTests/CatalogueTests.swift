import DurableSQLite
import Retail
import Testing
import Till

/// The list in the memory of a test: the other half of the conformance suite.
struct MemoryCatalogue: Catalogue {
    var items: [(barcode: String, item: CatalogueItem)] = []
    var cards: [(number: String, member: MemberID)] = []
    /// By the number as everybody in the world dials it.
    var phones: [String: MemberID] = [:]

    func item(code: String) async throws(StorageError) -> CatalogueItem? {
        if let found = items.first(where: { $0.barcode == code }) { return found.item }
        guard let product = Int64(code) else { return nil }
        return items.first { $0.item.article.product == product }?.item
    }

    func member(card: String) async throws(StorageError) -> MemberID? {
        cards.first { $0.number == card }?.member
    }

    func member(phone: PhoneNumber) async throws(StorageError) -> MemberID? {
        phones[phone.international]
    }
}

/// A counted item, or one measured in `unit`.
func item(_ product: Int64, unit: String? = nil, price: Int64?) -> CatalogueItem {
    CatalogueItem(
        article: Article(
            product: product,
            name: "雪梨/pear \(product)",
            department: product.isMultiple(of: 2) ? "PRODUCE" : nil,
            pointsClass: product.isMultiple(of: 2) ? "double" : nil
        ),
        unit: unit,
        price: price.map(Money.init(minorUnits:))
    )
}

/// What every catalogue does, whatever it is kept in.
struct CatalogueTests {
    private static let items: [(barcode: String, item: CatalogueItem)] = [
        ("6901234567892", item(21, price: 250)),
        ("6901234567885", item(22, unit: "kg", price: 1158)),
        ("30", item(23, price: nil)),
        ("0042", item(30, price: 1)),
    ]
    private static let cards: [(number: String, member: MemberID)] = [
        ("880001", MemberID(318)),
        ("21", MemberID(7)),
    ]

    typealias Row = (code: String, product: Int64?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("6901234567892", 21,  "a barcode"),
        ("21",            21,  "a product's number"),
        ("22",            22,  "the number of a measured one"),
        ("30",            23,  "a barcode goes before another's number"),
        ("0042",          30,  "zeros in front belong to a barcode"),
        ("42",            nil, "which is another without them"),
        ("690123456789",  nil, "not a part of it"),
        ("",              nil, "nothing"),
        ("abc",           nil, "no number"),
        ("99999999999999999999999", nil, "no number that a product can have"),
        ("880001",        nil, "a card is no item"),
    ]

    /// The body that every catalogue passes.
    private func check(_ catalogue: any Catalogue) async throws {
        for row in Self.rows {
            let found = try await catalogue.item(code: row.code)
            #expect(found?.article.product == row.product, "\(row.code): \(row.why)")
            let expected = Self.items.first { $0.item.article.product == row.product }?.item
            #expect(found == expected, "\(row.code): every fact of it")
        }
        #expect(try await catalogue.member(card: "880001") == MemberID(318))
        #expect(try await catalogue.member(card: "21") == MemberID(7))
        #expect(try await catalogue.member(card: "6901234567892") == nil)
        #expect(try await catalogue.member(card: "") == nil)
    }

    @Test func `the catalogue in memory finds what is in it`() async throws {
        try await check(MemoryCatalogue(items: Self.items, cards: Self.cards))
    }

    @Test func `the catalogue in a file finds what is in it, also when opened again`()
        async throws
    {
        let bench = try TestBench()
        let first = try SQLiteCatalogue(path: bench.file("list.sqlite"))
        #expect(try await first.source() == nil)
        #expect(try await first.item(code: "21") == nil)
        try await first.replace(items: Self.items, cards: Self.cards, source: "may")
        try await check(first)
        first.close()
        let second = try SQLiteCatalogue(path: bench.file("list.sqlite"))
        try await check(second)
        #expect(try await second.source() == "may")
        second.close()
    }

    @Test func `a list is replaced whole, or stays as it is`() async throws {
        let bench = try TestBench()
        let list = try SQLiteCatalogue(path: bench.file("list.sqlite"))
        defer { list.close() }
        try await list.replace(items: Self.items, cards: Self.cards, source: "may")
        // The same product twice breaks the list in its middle.
        let bad = [("1", item(1, price: 1)), ("2", item(2, price: 2)), ("3", item(1, price: 3))]
        await #expect(throws: StorageError.self) {
            try await list.replace(items: bad, cards: [], source: "june")
        }
        try await check(list)
        #expect(try await list.source() == "may")

        try await list.replace(items: [("1", item(1, price: 1))], cards: [], source: "june")
        #expect(try await list.item(code: "21") == nil)
        #expect(try await list.item(code: "1") == item(1, price: 1))
        #expect(try await list.member(card: "880001") == nil)
        #expect(try await list.source() == "june")
    }

    typealias Price = (unit: String?, price: Int64?, count: Int64, gross: Int64, why: String)

    // swift-format-ignore
    static let prices: [Price] = [
        (nil,  250,  1,         250,        "one piece"),
        (nil,  250,  3,         750,        "three pieces"),
        (nil,  nil,  3,         0,          "nobody has set a price"),
        ("kg", 1158, 1000,      1158,       "a whole unit"),
        ("kg", 1158, 415,       481,        "480.57 rounds up"),
        ("kg", 999,  500,       500,        "499.5: a half goes up"),
        ("kg", 333,  500,       167,        "166.5: a half goes up"),
        ("kg", 1,    499,       0,          "less than half is nothing"),
        ("kg", 1,    500,       1,          "half a cent is a cent"),
        ("kg", 1000, 1,         1,          "a gram"),
        ("kg", nil,  415,       0,          "nobody has set a price"),
        ("l",  99_999, 1_000_000, 99_999_000, "the largest measure"),
    ]

    @Test(arguments: prices)
    func `a price is rounded once, on the line`(_ row: Price) {
        let line = item(22, unit: row.unit, price: row.price).line(row.count)
        #expect(line.gross == Money(minorUnits: row.gross))
        #expect(line.payable == line.gross)
        if let unit = row.unit {
            #expect(line.quantity == .measure(thousandths: row.count, unit: unit))
        } else {
            #expect(line.quantity == .count(row.count))
        }
    }
}
