/// A disk between two power cuts: what it has confirmed, and what may be on it besides.
///
/// The model is ext4 as shops run it (`data=ordered`, barriers on), and a little worse:
///
/// - What a file's sync has covered is on the disk; so is the name under which the file was made.
/// - Until then each sector of 512 bytes is as it was at some moment since: before all writes, or
///   after any of them. Sectors are independent of each other, whichever write they belong to and
///   in whatever order they were written. Nothing but a sector is whole.
/// - A file is as long as the last sector that is there; between, where nothing had ever been
///   written, are zeros. It may have grown without its bytes. Cutting it off may not have happened.
/// - A name that was given or taken may not have been, until its folder is synced, or, a new one's,
///   its file. Changes of one name keep their order; of different names they have none.
///
/// What is not in it: a sector that was confirmed and is wrong later, and a rename, which the till
/// does not use; the recording refuses one.
package struct Disk: Sendable {
    /// A change of a file that no sync has covered.
    struct Change {
        let event: Int
        let kind: Kind

        enum Kind {
            case write(at: Int, bytes: [UInt8])
            case resize(to: Int)
        }
    }

    /// A file: its confirmed bytes, and what may have been done to them.
    struct File {
        var confirmed: [UInt8] = []
        var pending: [Change] = []
        /// What the confirmed bytes are, in one number: see `SectorSum`.
        var sum = SectorSum()
    }

    /// A name that was given (with a file) or taken (without).
    struct NameChange {
        let event: Int
        let name: String
        let file: Int?
    }

    private(set) var files: [Int: File] = [:]
    private(set) var names: [String: Int] = [:]
    private(set) var pendingNames: [NameChange] = []
    /// How many events it has taken.
    package private(set) var count = 0

    /// An empty folder.
    package init() {}

    /// Takes the next event.
    package mutating func take(_ event: DiskEvent) {
        switch event {
        case .write(let file, let offset, let bytes):
            let kind = Change.Kind.write(at: offset, bytes: bytes)
            files[file, default: File()].pending.append(Change(event: count, kind: kind))
        case .resize(let file, let length):
            let change = Change(event: count, kind: .resize(to: length))
            files[file, default: File()].pending.append(change)
        case .link(let name, let file):
            files[file] = files[file] ?? File()
            pendingNames.append(NameChange(event: count, name: name, file: file))
        case .unlink(let name):
            pendingNames.append(NameChange(event: count, name: name, file: nil))
        case .sync(let file, let before):
            confirm(file, before)
        case .syncNames(let before):
            confirmNames { $0.event < before }
        case .seen:
            break
        }
        count += 1
    }

    private mutating func confirm(_ file: Int, _ before: Int) {
        guard var state = files[file] else { return }
        files[file] = nil
        let covered = state.pending.prefix { $0.event < before }
        for change in covered {
            state.confirmed.apply(change.kind)
            state.sum.take(change)
        }
        state.pending.removeFirst(covered.count)
        files[file] = state
        // Its own name goes with it, and so does whatever happened to that name before.
        let named = pendingNames.filter { $0.file == file && $0.event < before }
        confirmNames { change in
            named.contains { $0.name == change.name && $0.event >= change.event }
        }
    }

    private mutating func confirmNames(where isCovered: (NameChange) -> Bool) {
        for change in pendingNames where isCovered(change) { names[change.name] = change.file }
        pendingNames.removeAll(where: isCovered)
    }

    /// The folder that a power cut leaves when `choice` decides what had reached the disk.
    package func folder(_ choice: CrashChoice) -> [String: [UInt8]] {
        surviving(choice).mapValues { files[$0].map { contents($0, choice) } ?? [] }
    }

    /// Whether anything about files whose names begin so is unconfirmed.
    package func isUnsettled(_ prefix: String) -> Bool {
        pendingNames.contains { $0.name.hasPrefix(prefix) }
            || names.contains { name, file in
                name.hasPrefix(prefix) && files[file]?.pending.isEmpty == false
            }
    }

    /// Which file each name leads to after a power cut.
    func surviving(_ choice: CrashChoice) -> [String: Int] {
        var names = names
        for change in pendingNames where choice.keeps(change) { names[change.name] = change.file }
        return names
    }

    private func contents(_ file: File, _ choice: CrashChoice) -> [UInt8] {
        guard !file.pending.isEmpty else { return file.confirmed }
        let newest = choice.newest(of: file)
        var bytes = file.confirmed
        for change in file.pending {
            switch change.kind {
            case .write(let offset, let written):
                for sector in Sectors.of(offset, written.count)
                where (newest[sector] ?? -1) >= change.event {
                    bytes.put(written, at: offset, within: Sectors.bytes(of: sector))
                }
                if choice.hasGrown { bytes.grow(to: offset + written.count) }
            case .resize(let length):
                if choice.keeps(change) { bytes.resize(to: length) }
            }
        }
        return bytes
    }
}

/// The pieces in which a disk writes: 512 bytes, whole or not at all.
enum Sectors {
    static let size = 512

    /// The sectors that `count` bytes at `offset` lie in.
    static func of(_ offset: Int, _ count: Int) -> Range<Int> {
        offset / size..<(offset + count + size - 1) / size
    }

    static func bytes(of sector: Int) -> Range<Int> {
        sector * size..<(sector + 1) * size
    }
}

extension [UInt8] {
    mutating func grow(to length: Int) {
        if length > count { append(contentsOf: repeatElement(0, count: length - count)) }
    }

    mutating func resize(to length: Int) {
        if length < count { removeLast(count - length) } else { grow(to: length) }
    }

    /// Puts those of `bytes`, which belong at `offset`, that lie in `window`.
    mutating func put(_ bytes: [UInt8], at offset: Int, within window: Range<Int>) {
        let range = window.clamped(to: offset..<(offset + bytes.count))
        grow(to: range.upperBound)
        let part = (range.lowerBound - offset)..<(range.upperBound - offset)
        replaceSubrange(range, with: bytes[part])
    }

    fileprivate mutating func apply(_ kind: Disk.Change.Kind) {
        switch kind {
        case .write(let offset, let bytes):
            put(bytes, at: offset, within: offset..<(offset + bytes.count))
        case .resize(let length):
            resize(to: length)
        }
    }
}
