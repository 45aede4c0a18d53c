public import DurableSQLite
internal import FoundationEssentials
internal import Loyalty
public import Records
public import Retail
internal import StrictYAML
public import SyncProtocol
internal import TradeFolder

/// A file from which a feed is published, read strictly.
///
///     programmes      a programme's file
///     configuration   the settings of a shop, as YAML
///     coupons         the coupons of a shop, as YAML
///     catalogue       a table as products.csv of a trade folder
///     members         a table as members.csv, with a column phone if there is one
///
/// One bad line and nothing is published: a shop that sells by half a list knows neither half.
public struct FeedFile: Sendable {
    /// What a file says.
    enum Contents {
        /// All that there is in the feed.
        case entries([FeedEntry])
        /// A programme, which the hub counts by as well.
        case programme(ProgrammeEntry)
    }

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

    /// What the file says.
    ///
    /// - Parameter key: What the numbers of members are hashed with; nothing else needs one.
    func read(by key: LookupKey?) throws(FeedFileFault) -> Contents {
        switch kind {
        case .programmes:
            .programme(try programme())
        case .configuration:
            .entries(try settings().entries)
        case .coupons:
            .entries(try coupons().entries)
        case .catalogue:
            .entries(
                try entries { () throws(TradeProblem) in
                    let table = try TradeFolder.products(file: path)
                    return (table.rows.map(\.feedEntry), table.problems)
                }
            )
        case .members:
            .entries(
                try entries { () throws(TradeProblem) in
                    guard let key else { throw keyless }
                    return members(try TradeFolder.members(file: path), by: key)
                }
            )
        }
    }

    private var keyless: TradeProblem {
        TradeProblem(
            file: path,
            line: nil,
            field: nil,
            what: "the hub has no key to hash the numbers of members with",
            fix: "name the file with its secret with --key"
        )
    }

    private func entries(
        of table: () throws(TradeProblem) -> (entries: [FeedEntry], problems: [TradeProblem])
    ) throws(FeedFileFault) -> [FeedEntry] {
        let found: (entries: [FeedEntry], problems: [TradeProblem])
        do throws(TradeProblem) {
            found = try table()
        } catch {
            throw FeedFileFault(["\(error)"])
        }
        guard found.problems.isEmpty else { throw FeedFileFault(found.problems.map { "\($0)" }) }
        return found.entries
    }

    private func programme() throws(FeedFileFault) -> ProgrammeEntry {
        let text = try text()
        let rules = try decode(Programme.self, from: text)
        do throws(ProgrammeError) {
            try rules.validate()
        } catch {
            throw FeedFileFault(error.faults.map { "\(path): \($0)" })
        }
        return ProgrammeEntry(programme: rules, text: text)
    }

    private func settings() throws(FeedFileFault) -> ShopSettings {
        let settings = try decode(ShopSettings.self, from: try text())
        let faults = settings.faults
        guard faults.isEmpty else {
            throw FeedFileFault(
                faults.map { "\(path): \($0.name.rawValue): \($0.what); \($0.fix)" }
            )
        }
        return settings
    }

    private func coupons() throws(FeedFileFault) -> CouponFile {
        let file = try decode(CouponFile.self, from: try text())
        let faults = file.faults
        guard faults.isEmpty else { throw FeedFileFault(faults.map { "\(path): \($0)" }) }
        return file
    }

    private func decode<Value: Decodable>(
        _ type: Value.Type,
        from text: String
    ) throws(FeedFileFault) -> Value {
        do throws(YAMLProblem) {
            return try StrictYAML.decode(type, from: text, file: path)
        } catch {
            throw FeedFileFault(["\(error)"])
        }
    }

    private func text() throws(FeedFileFault) -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw FeedFileFault(["\(path): cannot be read; name a file that the hub may read"])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FeedFileFault(["\(path): is not UTF-8; save it as UTF-8"])
        }
        return text
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
        let contents: FeedFile.Contents
        do throws(FeedFileFault) {
            contents = try file.read(by: key)
        } catch {
            return FeedFilePublication(.failure(error))
        }
        let outcome: FeedFilePublication
        switch contents {
        case .entries(let entries):
            let (publication, leftOut) = try await publication(of: entries, as: file.kind)
            outcome = FeedFilePublication(.success(publication), leftOut: leftOut)
        case .programme(let entry):
            outcome = FeedFilePublication(
                try await publish(entry).mapError { FeedFileFault(["\(file.path): \($0)"]) }
            )
        }
        // What is published stays so; what cannot be forgotten now is at the next start.
        _ = try? await forgetFeeds()
        return outcome
    }
}

/// Why a file is not published: one bad line suffices.
public struct FeedFileFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// How many are told of.
    private static let limit = 10

    /// All that is wrong with it: where, what, and what to do.
    public let problems: [String]

    init(_ problems: [String]) {
        self.problems = problems
    }

    /// The first problems, one a line.
    public var description: String {
        let more = problems.count - Self.limit
        return (problems.prefix(Self.limit) + (more > 0 ? ["and \(more) more"] : []))
            .joined(separator: "\n")
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
