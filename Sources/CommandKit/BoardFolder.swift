internal import FoundationEssentials

/// Where board files are looked for: the folder that was named, else beside the work, else where a
/// package puts them.
public enum BoardFolder {
    /// The places, first match wins.
    public static let places = ["boards", "/usr/share/till/boards"]

    /// The file of the board `name`, which may be a path itself.
    public static func file(_ name: String, in folder: String?) -> String {
        if name.contains("/") || name.hasSuffix(".yaml") { return name }
        let folders = folder.map { [$0] } ?? places
        let files = folders.map { "\($0)/\(name).yaml" }
        return files.first { FileManager.default.fileExists(atPath: $0) } ?? files[0]
    }
}
