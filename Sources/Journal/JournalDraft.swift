public import Records

/// A fact that is about to be journalled, with its name and the clocks' readings.
public struct JournalDraft: Sendable {
    /// What is to be stated.
    public let fact: Fact
    /// Its permanent name.
    public let operation: OperationID
    /// The wall clock, in milliseconds since 1970.
    public let wallMilliseconds: Int64
    /// Time since the box started, in nanoseconds.
    public let monotonicNanoseconds: UInt64
    /// How far the wall clock can be trusted.
    public let quality: Stamp.Quality
    /// The record's body, encoded once and for all.
    let body: [UInt8]

    /// A draft; its body is encoded here, outside of any transaction.
    public init(
        _ fact: Fact,
        operation: OperationID,
        wallMilliseconds: Int64,
        monotonicNanoseconds: UInt64,
        quality: Stamp.Quality = .local
    ) {
        self.fact = fact
        self.operation = operation
        self.wallMilliseconds = wallMilliseconds
        self.monotonicNanoseconds = monotonicNanoseconds
        self.quality = quality
        body = fact.body()
    }

    /// The record that this draft becomes after `head`, when the chain's clock shows `hybrid`.
    func record(of device: DeviceID, after head: ChainHead, _ hybrid: HybridTime) -> Record {
        Record(
            device: device,
            after: head,
            kind: fact.kind,
            schema: fact.schema,
            stamp: Stamp(
                hybrid: hybrid,
                wallMilliseconds: wallMilliseconds,
                monotonicNanoseconds: monotonicNanoseconds,
                quality: quality
            ),
            operation: operation,
            body: body
        )
    }
}
