internal import ArgumentParser
internal import Till

/// Says how the till on this box stands to its hub.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Says how the running till stands: sales, queue, line to the hub.",
        discussion: """
            A till that stands apart sells on and brings the hub all that it has; the hub gives it \
            a new epoch by itself, or a person gives it a number with tillhub reenrol.
            """
    )

    @OptionGroup var page: TillPage
    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let status: TillStatus = try await page.get("/v1/status")
        if json { return print(JSONText.of(status)) }
        let day = status.day.map { "\($0), receipt \(status.lastReceipt)" } ?? "no day open"
        print("store \(status.store) till \(status.till): \(day), \(status.sales) sales")
        let queue = status.queue
        print(
            "queue: \(queue.waiting) of \(queue.journalled) records wait for the hub, "
                + "\(queue.setAside) set aside there"
        )
        print("hub: \(status.link)" + (status.linkNote.isEmpty ? "" : "; \(status.linkNote)"))
        if !status.clockNote.isEmpty { print("clock: \(status.clockNote)") }
        if !status.saleNote.isEmpty { print("sale: \(status.saleNote)") }
        print("programme: \(status.programme)")
        for feed in status.feeds { print(feed.words) }
    }
}

extension TillStatus.Feed {
    /// The feed in a line.
    fileprivate var words: String {
        let what = version == 0 ? "none yet" : "version \(version)"
        return "\(name): \(what)" + (isFilling ? ", a newer one is coming" : "")
            + (isDoubted ? ", damaged here and coming again" : "")
            + (isUnreadable ? ", a newer one needs a newer program on this box" : "")
            + (passedOver.isEmpty
                ? ""
                : ", \(passedOver.joined(separator: ", ")) needs a newer program on this box")
    }
}
