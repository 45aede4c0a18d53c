public import DurableSQLite
internal import Loyalty
public import Records
internal import Retail

internal import struct Crypto.SHA256

/// The digest over everything that a store holds: equal on two stores that hold the same hub.
///
/// It is SHA-256 over the fields in this order, so that a program in any language can count it:
///
///     "SH7"
///     a mark and its rows, for each of
///       D  devices        device, store, till, base, epoch, number, hash, version, nonce, seen,
///                         archived, confirmed, offered, challenge?, recovering, fence?, grants,
///                         witness?
///       R  runs           device, epoch, start's number and hash, last's number and hash, bearer,
///                         since, witness?
///       B  backups        name, taken at, marks
///       J  records        device, epoch, number, kind, schema, name?, hash, bytes, state, reason?
///       S  sales          key, name, reference?, store, till, day, receipt, time, offset, member?,
///                         lines, 5 sums, (programme, weighted, points)?, count of departments,
///                         and of each: name?, lines, 5 sums; (sale, its day, refund)? of a
///                         return
///       P  programmes     id, version, rules, file
///       F  in force       id, version
///       L  earned lots    programme, member, day, points; by programme, member and day
///       E  differences    key, detail
///       M  members        number
///       I  identities     device, key, paired at, revoked, keys before
///       H  hub's keys     sync, leases
///       K  lease balances pool, account, unit, count
///       O  leases         name, device, epoch, state, words?
///       W  lease devices  device, begun, awaited, its epoch and number
///       U  unread records key
///       X  excesses       key, part, words
///       V  feed versions  feed, number, digest, count of changes since the last, and of each:
///                         key, alias?, value?
///       Z  erasures       member, at, person
///     "." after the last row of each mark; "=" before each row
///
/// Rows go in order of their key. A number is eight bytes, big-endian; text and bytes stand behind
/// their length as a number; an optional is a byte 0, or a byte 1 and the value. An epoch has its
/// branch in its upper 32 bits; what is yes or no is 1 or 0. The incarnation is
/// left out: a hub takes it along, and says nothing by it about what it holds; and so are codes for
/// pairing, which nobody needs ten minutes later.
struct HubDigest {
    private var hash = SHA256()

    init() {
        hash.update(data: Array("SH7".utf8))
    }

    /// Takes the rows of one mark.
    mutating func mark(_ letter: Character) {
        hash.update(data: Array(String(letter).utf8))
    }

    /// Takes one row.
    mutating func row(_ fields: (inout HubDigest) -> Void) {
        hash.update(data: [UInt8(ascii: "=")])
        fields(&self)
    }

    /// Ends the rows of one mark.
    mutating func end() {
        hash.update(data: [UInt8(ascii: ".")])
    }

    mutating func number(_ value: some BinaryInteger) {
        withUnsafeBytes(of: Int64(truncatingIfNeeded: value).bigEndian) {
            hash.update(bufferPointer: $0)
        }
    }

    mutating func bytes(_ value: [UInt8]) {
        number(value.count)
        hash.update(data: value)
    }

    mutating func text(_ value: String) { bytes(Array(value.utf8)) }

    mutating func optional<Value>(_ value: Value?, _ take: (inout HubDigest, Value) -> Void) {
        hash.update(data: [value == nil ? 0 : 1])
        if let value { take(&self, value) }
    }

    /// The digest of all that was taken.
    func finalize() -> Digest {
        guard let digest = Digest([UInt8](hash.finalize())) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}

extension HubStore {
    /// The digest over everything that this store holds but its incarnation.
    ///
    /// It reads in small steps; it means something only while nobody writes.
    public func digest() async throws(StorageError) -> Digest {
        var digest = HubDigest()
        let (devices, runs, backups) = try await read { reading in
            (try reading.devices(), try reading.runs(of: nil), try reading.backups())
        }
        digest.mark("D")
        for device in devices { digest.row { $0.take(device) } }
        digest.end()
        digest.mark("R")
        for run in runs { digest.row { $0.take(run) } }
        digest.end()
        digest.mark("B")
        for backup in backups { digest.row { $0.take(backup) } }
        digest.end()
        try await takeRecords(of: HubRest.chains(devices, runs), &digest)
        try await takeSales(&digest)
        try await takeRest(&digest)
        return digest.finalize()
    }

    private func takeRecords(
        of chains: [JournalKey],
        _ digest: inout HubDigest
    ) async throws(StorageError) {
        digest.mark("J")
        for chain in chains {
            try await eachPage(of: chain) { page in
                for entry in page { digest.row { $0.take(entry) } }
            }
        }
        digest.end()
    }

    private func takeSales(_ digest: inout HubDigest) async throws(StorageError) {
        digest.mark("S")
        try await eachPageOfSales { page in
            for sale in page { digest.row { $0.take(sale) } }
        }
        digest.end()
    }

    private func takeRest(_ digest: inout HubDigest) async throws(StorageError) {
        let rest = try await read { try HubRest($0) }
        digest.mark("P")
        for entry in rest.programmes { digest.row { $0.take(entry) } }
        digest.end()
        digest.mark("F")
        if let version = rest.inForce { digest.row { $0.take(version) } }
        digest.end()
        digest.mark("L")
        for (programme, lot) in rest.lots { digest.row { $0.take(lot, of: programme) } }
        digest.end()
        digest.mark("E")
        for difference in rest.differences { digest.row { $0.take(difference) } }
        digest.end()
        digest.mark("M")
        for member in rest.members { digest.row { $0.number(member.number) } }
        digest.end()
        digest.mark("I")
        for identity in rest.identities { digest.row { $0.take(identity) } }
        digest.end()
        digest.mark("H")
        if let keys = rest.hubKeys { digest.row { $0.take(keys) } }
        digest.end()
        try await takeLeases(&digest)
        try await takeFeeds(&digest)
        digest.mark("Z")
        for erasure in rest.erasures { digest.row { $0.take(erasure) } }
        digest.end()
    }
}
