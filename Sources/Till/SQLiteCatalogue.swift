public import DurableSQLite
internal import GRDB
public import Retail

/// The catalogue in a file of its own, filled once and asked item by item.
public final class SQLiteCatalogue: Catalogue {
    private let database: DurableDatabase

    /// Opens the catalogue, or starts an empty one.
    public init(path: String) throws(StorageError) {
        database = try DurableDatabase(
            path: path,
            cacheKilobytes: 1024,
            migrator: Self.migrator
        )
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: items and cards") { db in
            try db.execute(
                sql: """
                    CREATE TABLE item (
                        product INTEGER PRIMARY KEY,
                        barcode TEXT NOT NULL,
                        name TEXT NOT NULL,
                        department TEXT,
                        points_class TEXT,
                        unit TEXT,
                        price INTEGER
                    ) STRICT;
                    CREATE INDEX item_by_barcode ON item (barcode);
                    CREATE TABLE card (number TEXT PRIMARY KEY, member INTEGER NOT NULL)
                    STRICT, WITHOUT ROWID;
                    CREATE TABLE source (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL)
                    STRICT;
                    """
            )
        }
        return migrator
    }

    /// What the catalogue was filled from; nil while it is empty.
    public func source() async throws(StorageError) -> String? {
        try database.read { try String.fetchOne($0, sql: "SELECT name FROM source") }
    }

    /// Replaces everything in one transaction: a till sees the old list or the new one, never half.
    public func replace(
        items: [(barcode: String, item: CatalogueItem)],
        cards: [(number: String, member: MemberID)],
        source: String
    ) async throws(StorageError) {
        try await database.write { db in
            try db.execute(sql: "DELETE FROM item; DELETE FROM card; DELETE FROM source")
            let item = try db.makeStatement(
                sql: "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?)"
            )
            for (barcode, entry) in items {
                try item.execute(arguments: [
                    entry.article.product, barcode, entry.article.name, entry.article.department,
                    entry.article.pointsClass, entry.unit, entry.price?.minorUnits,
                ])
            }
            let card = try db.makeStatement(sql: "INSERT OR REPLACE INTO card VALUES (?, ?)")
            for (number, member) in cards {
                try card.execute(arguments: [number, member.number])
            }
            try db.execute(sql: "INSERT INTO source VALUES (1, ?)", arguments: [source])
        }
    }

    public func item(code: String) async throws(StorageError) -> CatalogueItem? {
        try database.read { db in
            let columns = "product, name, department, points_class, unit, price"
            if let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT \(columns) FROM item WHERE barcode = ?"),
                arguments: [code]
            ) {
                return CatalogueItem(row)
            }
            guard let product = Int64(code) else { return nil }
            return try Row.fetchOne(
                db.cachedStatement(sql: "SELECT \(columns) FROM item WHERE product = ?"),
                arguments: [product]
            ).map(CatalogueItem.init)
        }
    }

    public func member(card: String) async throws(StorageError) -> MemberID? {
        try database.read { db in
            try Row.fetchOne(
                db.cachedStatement(sql: "SELECT member FROM card WHERE number = ?"),
                arguments: [card]
            ).map { MemberID($0[0]) }
        }
    }

    /// Closes the file.
    public func close() {
        database.close()
    }
}

extension CatalogueItem {
    fileprivate init(_ row: Row) {
        let price: Int64? = row[5]
        self.init(
            article: Article(
                product: row[0],
                name: row[1],
                department: row[2],
                pointsClass: row[3]
            ),
            unit: row[4],
            price: price.map(Money.init(minorUnits:))
        )
    }
}
