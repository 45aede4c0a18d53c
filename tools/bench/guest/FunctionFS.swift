import Glibc
import HAL
import Synchronization
import Wire

/// A USB function that a program plays: two bulk endpoints and one for interrupts (FunctionFS).
///
/// The kernel hands over endpoint 0 as a file, takes the descriptors from it, and then makes a file
/// of each other endpoint; reading and writing those is the far side of the host's transfers. They
/// block, so each has a thread of its own. The function lives as long as the program.
final class FunctionFS: Sendable {
    private let folder: String
    private let incoming = BytePipe(capacity: 65_536)
    private let bulk = Worker()
    private let interrupts = Worker()
    private let endpoints: (control: Int32, output: Int32, input: Int32, interrupt: Int32)

    /// Takes over the function `ffs.NAME` of a gadget that is not plugged in yet.
    init(name: String, descriptors: FunctionDescriptors) throws {
        folder = "/run/\(name)"
        try SystemFile(folder).makeFolder()
        guard mount(name, folder, "functionfs", 0, nil) == 0 else {
            throw Broken("mount functionfs \(name): \(String(cString: strerror(errno)))")
        }
        let control = try Self.open("\(folder)/ep0")
        for message in [descriptors.bytes, FunctionDescriptors.strings] {
            guard Glibc.write(control, message, message.count) == message.count else {
                throw Broken("the kernel refused the descriptors of \(name)")
            }
        }
        endpoints = (
            control, try Self.open("\(folder)/ep1"), try Self.open("\(folder)/ep2"),
            try Self.open("\(folder)/ep3")
        )
        let (output, incoming) = (endpoints.output, incoming)
        PermanentThread.start { Self.answerControl(control) }
        PermanentThread.start { Self.receive(from: output, into: incoming) }
    }

    private static func open(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Broken("\(path): \(String(cString: strerror(errno)))") }
        return descriptor
    }

    /// Refuses every request to the function: a transfer the wrong way round is a stall.
    ///
    /// An event is 12 bytes: the 8 of the request, the type (4 is SETUP), and 3 of padding.
    private static func answerControl(_ control: Int32) {
        var event = [UInt8](repeating: 0, count: 12)
        while Glibc.read(control, &event, event.count) == event.count {
            guard event[8] == 4 else { continue }
            let isToHost = event[0] & 0x80 != 0
            _ = isToHost ? Glibc.read(control, &event, 0) : Glibc.write(control, event, 0)
        }
    }

    /// Takes what the host sends; while the plug is out the kernel refuses, and it asks again.
    private static func receive(from output: Int32, into incoming: BytePipe) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(output, &buffer, buffer.count)
            guard count > 0 else {
                usleep(20_000)
                continue
            }
            var rest = buffer[..<count]
            while !rest.isEmpty, let accepted = try? incoming.offer(rest) {
                rest = rest.dropFirst(accepted)
                if accepted == 0 { usleep(5_000) }
            }
        }
    }
}

extension FunctionFS: ByteChannel {
    /// Sends one message: a slot change (50h) by the interrupt endpoint, all else by the bulk one.
    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        let isInterrupt = bytes.first == 0x50
        let endpoint = isInterrupt ? endpoints.interrupt : endpoints.input
        let sent = await (isInterrupt ? interrupts : bulk).run {
            Glibc.write(endpoint, bytes, bytes.count)
        }
        guard sent == bytes.count else {
            throw DeviceError(.failure, "\(sent) of \(bytes.count) bytes taken by the host")
        }
    }

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await incoming.read(upTo: limit, by: deadline)
    }
}

/// What a function tells the host of itself, in the form that FunctionFS takes (version 2).
struct FunctionDescriptors {
    /// `FUNCTIONFS_DESCRIPTORS_MAGIC_V2`, flags for full and high speed, and their descriptors.
    let bytes: [UInt8]

    /// A function of one interface and three endpoints; `special` is the class's own descriptor.
    init(interfaceClass: UInt8, special: [UInt8]) {
        let full = Self.speed(interfaceClass, special, packet: 64, interval: 16)
        let high = Self.speed(interfaceClass, special, packet: 512, interval: 8)
        let count = UInt32(5)
        let rest = Self.little(count) + Self.little(count) + full + high
        bytes = Self.little(3) + Self.little(UInt32(12 + rest.count)) + Self.little(3) + rest
    }

    /// One string in English, which nothing asks for: FunctionFS wants at least one.
    static let strings: [UInt8] = {
        let text = Array("card\0".utf8)
        let rest = little(1) + little(1) + [0x09, 0x04] + text
        return little(2) + little(UInt32(8 + rest.count)) + rest
    }()

    private static func speed(
        _ interfaceClass: UInt8,
        _ special: [UInt8],
        packet: UInt16,
        interval: UInt8
    ) -> [UInt8] {
        let size = [UInt8(packet & 0xFF), UInt8(packet >> 8)]
        return [9, 4, 0, 0, 3, interfaceClass, 0, 0, 1] + special
            + [7, 5, 0x01, 2] + size + [0]
            + [7, 5, 0x82, 2] + size + [0]
            + [7, 5, 0x83, 3, 8, 0, interval]
    }

    private static func little(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
