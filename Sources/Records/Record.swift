/// One link of a device's chain: a fact, when it was made, and the hash of all before it.
///
/// A record is its bytes. They are hashed as stored, uploaded as stored, and never encoded again:
///
///     "PJ1"  device u32  epoch u32  seq u64  prev 32 B  kind u16  schema u16
///     hlc u64  wall-ms i64  mono-ns u64  quality u8  operation 16 B  length u32  body
///
/// big-endian, without padding; `hash = SHA-256(bytes)`. The body is UTF-8 JSON with sorted keys.
public struct Record: Hashable, Sendable {
    /// The bytes in front of the body.
    static let headerByteCount = 3 + 4 + 4 + 8 + 32 + 2 + 2 + 8 + 8 + 8 + 1 + 16 + 4
    /// The longest body that a record may carry: some 1000 plain lines of a sale.
    public static let bodyLimit = 131_072

    /// Whose chain.
    public let device: DeviceID
    /// The epoch, the number in it, and the hash of `bytes`.
    public let position: ChainHead
    /// The hash of the record before.
    public let previous: Digest
    /// What it states.
    public let kind: RecordKind
    /// The version of the body's form.
    public let schema: UInt16
    /// When it was made.
    public let stamp: Stamp
    /// The permanent name of what it states.
    public let operation: OperationID
    /// Everything, as hashed.
    public let bytes: [UInt8]

    /// The fact, as JSON.
    public var body: ArraySlice<UInt8> {
        bytes[Self.headerByteCount...]
    }

    /// The hash of the whole record.
    public var hash: Digest { position.hash }
    /// The number in the epoch, from 1.
    public var sequence: UInt64 { position.sequence }

    /// The record that follows `head` on the chain of `device`.
    public init(
        device: DeviceID,
        after head: ChainHead,
        kind: RecordKind,
        schema: UInt16,
        stamp: Stamp,
        operation: OperationID,
        body: [UInt8]
    ) {
        precondition(body.count <= Self.bodyLimit, "a record's body has at most 128 KiB")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headerByteCount + body.count)
        bytes.append(contentsOf: "PJ1".utf8)
        bytes.append(bigEndian: device.number)
        bytes.append(bigEndian: head.epoch)
        bytes.append(bigEndian: head.sequence + 1)
        bytes.append(contentsOf: head.hash.bytes)
        bytes.append(bigEndian: kind.rawValue)
        bytes.append(bigEndian: schema)
        bytes.append(bigEndian: stamp.hybrid.reading)
        bytes.append(bigEndian: stamp.wallMilliseconds)
        bytes.append(bigEndian: stamp.monotonicNanoseconds)
        bytes.append(stamp.quality.rawValue)
        bytes.append(contentsOf: operation.bytes)
        bytes.append(bigEndian: UInt32(body.count))
        bytes.append(contentsOf: body)

        self.device = device
        self.previous = head.hash
        self.kind = kind
        self.schema = schema
        self.stamp = stamp
        self.operation = operation
        self.bytes = bytes
        position = ChainHead(epoch: head.epoch, sequence: head.sequence + 1, hash: .of(bytes))
    }

    /// Reads a record back from its bytes.
    public init(_ bytes: [UInt8]) throws(RecordFault) {
        var reader = ByteReader(bytes)
        guard reader.bytes(3)?.elementsEqual("PJ1".utf8) == true else { throw .notARecord }
        guard let device = reader.integer(UInt32.self),
            let epoch = reader.integer(UInt32.self),
            let sequence = reader.integer(UInt64.self),
            let previous = reader.bytes(Digest.byteCount).flatMap({ Digest($0) }),
            let kind = reader.integer(UInt16.self),
            let schema = reader.integer(UInt16.self),
            let hybrid = reader.integer(UInt64.self),
            let wall = reader.integer(Int64.self),
            let monotonic = reader.integer(UInt64.self),
            let quality = reader.integer(UInt8.self).flatMap(Stamp.Quality.init),
            let operation = reader.bytes(OperationID.byteCount).flatMap({ OperationID($0) }),
            let length = reader.integer(UInt32.self)
        else { throw .truncated }
        guard length <= Self.bodyLimit else { throw .tooLong }
        guard reader.remaining == Int(length) else { throw .truncated }

        self.device = DeviceID(device)
        self.previous = previous
        self.kind = RecordKind(rawValue: kind)
        self.schema = schema
        self.stamp = Stamp(
            hybrid: HybridTime(reading: hybrid),
            wallMilliseconds: wall,
            monotonicNanoseconds: monotonic,
            quality: quality
        )
        self.operation = operation
        self.bytes = bytes
        position = ChainHead(epoch: epoch, sequence: sequence, hash: .of(bytes))
    }

    /// Whether this record is the one that comes right after `head`.
    public func follows(_ head: ChainHead) -> Bool {
        position.epoch == head.epoch && sequence == head.sequence &+ 1 && previous == head.hash
    }
}

/// Why bytes are not a record.
public enum RecordFault: Error, Hashable, Sendable {
    /// They do not begin as one, or in a version that this program does not know.
    case notARecord
    /// They end too early, go on too long, or hold a value outside its range.
    case truncated
    /// The body is longer than any record's may be.
    case tooLong
}
