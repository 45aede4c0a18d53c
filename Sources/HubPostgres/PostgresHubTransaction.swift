internal import DurablePostgres
internal import Hub
internal import Loyalty
internal import Records
internal import Retail

/// A store's transaction on one connection.
///
/// Whatever needs no answer is only sent; a look at the tables waits for it as well, and so does
/// the commit. Batches go as arrays, one statement for all of their rows.
struct PostgresHubTransaction {
    let connection: PostgresConnection
}

extension PostgresHubTransaction: HubTransaction {
    private static let claim = PostgresStatement(
        "claim",
        "SELECT pg_advisory_xact_lock($1::bigint)"
    )

    func claim(_ subject: HubSubject) throws {
        try connection.queue(Self.claim, [.long(subject.number)])
    }

    private static let found = PostgresStatement(
        "found",
        "INSERT INTO hub (id, incarnation) VALUES (1, $1::text)"
    )

    func found(as incarnation: String) throws {
        try connection.queue(Self.found, [.text(incarnation)])
    }

    private static let begin = PostgresStatement(
        "begin-life",
        "UPDATE hub SET incarnation = $1::text"
    )

    func begin(life incarnation: String) throws {
        try connection.queue(Self.begin, [.text(incarnation)])
    }

    private static let flag = PostgresStatement(
        "flag",
        """
        INSERT INTO difference
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[])
        """
    )

    func flag(_ differences: [Difference]) throws {
        let values = differences.map(\.key).columns + [.texts(differences.map(\.detail.stored))]
        try connection.queue(Self.flag, values)
    }

    /// How many members go in one statement, which has its time.
    private static let memberPage = 50_000
    private static let addMembers = PostgresStatement(
        "add-members",
        "INSERT INTO member SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING"
    )

    func add(_ members: [MemberID]) throws {
        // In one order everywhere, so that two hubs with one list never wait for each other.
        let numbers = members.map(\.number).sorted()
        for start in stride(from: 0, to: numbers.count, by: Self.memberPage) {
            let page = numbers[start..<min(numbers.count, start + Self.memberPage)]
            try connection.queue(Self.addMembers, [.longs(Array(page))])
        }
    }

    private static let retire = PostgresStatement(
        "retire",
        "UPDATE programme SET is_in_force = false WHERE is_in_force"
    )
    private static let adopt = PostgresStatement(
        "adopt",
        """
        INSERT INTO programme VALUES ($1::text, $2::bigint, $3::text, $4::text, true)
        ON CONFLICT (id, version) DO UPDATE SET source = excluded.source, is_in_force = true
        """
    )

    func adopt(_ entry: ProgrammeEntry) throws {
        let programme = entry.programme
        let rules = String(decoding: ProgrammeForm.encode(programme), as: UTF8.self)
        try connection.queue(Self.retire)
        try connection.queue(
            Self.adopt,
            [
                .text(programme.id), .long(Int64(programme.version)), .text(rules),
                .text(entry.text.stored),
            ]
        )
    }
}

extension HubSubject {
    /// The number of its lock; those of devices have 32 bits.
    var number: Int64 {
        switch self {
        case .device(let device): Int64(device.number)
        case .programmes: 1 << 32
        case .pairing: 1 << 32 | 1
        case .pools: 2 << 32
        case .feeds: 1 << 32 | 2
        case .returns: 1 << 32 | 3
        }
    }
}

extension [JournalKey] {
    /// Devices, epochs with branches, and numbers: the first three arrays of most batches.
    var columns: [PostgresValue] {
        [
            .longs(map { Int64($0.device.number) }), .longs(map(\.run)),
            .longs(map { Int64(clamping: $0.sequence) }),
        ]
    }
}

extension JournalKey {
    /// Device, epoch with branch, and number as three values.
    var values: [PostgresValue] {
        [.long(Int64(device.number)), .long(run), .long(Int64(clamping: sequence))]
    }
}
