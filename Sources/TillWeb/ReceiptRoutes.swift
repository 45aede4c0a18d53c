internal import Hummingbird
internal import Retail
internal import Till

/// The receipts and their paper, for `till receipts`.
///
///     GET  /v1/receipts?limit=20&unproven=true    the newest first, JSON
///     GET  /v1/receipts/2017-05-31/12             one, with what stands on it
///     POST /v1/receipts/2017-05-31/12/copies      asks for a copy; answers what came of it
struct ReceiptRoutes {
    let till: Till

    func add(to router: Router<BasicRequestContext>) {
        let till = till
        router.get("/v1/receipts") { request, _ in
            let query = request.uri.queryParameters
            guard let limit = Int(query["limit"] ?? "20"), limit > 0 else {
                throw HTTPError(.badRequest, message: "limit is a whole number above 0")
            }
            let isUnproven = query["unproven"] == "true"
            return TillServer.json(try await till.receipts(limit: limit, isUnproven: isUnproven))
        }
        router.get("/v1/receipts/:day/:number") { _, context in
            let number = try Self.number(context)
            guard let report = try await till.receipt(number) else {
                let message = "there is no receipt \(number.number) of \(number.day)"
                throw HTTPError(.notFound, message: message)
            }
            return TillServer.json(report)
        }
        router.post("/v1/receipts/:day/:number/copies") { _, context in
            TillServer.json(try await till.reprint(try Self.number(context)))
        }
    }

    static func number(_ context: BasicRequestContext) throws -> ReceiptNumber {
        guard let day = context.parameters.get("day").flatMap({ BusinessDay($0) }),
            let number = context.parameters.get("number").flatMap({ Int32($0) }), number > 0
        else {
            throw HTTPError(.badRequest, message: "a receipt is named as /2017-05-31/12")
        }
        return ReceiptNumber(day: day, number: number)
    }
}
