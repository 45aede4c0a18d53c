import StrictYAML
import Testing

private enum Colour: String, Decodable, CaseIterable {
    case red
    case green
}

private struct Wheel: Decodable, Equatable {
    let size: Int
    let colour: Colour?

    init(size: Int, colour: Colour? = nil) {
        self.size = size
        self.colour = colour
    }
}

private struct Cart: Decodable, Equatable {
    let name: String
    let wheels: [Wheel]
    let isOpen: Bool
    let load: Double?
    let notes: [String: String]?

    enum CodingKeys: String, CodingKey {
        case name
        case wheels
        case isOpen = "is-open"
        case load = "load-kg"
        case notes
    }
}

struct StrictYAMLTests {
    @Test func `what is written is what is decoded`() throws {
        let text = """
            # a comment
            name: "007"
            wheels:
              - { size: 3, colour: red }
              - size: 4
            is-open: true
            load-kg: 2.5
            notes: { any: key, is: fine }
            """
        let cart = try StrictYAML.decode(Cart.self, from: text, file: "cart.yaml")
        #expect(cart.name == "007")
        #expect(cart.wheels == [Wheel(size: 3, colour: .red), Wheel(size: 4)])
        #expect(cart.isOpen && cart.load == 2.5)
        #expect(cart.notes == ["any": "key", "is": "fine"])
    }

    @Test func `a word stands as it is written, also when it reads as a number`() throws {
        for (text, word) in [("7E1", "7E1"), ("8N1", "8N1"), ("\"7E1\"", "7E1"), ("70", "70")] {
            let words = try StrictYAML.decode([YAMLWord].self, from: "[\(text)]", file: "f")
            #expect(words.map(\.text) == [word])
        }
        #expect(throws: YAMLProblem.self) {
            try StrictYAML.decode([YAMLWord].self, from: "[{ a: 1 }]", file: "f")
        }
    }

    typealias Row = (text: String, problem: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("name: a\nwheels: []\nis-open: true\nlaod-kg: 1",
         "cart.yaml:4: laod-kg: unknown key; did you mean `load-kg`?",
         "an optional key misspelt would be a default in silence"),
        ("nmae: a\nwheels: []\nis-open: true",
         "cart.yaml:1: nmae: unknown key; did you mean `name`?",
         "a needed key misspelt: the misspelling is the news, not that the key is missing"),
        ("name: a\nwheels:\n  - { size: 1, color: red }\nis-open: true",
         "cart.yaml:3: wheels[0].color: unknown key; did you mean `colour`?",
         "deep in a list, with the path to it"),
        ("name: a\nwheels: []\nis-open: true\nzzzzzz: 1",
         "cart.yaml:4: zzzzzz: unknown key; nearest is `name` (known: is-open, load-kg, name, notes, wheels)",
         "nothing is near, so all are named"),
        ("name: a\nis-open: true",
         "cart.yaml:1: the key `wheels` is missing",
         "a key that has to be there"),
        ("name: a\nwheels:\n  - size: 1\n  - colour: red\nis-open: true",
         "cart.yaml:4: wheels[1]: the key `size` is missing",
         "which of the list it is"),
        ("name: 7\nwheels: []\nis-open: true",
         "cart.yaml:1: name: expected text, found `7`; put it in quotes",
         "a number is not text"),
        ("name: true\nwheels: []\nis-open: true",
         "cart.yaml:1: name: expected text, found `true`; put it in quotes",
         "a truth value is not text"),
        ("name:\nwheels: []\nis-open: true",
         "cart.yaml:1: name: expected text, found nothing",
         "nothing is not text"),
        ("name: a\nwheels: []\nis-open: yes",
         "cart.yaml:3: is-open: expected true or false, found `yes`",
         "YAML 1.1's yes is text here"),
        ("name: a\nwheels: [{ size: many }]\nis-open: true",
         "cart.yaml:2: wheels[0].size: expected a whole number, found `many`",
         "a word is not a number"),
        ("name: a\nwheels: [{ size: 1.5 }]\nis-open: true",
         "cart.yaml:2: wheels[0].size: expected a whole number from -9223372036854775808 to 9223372036854775807, found `1.5`",
         "half a wheel"),
        ("name: a\nwheels: [{ size: \"1\" }]\nis-open: true",
         "cart.yaml:2: wheels[0].size: expected a whole number, found `1`",
         "quoted is text"),
        ("name: a\nwheels: [{ size: 1, colour: blue }]\nis-open: true",
         "cart.yaml:2: wheels[0].colour: `blue` is none of red, green",
         "the choices are named"),
        ("name: a\nwheels: 3\nis-open: true",
         "cart.yaml:2: wheels: expected a list, found `3`",
         "a list is asked for"),
        ("name: a\nwheels: [4]\nis-open: true",
         "cart.yaml:2: wheels[0]: expected keys and values, found `4`",
         "keys and values are asked for"),
        ("name: a\nwheels: []\nname: b\nis-open: true",
         "cart.yaml:3: the key `name` stands here twice",
         "YAML would take the last one"),
        ("name: [a\nwheels: x",
         "cart.yaml:2: not YAML: did not find expected ',' or ']'",
         "broken YAML"),
        ("", "cart.yaml: the file is empty", "nothing at all"),
    ]

    @Test(arguments: rows)
    func `whatever would have to be guessed at is refused in one line`(_ row: Row) {
        let problem = #expect(throws: YAMLProblem.self) {
            try StrictYAML.decode(Cart.self, from: row.text, file: "cart.yaml")
        }
        #expect(problem?.description == row.problem)
    }

    @Test func `a lax decoder would have let the misspelling through`() throws {
        // The same file with the key left out: that is what Yams alone would have decoded.
        let text = "name: a\nwheels: []\nis-open: true"
        let cart = try StrictYAML.decode(Cart.self, from: text, file: "cart.yaml")
        #expect(cart.load == nil)
    }
}
