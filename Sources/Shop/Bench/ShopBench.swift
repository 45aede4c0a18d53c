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
    static let patience = Duration.seconds(20)

    /// How the shop looks.
    public let scene: ShopScene
    /// What is on the counter.
    public let devices: ShopDevices
    /// The line to the till.
    public let line: TillLine
    /// The line to the hub.
    public let hubLine: HubLine
    let cable: NetworkCable
    let till: ProgramProcess
    let hub: ProgramProcess
    let basketsBack = Mutex((pulled: 0, back: 0))

    /// A shop of these settings; nothing is started yet.
    ///
    /// - Throws: when there is no room for its folders, or no tty or port for its wires.
    public init(_ settings: ShopSettings, scene: ShopScene = ShopScene()) throws(ShopProblem) {
        self.scene = scene
        try settings.makeFolders()
        devices = try ShopDevices(in: settings.bench, seed: settings.seed)
        let ports = ShopPorts(
            hub: try FreePort.find(),
            cable: try FreePort.find(),
            till: try FreePort.find()
        )
        line = TillLine(port: ports.till)
        hubLine = HubLine(port: ports.hub)
        cable = NetworkCable(port: ports.cable, hubPort: ports.hub)
        hub = settings.hub(at: ports)
        till = settings.till(at: ports)
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
            tasks.addTask { await self.followTerminal() }
        }
    }

    /// Closes the shop: asks both programs to end, and waits until they have.
    public func close() async {
        await till.stop()
        await hub.stop()
        await cable.pull()
        devices.unplug()
    }

    func ended(_ name: String, _ program: ProgramProcess) -> ShopProblem {
        let words = program.lastWords()
        return ShopProblem(
            .programEnded,
            "\(name) did not become ready; its log \(program.logFile) ends:\n\(words)"
        )
    }
}
