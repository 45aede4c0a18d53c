/// A graphic customer display's glass, as data: a new model is one more value and one line in
/// `hal/Boards/DisplayEntries.swift`.
public struct GraphicModel: Equatable, Sendable {
    /// What its maker calls it.
    public let name: String
    /// Dots across, in whole bytes.
    let width: Int
    /// Dots down.
    let height: Int

    /// Whether so many cells are still legible: a letter of 8 x 16 dots, a Chinese one of 16 x 16.
    public func fits(columns: Int, rows: Int) -> Bool {
        (1...width / 8).contains(columns) && (1...height / 16).contains(rows)
    }

    /// The most that fits, for people.
    public var limits: String {
        "\(width) x \(height) dots: at most \(width / 8) columns and \(height / 16) rows"
    }

    /// Matrix Orbital GLK19264-7T-1U and GLK19264A-7T-1U: 192 x 64 dots.
    public static let glk19264 = GraphicModel(name: "GLK19264-7T-1U", width: 192, height: 64)

    /// Matrix Orbital GLK24064-25 and GLK24064-16-1U: 240 x 64 dots, 20 letters as a printer's.
    public static let glk24064 = GraphicModel(name: "GLK24064-25", width: 240, height: 64)

    /// Matrix Orbital GLK240128-25: 240 x 128 dots.
    public static let glk240128 = GraphicModel(name: "GLK240128-25", width: 240, height: 128)

    /// Every model that the drivers know.
    public static let all: [GraphicModel] = [.glk19264, .glk24064, .glk240128]
}
