import Foundation

/// Looks for a card's number in files and in the memory of a running program.
///
/// A number is found when its first twelve digits stand together, as text of one or two bytes a
/// digit, two digits a byte at either half, or in base64 at any of its three places. The last four
/// may be known, so they are not looked for.
struct SecretSearch {
    /// One way in which the number may be written down.
    struct Pattern {
        let name: String
        let bytes: [UInt8]
    }

    let patterns: [Pattern]

    init(_ number: String) {
        let secret = String(number.prefix(12))
        let digits = Array(secret.utf8)
        patterns =
            [
                Pattern(name: "ASCII", bytes: digits),
                Pattern(name: "UTF-16", bytes: Array(digits.flatMap { [$0, 0] }.dropLast())),
                Pattern(name: "BCD", bytes: Self.packed(digits[...])),
                Pattern(name: "BCD, shifted", bytes: Self.packed(digits.dropFirst().dropLast())),
            ] + (0..<3).map { Self.base64(digits, after: $0) }
    }

    /// The ways in which the number stands in `data`.
    func found(in data: Data) -> [String] {
        data.withUnsafeBytes { memory in
            patterns.filter { Self.stands($0.bytes, in: memory) }.map(\.name)
        }
    }

    /// Whether `bytes` stand somewhere in `memory`, by Horspool's search: a core is large.
    private static func stands(_ bytes: [UInt8], in memory: UnsafeRawBufferPointer) -> Bool {
        var skips = [Int](repeating: bytes.count, count: 256)
        for (index, byte) in bytes.dropLast().enumerated() {
            skips[Int(byte)] = bytes.count - 1 - index
        }
        var end = bytes.count - 1
        while end < memory.count {
            let last = memory[end]
            if last == bytes[bytes.count - 1] {
                let start = end - bytes.count + 1
                if bytes.indices.allSatisfy({ memory[start + $0] == bytes[$0] }) { return true }
            }
            end += skips[Int(last)]
        }
        return false
    }

    /// What is found in the files of a folder and below, as `file: way`.
    func found(inFolder path: String) throws -> [String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: path)
        return try files.flatMap { file -> [String] in
            var isFolder: ObjCBool = false
            let whole = "\(path)/\(file)"
            guard FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder),
                !isFolder.boolValue,
                try FileManager.default.attributesOfItem(atPath: whole)[.type] as? FileAttributeType
                    == .typeRegular
            else { return [] }
            let data = try Data(contentsOf: URL(filePath: whole), options: .alwaysMapped)
            return found(in: data).map { "\(file): \($0)" }
        }
    }

    /// What is found in the memory of a process; nothing when this user may not look at it.
    func found(inProcess identifier: Int32) -> [String]? {
        guard let maps = try? String(contentsOfFile: "/proc/\(identifier)/maps", encoding: .utf8)
        else { return nil }
        let memory = open("/proc/\(identifier)/mem", O_RDONLY)
        guard memory >= 0 else { return nil }
        defer { close(memory) }
        var found: [String] = []
        var seen = 0
        for line in maps.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 2, words[1].hasPrefix("r") else { continue }
            let ends = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard ends.count == 2, let bytes = Self.read(memory, ends[0]..<ends[1]) else {
                continue
            }
            seen += bytes.count
            let place = words.count > 5 ? String(words[5]) : "memory"
            found += self.found(in: bytes).map { "\(place): \($0)" }
        }
        return seen > 0 ? found : nil
    }

    private static func read(_ memory: Int32, _ range: Range<UInt64>) -> Data? {
        var bytes = Data(count: Int(range.upperBound - range.lowerBound))
        let count = bytes.withUnsafeMutableBytes {
            pread(memory, $0.baseAddress, $0.count, Int(bitPattern: UInt(range.lowerBound)))
        }
        return count > 0 ? bytes.prefix(count) : nil
    }

    private static func packed(_ digits: ArraySlice<UInt8>) -> [UInt8] {
        let values = digits.map { $0 - 0x30 }
        return stride(from: 0, to: values.count - 1, by: 2).map {
            values[$0] << 4 | values[$0 + 1]
        }
    }

    /// The part of a base64 text that only `digits` decide, when they stand `offset` bytes behind
    /// a multiple of three.
    private static func base64(_ digits: [UInt8], after offset: Int) -> Pattern {
        let padded = [UInt8](repeating: 0, count: offset) + digits
        let whole = padded.prefix(padded.count / 3 * 3)
        let text = Data(whole).base64EncodedString().dropFirst(offset == 0 ? 0 : 4)
        return Pattern(name: "base64 at \(offset)", bytes: Array(text.utf8))
    }
}
