internal import FoundationEssentials
internal import Glibc

/// Files of a folder, whole, read and written without ado: nothing here has to last.
package enum FolderFiles {
    /// The bytes of the file at `path`; nil without one.
    package static func read(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map { Array($0) }
    }

    /// Makes `folder` hold these files and no others.
    package static func write(_ files: [String: [UInt8]], into folder: String) throws {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        for (name, bytes) in files {
            let path = "\(folder)/\(name)"
            let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            defer { close(file) }
            guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
                throw StoppedShort(description: "\(path): \(String(cString: strerror(errno)))")
            }
        }
    }

    /// The names in `folder`, without those of folders in it.
    package static func names(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        return (names ?? []).sorted()
    }
}

/// Why the cutter could not go on: what, where.
package struct StoppedShort: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) {
        self.description = description
    }
}
