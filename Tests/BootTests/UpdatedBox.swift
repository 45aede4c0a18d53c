/// A box with two slots whose update may be cut anywhere, and whose power may go at any start.
struct UpdatedBox {
    /// What lies in a slot.
    enum Contents: Hashable {
        /// A system that starts and calls itself good.
        case sells
        /// A system that starts and cannot sell: it never calls itself good.
        case cannotSell
        /// Some blocks of one system, some of another.
        case half
    }

    /// The blocks of a system, for an update that is cut between two of them.
    static let blocks = 4
    /// The steps of an update: one write before its blocks, the blocks, one write after.
    static let steps = blocks + 2

    private(set) var block: BootBlock
    private(set) var contents: [String: Contents] = ["A": .sells, "B": .sells]
    private let choices: [BootBlock: BootChoice]
    /// Slots that were started while half written.
    private(set) var halfStarted = 0

    /// A box that runs `active`, with both slots called good.
    init(running active: String, _ choices: [BootBlock: BootChoice]) {
        block = BootBlock(order: active == "A" ? "A B" : "B A")
        self.choices = choices
    }

    /// Writes `system` into the slot that does not run, and prefers it; the power goes after
    /// `steps` of the steps.
    ///
    /// - Parameter marksFirst: Whether the slot is called unfit before its first block; an update
    ///   that does not is the bad twin.
    mutating func update(to system: Contents, steps: Int, marksFirst: Bool = true) {
        guard let other = block.slots.last, steps > 0 else { return }
        if marksFirst { block[other] = "00" }
        guard steps > 1 else { return }
        contents[other] = steps > Self.blocks ? system : .half
        guard steps == Self.steps else { return }
        block[other] = "10"
        block.order = other == "A" ? "A B" : "B A"
    }

    /// Starts once: a system that sells calls its slot good, unless the power goes before.
    ///
    /// - Returns: Whether it sells now.
    mutating func start(losesPower: Bool) -> Bool {
        guard let choice = choices[block], let slot = choice.slot else { return false }
        block = choice.block
        switch contents[slot] {
        case .sells where !losesPower:
            block[slot] = "10"
            return true
        case .half:
            halfStarted += 1
            return false
        case .sells, .cannotSell, nil:
            return false
        }
    }
}
