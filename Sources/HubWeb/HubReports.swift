internal import Hub
internal import Hummingbird
internal import HummingbirdCore
internal import Retail
internal import SyncProtocol

/// Reports over HTTP, for programs on the hub's own machine: they name members.
struct HubReports {
    private let hub: HubCore

    init(_ hub: HubCore) {
        self.hub = hub
    }

    func answer(_ request: Request, _ context: HubRequestContext) async -> Response {
        guard context.isLocal else {
            return plain(403, "reports are given to programs on the hub's own machine only\n")
        }
        let word = context.parameters.get("name") ?? ""
        guard let name = HubReport.Name(rawValue: word) else {
            let known = HubReport.Name.allCases.map(\.rawValue).joined(separator: ", ")
            return plain(404, "there is no report '\(word)'; there are \(known)\n")
        }
        let query = request.uri.queryParameters
        var day: BusinessDay?
        if let text = query.get("as-of") {
            guard let known = BusinessDay(text) else {
                return plain(400, "as-of: '\(text)' is not a date as 2017-06-01\n")
            }
            day = known
        }
        do throws(ReportError) {
            let report = try await hub.report(name, asOf: day)
            switch query.get("format") ?? "csv" {
            case "csv": return Response(status: 200, type: "text/csv", body: Array(report.csv.utf8))
            case "json": return Response(status: 200, json: Array(report.json.utf8))
            default: return plain(400, "format: write csv or json\n")
            }
        } catch {
            switch error {
            case .dayIsMissing, .programmeIsMissing: return plain(400, "\(error)\n")
            case .storage: return plain(503, "the hub's store does not answer\n")
            }
        }
    }

    private func plain(_ status: Int, _ text: String) -> Response {
        Response(status: status, type: "text/plain; charset=utf-8", body: Array(text.utf8))
    }
}
