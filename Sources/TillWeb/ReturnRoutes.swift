internal import FoundationEssentials
internal import Hummingbird
internal import NIOCore
internal import Retail
internal import Till

/// Goods that come back, for `till return`.
///
///     POST /v1/receipts/2017-05-31/12/returns    a `ReturnRequest`, JSON; answers what came of it
struct ReturnRoutes {
    /// The longest request, in bytes.
    static let limit = 65_536

    let counter: Counter

    func add(to router: Router<BasicRequestContext>) {
        let counter = counter
        router.post("/v1/receipts/:day/:number/returns") { request, context in
            let number = try ReceiptRoutes.number(context)
            let body = try await request.body.collect(upTo: Self.limit)
            let wish: ReturnRequest
            do {
                wish = try JSONDecoder().decode(
                    ReturnRequest.self,
                    from: Data(String(buffer: body).utf8)
                )
            } catch {
                let message = "a return is {items: [{line, quantity}], reason, clerk} in JSON"
                throw HTTPError(.badRequest, message: message)
            }
            return TillServer.json(ReturnAnswer(try await counter.giveBack(wish, of: number)))
        }
    }
}
