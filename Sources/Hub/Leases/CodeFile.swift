public import DurableSQLite
internal import FoundationEssentials
internal import Loyalty
internal import Retail

/// A file with the codes of a coupon for single use, one a line, read strictly.
///
///     SAVE20-7F3K9Q
///     SAVE20-M2X8TD
///
/// Empty lines are none. One wrong line and no code is put on stock.
public struct CodeFile: Hashable, Sendable {
    /// The most codes in one file: a commit reads all of a coupon's codes.
    public static let limit = 10_000

    /// The id of the coupon.
    public let coupon: String
    /// Where the file is.
    public let path: String

    /// The file at `path` with codes of the coupon `id`; nothing is read yet.
    public init(_ id: String, path: String) {
        (coupon, self.path) = (id, path)
    }

    /// The codes, each once.
    ///
    /// - Throws: all that is wrong with the file.
    func read() throws(FeedFileFault) -> Set<CouponCode> {
        guard Coupon.isID(coupon) else {
            throw FeedFileFault(["'\(coupon)' is no coupon; write its id, such as SAVE20"])
        }
        guard let bytes = FileManager.default.contents(atPath: path),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            throw FeedFileFault(["\(path): cannot be read; name a file of text, one code a line"])
        }
        var codes: Set<CouponCode> = []
        var problems: [String] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() where !line.isEmpty {
            if let code = CouponCode(line), code.coupon == coupon {
                codes.insert(code)
            } else {
                problems.append(
                    "\(path):\(number + 1): '\(line.prefix(CouponCode.limit))' is no code of "
                        + "\(coupon); write \(coupon)-, then capitals and digits, at most "
                        + "\(CouponCode.limit) in all"
                )
            }
        }
        if codes.count > Self.limit {
            problems.append("\(path): \(codes.count) codes are too many; \(Self.limit) can be")
        }
        if codes.isEmpty, problems.isEmpty {
            problems.append("\(path): has no code; write one a line")
        }
        guard problems.isEmpty else { throw FeedFileFault(problems) }
        return codes
    }
}

/// What came of putting codes on stock.
public struct CodeStocking: Hashable, Sendable {
    /// How many codes are new, and how many there were already; or the problems of the file.
    public let result: Result<Count, FeedFileFault>

    /// How many codes of a file are new.
    public struct Count: Hashable, Sendable {
        /// The id of the coupon.
        public let coupon: String
        /// Those that were put on stock.
        public let new: Int
        /// Those that had been before, used or not: they stay as they are.
        public let known: Int
    }

    /// Whether all codes of the file are on stock, or have been.
    public var isSuccess: Bool { if case .success = result { true } else { false } }

    /// What came of it, for the person who asked.
    public var words: String {
        switch result {
        case .failure(let fault): fault.description
        case .success(let count):
            "\(count.coupon): \(count.new) codes are new on stock, \(count.known) were known"
        }
    }
}

extension HubCore {
    /// Puts the codes of `file` on stock, for tills to lease; a code that ever was stays as it is.
    ///
    /// - Returns: What came of it, or the problems of the file: then nothing has.
    public func stock(_ file: CodeFile) async throws(StorageError) -> CodeStocking {
        let codes: Set<CouponCode>
        do throws(FeedFileFault) {
            codes = try file.read()
        } catch {
            return CodeStocking(result: .failure(error))
        }
        let pool = LeasePool.codes(of: file.coupon)
        let new = try await changeLeases(of: nil, pools: [pool]) { book in
            let ledger = book.ledger(of: pool)
            // A code was put on stock once if it ever came in, wherever it is by now.
            let new = codes.sorted().filter { ledger[.earned, $0.unit] == 0 }
            for code in new { book.stock(Holding(code.unit, 1), in: pool) }
            return new.count
        }
        let count = CodeStocking.Count(
            coupon: file.coupon,
            new: new,
            known: codes.count - new
        )
        return CodeStocking(result: .success(count))
    }
}
