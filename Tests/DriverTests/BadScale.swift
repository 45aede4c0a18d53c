import HAL
import Synchronization

/// A scale with one vice, to show that the conformance checks are awake.
final class BadScale: Scale {
    /// What it does wrong.
    enum Vice: String, CaseIterable, Sendable {
        /// As a driver in wide use does: what is no weight is a weight of zero.
        case readsMotionAsZero
        /// The same driver: a weight that has not changed is zero.
        case readsTheSameAsZero
        case takesTheFirstReading
        case waitsForEver
        case hidesOverweight
        case hidesUnderZero
        case forgetsItsZero
        case losesTheNet
        case claimsToHaveZeroed
        case losesGrams
        case ignoresCancellation

        var promise: ScaleConformance.Promise {
            switch self {
            case .readsMotionAsZero: .motionIsNoWeight
            case .readsTheSameAsZero: .sameWeightTwiceIsTwo
            case .takesTheFirstReading: .waitsForRest
            case .waitsForEver: .neverResting
            case .hidesOverweight: .overCapacity
            case .hidesUnderZero: .underZero
            case .forgetsItsZero: .outsideZeroRange
            case .losesTheNet: .taresAndClears
            case .claimsToHaveZeroed: .zeroes
            case .losesGrams: .everyWeight
            case .ignoresCancellation: .endsWithItsTask
            }
        }
    }

    private let inner: any Scale
    private let vice: Vice
    private let last = Mutex<Weighing?>(nil)

    init(_ inner: any Scale, _ vice: Vice) {
        self.inner = inner
        self.vice = vice
    }

    func liveWeight(by deadline: Deadline) async throws(DeviceError) -> ScaleReading {
        let reading = try await inner.liveWeight(by: deadline)
        let nothing = ScaleReading.stable(Weighing(.grams(0)))
        switch (vice, reading) {
        case (.readsMotionAsZero, .inMotion), (.hidesOverweight, .overCapacity),
            (.hidesUnderZero, .underZero), (.forgetsItsZero, .outsideZeroRange):
            return nothing
        default: return reading
        }
    }

    func readWeight(by deadline: Deadline) async throws(DeviceError) -> Weighing {
        switch vice {
        case .takesTheFirstReading:
            guard case .stable(let weighing) = try await inner.liveWeight(by: deadline) else {
                throw DeviceError(.timeout, "no weight")
            }
            return weighing
        case .waitsForEver:
            return try await inner.readWeight(by: deadline + .seconds(2))
        case .losesTheNet:
            return Weighing(try await inner.readWeight(by: deadline).weight)
        case .losesGrams:
            let weighing = try await inner.readWeight(by: deadline)
            return Weighing(.grams(weighing.weight.amount / 10 * 10), isNet: weighing.isNet)
        case .readsTheSameAsZero:
            let weighing = try await inner.readWeight(by: deadline)
            let isSame = last.withLock { last in
                defer { last = weighing }
                return last == weighing
            }
            return isSame ? Weighing(.grams(0)) : weighing
        case .ignoresCancellation:
            let inner = inner
            let late = min(deadline, .now + .seconds(3))
            let weighing = Task { () -> Result<Weighing, DeviceError> in
                do throws(DeviceError) {
                    return .success(try await inner.readWeight(by: late))
                } catch {
                    return .failure(error)
                }
            }
            return try await weighing.value.get()
        default:
            return try await inner.readWeight(by: deadline)
        }
    }

    func zero(by deadline: Deadline) async throws(DeviceError) {
        guard vice == .claimsToHaveZeroed else { return try await inner.zero(by: deadline) }
        _ = try? await inner.zero(by: deadline)
    }

    func tare(by deadline: Deadline) async throws(DeviceError) {
        try await inner.tare(by: deadline)
    }

    func clearTare(by deadline: Deadline) async throws(DeviceError) {
        try await inner.clearTare(by: deadline)
    }
}
