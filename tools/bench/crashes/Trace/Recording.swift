/// All that a recorded program did to its data folder, and what it let the world see meanwhile.
///
/// What was seen stands where the call that showed it was begun; what was written where its call
/// came back; and what the disk confirmed counts for the writes that had come back before the
/// confirming call was begun. Where two threads overlap, each is so taken at its worst.
package struct Recording {
    /// Which folder is meant, and what in the program's traffic is a sign to whom.
    package struct Place {
        /// The data folder; it is empty at the recording's start.
        let folder: String
        /// The port at which the till answers the counter.
        let port: Int
        /// What stands before a receipt's number on paper: store, till, `#`.
        let paperMark: [UInt8]

        package init(folder: String, port: Int, store: Int, till: Int) {
            self.folder = folder
            self.port = port
            paperMark = Array("\(store)-\(till) #".utf8)
        }
    }

    /// What happened, in order.
    package private(set) var events: [DiskEvent] = []
    /// Which file each name led to at the end.
    package private(set) var names: [String: Int] = [:]

    private let place: Place
    private var files = 0
    /// What each thread is in the middle of, and how many events there were when it began.
    private var entered: [Int: (call: TraceCall, before: Int)] = [:]
    /// Where `write` goes in a file that was opened for it: by descriptor.
    private var positions: [Int: Int] = [:]
    private var paper = PaperWatch()

    /// Nothing recorded yet.
    package init(_ place: Place) {
        self.place = place
    }

    /// Takes the next line of the recording.
    package mutating func take(_ line: ArraySlice<UInt8>) throws(TraceFault) {
        switch try TraceLine(line) {
        case nil:
            return
        case .entered(let call):
            try see(call)
            entered[call.thread] = (call, events.count)
        case .whole(let call, let result):
            try see(call)
            try apply(call, result, before: events.count)
        case .resumed(let thread, let result):
            guard let (call, before) = entered.removeValue(forKey: thread) else { return }
            try apply(call, result, before: before)
        }
    }

    /// Whether a call that changes the folder was begun and never came back.
    package func checkEnd() throws(TraceFault) {
        for (call, _) in entered.values where isOfFolder(call) && call.name.contains("write") {
            throw TraceFault("\(call.name) never came back: the program was killed in it")
        }
    }

    // MARK: what the world sees

    private mutating func see(_ call: TraceCall) throws(TraceFault) {
        guard Self.outward.contains(call.name), let target = call.arguments.first?.target else {
            return
        }
        switch target {
        case .connection(place.port):
            if let words = Answer.words(in: try call.argument(1).bytes()) {
                events.append(.seen(.answered(words)))
            }
        case .connection:
            let bytes = try call.argument(1).bytes()
            if let last = UploadHead.last(in: bytes) {
                events.append(.seen(.uploaded(through: last)))
            }
            events += FeedQuestion.versions(in: bytes).map(DiskEvent.seen)
        case .path(let path) where path.hasPrefix("/dev/pts/"):
            let bytes = try call.argument(1).bytes()
            for receipt in paper.receipts(in: bytes, to: path, after: place.paperMark) {
                events.append(.seen(.printed(receipt: receipt)))
            }
        case .path, .other:
            break
        }
    }

    /// No file of a till grows longer in a recording; a number beyond it is a misreading.
    private static let longestFile = 1 << 30

    private static let outward: Set = ["write", "writev", "sendto", "sendmsg", "sendmmsg"]

    // MARK: what the disk gets

    private mutating func apply(
        _ call: TraceCall,
        _ result: Int?,
        before: Int
    ) throws(TraceFault) {
        guard let result, result >= 0 else { return }
        switch call.name {
        case "open", "openat", "creat": try open(call, result)
        case "pwrite64": try write(call, try call.argument(3).number, result)
        case "pwritev": try write(call, try call.argument(3).number, result)
        case "write", "writev": try writeOn(call, result)
        case "fsync", "fdatasync": try sync(call, before)
        case "ftruncate": try resize(file(call), try call.argument(1).number)
        case "truncate": try resize(names[try name(call, 0) ?? ""], try call.argument(1).number)
        case "unlink": try unlink(try name(call, 0))
        case "unlinkat": try unlink(try name(call, 1))
        case "link": try link(try name(call, 0), try name(call, 1))
        case "linkat": try link(try name(call, 1), try name(call, 3))
        case "mkdir", "mkdirat", "sync", "syncfs", "sync_file_range", "sendto", "sendmsg",
            "sendmmsg":
            break  // the folder itself, and what promises less than it seems to
        case "mmap" where !call.sharesItsWrites:
            break
        default:
            guard !isOfFolder(call) else {
                throw TraceFault("\(call.name) on the data folder: teach the disk's model first")
            }
        }
    }

    private mutating func open(_ call: TraceCall, _ descriptor: Int) throws(TraceFault) {
        let index = call.name == "openat" ? 1 : 0
        guard let name = try name(call, index) else { return }
        let flags = call.arguments.dropFirst(index + 1).first?.word ?? "O_CREAT|O_TRUNC"
        positions[descriptor] = 0
        if let file = names[name] {
            if flags.contains("O_TRUNC") { events.append(.resize(file: file, to: 0)) }
            return
        }
        guard flags.contains("O_CREAT"), !flags.contains("O_APPEND") else {
            throw TraceFault("\(name) was opened, and nobody had made it")
        }
        files += 1
        names[name] = files
        events.append(.link(name: name, file: files))
    }

    private mutating func writeOn(_ call: TraceCall, _ count: Int) throws(TraceFault) {
        guard file(call) != nil, let descriptor = try call.argument(0).number else { return }
        guard let position = positions[descriptor] else {
            throw TraceFault("\(call.name) into the data folder at a place that nobody knows")
        }
        try write(call, position, count)
        positions[descriptor] = position + count
    }

    private mutating func write(
        _ call: TraceCall,
        _ offset: Int?,
        _ count: Int
    ) throws(TraceFault) {
        guard let file = file(call) else { return }
        let bytes = try call.argument(1).bytes()
        guard let offset, (0...Self.longestFile).contains(offset), count <= bytes.count else {
            throw TraceFault("\(call.name) of \(count) bytes, of which \(bytes.count) are known")
        }
        events.append(.write(file: file, at: offset, bytes: Array(bytes.prefix(count))))
    }

    private mutating func resize(_ file: Int?, _ length: Int?) throws(TraceFault) {
        guard let file else { return }
        guard let length, (0...Self.longestFile).contains(length) else {
            throw TraceFault("a file was cut off, who knows where")
        }
        events.append(.resize(file: file, to: length))
    }

    private mutating func sync(_ call: TraceCall, _ before: Int) throws(TraceFault) {
        if case .path(place.folder) = try call.argument(0).target {
            events.append(.syncNames(before: before))
        } else if let file = file(call) {
            events.append(.sync(file: file, before: before))
        }
    }

    private mutating func link(_ old: String?, _ new: String?) throws(TraceFault) {
        guard let new else { return }
        guard let old, let file = names[old] else {
            throw TraceFault("\(new) became a name of a file from elsewhere")
        }
        names[new] = file
        events.append(.link(name: new, file: file))
    }

    private mutating func unlink(_ name: String?) throws(TraceFault) {
        guard let name, names.removeValue(forKey: name) != nil else { return }
        events.append(.unlink(name: name))
    }

    // MARK: which file

    /// The file that the first argument's descriptor names; nil when it lies elsewhere.
    private func file(_ call: TraceCall) -> Int? {
        guard case .path(let path)? = call.arguments.first?.target else { return nil }
        return name(path).flatMap { names[$0] }
    }

    private func name(_ call: TraceCall, _ index: Int) throws(TraceFault) -> String? {
        name(try call.argument(index).path())
    }

    private func name(_ path: String) -> String? {
        guard path.hasPrefix(place.folder + "/") else { return nil }
        return String(path.dropFirst(place.folder.utf8.count + 1))
    }

    private func isOfFolder(_ call: TraceCall) -> Bool {
        call.arguments.contains { argument in
            if case .path(let path) = argument.target { return path.hasPrefix(place.folder) }
            return (try? argument.path())?.hasPrefix(place.folder) == true
        }
    }
}

extension TraceCall {
    /// Whether it maps a file so that stores into memory become writes that nobody records.
    fileprivate var sharesItsWrites: Bool {
        arguments.contains { $0.word.contains("MAP_SHARED") }
            && arguments.contains { $0.word.contains("PROT_WRITE") }
    }
}
