import Boards
import Drivers
import Glibc
import StrictYAML

/// The profiles of the repo, `boards/printers/*.yaml`.
enum Profiles {
    static let names = [
        "clone-58", "epson-tm-t20iii", "epson-tm-t88vi", "gainscha-80", "rongta-rp80",
        "star-escpos", "xprinter-xp80",
    ]

    static func load(_ name: String) throws -> PrinterProfile {
        try PrinterProfile.load("\(boardsFolder)/printers/\(name).yaml")
    }
}

extension PrinterProfile {
    /// The numbers of `ESC t` and the C library's names of the pages.
    var charsets: [UInt8: String] {
        Dictionary(
            codePages.value.sorted.map { ($0.number, $0.page.rawValue.uppercased()) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

/// The names of the profiles' files, sorted.
func printerFiles() -> [String] {
    guard let folder = opendir("\(boardsFolder)/printers") else { return [] }
    defer { closedir(folder) }
    var files: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name.hasSuffix(".yaml") { files.append(name) }
    }
    return files.sorted()
}

/// The text of a file of the repo.
func fileText(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw YAMLProblem.gone(path) }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
    return String(decoding: bytes, as: UTF8.self)
}

extension YAMLProblem {
    fileprivate static func gone(_ path: String) -> YAMLProblem {
        YAMLProblem(.unreadable, file: path, line: 0, keyPath: "", message: "gone")
    }
}
