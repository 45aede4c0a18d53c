/// How a form is read from values: each says what it needs, the fault says what was there.
extension JSONValue {
    /// The fields of a group.
    public func object() throws(JSONFault) -> JSONObject {
        guard case .object(let object) = self else {
            throw .kind(self, asked: "a group in braces")
        }
        return object
    }

    /// A text.
    public func text() throws(JSONFault) -> String {
        guard case .text(let text) = self else { throw .kind(self, asked: "a text in quotes") }
        return text
    }

    /// A truth value.
    public func bool() throws(JSONFault) -> Bool {
        guard case .bool(let flag) = self else { throw .kind(self, asked: "true or false") }
        return flag
    }

    /// A whole number that `Number` can hold.
    @inlinable
    public func integer<Number: FixedWidthInteger>() throws(JSONFault) -> Number {
        switch self {
        case .integer(let value):
            guard let number = Number(exactly: value) else {
                throw .value("\(value) is out of bounds", fix: "write a smaller number")
            }
            return number
        case .number(let digits):
            throw .value("\(digits) is not a whole number", fix: "write digits only")
        case .null, .bool, .text, .list, .object:
            throw .kind(self, asked: "a whole number")
        }
    }

    /// The elements of a list, each read by `read`.
    @inlinable
    public func list<Element>(
        _ read: (JSONValue) throws(JSONFault) -> Element
    ) throws(JSONFault) -> [Element] {
        guard case .list(let values) = self else { throw .kind(self, asked: "a list in brackets") }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            do {
                elements.append(try read(value))
            } catch {
                throw error.under(index)
            }
        }
        return elements
    }

    /// What a text spells in the notation of some type; `noun` says which, for the fault.
    @inlinable
    public func spelling<Value>(
        _ noun: String,
        _ read: (String) -> Value?
    ) throws(JSONFault) -> Value {
        guard let value = read(try text()) else {
            throw .value("this text is not \(noun)", fix: "write \(noun)")
        }
        return value
    }
}

extension JSONObject {
    /// The value under `key`, read by `read`; it has to be there.
    @inlinable
    public func field<Value>(
        _ key: String,
        _ read: (JSONValue) throws(JSONFault) -> Value
    ) throws(JSONFault) -> Value {
        do throws(JSONFault) {
            guard let value = self[key] else { throw .missing }
            return try read(value)
        } catch {
            throw error.under(key)
        }
    }

    /// The value under `key`, read by `read`; nil when it is missing or null.
    @inlinable
    public func optional<Value>(
        _ key: String,
        _ read: (JSONValue) throws(JSONFault) -> Value
    ) throws(JSONFault) -> Value? {
        guard let value = self[key], value != .null else { return nil }
        do {
            return try read(value)
        } catch {
            throw error.under(key)
        }
    }

    /// The whole number under `key`.
    @inlinable
    public func integer<Number: FixedWidthInteger>(_ key: String) throws(JSONFault) -> Number {
        try field(key) { value throws(JSONFault) in try value.integer() }
    }

    /// The whole number under `key`; nil when it is missing or null.
    @inlinable
    public func optionalInteger<Number: FixedWidthInteger>(
        _ key: String
    ) throws(JSONFault) -> Number? {
        try optional(key) { value throws(JSONFault) in try value.integer() }
    }

    /// The text under `key`.
    public func text(_ key: String) throws(JSONFault) -> String {
        try field(key) { value throws(JSONFault) in try value.text() }
    }

    /// The text under `key`; nil when it is missing or null.
    public func optionalText(_ key: String) throws(JSONFault) -> String? {
        try optional(key) { value throws(JSONFault) in try value.text() }
    }
}
