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
    private let patience: Duration

    /// A scale whose goods may swing for `patience`.
    public init(_ scale: any Scale, patience: Duration) {
        self.scale = scale
        self.patience = patience
    }

    /// What lies on the scale, in thousandths of `unit`.
    ///
    /// A scale weighs in the unit that it is sealed for, and nothing is converted: goods in another
    /// unit are not for it. Nothing on it is no weight.
    func thousandths(of unit: String) async -> Answer {
        do throws(DeviceError) {
            let weight = try await scale.readWeight(by: .now + patience).weight
            let known = weight.unit == .gram ? "kg" : "lb"
            guard unit.lowercased() == known else {
                return .refused("The scale weighs in \(known), and this is sold by \(unit).")
            }
            guard weight.amount > 0 else {
                return .refused("Nothing is on the scale: put it there and ring it again.")
            }
            return .weighed(Int64(weight.amount))
        } catch {
            return .refused("Not weighed (\(error.detail)): enter its grams, a star and the code.")
        }
    }
}
