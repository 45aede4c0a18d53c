internal import Retail
internal import autopsy
internal import crashes

/// The file that `strace` wrote, read and proven.
struct TraceFile {
    private let options: StatesCommand
    private let place: Place

    init(_ options: StatesCommand, _ place: Place) {
        self.options = options
        self.place = place
    }

    /// What it holds: played again, it gives the files of the folder, byte for byte.
    func recording() throws -> Recording {
        guard let bytes = FolderFiles.read(options.trace), !bytes.isEmpty else {
            throw StoppedShort(description: "\(options.trace): no recording is there")
        }
        var recording = Recording(
            Recording.Place(
                folder: options.folder,
                port: options.port,
                store: Int(place.store),
                till: Int(place.till)
            )
        )
        for line in bytes.split(separator: UInt8(ascii: "\n")) { try recording.take(line) }
        try recording.checkEnd()
        try check(recording)
        return recording
    }

    private func check(_ recording: Recording) throws {
        var disk = Disk()
        for event in recording.events { disk.take(event) }
        let state = CrashState(boundary: recording.events.count, kind: .kept, seed: 0)
        let played = disk.folder(state.choice(on: disk))
        let names = FolderFiles.names(in: options.folder)
        guard Set(names) == Set(played.keys) else {
            throw StoppedShort(
                description: "the recording ends with \(played.keys.sorted()), "
                    + "\(options.folder) holds \(names)"
            )
        }
        for (name, bytes) in played where FolderFiles.read("\(options.folder)/\(name)") != bytes {
            throw StoppedShort(description: "\(name) is not what the recording makes of it")
        }
    }
}
