import Foundation
import SecretFile
import Testing

/// A file for its owner's eyes only, whole or not there.
struct SecretFileTests {
    /// A folder of its own, gone when the test is.
    private final class Folder {
        let path = NSTemporaryDirectory() + "secret-\(UUID().uuidString)"

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }

        var file: String { "\(path)/a.key" }

        var files: [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        }
    }

    @Test func `what is made stays, and what replaces it takes its place`() throws {
        let folder = try Folder()
        #expect(try SecretFile.read(folder.file, limit: 9) == nil)
        try SecretFile.make(folder.file, [1, 2, 3])
        try SecretFile.make(folder.file, [4])
        #expect(try SecretFile.read(folder.file, limit: 9) == [1, 2, 3])
        try SecretFile.replace(folder.file, [5, 6])
        #expect(try SecretFile.read(folder.file, limit: 9) == [5, 6])
        #expect(try SecretFile.read(folder.file, limit: 1) == [5], "never more than asked for")
        let facts = try FileManager.default.attributesOfItem(atPath: folder.file)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(folder.files == ["a.key"], "no draft is left")
        SecretFile.remove(folder.file)
        #expect(try SecretFile.read(folder.file, limit: 9) == nil)
    }

    @Test func `a file that others may read is refused and named`() throws {
        for mode in [0o640, 0o604, 0o660, 0o601] {
            let folder = try Folder()
            try SecretFile.make(folder.file, [1])
            try FileManager.default.setAttributes(
                [.posixPermissions: mode],
                ofItemAtPath: folder.file
            )
            let problem = #expect(throws: SecretFile.Problem.self) {
                try SecretFile.read(folder.file, limit: 9)
            }
            let text = problem?.description ?? ""
            #expect(text.contains(folder.file) && text.contains("chmod 600"), "\(text)")
        }
    }

    @Test func `a link is not followed, and a folder that is not there is named`() throws {
        let folder = try Folder()
        try SecretFile.make(folder.file, [1])
        let link = "\(folder.path)/b.key"
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: folder.file
        )
        #expect(throws: SecretFile.Problem.self) { try SecretFile.read(link, limit: 9) }
        let problem = #expect(throws: SecretFile.Problem.self) {
            try SecretFile.make("/nowhere/a.key", [1])
        }
        #expect(problem?.description.contains("/nowhere") == true)
    }
}
