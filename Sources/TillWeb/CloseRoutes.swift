internal import Hummingbird
internal import Retail
internal import Till

/// The close of a day, for `till close`.
///
///     POST /v1/closes                 closes the day; answers with the report, JSON
///     POST /v1/closes?counted=12345   the same, with 123.45 counted in cash
///     GET  /v1/closes/last            the last report
///     GET  /v1/closes/12              another one
struct CloseRoutes {
    let till: Till

    func add(to router: Router<BasicRequestContext>) {
        let till = till
        router.post("/v1/closes") { request, _ in
            let text = request.uri.queryParameters["counted"]
            let counted = text.flatMap { Int64($0) }
            guard text == nil || counted.map({ $0 >= 0 }) == true else {
                throw HTTPError(
                    .badRequest,
                    message: "counted is a whole number from 0, in the currency's smallest unit"
                )
            }
            switch await till.closeDay(counted.map(Money.init(minorUnits:))) {
            case .closed(let close):
                return TillServer.json(CloseReport(close))
            case .refused(let refusal):
                throw HTTPError(.conflict, message: "\(refusal)")
            case .done, .completed, .charging, .promised, .fell, .givingBack, .returned:
                preconditionFailure("a close is a report or a refusal")
            }
        }
        router.get("/v1/closes/:number") { _, context in
            let name = context.parameters.get("number") ?? ""
            guard name == "last" || Int64(name).map({ $0 > 0 }) == true else {
                throw HTTPError(.badRequest, message: "a close is named as /12, or /last")
            }
            guard let report = try await till.close(Int64(name)) else {
                throw HTTPError(.notFound, message: "this till has no such close")
            }
            return TillServer.json(report)
        }
    }
}
