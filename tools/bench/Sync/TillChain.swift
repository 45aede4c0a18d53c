internal import Journal
internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// All that one till says to its hub: a hello, and its whole chain in uploads.
struct TillChain {
    /// Records in an upload: whole baskets, as a till sends them that has been offline for an hour.
    static let uploadLength = 250

    /// The hello's bytes.
    let hello: [UInt8]
    /// The uploads' bytes, in order.
    let uploads: [[UInt8]]
    /// How many records there are.
    let records: Int

    /// The chain of device `number`, with `records` records or a few more.
    init(number: UInt32, records: Int, programme: Programme) {
        let device = DeviceID(number)
        let place = Place(store: Int32(number / 10 + 1), till: Int32(number % 10 + 1))
        var head = ChainHead.root(of: device, epoch: 1)
        hello = Message.encode(
            Hello(
                device: device,
                head: head,
                store: place.store,
                till: place.till,
                version: "bench",
                bootNonce: String(repeating: "0", count: 32)
            )
        )
        let sale = SampleSale(programme: programme, place: place)
        var hybrid = HybridTime.start
        var chain: [Record] = []
        var receipt: Int32 = 0
        while chain.count < records {
            receipt += 1
            for draft in sale.basket(number: receipt) {
                hybrid = hybrid.advanced(to: draft.wallMilliseconds)
                let record = Record(
                    device: device,
                    after: head,
                    kind: draft.fact.kind,
                    schema: draft.fact.schema,
                    stamp: Stamp(
                        hybrid: hybrid,
                        wallMilliseconds: draft.wallMilliseconds,
                        monotonicNanoseconds: draft.monotonicNanoseconds,
                        quality: draft.quality
                    ),
                    operation: draft.operation,
                    body: draft.fact.body()
                )
                chain.append(record)
                head = record.position
            }
        }
        self.records = chain.count
        uploads = stride(from: 0, to: chain.count, by: Self.uploadLength).map { first in
            Upload(Array(chain[first..<min(first + Self.uploadLength, chain.count)])).encoded()
        }
    }
}
