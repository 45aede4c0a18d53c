internal import Foundation
internal import HAL
internal import Synchronization
internal import Twins

/// The demo shop: twins on the counter, the network cable, and the real programs between them.
///
///     devices ═ptys═ tilld ──▶ NetworkCable ──▶ tillhub
///        └─────────────┴── ShopScene ──▶ page, terminal
///
/// Everything that a person does to the shop goes through here, and through a wire: a scan is
/// bytes from the scanner, paper out is a printer that answers so, no power is SIGKILL.
public final class ShopBench: Sendable {
    /// How long a program may take to become ready.
    private static let patience = Duration.seconds(20)

    /// How the shop looks.
    public let scene: ShopScene
    /// What is on the counter.
    public let devices: ShopDevices
    /// The line to the till.
    public let line: TillLine
    /// The line to the hub.
    public let hubLine: HubLine
    private let cable: NetworkCable
    private let till: ProgramProcess
    private let hub: ProgramProcess
    private let basketsBack = Mutex((pulled: 0, back: 0))

    /// A shop of these settings; nothing is started yet.
    public init(_ settings: ShopSettings, scene: ShopScene = ShopScene()) throws(ShopProblem) {
        self.scene = scene
        let bench = "\(settings.data)/bench"
        for folder in [bench, "\(settings.data)/till", "\(settings.data)/hub"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true
                )
            } catch {
                throw ShopProblem(.failure, "\(folder) cannot be made: \(error)")
            }
        }
        devices = try ShopDevices(in: bench, seed: settings.seed)
        let (hubPort, cablePort, tillPort) = (
            try FreePort.find(), try FreePort.find(), try FreePort.find()
        )
        line = TillLine(port: tillPort)
        hubLine = HubLine(port: hubPort)
        cable = NetworkCable(port: cablePort, hubPort: hubPort)
        let shared = ["--programme", settings.programme, "--trade", settings.trade]
        hub = ProgramProcess(
            path: "\(settings.programs)/tillhub",
            arguments: ["serve", "--data", "\(settings.data)/hub", "--port", "\(hubPort)"] + shared,
            log: "\(settings.data)/tillhub.log"
        )
        till = ProgramProcess(
            path: "\(settings.programs)/tilld",
            arguments: [
                "--data", "\(settings.data)/till", "--board", settings.board, "--bench", bench,
                "--store", "1", "--till", "1", "--device", "1",
                "--shop-name", "巷口小铺 Lane-End Grocery",
                "--hub", "http://127.0.0.1:\(cablePort)", "--port", "\(tillPort)",
            ] + shared,
            log: "\(settings.data)/tilld.log"
        )
    }

    /// Opens the shop: hub, network, till, in this order, each ready before the next.
    public func open() async throws(ShopProblem) {
        try hub.start()
        guard await eventually(Self.patience, { await self.hubLine.isThere() }) else {
            throw ended("tillhub", hub)
        }
        try await cable.plug()
        try await powerOn()
        scene.say("开店了", "The shop is open")
    }

    /// Keeps the picture of the shop up to date until the task is cancelled.
    public func run() async {
        await withTaskGroup { tasks in
            tasks.addTask { await self.devices.run() }
            tasks.addTask { await self.followPaper() }
            tasks.addTask { await self.followDisplay() }
            tasks.addTask { await self.followTill() }
            tasks.addTask { await self.followHub() }
        }
    }

    /// Closes the shop: asks both programs to end, and waits until they have.
    public func close() async {
        await till.stop()
        await hub.stop()
        await cable.pull()
        devices.unplug()
    }

    private func ended(_ name: String, _ program: ProgramProcess) -> ShopProblem {
        let words = program.lastWords()
        return ShopProblem(
            .programEnded,
            "\(name) did not become ready; its log \(program.logFile) ends:\n\(words)"
        )
    }
}

// MARK: - What a person does to the shop

extension ShopBench {
    /// Baskets that lay at the till when its power went, and those of them that came back.
    public var baskets: (pulled: Int, back: Int) { basketsBack.withLock { $0 } }

