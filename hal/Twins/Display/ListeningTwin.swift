public import HAL

/// A twin that answers nothing: it takes what comes off the cable, and no more.
public protocol ListeningTwin: Twin {
    /// Takes bytes as they come off the cable.
    func receive(_ bytes: [UInt8])
}

extension ListeningTwin {
    public func run(on channel: any ByteChannel) async {
        while !Task.isCancelled {
            let isSlow = faults.contains(.slow)
            do throws(DeviceError) {
                receive(try await channel.read(upTo: isSlow ? 32 : 4096, by: never))
            } catch {
                guard error.kind == .timeout else { return }
            }
            if isSlow { try? await Task.sleep(for: .milliseconds(16)) }
        }
    }
}
