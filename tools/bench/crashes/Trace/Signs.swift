/// What the counter is answered, as it stands in the bytes of `POST /v1/enter`'s answer.
enum Answer {
    private static let taken = Array(#""accepted":true,"message":""#.utf8)

    /// The words of an answer that says that the entry was taken; nil in all other bytes.
    static func words(in bytes: [UInt8]) -> String? {
        guard let end = bytes.end(of: taken) else { return nil }
        return String(decoding: bytes[end...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
}

/// The head of an upload: see `Upload` for its form.
enum UploadHead {
    private static let magic = Array("PJU1".utf8)

    /// The number of the last record in an upload; nil in all other bytes.
    static func last(in bytes: [UInt8]) -> Int? {
        guard let end = bytes.end(of: magic), bytes.count >= end + 20 else { return nil }
        let first = bytes[(end + 8)..<(end + 16)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let count = bytes[(end + 16)..<(end + 20)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard first > 0, count > 0 else { return nil }
        return Int(exactly: first &+ count &- 1)
    }
}

/// What a till tells its hub of the feeds that it goes by: see `FeedRequest` for its form.
enum FeedQuestion {
    private static let held = Array(#""held":[{"digest":""#.utf8)

    /// The versions that a question names, in order; none in all other bytes.
    static func versions(in bytes: [UInt8]) -> [Sighting] {
        guard let end = bytes.end(of: held) else { return [] }
        let list = bytes[(end - held.count)...].prefix { $0 != UInt8(ascii: "]") }
        return list.split(separator: UInt8(ascii: "}")).compactMap { version in
            let version = Array(version)
            guard let feed = word("feed", in: version), let digest = word("digest", in: version),
                let at = version.end(of: Array(#""number":"#.utf8)),
                let number = Int(String(decoding: version[at...], as: UTF8.self))
            else { return nil }
            return .named(feed: feed, number: number, digest: digest)
        }
    }

    private static func word(_ key: String, in version: [UInt8]) -> String? {
        guard let at = version.end(of: Array("\"\(key)\":\"".utf8)) else { return nil }
        let word = version[at...].prefix { $0 != UInt8(ascii: "\"") }
        return String(decoding: word, as: UTF8.self)
    }
}

/// Reads receipts' numbers from what goes to printers, also where one is cut in two.
struct PaperWatch {
    private var held: [String: [UInt8]] = [:]

    /// The numbers that `bytes` complete on their way to `path`: digits behind `mark`, and a byte
    /// that is none behind them.
    mutating func receipts(in bytes: [UInt8], to path: String, after mark: [UInt8]) -> [Int] {
        var rest = (held[path] ?? []) + bytes
        var found: [Int] = []
        while let end = rest.end(of: mark) {
            let digits = rest[end...].prefix { (0x30...0x39).contains($0) }
            guard digits.endIndex < rest.endIndex else { break }
            if let number = Int(String(decoding: digits, as: UTF8.self)) { found.append(number) }
            rest = Array(rest[digits.endIndex...])
        }
        held[path] = Array(rest.suffix(mark.count + 8))
        return found
    }
}

extension [UInt8] {
    /// Where the first `word` in here ends; nil without one.
    func end(of word: [UInt8]) -> Int? {
        guard let first = word.first, count >= word.count else { return nil }
        var at = startIndex
        while let next = self[at...].firstIndex(of: first), next + word.count <= count {
            if self[next..<(next + word.count)].elementsEqual(word) { return next + word.count }
            at = next + 1
        }
        return nil
    }
}
