import Drivers
import HAL
import Synchronization
import Testing
import Twins

/// The members' cards in these tests, and a key that makes tokens come again.
let memberRule = MemberCardRule([
    .init(prefix: "888", lengths: [11]), .init(prefix: "29", lengths: [13]),
])

func testFirewall(_ rule: MemberCardRule = memberRule) -> CardFirewall {
    var bytes = (0..<32).map { UInt8($0) }
    return CardFirewall(rule: rule, key: CardKey(erasing: &bytes) ?? { fatalError() }())
}

extension CCIDProfile {
    /// The twin's word for who speaks the card's protocol.
    var twinLevel: SmartCardReaderTwin.Level {
        switch exchange {
        case .character: .character
        case .tpdu: .tpdu
        case .shortAPDU: .shortAPDU
        case .extendedAPDU: .extendedAPDU
        }
    }
}

/// A bank card's number, made up here: `prefix`, noughts and nines, and the digit that makes it
/// right (ISO/IEC 7812-1, annex B), so that none stands in any file.
func bankNumber(_ prefix: String, length: Int = 16) -> String {
    let filling = (0..<length - 1 - prefix.count).map { $0.isMultiple(of: 3) ? "9" : "\($0 % 10)" }
    let digits = prefix + filling.joined()
    let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
        let value = Int(digit.element - 0x30)
        return sum + (digit.offset.isMultiple(of: 2) ? value * 2 - (value > 4 ? 9 : 0) : value)
    }
    return digits + "\((10 - sum % 10) % 10)"
}

/// All that can be seen of a value by those who print, log, compare or crash with it.
func everythingShown(by value: some Any) -> String {
    var text = "\(value) \(String(reflecting: value)) "
    dump(value, to: &text)
    for child in Mirror(reflecting: value).children {
        text += " \(child.label ?? "") \(child.value)"
    }
    return text
}

/// The part of `number` that `text` gives away: five digits in a row, the last four apart.
func leak(of number: String, in text: String) -> String? {
    let secret = Array(number.dropLast(4))
    let windows = (0..<max(0, secret.count - 4)).map { String(secret[$0..<$0 + 5]) }
    return windows.first { text.contains($0) }
}

/// The bytes, as a test may have them.
func copied(_ bytes: borrowing SensitiveBytes) -> [UInt8] {
    bytes.read { span in span.indices.map { span[$0] } }
}

/// Sees sensitive memory go back, and counts what went back with something still in it.
final class CardMemoryWitness: SensitiveWitness {
    private let counts = Mutex((released: 0, unerased: 0))

    var released: Int { counts.withLock { $0.released } }
    var unerased: Int { counts.withLock { $0.unerased } }

    /// Runs `body` and looks at all that it and the tasks it starts release.
    func watch<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        try await SensitiveMemory.$witness.withValue(self, operation: body)
    }

    func willRelease(_ memory: UnsafeRawBufferPointer) {
        let isErased = memory.allSatisfy { $0 == 0 }
        counts.withLock { counts in
            counts.released += 1
            if !isErased { counts.unerased += 1 }
        }
    }
}
