public import Records

/// A backup from which the hub may still be restored: it was copied, opened and verified.
public struct BackupEntry: Hashable, Sendable {
    /// How far one device's chain reaches in it.
    public struct Mark: Hashable, Sendable {
        /// Whose chain.
        public let device: DeviceID
        /// The epoch that the hub granted then.
        public let epoch: UInt32
        /// The last record of it.
        public let sequence: UInt64

        /// Record `sequence` of `epoch` of `device`.
        public init(device: DeviceID, epoch: UInt32, sequence: UInt64) {
            self.device = device
            self.epoch = epoch
            self.sequence = sequence
        }
    }

    /// The file, or the name that an operator gave it.
    public let name: String
    /// When it was taken, in milliseconds since 1970.
    public let takenAt: Int64
    /// How far every device's chain reaches in it, in order of device.
    public let marks: [Mark]

    /// The backup `name`.
    public init(name: String, takenAt: Int64, marks: [Mark]) {
        self.name = name
        self.takenAt = takenAt
        self.marks = marks
    }
}

/// How every store keeps the marks: device u32, epoch u32, number u64 for each, big-endian.
extension BackupEntry {
    package var markBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16 * marks.count)
        for mark in marks {
            bytes.append(bigEndian: mark.device.number)
            bytes.append(bigEndian: mark.epoch)
            bytes.append(bigEndian: mark.sequence)
        }
        return bytes
    }

    package init(name: String, takenAt: Int64, markBytes: [UInt8]) {
        var reader = ByteReader(markBytes)
        var marks: [Mark] = []
        while let device = reader.integer(UInt32.self), let epoch = reader.integer(UInt32.self),
            let sequence = reader.integer(UInt64.self)
        {
            marks.append(Mark(device: DeviceID(device), epoch: epoch, sequence: sequence))
        }
        self.init(name: name, takenAt: takenAt, marks: marks)
    }
}
