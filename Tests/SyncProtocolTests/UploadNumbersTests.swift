import Records
import SyncProtocol
import Testing

/// The numbers of an upload's records; their hashes are in order in every row.
struct UploadNumbersTests {
    typealias Row = (first: UInt64, numbers: [UInt64], fault: Refusal.Kind?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (1,    [1, 2, 3], nil,        "from the beginning"),
        (5,    [5],       nil,        "from anywhere"),
        (.max, [.max],    nil,        "the last number there is"),
        (2,    [1, 2],    .malformed, "the head names another first record"),
        (1,    [1, 3],    .malformed, "one is left out"),
        (1,    [1, 1],    .malformed, "one comes twice"),
        (2,    [2, 1],    .malformed, "they go back"),
        (0,    [0],       .malformed, "0 is the root's, which is no record"),
        (0,    [0, 1],    .malformed, "and nothing follows it either"),
        (.max, [.max, 0], .malformed, "after the last number there is none"),
    ]

    @Test(arguments: rows)
    func `numbers count up from the first one, which is at least 1`(_ row: Row) {
        var fault: Refusal.Kind?
        do throws(Refusal) {
            let upload = try Upload(Self.bytes(row))
            #expect(upload.records.map(\.sequence) == row.numbers, "\(row.why)")
        } catch {
            fault = error.kind
        }
        #expect(fault == row.fault, "\(row.why)")
    }

    /// An upload as a box could send it whose records carry these numbers.
    private static func bytes(_ row: Row) -> [UInt8] {
        var records: [Record] = []
        for number in row.numbers {
            let previous = records.last?.hash ?? .zero
            records.append(record(number, after: previous))
        }
        var bytes = Upload(records).encoded()
        bytes.replaceSubrange(12..<20, with: bigEndian(row.first))
        return bytes
    }

    /// A whole record that calls itself `number`.
    private static func record(_ number: UInt64, after previous: Digest) -> Record {
        let honest = Record(
            device: DeviceID(7),
            after: ChainHead(epoch: 1, sequence: 1, hash: previous),
            kind: .dayOpened,
            schema: 1,
            stamp: Stamp(
                hybrid: HybridTime(reading: 1),
                wallMilliseconds: 0,
                monotonicNanoseconds: 0,
                quality: .untrusted
            ),
            operation: OperationID(milliseconds: 1, chance: (7, number)),
            body: []
        )
        var bytes = honest.bytes
        bytes.replaceSubrange(11..<19, with: bigEndian(number))
        guard let forged = try? Record(bytes) else { preconditionFailure("still a record") }
        return forged
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian, Array.init)
    }
}
