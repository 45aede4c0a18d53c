import Glibc
package import HAL

/// A socket on which the kernel and udev say what comes and goes (NETLINK_KOBJECT_UEVENT).
///
/// It belongs to one thread of one process: it is closed in every program that is started, for a
/// copy of it would take half of the messages. Numbers are those of the kernel's linux/netlink.h
/// and asm-generic/socket.h, structures those of netlink(7) and unix(7).
package final class UEventSocket: Sendable {
    /// What came.
    package enum Received: Equatable, Sendable {
        /// Nothing is there now.
        case nothing
        /// Something came or went.
        case event(UEvent)
        /// Something was lost: the buffer ran over, or a message was cut or not understood.
        case missed
        /// Somebody sent it who has no say.
        case refused
        /// There will be no more, for this reason.
        case dead(Int32)
    }

    /// `struct sockaddr_nl`.
    private struct Address {
        var family = UInt16(AF_NETLINK)
        var padding: UInt16 = 0
        var port: UInt32 = 0
        var groups: UInt32 = 0
    }

    private static let ueventProtocol: Int32 = 15
    private static let passCredentials: Int32 = 16
    private static let credentialsType: UInt32 = 2

    /// What a thread polls for `POLLIN`.
    package let descriptor: Int32

    /// Opens it; from now on nothing that comes is missed, or it is said so.
    ///
    /// - Parameter buffer: Bytes that the kernel keeps for us, as far as it allows.
    package init(buffer: Int32 = 1 << 20) throws(DeviceError) {
        let kind = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        descriptor = socket(AF_NETLINK, kind, Self.ueventProtocol)
        guard descriptor >= 0 else { throw Self.fault("socket") }
        do throws(DeviceError) {
            try set(Self.passCredentials, to: 1)
            try set(SO_RCVBUF, to: buffer)
            try bind(UEventSender.kernelGroup | UEventSender.udevGroup)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit {
        close(descriptor)
    }

    /// Its number, by which others can send to it alone.
    package var port: UInt32 {
        var address = Address()
        var size = socklen_t(MemoryLayout<Address>.size)
        withUnsafeMutableBytes(of: &address) { address in
            let address = address.assumingMemoryBound(to: sockaddr.self).baseAddress
            _ = address.map { getsockname(descriptor, $0, &size) }
        }
        return address.port
    }

    /// Takes the next message, without waiting.
    package func receive() -> Received {
        var sender = Address()
        var message = [UInt8](repeating: 0, count: UEvent.longest)
        var control = [UInt8](repeating: 0, count: 64)
        var flags: Int32 = 0
        let count = withUnsafeMutableBytes(of: &sender) { sender in
            message.withUnsafeMutableBytes { message in
                control.withUnsafeMutableBytes { control in
                    take(sender, message, control, &flags)
                }
            }
        }
        guard count >= 0 else { return Self.failure(errno) }
        let user = Self.user(control)
        let trust = UEventSender(group: sender.groups, port: sender.port, user: user)
        guard trust.isTrusted else { return .refused }
        guard flags & Int32(MSG_TRUNC) == 0, let event = UEvent(message[..<count]) else {
            return .missed
        }
        return .event(event)
    }

    /// What a failed `recvmsg` means.
    package static func failure(_ code: Int32) -> Received {
        switch code {
        case EAGAIN, EINTR: .nothing
        case ENOBUFS: .missed
        default: .dead(code)
        }
    }

    private func take(
        _ sender: UnsafeMutableRawBufferPointer,
        _ message: UnsafeMutableRawBufferPointer,
        _ control: UnsafeMutableRawBufferPointer,
        _ flags: inout Int32
    ) -> Int {
        var piece = iovec(iov_base: message.baseAddress, iov_len: message.count)
        return withUnsafeMutablePointer(to: &piece) { piece in
            var header = msghdr()
            header.msg_name = sender.baseAddress
            header.msg_namelen = socklen_t(sender.count)
            header.msg_iov = piece
            header.msg_iovlen = 1
            header.msg_control = control.baseAddress
            header.msg_controllen = control.count
            defer { flags = header.msg_flags }
            return recvmsg(descriptor, &header, 0)
        }
    }

    /// The user in `struct cmsghdr` with `struct ucred`: length, level, type; pid, uid, gid.
    private static func user(_ control: [UInt8]) -> UInt32? {
        control.withUnsafeBytes { bytes in
            func word(_ offset: Int) -> UInt32 {
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            }
            guard bytes.loadUnaligned(as: Int.self) >= 28, word(8) == UInt32(SOL_SOCKET),
                word(12) == credentialsType
            else { return nil }
            return word(20)
        }
    }

    private func set(_ option: Int32, to value: Int32) throws(DeviceError) {
        var value = value
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(descriptor, SOL_SOCKET, option, &value, size) == 0 else {
            throw Self.fault("option \(option)")
        }
    }

    private func bind(_ groups: UInt32) throws(DeviceError) {
        var address = Address(groups: groups)
        let code = withUnsafeMutableBytes(of: &address) { address in
            Glibc.bind(
                descriptor,
                address.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(address.count)
            )
        }
        guard code == 0 else { throw Self.fault("bind") }
    }

    private static func fault(_ step: String) -> DeviceError {
        let reason = String(cString: strerror(errno))
        return DeviceError(.failure, "uevents, \(step): \(reason)", mayHaveRun: false)
    }
}
