/// A transfer that a process has submitted to a mocked USB node (usbdevice_fs.h, `usbdevfs_urb`).
struct MockedURB {
    /// How usbfs numbers the kinds.
    enum Kind: UInt8 {
        case isochronous
        case interrupt
        case control
        case bulk
    }

    /// Where the structure lies in the process; it is the transfer's name.
    let address: UInt64
    let kind: Kind
    let endpoint: UInt8
    let buffer: UInt64
    let length: Int
    /// What the process sends; for a control transfer its set-up and what follows.
    let payload: [UInt8]
    /// How much of the payload the device has taken.
    var taken = 0

    var isIn: Bool { endpoint & 0x80 != 0 }

    /// Reads the structure, and what it sends, out of the process.
    init(at address: UInt64, _ memory: ClientMemory) {
        let head = memory.read(address, count: 32)
        func word(_ offset: Int, _ count: Int) -> UInt64 {
            head[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.address = address
        kind = Kind(rawValue: head[0]) ?? .bulk
        endpoint = head[1]
        buffer = word(16, 8)
        length = Int(word(24, 4))
        let sends = kind == .control || head[1] & 0x80 == 0
        payload = sends ? memory.read(buffer, count: length) : []
    }
}

/// A transfer that has ended, until the process fetches it.
struct MockedCompletion {
    let urb: MockedURB
    /// Nought, or a negative errno.
    let status: Int32
    /// What the process receives.
    var bytes: [UInt8] = []
    let count: Int

    /// Writes the outcome into the process.
    func write(to memory: ClientMemory) {
        memory.write(bytes, to: urb.buffer + (urb.kind == .control ? 8 : 0))
        memory.write(status, to: urb.address + 4)
        memory.write(Int32(count), to: urb.address + 28)
    }
}
