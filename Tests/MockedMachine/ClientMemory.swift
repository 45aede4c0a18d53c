import Glibc

/// The memory of a process that waits in an ioctl, through the preload's socket.
///
/// Messages are three 64-bit words: `5 address length` asks for bytes, `6 address length` and
/// bytes writes them (libumockdev-preload.c, `remote_emulate`).
struct ClientMemory {
    let socket: Int32

    func read(_ address: UInt64, count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        Self.send(socket, [5, address, UInt64(count)])
        return Self.receive(socket, count: count) ?? [UInt8](repeating: 0, count: count)
    }

    func write(_ bytes: [UInt8], to address: UInt64) {
        guard !bytes.isEmpty else { return }
        Self.send(socket, [6, address, UInt64(bytes.count)])
        Self.send(socket, bytes)
    }

    /// One number, in the machine's own order.
    func read<Number: FixedWidthInteger>(_ type: Number.Type, at address: UInt64) -> Number {
        let bytes = read(address, count: MemoryLayout<Number>.size)
        return bytes.reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    func write<Number: FixedWidthInteger>(_ number: Number, to address: UInt64) {
        let shifts = stride(from: 0, to: Number.bitWidth, by: 8)
        write(shifts.map { UInt8(truncatingIfNeeded: number >> Number($0)) }, to: address)
    }

    /// Sends every element of `values`, as they stand in memory.
    static func send<Value: BitwiseCopyable>(_ socket: Int32, _ values: [Value]) {
        values.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                let count = Glibc.send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                if count <= 0 { return }
                sent += count
            }
        }
    }

    /// Exactly so many bytes, or nothing when the client has gone.
    static func receive(_ socket: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return recv(socket, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
    }

    /// Three words, or nothing when the client has gone.
    static func receiveWords(_ socket: Int32) -> [UInt64]? {
        var words = [UInt64](repeating: 0, count: 3)
        return recv(socket, &words, 24, Int32(MSG_WAITALL)) == 24 ? words : nil
    }
}
