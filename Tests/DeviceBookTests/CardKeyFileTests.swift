import DeviceBook
import Foundation
import HAL
import SecretFile
import Testing

/// The secret of a box's card tokens: made once, for its owner's eyes only.
struct CardKeyFileTests {
    /// A folder of its own, gone when the test is.
    private final class Folder {
        let path = NSTemporaryDirectory() + "card-key-\(UUID().uuidString)"

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }

        var file: String { "\(path)/\(CardKeyFile.fileName)" }

        func write(_ bytes: [UInt8], mode: Int = 0o600) throws {
            try Data(bytes).write(to: URL(filePath: file))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        }
    }

    private func bytes(of key: CardKey) -> [UInt8] {
        key.read { key in key.indices.map { key[$0] } }
    }

    @Test func `a box makes its key once and keeps it`() throws {
        let (folder, other) = (try Folder(), try Folder())
        let first = try CardKeyFile.key(at: folder.file)
        #expect(bytes(of: try CardKeyFile.key(at: folder.file)) == bytes(of: first))
        #expect(bytes(of: try CardKeyFile.key(at: other.file)) != bytes(of: first))
        let facts = try FileManager.default.attributesOfItem(atPath: folder.file)
        #expect(facts[.posixPermissions] as? Int == 0o600 && facts[.size] as? Int == 32)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files == [CardKeyFile.fileName], "the draft is gone")
    }

    @Test func `a key that is put there is taken`() throws {
        let folder = try Folder()
        try folder.write([UInt8](repeating: 9, count: 32))
        #expect(bytes(of: try CardKeyFile.key(at: folder.file)) == [UInt8](repeating: 9, count: 32))
    }

    typealias Row = (bytes: Int, mode: Int, says: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (31, 0o600, "not a key of 32 bytes", "too short"),
        (33, 0o600, "not a key of 32 bytes", "too long"),
        (0,  0o600, "not a key of 32 bytes", "empty, as a power cut leaves it"),
        (32, 0o640, "chmod 600",             "its group may read it"),
        (32, 0o604, "chmod 600",             "everybody may read it"),
    ]

    @Test(arguments: rows)
    func `a key that is none, or no secret, is refused and stays`(_ row: Row) throws {
        let folder = try Folder()
        try folder.write([UInt8](repeating: 3, count: row.bytes), mode: row.mode)
        let problem = #expect(throws: CardKeyFile.Problem.self) {
            try CardKeyFile.key(at: folder.file)
        }
        #expect(problem?.description.contains(row.says) == true, "\(row.why)")
        #expect(try Data(contentsOf: URL(filePath: folder.file)).count == row.bytes)
    }

    @Test func `a folder that is not there is named`() {
        let problem = #expect(throws: CardKeyFile.Problem.self) {
            try CardKeyFile.key(at: "/nowhere/card.key")
        }
        #expect(problem?.description.contains("/nowhere/card.key") == true)
    }
}
