/// Weighs goods at the counter: UnifiedPOS's Scale.
///
/// A weight is a weight only when the scale stands still and says so. What it says instead, in
/// motion or over its capacity, is told as that and never as a weight of zero; and the same weight
/// twice is two weighings, for two equal bags are two sales.
public protocol Scale: Sendable {
    /// What the scale says at this moment, for a display that follows it.
    func liveWeight(by deadline: Deadline) async throws(DeviceError) -> ScaleReading

    /// Asks the scale until it stands still, and says what lies on it.
    ///
    /// - Throws: `offline` when a person has to act first: too much on it, something taken off that
    ///   belongs there; `timeout` when it had not come to rest by `deadline`, or said nothing.
    func readWeight(by deadline: Deadline) async throws(DeviceError) -> Weighing

    /// Makes what the scale says now its zero, and returns when it weighs zero.
    ///
    /// - Throws: `offline` when it does not, because more lies on it than it may call nothing.
    func zero(by deadline: Deadline) async throws(DeviceError)

    /// Takes what lies on the scale as the packaging, and returns when it weighs net.
    ///
    /// - Throws: `offline` when it still weighs gross.
    func tare(by deadline: Deadline) async throws(DeviceError)

    /// Forgets the packaging, and returns when the scale weighs gross.
    func clearTare(by deadline: Deadline) async throws(DeviceError)
}

/// One weight that a scale stood still for.
public struct Weighing: Hashable, Sendable {
    /// The weight that is paid for.
    public let weight: Weight

    /// Whether the packaging is already taken off it.
    public let isNet: Bool

    /// A weighing of `weight`.
    public init(_ weight: Weight, isNet: Bool = false) {
        self.weight = weight
        self.isNet = isNet
    }
}

/// What a scale says when it is asked, in the terms of UnifiedPOS's live weighing.
public enum ScaleReading: Hashable, Sendable {
    /// It stands still (`SCAL_SUE_STABLE_WEIGHT`, `SCAL_SUE_WEIGHT_ZERO`).
    case stable(Weighing)
    /// It has not come to rest (`SCAL_SUE_WEIGHT_UNSTABLE`).
    case inMotion
    /// More lies on it than it may weigh (`SCAL_SUE_WEIGHT_OVERWEIGHT`).
    case overCapacity
    /// It weighs less than nothing: its plate is lifted (`SCAL_SUE_WEIGHT_UNDER_ZERO`).
    case underZero
    /// It was switched on with something on it, and does not know its zero
    /// (`SCAL_SUE_NOT_READY`).
    case outsideZeroRange
}

extension ScaleReading: CustomStringConvertible {
    public var description: String {
        switch self {
        case .stable(let weighing): "\(weighing.weight)\(weighing.isNet ? " net" : "")"
        case .inMotion: "in motion"
        case .overCapacity: "over its capacity"
        case .underZero: "under zero"
        case .outsideZeroRange: "outside its zero range"
        }
    }
}
