public import Records

/// What became of a record after the hub had taken it; taking it never depends on this.
public enum Standing: Hashable, Sendable {
    /// It has had its effect, if it has any.
    case applied
    /// It contradicts itself or what is booked already: a person has to look. The reason is for
    /// that person.
    case setAside(String)
    /// A later program wrote it, and it is applied after the hub's upgrade; or goods came back of a
    /// sale that has not come, and it is applied with that one.
    case deferred(String)
}

/// One record as the hub keeps it: the bytes as they came, and what became of them.
public struct JournalEntry: Hashable, Sendable {
    /// Which record.
    public let key: JournalKey
    /// The number of its kind.
    public let kind: RecordKind
    /// The version of its body's form.
    public let schema: UInt16
    /// Its permanent name; nil when another record bears that name already.
    public let operation: OperationID?
    /// The hash under which it was acknowledged.
    public let hash: Digest
    /// The record itself.
    public let bytes: [UInt8]
    /// What became of it.
    public var standing: Standing

    /// An entry of these facts.
    public init(
        key: JournalKey,
        kind: RecordKind,
        schema: UInt16,
        operation: OperationID?,
        hash: Digest,
        bytes: [UInt8],
        standing: Standing
    ) {
        self.key = key
        self.kind = kind
        self.schema = schema
        self.operation = operation
        self.hash = hash
        self.bytes = bytes
        self.standing = standing
    }

    /// `record` on the branch `branch`, and what became of it.
    public init(
        _ record: Record,
        branch: UInt32 = 0,
        isNameTaken: Bool,
        standing: Standing
    ) {
        self.init(
            key: JournalKey(record, branch: branch),
            kind: record.kind,
            schema: record.schema,
            operation: isNameTaken ? nil : record.operation,
            hash: record.hash,
            bytes: record.bytes,
            standing: standing
        )
    }
}

/// A record that waits: for a person, or for a later program.
public struct WaitingRecord: Hashable, Sendable {
    /// Which record.
    public let key: JournalKey
    /// The number of its kind.
    public let kind: RecordKind
    /// Set aside or deferred, with the reason.
    public let standing: Standing

    /// `key`, of `kind`, which is not applied.
    public init(key: JournalKey, kind: RecordKind, standing: Standing) {
        self.key = key
        self.kind = kind
        self.standing = standing
    }
}
