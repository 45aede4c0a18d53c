import Yams

/// A list of the file, item after item.
struct StrictUnkeyedContainer: UnkeyedDecodingContainer {
    let place: Place
    let nodes: [Node]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(place: Place, nodes: [Node], codingPath: [any CodingKey]) {
        self.place = place
        self.nodes = nodes
        self.codingPath = codingPath
    }

    var count: Int? { nodes.count }

    var isAtEnd: Bool { currentIndex == nodes.count }

    mutating func decodeNil() throws -> Bool {
        guard try item().isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let value = try item().decode(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try superDecoder().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try superDecoder().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = StrictDecoder(place: try item(), codingPath: codingPath)
        currentIndex += 1
        return decoder
    }

    private func item() throws(YAMLProblem) -> Place {
        guard !isAtEnd else {
            throw place.problem(.wrongValue, "the list is too short: \(nodes.count) items")
        }
        return place.below(nodes[currentIndex], "[\(currentIndex)]")
    }
}
