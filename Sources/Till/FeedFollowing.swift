internal import DurableSQLite
public import Feeds
internal import Logging
internal import Loyalty
internal import SyncProtocol

/// What a running till does when a feed has another version.
///
/// What it looks up at every scan is new by itself; what it goes by from one basket to the next it
/// is told here.
public struct FeedFollowing: Sendable {
    private let till: Till
    private let programme: FedProgramme

    /// Tells `till` which `programme` is in force.
    public init(_ till: Till, programme: FedProgramme) {
        self.till = till
        self.programme = programme
    }

    /// Takes what came of a feed.
    public func take(_ outcome: FeedKeeper.Outcome) async {
        if case .adopted(let version) = outcome {
            switch FeedKind(rawValue: version.feed) {
            case .programmes: await takeProgramme()
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
}
