import Foundation

/// Looks for a number in everything that lies in a folder: databases, their logs, keys.
package enum FileSearch {
    /// The files in and below `folder` in which `text` stands.
    package static func files(in folder: String, with text: String) throws -> [String] {
        try files(in: folder, with: Array(text.utf8))
    }

    /// The files in and below `folder` in which `bytes` stand.
    package static func files(in folder: String, with bytes: [UInt8]) throws -> [String] {
        let wanted = Data(bytes)
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { return false }
            return try Data(contentsOf: URL(filePath: path)).range(of: wanted) != nil
        }
    }
}
