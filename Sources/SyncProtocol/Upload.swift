public import Records

/// A run of consecutive records on its way to the hub.
///
/// `POST /v1/journal`, binary, big-endian:
///
///     "PJU1"  device u32  epoch u32  first u64  count u32  signature-length u16  signature
///     then for each record: length u32, the record's bytes
///
/// At most 512 records and 256 KiB, but always at least one record. The records carry their own
/// links, so neither the hash before the first nor the last hash is sent twice.
public struct Upload: Hashable, Sendable {
    /// The most records in one upload.
    public static let recordLimit = 512
    /// The most bytes in one upload, unless a single record is longer.
    public static let byteLimit = 262_144
    /// The longest message that a hub reads: one upload, or one longest record, with its frame.
    public static let messageLimit = byteLimit + 65_536

    private static let magic = Array("PJU1".utf8)

    /// The records, consecutive, of one device and one epoch; never empty.
    public let records: [Record]
    /// Whether `encoded()` gives the message as it came: its place for a signature was empty.
    public let isPlain: Bool

    /// An upload of `records`, which are consecutive and at least one.
    public init(_ records: [Record]) {
        precondition(!records.isEmpty, "an upload carries at least one record")
        self.records = records
        isPlain = true
    }

    /// Whose records these are.
    public var device: DeviceID { records[0].device }

    /// The upload as sent.
    public func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.reserveCapacity(32 + records.reduce(0) { $0 + 4 + $1.bytes.count })
        bytes.append(bigEndian: device.number)
        bytes.append(bigEndian: records[0].position.epoch)
        bytes.append(bigEndian: records[0].sequence)
        bytes.append(bigEndian: UInt32(records.count))
        bytes.append(bigEndian: UInt16(0))
        for record in records {
            bytes.append(bigEndian: UInt32(record.bytes.count))
            bytes.append(contentsOf: record.bytes)
        }
        return bytes
    }

    /// Reads an upload and holds it to its form: each record follows the one before it.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        guard bytes.count <= Self.messageLimit else {
            throw Refusal(.tooLarge, "an upload has at most \(Self.messageLimit) bytes")
        }
        var reader = ByteReader(bytes)
        guard reader.bytes(4).map(Array.init) == Self.magic,
            let device = reader.integer(UInt32.self),
            let epoch = reader.integer(UInt32.self),
            let first = reader.integer(UInt64.self),
            let count = reader.integer(UInt32.self),
            let signatureLength = reader.integer(UInt16.self),
            reader.bytes(Int(signatureLength)) != nil
        else { throw Refusal(.malformed, "the head of the upload is cut off or not an upload") }
        guard (1...UInt32(Self.recordLimit)).contains(count) else {
            throw Refusal(.tooLarge, "\(count) records; one to \(Self.recordLimit) are allowed")
        }

        var records: [Record] = []
        records.reserveCapacity(Int(count))
        while records.count < Int(count) {
            let record = try Self.record(&reader, number: records.count + 1)
            // 0 is the root's, of which no device has a record: only a forger numbers so.
            guard record.sequence > 0 else {
                throw Refusal(.malformed, "record \(records.count + 1) has the number 0")
            }
            guard record.device.number == device, record.position.epoch == epoch,
                record.sequence == first &+ UInt64(records.count),
                records.last.map({ record.follows($0.position) }) ?? true
            else { throw Refusal(.malformed, "record \(records.count + 1) breaks the chain") }
            records.append(record)
        }
        guard reader.remaining == 0 else {
            throw Refusal(.malformed, "\(reader.remaining) bytes follow the last record")
        }
        self.records = records
        isPlain = signatureLength == 0
    }

    private static func record(_ reader: inout ByteReader, number: Int) throws(Refusal) -> Record {
        guard let length = reader.integer(UInt32.self), let bytes = reader.bytes(Int(length)) else {
            throw Refusal(.malformed, "record \(number) is cut off")
        }
        do {
            return try Record(Array(bytes))
        } catch {
            throw Refusal(.malformed, "record \(number): \(error)")
        }
    }
}