    /// Pulls the network cable.
    public func pullNetwork() async {
        await cable.pull()
        scene.update { $0.isNetworkPlugged = false }
        scene.say("网线拔了,照常营业", "The network is out, the shop sells on")
    }

    /// Plugs it in again.
    public func plugNetwork() async {
        do {
            try await cable.plug()
            scene.update { $0.isNetworkPlugged = true }
            scene.say("网线插回,正在上传", "The network is back, the queue drains")
        } catch {
            scene.say("网线插不上:\(error)", "The cable cannot be plugged: \(error)")
        }
    }

    /// Takes the roll out of the printer, or puts one in.
    public func setPaper(_ isIn: Bool) {
        if isIn {
            devices.printer.faults.clear(.paperOut)
            scene.say("装上新纸卷", "A new roll is in")
        } else {
            devices.printer.faults.set(.paperOut)
            scene.say("没纸了,照常收银", "No paper, and the till sells on")
        }
        scene.update { $0.hasPaper = isIn }
    }

    /// Pulls the power of the till and plugs it in again: it has to come back with the basket.
    public func pullPower(for pause: Duration = .milliseconds(1500)) async {
        let before = await line.status()
        till.cutPower()
        scene.update {
            $0.isTillPowered = false
            $0.till = nil
        }
        scene.say("断电了", "The till has no power")
        try? await Task.sleep(for: pause)
        do {
            try await powerOn()
        } catch {
            scene.say("收银机起不来:\(error)", "The till does not start: \(error)")
            return
        }
        let lines = before?.isSelling == true ? before?.standingLines ?? [] : []
        guard !lines.isEmpty else { return scene.say("通电了", "Power is back") }
        let isBack = await line.status()?.standingLines == lines
        basketsBack.withLock { counts in
            counts.pulled += 1
            counts.back += isBack ? 1 : 0
        }
        if isBack {
            scene.say(
                "通电了,篮子还在:\(lines.count) 行",
                "Power is back, and so is the basket of \(lines.count)"
            )
        } else {
            scene.say("通电了,篮子不对", "Power is back, but the basket is another")
        }
    }

    /// Starts the till and waits until it takes scans.
    public func powerOn() async throws(ShopProblem) {
        try till.start()
        let isReady = await eventually(Self.patience) {
            await self.line.status()?.isReady == true || !self.till.isRunning
        }
        guard isReady, till.isRunning else { throw ended("tilld", till) }
        scene.update { $0.isTillPowered = true }
    }
}

// MARK: - What there is to see

extension ShopBench {
    private func followPaper() async {
        for await _ in devices.printer.roll.updates() {
            let roll = devices.printer.roll
            let count = roll.receiptCount
            let latest = roll.receipts.suffix(PageFragments.receipts)
            scene.update { state in
                state.printed = count
                state.hanging = roll.current
                state.receipts = latest.enumerated().map { index, elements in
                    ShopReceipt(number: count - latest.count + 1 + index, elements: elements)
                }
            }
        }
    }

    private func followDisplay() async {
        for await lines in devices.display.updates() {
            scene.update { $0.display = lines }
        }
    }

    private func followTill() async {
        var drawerOpenFor = 0
        while !Task.isCancelled {
            let status = till.isRunning ? await line.status() : nil
            let drawer = devices.printer.drawer
            drawerOpenFor = drawer.isOpen ? drawerOpenFor + 1 : 0
            // The cashier pushes the drawer shut when the change is given.
            if drawerOpenFor > 8 { drawer.push() }
            scene.update { state in
                state.till = status
                state.drawerOpenings = drawer.openings
            }
            try? await Task.sleep(for: .milliseconds(80))
        }
    }

    private func followHub() async {
        while !Task.isCancelled {
            if let sales = await hubLine.sales() { scene.update { $0.hubSales = sales } }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}

/// Whether `condition` becomes true within `patience`; asked every 20 ms.
func eventually(
    _ patience: Duration,
    _ condition: @Sendable () async -> Bool
) async -> Bool {
    let end = ContinuousClock.now + patience
    while ContinuousClock.now < end, !Task.isCancelled {
        if await condition() { return true }
        try? await Task.sleep(for: .milliseconds(20))
    }
    return false
}
