import Foundation

/// The script that chooses a slot, run by GRUB's own interpreter as a program on this machine.
struct GrubScript {
    /// Debian's package of the interpreter, with its folder of modules.
    static let program = "/usr/bin/grub-emu"
    static let isHere = FileManager.default.isExecutableFile(atPath: program)

    /// The script that boxes get.
    static let ours = GrubScript(
        path: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path + "/boards/boot/slots.cfg"
    )

    let text: String

    init(path: String) {
        text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    init(text: String) {
        self.text = text
    }

    /// What the script makes of each block, in one run.
    func choices(of blocks: [BootBlock]) throws -> [BootBlock: BootChoice] {
        let folder = NSTemporaryDirectory() + "suanpan-grub-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try text.write(toFile: folder + "/slots.cfg", atomically: true, encoding: .utf8)
        let script = blocks.enumerated().map { index, block in
            """
            \(block.settings)
            source $prefix/slots.cfg
            echo "#\(index):$slot:$ORDER:$A_OK$A_TRY:$B_OK$B_TRY"
            """
        }
        try (script + ["halt"]).joined(separator: "\n")
            .write(toFile: folder + "/grub.cfg", atomically: true, encoding: .utf8)
        let lines = try output(folder).split(whereSeparator: \.isNewline)
        return lines.reduce(into: [:]) { choices, line in
            guard let start = line.firstIndex(of: "#") else { return }
            let fields = line[start...].dropFirst().split(
                separator: ":",
                omittingEmptySubsequences: false
            )
            guard fields.count == 5, let index = Int(fields[0]), blocks.indices.contains(index)
            else { return }
            choices[blocks[index]] = BootChoice(
                slot: fields[1].isEmpty ? nil : String(fields[1]),
                block: BootBlock(
                    order: String(fields[2]),
                    a: String(fields[3]),
                    b: String(fields[4])
                )
            )
        }
    }

    private func output(_ folder: String) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-d", folder, "-r", "host"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What stands in GRUB's environment block about the slots.
struct BootBlock: Hashable, CustomStringConvertible {
    /// The slots' names, the preferred one first.
    var order = "A B"
    /// Two digits a slot: whether it is whole, whether it was tried; empty: never written.
    var a = "10"
    var b = "10"

    subscript(slot: String) -> String {
        get { slot == "A" ? a : b }
        set { if slot == "A" { a = newValue } else { b = newValue } }
    }

    /// Whether the block says that `slot` is whole.
    func isWhole(_ slot: String) -> Bool { self[slot].first == "1" }

    /// Whether `slot` was started and not called good since.
    func isTried(_ slot: String) -> Bool { self[slot].last == "1" }

    /// The slots in the order of preference.
    var slots: [String] { order.split(separator: " ").map(String.init) }

    var description: String { "ORDER '\(order)' A \(a) B \(b)" }

    /// What sets these variables in a script.
    fileprivate var settings: String {
        "set ORDER=\"\(order)\"\n"
            + [("A", a), ("B", b)].map { name, digits in
                "set \(name)_OK=\(digits.prefix(1))\nset \(name)_TRY=\(digits.dropFirst())"
            }.joined(separator: "\n")
    }
}

/// What the script made of a block: the slot to start, and the block to save before.
struct BootChoice: Hashable {
    let slot: String?
    let block: BootBlock
}
