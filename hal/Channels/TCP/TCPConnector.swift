import Glibc
import HAL

/// Opens a TCP connection; it blocks, so it has a thread of its own.
enum TCPConnector {
    /// A connected socket that does not block, to the first address of `endpoint` that answers.
    static func connect(_ endpoint: TCPEndpoint, by deadline: Deadline) throws(DeviceError) -> Int32
    {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(endpoint.host, String(endpoint.port), &hints, &list)
        guard code == 0 else {
            let reason = String(cString: gai_strerror(code))
            throw DeviceError(.noHardware, "\(endpoint): no such host: \(reason)")
        }
        defer { freeaddrinfo(list) }
        var failure = DeviceError(.noHardware, "\(endpoint): no address")
        var next = list
        while let address = next?.pointee {
            next = address.ai_next
            do throws(DeviceError) {
                return try connect(address, endpoint, by: deadline)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func connect(
        _ address: addrinfo,
        _ endpoint: TCPEndpoint,
        by deadline: Deadline
    ) throws(DeviceError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, kind, 0)
        guard descriptor >= 0 else { throw error(errno, endpoint) }
        var code: Int32 = 0
        if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 { code = errno }
        if code == EINPROGRESS { code = outcome(of: descriptor, by: deadline) }
        guard code == 0 else {
            close(descriptor)
            throw error(code, endpoint)
        }
        return descriptor
    }

    /// The error of a connection under way, once it is known; nought when it stands.
    private static func outcome(of descriptor: Int32, by deadline: Deadline) -> Int32 {
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&polled, 1, Int32(min(max(0, left), 600_000))) > 0 else { return ETIMEDOUT }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        return code
    }

    private static func error(_ code: Int32, _ endpoint: TCPEndpoint) -> DeviceError {
        switch code {
        case ECONNREFUSED:
            let remedy = "is the device on, and is it the right port?"
            return DeviceError(.noHardware, "\(endpoint): nothing listens there; \(remedy)")
        case ETIMEDOUT:
            return DeviceError(
                .timeout,
                "\(endpoint): no connection by the deadline",
                mayHaveRun: false
            )
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN:
            return DeviceError(.noHardware, "\(endpoint): \(String(cString: strerror(code)))")
        default:
            let reason = String(cString: strerror(code))
            return DeviceError(.failure, "\(endpoint): \(reason)", mayHaveRun: false)
        }
    }
}
