import Diagnosis
import Drivers
import HAL

/// The customer's display: it never answers, so a person looks.
actor DisplayProbe: DeviceProbe {
    nonisolated let subject: Subject
    private let board: Board
    private let entry: DisplayEntry
    private let opener: any ChannelOpener
    private let printer: PrinterProbe?
    private var port: ProbedPort?
    private var driver: (any LineDisplay)?

    /// Nothing opened yet; `printer` is the one that it stands behind, if it does.
    init(
        _ entry: DisplayEntry,
        of board: Board,
        behind printer: PrinterProbe?,
        by opener: any ChannelOpener
    ) {
        self.entry = entry
        self.board = board
        self.opener = opener
        self.printer = board.isDisplayBehindPrinter ? printer : nil
        subject = Subject(
            role: .customerDisplay,
            driver: entry.driver.rawValue,
            place: board.isDisplayBehindPrinter
                ? "behind the printer" : entry.channel.description,
            link: entry.channel.link
        )
    }

    func open() async throws(DeviceError) { _ = try await display() }

    private func display() async throws(DeviceError) -> any LineDisplay {
        if let driver { return driver }
        let channel: any ByteChannel
        if let printer {
            channel = try await printer.displayChannel()
        } else {
            let port = try await ProbedPort(entry.channel, by: opener)
            self.port = port
            channel = port.channel
        }
        let display = Board.display(entry, channel)
        driver = display
        return display
    }

    func line() async throws(DeviceError) -> Sight {
        guard let port else { return .untold("the printer's line") }
        return await port.line()
    }

    func settings() async throws(DeviceError) -> Sight {
        switch entry.glass {
        case .characters(_, let area):
            return .settings(ChineseTable.problem(of: area).map(SettingFault.noConverter))
        case .dots(_, let font):
            let isReadable = GraphicDisplay.isReadable(with: Board.glyphs(font))
            return .settings(isReadable ? nil : .noDisplayFont)
        }
    }

    func act(_ technician: any Technician) async throws(DeviceError) -> Sight {
        let shown = try await show()
        let question = "Does the display show \"\(shown)\", and Chinese below it?"
        return .done(.shown(looksRight: await technician.confirm(question)))
    }

    func identify(_ technician: any Technician) async throws(DeviceError) -> Sight {
        _ = try await show()
        return .done(.shown(looksRight: nil))
    }

    /// Shows its role above its board, and returns the role as it stands there.
    private func show() async throws(DeviceError) -> String {
        let role = TextWidth.truncate(subject.role.rawValue, to: entry.columns)
        try await display().show([role, "中文 \(board.name)"], by: .now + .seconds(2))
        return role
    }
}
