/// A folder of trade: what a shop sells, in which stores and to whom, and the sales of some days.
///
/// Every file is plain, or packed with gzip under the same name with `.gz` after it:
///
///     sales.jsonl            one sale a line, in the order of (instant, sale)
///     products.csv           the catalogue
///     stores.csv             the stores, and how many tills each has
///     members.csv            who has a card
///     opening_history.csv    what members bought before the first day; optional
///
/// Files are streamed and bounded: a line too long, a field too many or a packed file without end
/// is a problem that is reported, never memory that runs out.
public struct TradeFolder: Sendable {
    /// Where the folder is.
    public let path: String
    /// How much of anything is still believed.
    public let limits: TradeLimits

    /// The folder at `path`; nothing is read yet.
    public init(path: String, limits: TradeLimits = TradeLimits()) {
        self.path = path
        self.limits = limits
    }

    /// The sales, line by line as they are asked for.
    ///
    /// - Throws: when there is no such file, or it cannot be opened.
    public func sales() throws(TradeProblem) -> TradeSales {
        TradeSales(try lines(of: "sales.jsonl"), limits: limits)
    }

    /// How many lines the file of sales has; a line that cannot be read as a sale counts.
    public func saleCount() throws(TradeProblem) -> Int {
        var lines = try lines(of: "sales.jsonl")
        var count = 0
        while try lines.next() != nil { count += 1 }
        return count
    }

    /// The catalogue.
    public func products() throws(TradeProblem) -> TradeTable<TradeProduct> {
        try table("products.csv", as: TradeProduct.self)
    }

    /// The catalogue in one file, whatever it is called.
    public static func products(file: String) throws(TradeProblem) -> TradeTable<TradeProduct> {
        let (folder, name) = parts(of: file)
        return try TradeFolder(path: folder).table(name, as: TradeProduct.self)
    }

    /// Who has a card, in one file, whatever it is called.
    public static func members(file: String) throws(TradeProblem) -> TradeTable<TradeMember> {
        let (folder, name) = parts(of: file)
        return try TradeFolder(path: folder).table(name, as: TradeMember.self)
    }

    private static func parts(of file: String) -> (folder: String, name: String) {
        guard let end = file.lastIndex(of: "/") else { return (".", file) }
        let folder = end == file.startIndex ? "/" : String(file[..<end])
        return (folder, String(file[file.index(after: end)...]))
    }

    /// The stores.
    public func stores() throws(TradeProblem) -> TradeTable<TradeStore> {
        try table("stores.csv", as: TradeStore.self)
    }

    /// Who has a card.
    public func members() throws(TradeProblem) -> TradeTable<TradeMember> {
        try table("members.csv", as: TradeMember.self)
    }

    /// What members bought before the first day of the sales.
    public func openingHistory() throws(TradeProblem) -> TradeTable<OpeningDay> {
        try table("opening_history.csv", as: OpeningDay.self)
    }

    /// The lines of `file`, or of the packed file beside it when that is the one there is.
    package func lines(of file: String) throws(TradeProblem) -> LineReader {
        LineReader(try ByteFile(folder: path, name: file, limit: limits.fileBytes), limits: limits)
    }
}

/// The rows of one file that could be read, and what was wrong with the others.
public struct TradeTable<Row: Sendable>: Sendable {
    /// Every good row, in the order of the file.
    public var rows: [Row] = []
    /// Every bad line, in the order of the file.
    public var problems: [TradeProblem] = []

    /// The rows and problems of one file.
    public init(rows: [Row] = [], problems: [TradeProblem] = []) {
        self.rows = rows
        self.problems = problems
    }
}

/// How much of anything a reader believes; beyond it the input is a mistake or an attack.
public struct TradeLimits: Hashable, Sendable {
    /// The longest line.
    public var lineBytes = 1 << 20
    /// The most fields in a line of CSV.
    public var fields = 256
    /// The most lines in a sale.
    public var saleLines = 10_000
    /// The most bytes of one file, unpacked.
    public var fileBytes: Int64 = 1 << 36
    /// The largest amount of money in minor units, and the largest quantity.
    public var amount: Int64 = 10_000_000_000

    /// The limits that suit any shop.
    public init() {}
}
