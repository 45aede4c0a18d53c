/// The `Decoder` that a type sees: one place of the file.
struct StrictDecoder: Decoder {
    let place: Place
    var codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try StrictKeyedContainer(place: place, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        StrictUnkeyedContainer(
            place: place,
            nodes: Array(try place.sequence()),
            codingPath: codingPath
        )
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        StrictSingleValueContainer(place: place, codingPath: codingPath)
    }
}

/// A place that holds one value.
struct StrictSingleValueContainer: SingleValueDecodingContainer {
    let place: Place
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { place.isNull }

    func decode<T: Decodable>(_ type: T.Type) throws -> T { try place.decode(type) }
}
