import Foundation

/// A core dump of a running program by gdb's `gcore`; nothing where there is none or it may not.
struct CoreDump {
    private let path: String

    init?(of process: Int32, in folder: String) {
        let tool = Process()
        tool.executableURL = URL(filePath: "/usr/bin/gcore")
        tool.arguments = ["-o", folder + "/core", "\(process)"]
        tool.standardOutput = FileHandle.nullDevice
        tool.standardError = FileHandle.nullDevice
        path = "\(folder)/core.\(process)"
        guard (try? tool.run()) != nil else {
            print("SKIPPED: a card's number in a core dump: no gcore here (package gdb)")
            return nil
        }
        tool.waitUntilExit()
        guard FileManager.default.fileExists(atPath: path) else {
            print("SKIPPED: a card's number in a core dump: gcore may not look at the program")
            return nil
        }
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
