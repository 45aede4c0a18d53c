import Yams

/// How the scalars of a file become values.
extension Place {
    /// Whether nothing stands here: an empty value, `~` or `null`, unquoted.
    var isNull: Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    /// A value of one of Swift's own scalar types, or nothing for any other type.
    func scalar<T>(_ type: T.Type) throws(YAMLProblem) -> T? {
        if type == String.self { return try text() as? T }
        if type == YAMLWord.self { return try word() as? T }
        if type == Bool.self { return try truth() as? T }
        if type == Double.self { return try fraction() as? T }
        if type == Float.self { return Float(try fraction()) as? T }
        guard let type = type as? any FixedWidthInteger.Type else { return nil }
        return try wholeNumber(type) as? T
    }

    func text() throws(YAMLProblem) -> String {
        guard let scalar = node.scalar, !isNull else {
            throw problem(.wrongValue, "expected text, found \(found)")
        }
        if scalar.style == .plain, isNumber(scalar.string) || isTruth(scalar.string) {
            throw problem(.wrongValue, "expected text, found \(found); put it in quotes")
        }
        return scalar.string
    }

    func word() throws(YAMLProblem) -> YAMLWord {
        guard let scalar = node.scalar, !isNull else {
            throw problem(.wrongValue, "expected a word, found \(found)")
        }
        return YAMLWord(scalar.string)
    }

    func truth() throws(YAMLProblem) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain, isTruth(scalar.string) else {
            throw problem(.wrongValue, "expected true or false, found \(found)")
        }
        return scalar.string == "true"
    }

    func wholeNumber<Number: FixedWidthInteger>(
        _ type: Number.Type
    ) throws(YAMLProblem) -> Number {
        guard let scalar = node.scalar, scalar.style == .plain, isNumber(scalar.string) else {
            throw problem(.wrongValue, "expected a whole number, found \(found)")
        }
        guard let number = Number(scalar.string) else {
            let range = "\(Number.min) to \(Number.max)"
            throw problem(.wrongValue, "expected a whole number from \(range), found \(found)")
        }
        return number
    }

    func fraction() throws(YAMLProblem) -> Double {
        guard let scalar = node.scalar, scalar.style == .plain, isNumber(scalar.string),
            let number = Double(scalar.string)
        else {
            throw problem(.wrongValue, "expected a number, found \(found)")
        }
        return number
    }

    private func isTruth(_ text: String) -> Bool {
        text == "true" || text == "false"
    }

    /// Whether `text` begins like a number and is one; `nan` and `infinity` are words.
    private func isNumber(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, "+-.0123456789".unicodeScalars.contains(first)
        else { return false }
        return Double(text) != nil
    }
}
