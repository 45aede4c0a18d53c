public import Records

/// Records on their way to a hub that has fenced their box, or that its box stands apart from.
///
/// `POST /v1/branch`, binary, big-endian:
///
///     "PJB1"  bearer u32  bearer's epoch u32  follows u8
///     when follows is 1: device u32  epoch u32  seq u64  hash 32 B
///     then an upload
///
/// A box brings all that it still has, of all its epochs and numbers, each run of one chain in
/// uploads of its own. What a sale states is a fact whoever's chain it stands on, so the hub takes
/// every record by its name.
public struct Branch: Hashable, Sendable {
    /// The longest message that a hub reads.
    public static let messageLimit = Upload.messageLimit + 64

    private static let magic = Array("PJB1".utf8)

    /// The number under which the box goes now.
    public let bearer: DeviceID
    /// The epoch in which it is now.
    public let epoch: UInt32
    /// The record before these, on whatever chain; nil when these are the first that it still has.
    public let after: ChainPlace?
    /// The records.
    public let upload: Upload

    /// `upload`, brought by `bearer` in its `epoch` right after `after`.
    public init(bearer: DeviceID, epoch: UInt32, after: ChainPlace?, upload: Upload) {
        self.bearer = bearer
        self.epoch = epoch
        self.after = after
        self.upload = upload
    }

    /// The place of the last record.
    public var tip: ChainPlace { ChainPlace(upload.records[upload.records.count - 1]) }

    /// The message as sent.
    public func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.append(bigEndian: bearer.number)
        bytes.append(bigEndian: epoch)
        bytes.append(after == nil ? 0 : 1)
        if let after {
            bytes.append(bigEndian: after.device.number)
            bytes.append(bigEndian: after.head.epoch)
            bytes.append(bigEndian: after.head.sequence)
            bytes.append(contentsOf: after.head.hash.bytes)
        }
        return bytes + upload.encoded()
    }

    /// Reads a message and holds it to its form.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        guard bytes.count <= Self.messageLimit else {
            throw Refusal(.tooLarge, "a branch has at most \(Self.messageLimit) bytes a message")
        }
        var reader = ByteReader(bytes)
        guard reader.bytes(4).map(Array.init) == Self.magic,
            let bearer = reader.integer(UInt32.self),
            let epoch = reader.integer(UInt32.self),
            let follows = reader.integer(UInt8.self), follows <= 1
        else { throw Refusal(.malformed, "the head of the branch is cut off or not a branch") }
        self.bearer = DeviceID(bearer)
        self.epoch = epoch
        if follows == 1 {
            guard let after = Self.place(&reader) else {
                throw Refusal(.malformed, "the place that the branch follows is cut off")
            }
            self.after = after
        } else {
            after = nil
        }
        let rest = reader.bytes(reader.remaining) ?? []
        upload = try Upload(Array(rest))
    }

    private static func place(_ reader: inout ByteReader) -> ChainPlace? {
        guard let device = reader.integer(UInt32.self),
            let epoch = reader.integer(UInt32.self),
            let sequence = reader.integer(UInt64.self),
            let hash = reader.bytes(Digest.byteCount).flatMap({ Digest($0) })
        else { return nil }
        let head = ChainHead(epoch: epoch, sequence: sequence, hash: hash)
        return ChainPlace(device: DeviceID(device), head: head)
    }
}

/// The hub's answer to a branch: how much of it is durable, and how the box may go on.
public struct BranchReceipt: Hashable, Codable, Sendable {
    /// Which life of the hub.
    public let incarnation: String
    /// The last record that the message brought; durable now, with all before it.
    public let last: ChainPlace
    /// How the box may go on; nil while a person has to decide.
    public let grant: Grant?
    /// Which of the records wait for a person.
    public let setAside: [Acknowledgement.SetAside]
    /// Empty: what signs a message stands around it.
    public let signature: String

    /// A receipt without a signature.
    public init(
        incarnation: String,
        last: ChainPlace,
        grant: Grant?,
        setAside: [Acknowledgement.SetAside] = []
    ) {
        self.incarnation = incarnation
        self.last = last
        self.grant = grant
        self.setAside = setAside
        signature = ""
    }
}
