import HAL
import Twins

/// A port that nods at every setting and keeps its own: as a device whose switches say otherwise.
struct StubbornLine: ByteChannel, SerialLine {
    private let line: MemoryLine

    init(_ line: MemoryLine) {
        self.line = line
    }

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await line.write(bytes, by: deadline)
    }

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await line.read(upTo: limit, by: deadline)
    }

    func configure(_ settings: SerialSettings) throws(DeviceError) {}

    func modemInputs() throws(DeviceError) -> ModemInputs { try line.modemInputs() }

    func set(_ output: ModemOutput, to isOn: Bool) throws(DeviceError) {
        try line.set(output, to: isOn)
    }

    func sendBreak(lasting duration: Duration) async throws(DeviceError) {
        try await line.sendBreak(lasting: duration)
    }

    func lineCounts() throws(DeviceError) -> LineCounts { try line.lineCounts() }
}
