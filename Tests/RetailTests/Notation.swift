import Foundation
import Retail

/// A line that costs `payable`, with nothing else to say about it.
func item(_ payable: Int64, product: Int64 = 1) -> LineItem {
    LineItem(
        article: Article(product: product, name: "tea", department: "dry", pointsClass: "standard"),
        quantity: .count(1),
        gross: Money(minorUnits: max(0, payable)),
        makerCoupon: Money(minorUnits: max(0, -payable))
    )
}

func cash(_ amount: Int64) -> Tender {
    Tender(.cash, Money(minorUnits: amount))
}

func card(_ amount: Int64) -> Tender {
    Tender(.externalCard, Money(minorUnits: amount))
}

/// As many points as are worth `amount`, at one a minor unit.
func points(_ amount: Int64) -> Tender {
    Tender(.points, Money(minorUnits: amount), points: amount)
}

/// `value` as JSON with sorted keys.
func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

func read<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
}
