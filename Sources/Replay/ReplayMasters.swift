internal import CMalloc
internal import Glibc
internal import Records
internal import Retail
internal import Sync
internal import Synchronization
internal import TradeFolder

/// What all tills of a replay look up: the products, and who is which device.
struct ReplayMasters: Sendable {
    let products: [Int64: TradeProduct]
    private let devices: [Place: DeviceID]

    init(_ folder: TradeFolder, _ complain: (TradeProblem) -> Void) throws {
        let products = try folder.products()
        products.problems.forEach(complain)
        self.products = Dictionary(
            products.rows.map { ($0.product, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let stores = try folder.stores()
        stores.problems.forEach(complain)
        let places = stores.rows.flatMap { store in
            (1...max(1, store.tills)).map { Place(store: store.store, till: $0) }
        }
        devices = Dictionary(
            uniqueKeysWithValues: Set(places).sorted().enumerated().map { index, place in
                (place, DeviceID(UInt32(index + 1)))
            }
        )
    }

    /// The device at `place`: its number among all tills of the folder, in order.
    ///
    /// A place that the folder's list lacks gets a number of its own above them.
    func device(at place: Place) -> DeviceID {
        if let device = devices[place] { return device }
        let unlisted = UInt32(bitPattern: place.store) &* 64 &+ UInt32(bitPattern: place.till)
        return DeviceID(1_000_000 + unlisted % 1_000_000_000)
    }
}

/// One line for each device, hostile by seed or not at all.
final class HostileLinks: Sendable {
    private let link: any HubLink
    private let seed: UInt64?
    private let hostile = Mutex<[HostileLink]>([])

    init(_ link: any HubLink, seed: UInt64?) {
        self.link = link
        self.seed = seed
    }

    /// How many requests met a fault.
    var faultCount: Int {
        hostile.withLock { $0.reduce(0) { $0 + $1.counts.values.reduce(0, +) } }
    }

    func link(_ device: DeviceID) -> any HubLink {
        guard let seed else { return link }
        let wrapped = HostileLink(link, seed: seed &* 7919 &+ UInt64(device.number))
        hostile.withLock { $0.append(wrapped) }
        return wrapped
    }
}

/// Holds sales back until their time has come.
struct ReplayPace {
    private let speed: ReplaySettings.Speed
    private let start = ContinuousClock.now
    private var first: SaleTime?

    init(_ speed: ReplaySettings.Speed) {
        self.speed = speed
    }

    mutating func wait(until time: SaleTime) async {
        guard case .times(let factor) = speed else { return }
        let first = self.first ?? time
        self.first = first
        let seconds = Double(time.unixSeconds - first.unixSeconds) / factor
        try? await Task.sleep(until: start + .seconds(seconds))
    }
}

/// What so many tills in one process need of the system.
enum ReplayLimits {
    /// Thousands of sales take and give back the same memory: it is kept and not handed back.
    static func keepMemory() {
        mallopt(M_TRIM_THRESHOLD, 256 << 20)
        mallopt(M_TOP_PAD, 4 << 20)
    }

    /// Every till keeps four files open; the usual limit of 1,024 is 256 tills.
    static func raiseOpenFiles() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
