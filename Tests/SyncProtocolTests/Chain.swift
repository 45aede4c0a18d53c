import Records
import SyncProtocol

/// The chain of one device, for tests that care for its links and not for what it states.
struct Chain {
    let device: DeviceID
    private(set) var records: [Record] = []
    private(set) var head: ChainHead

    /// A chain of `count` records; another `salt` makes other records under the same numbers.
    init(_ count: Int, device: UInt32 = 7, salt: UInt8 = 0) {
        self.device = DeviceID(device)
        head = .root(of: self.device, epoch: 1)
        for _ in 0..<count { grow(salt: salt) }
    }

    /// Adds one record; `.boot` is a start of the box.
    mutating func grow(salt: UInt8 = 0, kind: RecordKind = .dayOpened) {
        let record = Record(
            device: device,
            after: head,
            kind: kind,
            schema: 1,
            stamp: Stamp(
                hybrid: HybridTime(reading: head.sequence),
                wallMilliseconds: 0,
                monotonicNanoseconds: 0,
                quality: .untrusted
            ),
            operation: OperationID(
                milliseconds: 1,
                chance: (UInt64(device.number), head.sequence << 8 | UInt64(salt))
            ),
            body: [salt]
        )
        records.append(record)
        head = record.position
    }

    /// The head after record `sequence`.
    func position(_ sequence: UInt64) -> ChainHead {
        sequence == 0 ? .root(of: device, epoch: 1) : records[Int(sequence) - 1].position
    }

    /// The hash of record `sequence`; nil when there is none.
    func hash(_ sequence: UInt64) -> Digest? {
        sequence <= head.sequence ? position(sequence).hash : nil
    }

    /// The records with these numbers.
    func upload(_ numbers: ClosedRange<Int>) -> Upload {
        Upload(Array(records[(numbers.lowerBound - 1)...(numbers.upperBound - 1)]))
    }
}
