public import DurableSQLite
public import Loyalty
internal import SyncProtocol

/// The programme that is in force, at the hub and at its tills.
extension HubCore {
    /// Puts a programme in force at this hub; the tills hear nothing of it.
    ///
    /// A published version never changes: sales pin it, and it is what they are counted by for
    /// ever. Once a programme was published to tills, what is published is in force.
    ///
    /// - Parameters:
    ///   - programme: The rules, validated.
    ///   - text: The file in which they are written.
    public func adopt(_ programme: Programme, text: String) async throws(AdoptionError) {
        let entry = ProgrammeEntry(programme: programme, text: text)
        let fault: AdoptionError?
        do throws(StorageError) {
            fault = try await commit { transaction in
                try transaction.claim(.programmes)
                if let published = try transaction.publishedProgramme()?.pinned,
                    published != programme.pinned
                {
                    return .anotherIsPublished(published)
                }
                return try transaction.putInForce(entry)
            }
        } catch {
            throw .storage(error)
        }
        if let fault { throw fault }
    }

    /// Puts a programme in force and publishes it to the tills, both or neither: a till never
    /// counts by rules that its hub does not have.
    func publish(
        _ entry: ProgrammeEntry
    ) async throws(StorageError) -> Result<FeedPublication, AdoptionError> {
        let published = [PublishedProgramme(entry.programme).entry]
        let feed = FeedKind.programmes
        try Self.check(published, feed)
        let now = now
        return try await commit { transaction in
            try transaction.claim(.programmes)
            try transaction.claim(.feeds)
            if let fault = try transaction.putInForce(entry) { return .failure(fault) }
            return .success(try Self.publish(published, feed.rawValue, at: now, transaction))
        }
    }

    /// The programme that is in force.
    public func programme() async throws(StorageError) -> ProgrammeEntry? {
        try await store.read { try $0.programme() }
    }
}

extension HubTransaction {
    /// Puts `entry` in force, unless it is.
    ///
    /// - Returns: Why it is not; nil when it is.
    fileprivate func putInForce(_ entry: ProgrammeEntry) throws -> AdoptionError? {
        let version = entry.programme.pinned
        let known = try programme(version)
        guard known == nil || known?.programme == entry.programme else {
            return .versionIsPublished(version)
        }
        if try programme() != entry { try adopt(entry) }
        return nil
    }

    /// The programme that tills go by; nil before one was published.
    fileprivate func publishedProgramme() throws -> Programme? {
        guard let version = try newestFeed(FeedKind.programmes.rawValue) else { return nil }
        let changes = try changes(of: version, since: 0, after: "", limit: 1)
        return changes.first?.entry.flatMap { PublishedProgramme($0)?.rules }
    }
}

/// Why a programme is not in force.
public enum AdoptionError: Error, Hashable, Sendable {
    /// The version is published with other rules: count it up.
    case versionIsPublished(ProgrammeVersion)
    /// The tills go by this one.
    case anotherIsPublished(ProgrammeVersion)
    /// The store did not take it.
    case storage(StorageError)
}

extension AdoptionError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .versionIsPublished(let version):
            "the programme \(version) is in this hub with other rules, and sales were counted by "
                + "them; count the file's version up to \(version.version + 1)"
        case .anotherIsPublished(let version):
            "this file is left aside: \(version) is published to the tills and stays in force; "
                + "publish another one with tillhub feed publish programmes FILE"
        case .storage(let error): error.description
        }
    }
}
