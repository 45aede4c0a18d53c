/// The number of a device, given by the hub and never reused.
public struct DeviceID: Hashable, Comparable, Sendable {
    /// The number itself.
    public let number: UInt32

    /// The device `number`.
    public init(_ number: UInt32) {
        self.number = number
    }

    public static func < (left: DeviceID, right: DeviceID) -> Bool {
        left.number < right.number
    }
}

extension DeviceID: CustomStringConvertible {
    public var description: String { String(number) }
}

/// Written as the bare number.
extension DeviceID: Codable {
    public init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(UInt32.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

/// How far a device's chain reaches: the last record's number and the digest of all up to it.
///
/// Two ends that name the same head hold the same records, byte for byte.
public struct ChainHead: Hashable, Codable, Sendable {
    /// Which life of the device: the hub grants a new epoch when two boxes claim one number.
    public let epoch: UInt32
    /// The last record's number, counted from 1 in the epoch; 0 before the first.
    public let sequence: UInt64
    /// The last record's hash; before the first, the hash that the epoch starts from.
    public let hash: Digest

    /// The head after record `sequence`, whose hash is `hash`.
    public init(epoch: UInt32, sequence: UInt64, hash: Digest) {
        self.epoch = epoch
        self.sequence = sequence
        self.hash = hash
    }

    /// What the first record of `epoch` links to.
    ///
    /// `SHA-256("PJ1-root" | device | epoch | base)`, all numbers big-endian. `base` is what the
    /// hub gave with the epoch: zero for a device's first.
    public static func root(of device: DeviceID, epoch: UInt32, base: Digest = .zero) -> ChainHead {
        var bytes = Array("PJ1-root".utf8)
        bytes.append(bigEndian: device.number)
        bytes.append(bigEndian: epoch)
        bytes.append(contentsOf: base.bytes)
        return ChainHead(epoch: epoch, sequence: 0, hash: .of(bytes))
    }
}

extension [UInt8] {
    /// Adds `number`, most significant byte first.
    package mutating func append(bigEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}
