public import Identity
public import Records

/// Whose key is whose, as an auditor believes it.
///
/// As text, one key a line: `7 ` and the key's 64 hexadecimal digits. A device may have several,
/// since a box that was replaced had another. Empty lines and those that begin with `#` are for
/// people.
public struct DeviceKeys: Hashable, Sendable {
    /// A line that is none of these.
    public struct Fault: Error, Hashable, Sendable {
        /// Which line, from 1.
        public let line: Int
    }

    private var keys: [DeviceID: Set<PublicKey>] = [:]

    /// The keys that a hub has paired, by its own table.
    public init(_ identities: [DeviceIdentity]) {
        for identity in identities { keys[identity.device] = Set(identity.keys) }
    }

    /// Reads the keys in `text`.
    public init(_ text: String) throws(Fault) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            if words.isEmpty || line.hasPrefix("#") { continue }
            guard words.count == 2, let device = UInt32(words[0]),
                let key = [UInt8](hexadecimal: String(words[1])).flatMap({ PublicKey($0) })
            else { throw Fault(line: index + 1) }
            keys[DeviceID(device), default: []].insert(key)
        }
    }

    /// How many keys there are.
    public var count: Int { keys.values.reduce(0) { $0 + $1.count } }

    /// The devices that have a key, in order.
    var devices: [DeviceID] { keys.keys.sorted() }

    /// The devices of which `key` is one, in order.
    func devices(with key: PublicKey) -> [DeviceID] { devices.filter { has(key, of: $0) } }

    /// Whether `key` is one of `device`.
    public func has(_ key: PublicKey, of device: DeviceID) -> Bool {
        keys[device]?.contains(key) ?? false
    }

    /// One line a key, in order of device and key.
    public var lines: [String] {
        keys.sorted { $0.key < $1.key }.flatMap { device, keys in
            keys.map(\.description).sorted().map { "\(device) \($0)" }
        }
    }
}

extension DeviceKeys.Fault: CustomStringConvertible {
    public var description: String {
        "line \(line) is no device number with a key of 64 hexadecimal digits, as tillhub audit "
            + "--export-keys writes them"
    }
}
