internal import Hummingbird
internal import Retail
internal import Till

/// The day's totals, for `till totals`.
///
///     GET  /v1/totals               of the day that is open, JSON
///     GET  /v1/totals/2017-05-31    of another one
struct TotalsRoutes {
    let till: Till

    func add(to router: Router<BasicRequestContext>) {
        let till = till
        router.get("/v1/totals") { _, _ in
            guard let report = try await till.dayReport() else {
                throw HTTPError(.notFound, message: "no business day was ever opened here")
            }
            return TillServer.json(report)
        }
        router.get("/v1/totals/:day") { _, context in
            guard let day = context.parameters.get("day").flatMap({ BusinessDay($0) }) else {
                throw HTTPError(.badRequest, message: "a day is named as 2017-05-31")
            }
            guard let report = try await till.dayReport(day) else {
                throw HTTPError(.notFound, message: "this till was not open on \(day)")
            }
            return TillServer.json(report)
        }
    }
}
