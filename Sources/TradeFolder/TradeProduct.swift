public import Retail

/// One product of the catalogue.
public struct TradeProduct: Hashable, Sendable {
    /// The product's number.
    public var product: Int64
    /// The barcode that the scanner reads (`ean13`).
    public var barcode: String
    /// The department that sells it.
    public var department: String
    /// The category within the department, or nothing.
    public var category: String
    /// The type within the category, or nothing.
    public var type: String
    /// The product's own name, where the catalogue has names.
    public var name: String?
    /// The name that Chinese receipts show.
    public var nameZh: String?
    /// How it is sold.
    public var unit: TradeUnit
    /// The class by which programmes count it.
    public var pointsClass: String
    /// The shelf price of one piece or one whole unit; nil when it is priced at the till.
    public var price: Money?

    /// A product of these facts.
    public init(
        product: Int64,
        barcode: String,
        department: String,
        category: String = "",
        type: String = "",
        name: String? = nil,
        nameZh: String? = nil,
        unit: TradeUnit,
        pointsClass: String,
        price: Money? = nil
    ) {
        self.product = product
        self.barcode = barcode
        self.department = department
        self.category = category
        self.type = type
        self.name = name
        self.nameZh = nameZh
        self.unit = unit
        self.pointsClass = pointsClass
        self.price = price
    }

    /// What receipt and display show: the most telling name that the catalogue has.
    public var displayName: String {
        if let nameZh { return nameZh }
        if let name { return name }
        return [type, category, department].first { !$0.isEmpty } ?? "#\(product)"
    }

    /// The facts that travel with a line of a sale.
    public var article: Article {
        Article(
            product: product,
            name: displayName,
            department: department,
            pointsClass: pointsClass
        )
    }
}

/// How a product is sold, as the catalogue names the unit of its quantities.
public enum TradeUnit: String, Hashable, Sendable, CaseIterable {
    /// By the piece.
    case each
    /// By thousandths of a US gallon.
    case milligallon = "mgal"
    /// By the gram, thousandths of a kilogram.
    case gram = "g"
    /// By the millilitre, thousandths of a litre.
    case millilitre = "ml"

    /// `count` of this unit.
    public func quantity(_ count: Int64) -> Quantity {
        switch self {
        case .each: .count(count)
        case .milligallon: .measure(thousandths: count, unit: "gal")
        case .gram: .measure(thousandths: count, unit: "kg")
        case .millilitre: .measure(thousandths: count, unit: "l")
        }
    }
}
