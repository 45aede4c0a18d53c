import crashes

/// A recording as strace writes it, put together from short lines.
///
/// `[a.db]` stands for a descriptor of that file in the folder, `"a.db"` for its name, `'text'` for
/// bytes in hexadecimal, `<till>` and `<hub>` for connections, `<paper>` for the printer.
struct TraceLog {
    static let folder = "/data/till"
    static let place = Recording.Place(folder: folder, port: 7082, store: 1, till: 2)

    /// The line that strace writes for `text`.
    static func line(_ text: String) -> ArraySlice<UInt8> {
        // Bytes first: what stands in them is no line's own.
        var line = text.replacing(#/'([^']*)'/#) { "\"\(hex(String($0.output.1)))\"" }
        line.replace("<till>", with: "9<TCP:[127.0.0.1:7082->127.0.0.1:40000]>")
        line.replace("<hub>", with: "8<TCPv6:[[::1]:40001->[::1]:7081]>")
        line.replace("<paper>", with: "6<\(hex("/dev/pts/3"))<char 136:3>>")
        line.replace("[.]", with: "5<\(hex(folder))>")
        line.replace(#/\[([a-z.0-9-]+)\]/#) { "7<\(hex("\(folder)/\($0.output.1)"))>" }
        line.replace(#/"([a-z.0-9-]+)"/#) { "\"\(hex("\(folder)/\($0.output.1)"))\"" }
        return Array(line.utf8)[...]
    }

    static func hex(_ text: String) -> String {
        text.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// What the lines record.
    static func recording(_ text: String) throws -> Recording {
        var recording = Recording(place)
        for row in text.split(separator: "\n") { try recording.take(line(String(row))) }
        try recording.checkEnd()
        return recording
    }

    static func events(_ text: String) throws -> [DiskEvent] {
        try recording(text).events
    }
}
