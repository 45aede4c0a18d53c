/// What had reached the disk of all that no sync had covered, when the power went.
package struct CrashChoice: Sendable {
    /// How much of one change.
    enum Kept: Hashable, Sendable {
        case none
        case all
        /// These sectors of a write, counted from the file's start.
        case sectors(Set<Int>)
    }

    /// Of each change, by its event; what is not named here did not happen.
    var changes: [Int: Kept] = [:]
    /// Of each change of a name, by its event.
    var names: Set<Int> = []
    /// Whether files have grown to where they were written, with zeros instead of the bytes.
    var hasGrown = false

    func keeps(_ change: Disk.NameChange) -> Bool {
        names.contains(change.event)
    }

    func keeps(_ change: Disk.Change) -> Bool {
        changes[change.event] == .all
    }

    /// The last event whose bytes are in each sector of `file`.
    func newest(of file: Disk.File) -> [Int: Int] {
        var newest: [Int: Int] = [:]
        for change in file.pending {
            guard case .write(let offset, let bytes) = change.kind else { continue }
            switch changes[change.event] ?? .none {
            case .none: continue
            case .all:
                for sector in Sectors.of(offset, bytes.count) { newest[sector] = change.event }
            case .sectors(let kept): for sector in kept { newest[sector] = change.event }
            }
        }
        return newest
    }

    /// A number that two choices share when they leave the same disk.
    func signature(of disk: Disk) -> UInt64 {
        let names = disk.surviving(self)
        return names.reduce(into: UInt64(0)) { sum, entry in
            let name = entry.key.utf8.reduce(UInt64(entry.value)) { Lot.mixed($0 &+ UInt64($1)) }
            sum &+= Lot.mixed(name)
            if let file = disk.files[entry.value] { sum &+= signature(of: file, entry.value) }
        }
    }

    private func signature(of file: Disk.File, _ number: Int) -> UInt64 {
        var sum = file.sum
        for change in file.pending where keeps(change) && change.isResize { sum.take(change) }
        let grownBy = hasGrown ? file.pending.last?.event : nil
        return Lot.mixed(sum.value(with: newest(of: file), grownBy: grownBy) &+ UInt64(number))
    }
}
