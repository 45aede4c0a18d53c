internal import FoundationEssentials
internal import GRDB
internal import Records

/// How the journal's values go into columns and come back.
extension Database {
    /// Runs one statement that is prepared once and kept.
    func cachedExecute(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension [UInt8] {
    var data: Data { Data(self) }

}

extension Digest {
    var data: Data { Data(bytes) }
}

extension OperationID {
    var data: Data { Data(bytes) }
}

extension Row {
    /// The number in column `index`; a page that another write has run over may hold none.
    func whole(_ index: Int) throws -> Int64 {
        try decode(Int64.self, atIndex: index)
    }

    /// The blob in column `index`.
    func blob(_ index: Int) -> [UInt8] {
        let data: Data? = self[index]
        return data.map { [UInt8]($0[...]) } ?? []
    }
}

extension ChainHead {
    /// The head that a row beginning with epoch, sequence and hash names.
    init(row: Row) throws {
        guard let hash = Digest(row.blob(2)) else {
            throw RecordFault.truncated
        }
        self.init(
            epoch: UInt32(truncatingIfNeeded: try row.whole(0)),
            sequence: UInt64(bitPattern: try row.whole(1)),
            hash: hash
        )
    }
}
