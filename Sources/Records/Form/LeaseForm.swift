public import Loyalty
internal import Retail
internal import StrictJSON

/// The words of leases: flat, units as pairs of a name and a count.
extension LeaseFact {
    /// The newest form that this program writes and reads.
    public static let schema: UInt16 = 1

    /// The number of this fact's kind.
    public var kind: RecordKind {
        switch self {
        case .accepted: .leaseAccepted
        case .givenBack: .leaseGivenBack
        }
    }

    /// The body of this fact's record.
    public func body() -> [UInt8] {
        JSONValue.object(form).bytes
    }

    /// The fact that `record` states; nil when its kind has to do with no lease.
    ///
    /// - Throws: `unknown` for a schema of a later program, `malformed` for a body that does not
    ///   state what its kind says.
    public init?(_ record: Record) throws(FactFault) {
        guard record.kind == .leaseAccepted || record.kind == .leaseGivenBack else { return nil }
        guard (1...Self.schema).contains(record.schema) else {
            throw .unknown(kind: record.kind, schema: record.schema)
        }
        do throws(JSONFault) {
            let start = record.body.startIndex
            let form = try JSONValue(parsing: record.bytes, from: start).object()
            if record.kind == .leaseAccepted {
                self = .accepted(try SignedLease(form: form))
            } else {
                self = .givenBack(try form.field("lease", LeaseID.init(form:)))
            }
        } catch {
            throw .malformed(error.sentence)
        }
    }

    var form: JSONObject {
        switch self {
        case .accepted(let grant):
            ["grant": .text(grant.text), "signature": .text(grant.signature)]
        case .givenBack(let lease): ["lease": lease.form]
        }
    }
}

extension SignedLease {
    fileprivate init(form: JSONObject) throws(JSONFault) {
        let text = try form.text("grant")
        self.init(text: text, signature: try form.text("signature"))
        guard lease != nil else {
            throw .value("'grant' is not a lease", fix: "write the hub's own words")
        }
    }
}

extension Lease {
    /// The lease in the words that the hub signs.
    public var text: String {
        String(decoding: JSONValue.object(form).bytes, as: UTF8.self)
    }

    /// The lease that `text` states; nil for any other text.
    public init?(text: String) {
        guard let value = try? JSONValue(parsing: Array(text.utf8), from: 0),
            let lease = try? Lease(form: value)
        else { return nil }
        self = lease
    }

    var form: JSONObject {
        [
            "device": .integer(Int64(holder.device)),
            "epoch": .integer(Int64(holder.epoch)),
            "expires": .integer(expires),
            "lease": id.form,
            "pool": .text(pool.description),
            "units": units.form,
        ]
    }

    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            id: try form.field("lease", LeaseID.init(form:)),
            pool: try form.field("pool", LeasePool.init(form:)),
            holder: LeaseHolder(
                device: try form.integer("device"),
                epoch: try form.integer("epoch")
            ),
            units: try form.field("units", Holding.init(form:)),
            expires: try form.integer("expires")
        )
    }
}

extension SaleLeases {
    var form: JSONObject {
        [
            "earned": earned.map { .object($0.form) },
            "spent": spent.isEmpty ? nil : .list(spent.map { .object($0.form) }),
        ]
    }

    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        let leases = SaleLeases(
            spent: try form.optional("spent") { value throws(JSONFault) in
                try value.list(LeaseSpend.init(form:))
            } ?? [],
            earned: try form.optional("earned", Lease.init(form:))
        )
        guard let leases else {
            throw .value("names no lease", fix: "leave it out")
        }
        self = leases
    }
}

extension LeaseSpend {
    fileprivate var form: JSONObject {
        [
            "lease": lease.form,
            "pool": .text(pool.description),
            "units": units.form,
            "worth": worth.map { .integer($0.minorUnits) },
        ]
    }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            lease: try form.field("lease", LeaseID.init(form:)),
            pool: try form.field("pool", LeasePool.init(form:)),
            units: try form.field("units", Holding.init(form:)),
            worth: try form.optional("worth", Money.init(worth:))
        )
    }
}

extension Money {
    fileprivate init(worth value: JSONValue) throws(JSONFault) {
        let minorUnits: Int64 = try value.integer()
        guard (1...Holding.countLimit).contains(minorUnits) else {
            throw .value("\(minorUnits) is no amount of a lease", fix: "write 1 or more")
        }
        self.init(minorUnits: minorUnits)
    }
}

extension LeaseID {
    fileprivate var form: JSONValue { operation.form }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        self.init(try OperationID(form: value))
    }
}

extension LeasePool {
    fileprivate init(form value: JSONValue) throws(JSONFault) {
        self = try value.spelling("a pool as points/318 or stock/coupon") { LeasePool($0) }
    }
}

extension Holding {
    fileprivate var form: JSONValue {
        .list(entries.map { .list([.text($0.unit.description), .integer($0.count)]) })
    }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        let entries = try value.list(Entry.init(form:))
        guard let holding = Holding(entries), !holding.isEmpty else {
            throw .value(
                "names a unit twice, none, too many or too much",
                fix: "write each unit once, with 1 and more"
            )
        }
        self = holding
    }
}

extension Holding.Entry {
    fileprivate init(form value: JSONValue) throws(JSONFault) {
        guard case .list(let pair) = value, pair.count == 2 else {
            throw .value("is not a unit and a count", fix: "write [\"lot/2017-05-31\", 30]")
        }
        let unit = try pair[0].spelling("a unit as lot/2017-05-31 or item/x") { LeaseUnit($0) }
        self.init(unit, try pair[1].integer())
    }
}
