import Glibc
import HAL
import Twins
import Wire

/// A twin at the far end of a kernel's device, connected again each time that the kernel hung up.
final class FarEnd: Sendable {
    private let life: Task<Void, Never>

    /// Connects `twin` by what `open` returns, for as long as this object lives.
    ///
    /// - Parameter onlySpeaks: For a twin that never reads, a scanner: then what comes is read for
    ///   it and dropped, because only a reader learns that the plug was pulled.
    init(
        _ twin: any Twin,
        onlySpeaks: Bool = false,
        open: @escaping @Sendable () throws -> any ByteChannel
    ) {
        life = Task {
            while !Task.isCancelled {
                if let channel = try? open() {
                    await withTaskGroup { tasks in
                        tasks.addTask { await twin.run(on: channel) }
                        if onlySpeaks { tasks.addTask { await Self.listen(to: channel) } }
                        await tasks.next()
                        tasks.cancelAll()
                    }
                }
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    deinit {
        life.cancel()
    }

    private static func listen(to channel: any ByteChannel) async {
        while !Task.isCancelled {
            do throws(DeviceError) {
                _ = try await channel.read(upTo: 256, by: .now + .seconds(3600))
            } catch {
                if error.kind == .noHardware { return }
            }
        }
    }

    /// The printer's side of the kernel's printer gadget: what a host has sent, and its answers.
    ///
    /// The kernel lets one program have it, and hangs up when the host lets go of the device.
    static func printerGadget() throws -> any ByteChannel {
        let path = "/dev/g_printer0"
        let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Broken("\(path): \(String(cString: strerror(errno)))")
        }
        return DescriptorChannel(descriptor, name: path)
    }
}
