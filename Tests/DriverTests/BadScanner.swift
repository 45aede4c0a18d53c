import HAL
import Synchronization

/// A scanner with one vice, to show that the conformance checks are awake.
final class BadScanner: Scanner {
    /// What it does wrong.
    enum Vice: String, CaseIterable, Sendable {
        case losesShift
        case turnsDigitsIntoLetters
        case forgetsTheSecond
        case dropsRepeats
        case waitsTooLong
        case readsNoise
        case hidesNoise
        case ignoresCancellation

        var promise: ScannerConformance.Promise {
            switch self {
            case .losesShift, .turnsDigitsIntoLetters: .everyCharacter
            case .forgetsTheSecond: .inTheOrderOfScanning
            case .dropsRepeats: .sameCodeTwiceIsTwo
            case .waitsTooLong: .silenceIsATimeout
            case .readsNoise, .hidesNoise: .refusesNoiseAndGoesOn
            case .ignoresCancellation: .endsWithItsTask
            }
        }
    }

    private let inner: any Scanner
    private let vice: Vice
    private let last = Mutex<Barcode?>(nil)

    init(_ inner: any Scanner, _ vice: Vice) {
        self.inner = inner
        self.vice = vice
    }

    func scan(by deadline: Deadline) async throws(DeviceError) -> Barcode {
        switch vice {
        case .losesShift:
            return Barcode(text: try await inner.scan(by: deadline).text.lowercased())
        case .turnsDigitsIntoLetters:
            let text = try await inner.scan(by: deadline).text
            return Barcode(text: text.replacing("1", with: "&"))
        case .forgetsTheSecond:
            let code = try await inner.scan(by: deadline)
            if code.text == "690101" { return try await inner.scan(by: deadline) }
            return code
        case .dropsRepeats:
            let code = try await inner.scan(by: deadline)
            let isRepeat = last.withLock { last in
                defer { last = code }
                return last == code
            }
            return isRepeat ? try await inner.scan(by: deadline) : code
        case .waitsTooLong:
            return try await inner.scan(by: max(deadline, .now) + .seconds(2))
        case .readsNoise:
            do throws(DeviceError) { return try await inner.scan(by: deadline) } catch {
                guard error.kind == .failure else { throw error }
                return Barcode(text: "0")
            }
        case .hidesNoise:
            do throws(DeviceError) { return try await inner.scan(by: deadline) } catch {
                guard error.kind == .failure else { throw error }
                return try await inner.scan(by: deadline)
            }
        case .ignoresCancellation:
            let inner = inner
            let late = min(deadline, .now + .seconds(3))
            let scanning = Task { () -> Result<Barcode, DeviceError> in
                do throws(DeviceError) {
                    return .success(try await inner.scan(by: late))
                } catch {
                    return .failure(error)
                }
            }
            return try await scanning.value.get()
        }
    }
}
