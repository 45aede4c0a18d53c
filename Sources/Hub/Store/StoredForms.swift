internal import FoundationEssentials
package import Loyalty

/// How every store keeps what became of a record.
extension Standing {
    /// The number of the state, and the reason.
    package var columns: (state: Int, reason: String?) {
        switch self {
        case .applied: (0, nil)
        case .setAside(let reason): (1, reason.stored)
        case .deferred(let reason): (2, reason.stored)
        }
    }

    /// The standing that `state` and `reason` say.
    package init(state: Int, reason: String?) {
        let reason = String(stored: reason ?? "")
        self =
            switch state {
            case 0: .applied
            case 1: .setAside(reason)
            default: .deferred(reason)
            }
    }
}

/// A programme's rules as the store keeps them: JSON with sorted keys, compared byte for byte.
package enum ProgrammeForm {
    package static func encode(_ programme: Programme) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(programme))
        } catch {
            preconditionFailure("a programme holds nothing that JSON cannot say: \(error)")
        }
    }

    package static func decode(_ text: String) throws -> Programme {
        try JSONDecoder().decode(Programme.self, from: Data(text.utf8))
    }
}
