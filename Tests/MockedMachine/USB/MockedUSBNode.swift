import Glibc

/// The ioctls of a USB node (usbdevice_fs.h), answered by an engine.
struct MockedUSBNode: Sendable {
    let engine: MockedUSBEngine

    func answer(_ request: UInt64, _ argument: UInt64, _ memory: ClientMemory) -> IoctlAnswer {
        switch request & 0xFF {
        case 4, 5, 20, 21:
            // SETINTERFACE, SETCONFIGURATION, RESET, CLEAR_HALT.
            return engine.isGone ? .failed(ENODEV) : .ok
        case 15: return claim()
        case 16:
            engine.release()
            return .ok
        case 8: return driver(argument, memory)
        case 10:
            return engine.submit(MockedURB(at: argument, memory)) ? .ok : .failed(ENODEV)
        case 11: return engine.discard(argument) ? .ok : .failed(EINVAL)
        case 12, 13:
            guard let completion = engine.reap() else { return .failed(EAGAIN) }
            completion.write(to: memory)
            memory.write(completion.urb.address, to: argument)
            return .ok
        case 18:
            // A request to the interface's driver: 22 sends it away, 23 calls it back.
            let code = memory.read(UInt32.self, at: argument + 4) & 0xFF
            engine.kernelDriver = code == 23 ? "usblp" : nil
            return .ok
        case 26:
            // Zero packets, no packet limit, reaping after a disconnect, mapped memory.
            memory.write(UInt32(0x35), to: argument)
            return .ok
        case 27:
            // DISCONNECT_CLAIM: the driver goes and the process has the interface, in one step.
            engine.kernelDriver = nil
            return claim()
        default: return .failed(ENOTTY)
        }
    }

    private func claim() -> IoctlAnswer {
        let code = engine.claim()
        return code == 0 ? .ok : .failed(code)
    }

    private func driver(_ argument: UInt64, _ memory: ClientMemory) -> IoctlAnswer {
        guard let name = engine.kernelDriver else { return .failed(ENODATA) }
        memory.write(Array(name.utf8) + [0], to: argument + 4)
        return .ok
    }
}
