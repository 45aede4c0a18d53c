internal import DurableSQLite
public import Feeds
internal import Logging
internal import Loyalty
internal import Retail
internal import SyncProtocol

/// What a running till does when a feed has another version.
///
/// What it looks up at every scan is new by itself; what it goes by from one basket to the next it
/// is told here.
public struct FeedFollowing: Sendable {
    private let till: Till
    private let programme: FedProgramme
    private let settings: FedSettings
    private let coupons: FedCoupons

    /// Tells `till` which `programme` is in force, what the hub has decided in `settings`, and
    /// which `coupons` it takes.
    public init(
        _ till: Till,
        programme: FedProgramme,
        settings: FedSettings,
        coupons: FedCoupons
    ) {
        self.till = till
        self.programme = programme
        self.settings = settings
        self.coupons = coupons
    }

    /// Takes what came of a feed.
    public func take(_ outcome: FeedKeeper.Outcome) async {
        if case .adopted(let version) = outcome {
            switch FeedKind(rawValue: version.feed) {
            case .programmes: await takeProgramme()
            case .configuration: await takeSettings()
            case .coupons: await takeCoupons()
            case .catalogue, .members, nil: break
            }
        }
        till.parts.changed()
    }

    private func takeProgramme() async {
        do throws(StorageError) {
            let rules = try await programme.rules()
            await till.go(by: rules)
            till.parts.log.notice("the next basket earns points by \(rules.pinned)")
        } catch {
            till.parts.log.error("programmes: \(error); the till goes by the rules that it has")
        }
    }

    private func takeCoupons() async {
        do throws(StorageError) {
            let book = try await coupons.book()
            await till.go(by: book)
            till.parts.log.notice("the next basket takes \(book.count) coupons")
        } catch {
            till.parts.log.error("coupons: \(error); the till takes those that it has")
        }
    }

    private func takeSettings() async {
        do throws(StorageError) {
            await till.use(try await settings.settings())
        } catch {
            till.parts.log.error("configuration: \(error); the till goes by what it has")
        }
    }
}
