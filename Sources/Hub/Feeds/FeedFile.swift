public import DurableSQLite
public import Records
public import Retail
public import SyncProtocol
public import TradeFolder

/// A file from which a feed is published: the tables of a trade folder, read strictly.
///
///     catalogue   a table as products.csv
///     members     a table as members.csv, with a column phone if there is one
///
/// One bad line and nothing is published: a shop that sells by half a list knows neither half.
public struct FeedFile: Sendable {
    /// The feed.
    public let kind: FeedKind
    /// Where the file is.
    public let path: String
    /// The calling code of the shop's country, for phone numbers without one.
    public let callingCode: String

    /// The file at `path`, for the feed `kind`; nothing is read yet.
    public init(_ kind: FeedKind, path: String, callingCode: String = "86") {
        (self.kind, self.path, self.callingCode) = (kind, path, callingCode)
    }

    /// What the file says; the problems with its lines, and then no entries.
    ///
    /// - Parameter key: What the numbers of members are hashed with; nothing else needs one.
    public func read(
        by key: LookupKey? = nil
    ) throws(TradeProblem) -> (entries: [FeedEntry], problems: [TradeProblem]) {
        switch kind {
        case .catalogue:
            return Self.entries(try TradeFolder.products(file: path), \.feedEntry)
        case .members:
            guard let key else { throw Self.keyless(path) }
            return members(try TradeFolder.members(file: path), by: key)
        }
    }

    private static func keyless(_ path: String) -> TradeProblem {
        TradeProblem(
            file: path,
            line: nil,
            field: nil,
            what: "the hub has no key to hash the numbers of members with",
            fix: "name the file with its secret with --key"
        )
    }

    private static func entries<Row>(
        _ table: TradeTable<Row>,
        _ entry: (Row) -> FeedEntry
    ) -> (entries: [FeedEntry], problems: [TradeProblem]) {
        table.problems.isEmpty ? (table.rows.map(entry), []) : ([], table.problems)
    }
}

extension HubCore {
    /// Publishes what `file` says.
    ///
    /// - Parameter key: What the numbers of members are hashed with; nothing else needs one.
    /// - Returns: What came of it, or the problems of the file: then nothing has.
    public func publish(
        _ file: FeedFile,
        by key: LookupKey? = nil
    ) async throws(StorageError) -> FeedFilePublication {
        let (entries, problems): ([FeedEntry], [TradeProblem])
        do throws(TradeProblem) {
            (entries, problems) = try file.read(by: key)
        } catch {
            return FeedFilePublication(.failure(FeedFileFault(problems: [error])))
        }
        guard problems.isEmpty else {
            return FeedFilePublication(.failure(FeedFileFault(problems: problems)))
        }
        let (publication, leftOut) = try await publication(of: entries, as: file.kind)
        return FeedFilePublication(.success(publication), leftOut: leftOut)
    }
}

/// Why a file is not published: one bad line suffices.
public struct FeedFileFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// How many are told of.
    private static let limit = 10

    /// All that is wrong with it.
    public let problems: [TradeProblem]

    /// The first problems, one a line.
    public var description: String {
        let told = problems.prefix(Self.limit).map { "\($0)" }
        let more = problems.count - told.count
        return (told + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "\n")
    }
}

/// What came of publishing a file.
public struct FeedFilePublication: Hashable, Sendable {
    /// What came of the feed.
    public let result: Result<FeedPublication, FeedFileFault>
    /// The members whom the file names although they were erased: nothing of them is published.
    public let leftOut: [MemberID]

    init(_ result: Result<FeedPublication, FeedFileFault>, leftOut: [MemberID] = []) {
        (self.result, self.leftOut) = (result, leftOut)
    }

    /// Whether the feed is now as the file says, but for whom it must not name.
    public var isSuccess: Bool { if case .success = result { true } else { false } }

    /// What came of it, for the person who asked.
    public var words: String {
        [told, leftOut.wordsOfErased].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var told: String {
        switch result {
        case .failure(let fault): fault.description
        case .success(.unchanged(let version)):
            "\(version.feed) is so already, version \(version.number)"
        case .success(.published(let version, let put, let removed)):
            "\(version.feed) version \(version.number): \(put) new or changed, \(removed) gone"
        }
    }
}

extension TradeProduct {
    /// The entry of the catalogue: a price for one piece, or for one whole unit.
    fileprivate var feedEntry: FeedEntry {
        let measure: String? =
            switch unit.quantity(1) {
            case .count: nil
            case .measure(_, let unit): unit
            }
        return CatalogueEntry(
            article: article,
            barcode: barcode.isEmpty ? nil : barcode,
            unit: measure,
            price: price
        ).entry
    }
}
