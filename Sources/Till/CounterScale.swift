public import HAL

/// The scale beside a counter, which weighs what is rung without an amount.
public struct CounterScale: Sendable {
    /// What came of weighing.
    enum Answer: Equatable {
        /// So many thousandths of the unit lie on it.
        case weighed(Int64)
        /// Nothing is rung; the cashier reads why.
        case refused(String)
    }

    private let scale: any Scale
    private let unit: Weight.Unit
    private let patience: Duration

    /// A scale that is sealed for `unit`, and whose goods may swing for `patience`.
    public init(_ scale: any Scale, sealedFor unit: Weight.Unit, patience: Duration) {
        self.scale = scale
        self.unit = unit
        self.patience = patience
    }

    /// What lies on the scale, in thousandths of the `unit` by which `code` is sold.
    ///
    /// A scale weighs in the unit that it is sealed for, and nothing is converted: goods in another
    /// unit are not for it, and nobody waits for it. Nothing on it is no weight. A refusal says how
    /// the goods are rung all the same.
    func thousandths(of unit: String, code: String) async -> Answer {
        let typed = "type its thousandths before the code, 1500*\(code) for 1.500 \(unit)"
        guard unit.lowercased() == Self.word(self.unit) else {
            let scale = "the scale weighs in \(Self.word(self.unit))"
            return .refused("\(code) is sold by \(unit), and \(scale): \(typed).")
        }
        do throws(DeviceError) {
            let weight = try await scale.readWeight(by: .now + patience).weight
            guard weight.unit == self.unit else {
                let words = "\(Self.word(weight.unit)) and not \(Self.word(self.unit))"
                return .refused("The scale weighs in \(words), as the board says: \(typed).")
            }
            guard weight.amount > 0 else {
                return .refused("Nothing is on the scale: put it there and ring it again.")
            }
            return .weighed(Int64(weight.amount))
        } catch {
            return .refused("Not weighed (\(error.detail)): \(typed).")
        }
    }

    /// The word that a catalogue has for what is weighed in `unit`.
    private static func word(_ unit: Weight.Unit) -> String { unit == .gram ? "kg" : "lb" }
}
