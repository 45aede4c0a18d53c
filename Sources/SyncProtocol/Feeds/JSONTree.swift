/// What a JSON text says, whatever the order of its keys.
indirect enum JSONTree: Decodable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case group([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .bool(flag)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSONTree].self) {
            self = .list(list)
        } else {
            self = .group(try value.decode([String: JSONTree].self))
        }
    }

    /// Whether `value`, written again, says what `text` says: nothing in it was passed over.
    static func says(_ value: some Encodable, what text: [UInt8]) -> Bool {
        guard let said = Message.decode(JSONTree.self, text) else { return false }
        return said == Message.decode(JSONTree.self, Message.encode(value))
    }
}
