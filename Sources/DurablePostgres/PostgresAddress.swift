internal import CPostgres

/// Where a database is: `postgresql://user@host:port/name`, as libpq reads it.
///
/// A password may stand in the text, and better in `~/.pgpass` or `PGPASSWORD`; whatever is printed
/// or logged of an address is its description, which never holds one.
public struct PostgresAddress: Sendable, CustomStringConvertible {
    /// The text as it was given, for libpq alone.
    let secret: String
    /// User, host, port and database: what a person needs to find the server.
    public let description: String

    /// The beginnings by which an address is told from a file's path.
    public static let schemes = ["postgresql://", "postgres://"]

    /// The address that `text` states.
    ///
    /// - Throws: `refused`, without the text: libpq's own words would quote the password.
    public init(_ text: String) throws(PostgresError) {
        guard Self.schemes.contains(where: text.hasPrefix),
            let options = PQconninfoParse(text, nil)
        else {
            throw PostgresError(
                .refused,
                "the address of the database is not of the form "
                    + "postgresql://USER@HOST:PORT/DATABASE; a sign such as / or @ within a part "
                    + "is written as %2F or %40"
            )
        }
        defer { PQconninfoFree(options) }
        secret = text
        description = Self.description(Self.values(options))
    }

    private static func values(
        _ options: UnsafeMutablePointer<PQconninfoOption>
    ) -> [String: String] {
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val, value.pointee != 0 {
                values[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return values
    }

    private static func description(_ values: [String: String]) -> String {
        let user = values["user"].map { "\($0)@" } ?? ""
        let port = values["port"].map { ":\($0)" } ?? ""
        let name = values["dbname"].map { "/\($0)" } ?? ""
        return "postgresql://\(user)\(values["host"] ?? "")\(port)\(name)"
    }
}
