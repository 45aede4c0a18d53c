import Yams

/// A mapping of the file, as a type sees it by its coding keys.
struct StrictKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let place: Place
    private let mapping: Node.Mapping
    let codingPath: [any CodingKey]

    init(place: Place, codingPath: [any CodingKey]) throws {
        self.place = place
        self.codingPath = codingPath
        mapping = try place.mapping()
        place.ledger.open(mapping, at: place.path, for: Key.self)
    }

    var allKeys: [Key] {
        mapping.compactMap { key, _ in key.string.flatMap(Key.init(stringValue:)) }
    }

    func contains(_ key: Key) -> Bool {
        find(key) != nil
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        try require(key).isNull
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try require(key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        StrictDecoder(place: place, codingPath: codingPath)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        try decoder(key)
    }

    private func decoder(_ key: Key) throws -> StrictDecoder {
        StrictDecoder(place: try require(key), codingPath: codingPath + [key])
    }

    /// Every look at a key goes through here, so that the ledger misses none.
    private func find(_ key: Key) -> Place? {
        place.ledger.ask(for: key.stringValue, at: place.path)
        return mapping[key.stringValue].map { place.below($0, key.stringValue) }
    }

    private func require(_ key: Key) throws(YAMLProblem) -> Place {
        if let found = find(key) { return found }
        throw place.problem(.missingKey, "the key `\(key.stringValue)` is missing")
    }
}
