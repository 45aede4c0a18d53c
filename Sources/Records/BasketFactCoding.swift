internal import Retail

/// A basket fact is flat: the sale, and the one value that its kind needs.
extension BasketFact: Codable {
    /// The number of the event's kind.
    var kind: RecordKind {
        switch event {
        case .ring: .itemRung
        case .voidLine: .lineVoided
        case .identify: .memberIdentified
        case .tender: .tendered
        case .suspend: .saleSuspended
        case .resume: .saleResumed
        case .void: .saleVoided
        case .total: preconditionFailure("asking for the total is no fact")
        }
    }

    private enum CodingKeys: String, CodingKey {
        case sale
        case item
        case voided
        case member
        case tender
        case step
    }

    /// The events that carry nothing.
    private enum Step: String, Codable {
        case suspend
        case resume
        case void
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sale = try container.decode(OperationID.self, forKey: .sale)
        if let item = try container.decodeIfPresent(LineItem.self, forKey: .item) {
            event = .ring(item)
        } else if let line = try container.decodeIfPresent(Int.self, forKey: .voided) {
            event = .voidLine(line)
        } else if let member = try container.decodeIfPresent(MemberID.self, forKey: .member) {
            event = .identify(member)
        } else if let tender = try container.decodeIfPresent(Tender.self, forKey: .tender) {
            event = .tender(tender)
        } else {
            switch try container.decode(Step.self, forKey: .step) {
            case .suspend: event = .suspend
            case .resume: event = .resume
            case .void: event = .void
            }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sale, forKey: .sale)
        switch event {
        case .ring(let item): try container.encode(item, forKey: .item)
        case .voidLine(let line): try container.encode(line, forKey: .voided)
        case .identify(let member): try container.encode(member, forKey: .member)
        case .tender(let tender): try container.encode(tender, forKey: .tender)
        case .suspend: try container.encode(Step.suspend, forKey: .step)
        case .resume: try container.encode(Step.resume, forKey: .step)
        case .void: try container.encode(Step.void, forKey: .step)
        case .total: preconditionFailure("asking for the total is no fact")
        }
    }
}
