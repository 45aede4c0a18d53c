public import Identity
public import Records
public import SyncProtocol

/// A device's own signature over the newest upload that a chain or branch ends with.
///
/// It is what the hub cannot make itself. A record names the hash of the one before it, so who
/// signed the last has signed all before. With the records that are stored it can be checked again
/// at any time: everything else that was under the signature is here.
public struct Witness: Hashable, Sendable {
    /// How the records came, which is under the signature as well.
    public enum Way: Hashable, Sendable {
        /// As an upload.
        case journal
        /// As a branch after this record; nil when the box had none before.
        case branch(after: ChainPlace?)
    }

    /// Who signed, and the signature.
    public let seal: RequestSeal
    /// The hub to which it was signed: its key for sync.
    public let hub: PublicKey
    /// How the records came.
    public let way: Way
    /// The number of the first record that was in the message.
    public let first: UInt64
    /// The number of the last.
    public let last: UInt64

    /// A signature over the records `first` to `last`.
    public init(
        seal: RequestSeal,
        hub: PublicKey,
        way: Way,
        first: UInt64,
        last: UInt64
    ) {
        self.seal = seal
        self.hub = hub
        self.way = way
        self.first = first
        self.last = last
    }

    /// The signature of `sender` over `upload`; nil when nobody signed it, or when the message
    /// cannot be made again from its records.
    init?(_ upload: Upload, by way: Way, from sender: Sender) {
        guard case .signed(let seal, let hub) = sender, upload.isPlain else { return nil }
        self.init(
            seal: seal,
            hub: hub,
            way: way,
            first: upload.records[0].sequence,
            last: upload.records[upload.records.count - 1].sequence
        )
    }

    /// Whether the signature holds over these records, which are those from `first` to `last`.
    public func holds(over records: [Record]) -> Bool {
        guard records.first?.sequence == first, records.last?.sequence == last else { return false }
        let upload = Upload(records)
        switch way {
        case .journal:
            return seal.holds(over: upload.encoded(), at: HubPath.journal, of: hub)
        case .branch(let after):
            let branch = Branch(
                bearer: seal.device,
                epoch: seal.epoch,
                after: after,
                upload: upload
            )
            return seal.holds(over: branch.encoded(), at: HubPath.branch, of: hub)
        }
    }
}

/// How every store keeps it, in at most 221 bytes:
///
///     "PJW1"  hub's key 32 B  seal 120 B  first u64  last u64  way u8
///     when way is 2: device u32  epoch u32  seq u64  hash 32 B
///
/// The way is 0 for an upload, 1 for a branch after nothing, 2 for one after a record.
extension Witness {
    private static let magic = Array("PJW1".utf8)

    /// The bytes that a store keeps.
    public var bytes: [UInt8] {
        var bytes = Self.magic + hub.bytes + seal.bytes
        bytes.append(bigEndian: first)
        bytes.append(bigEndian: last)
        switch way {
        case .journal: bytes.append(0)
        case .branch(nil): bytes.append(1)
        case .branch(let after?):
            bytes.append(2)
            bytes.append(bigEndian: after.device.number)
            bytes.append(bigEndian: after.head.epoch)
            bytes.append(bigEndian: after.head.sequence)
            bytes += after.head.hash.bytes
        }
        return bytes
    }

    /// Reads what `bytes` wrote; nil when it is anything else.
    public init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.bytes(4).map(Array.init) == Self.magic,
            let hub = reader.bytes(PublicKey.byteCount).flatMap({ PublicKey($0) }),
            let seal = reader.bytes(RequestSeal.byteCount).flatMap({ RequestSeal($0) }),
            let first = reader.integer(UInt64.self),
            let last = reader.integer(UInt64.self),
            let number = reader.integer(UInt8.self),
            let way = Self.way(number, &reader),
            reader.remaining == 0
        else { return nil }
        self.init(seal: seal, hub: hub, way: way, first: first, last: last)
    }

    private static func way(_ number: UInt8, _ reader: inout ByteReader) -> Way? {
        switch number {
        case 0: return .journal
        case 1: return .branch(after: nil)
        case 2:
            guard let device = reader.integer(UInt32.self),
                let epoch = reader.integer(UInt32.self),
                let sequence = reader.integer(UInt64.self),
                let hash = reader.bytes(Digest.byteCount).flatMap({ Digest($0) })
            else { return nil }
            let head = ChainHead(epoch: epoch, sequence: sequence, hash: hash)
            return .branch(after: ChainPlace(device: DeviceID(device), head: head))
        default: return nil
        }
    }
}
