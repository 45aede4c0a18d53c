internal import Identity
internal import SyncProtocol

/// Feeds as devices see them.
extension HubEndpoint {
    func feeds(_ body: [UInt8], _ sender: Sender) async -> Answer {
        guard let request = Message.decode(FeedRequest.self, body) else {
            return Answer(Refusal(.malformed, "the body is not a question about feeds"))
        }
        let identity = identity
        let answer = await hub.feed(request, from: sender, key: identity?.lookup) { version in
            identity.map { hub in
                FeedSeal.seal(
                    version.feed,
                    number: version.number,
                    digest: version.digest,
                    by: hub
                )
            } ?? ""
        }
        return Answer(answer)
    }
}
