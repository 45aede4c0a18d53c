/// A number of loyalty points, always whole: fractions are floored once, where points are earned.
public struct Points: Hashable, Sendable {
    /// How many; below zero only as a difference.
    public let value: Int64

    /// No points.
    public static let zero = Points(0)

    /// Exactly `value` points.
    public init(_ value: Int64) {
        self.value = value
    }
}

extension Points: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) {
        self.init(value)
    }
}

extension Points: Comparable {
    public static func < (left: Points, right: Points) -> Bool {
        left.value < right.value
    }

    public static func + (left: Points, right: Points) -> Points {
        Points(left.value + right.value)
    }

    public static func - (left: Points, right: Points) -> Points {
        Points(left.value - right.value)
    }

    public static func += (left: inout Points, right: Points) {
        left = left + right
    }

    public static func -= (left: inout Points, right: Points) {
        left = left - right
    }
}

extension Points: CustomStringConvertible {
    public var description: String { String(value) }
}

/// Written as the bare number.
extension Points: Codable {
    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
