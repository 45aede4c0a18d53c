public import HAL
import Synchronization
import Wire

/// An ESC/POS receipt printer that prints on a `PaperRoll`.
///
/// It obeys what the driver sends and much that it does not (every command is known by its length),
/// decodes Chinese as its mode says, answers `DLE EOT`, `GS r`, `GS a`, `GS I` and `GS ( H`, and
/// stops for paper and cover as a printer does: bytes wait, status tells why, and the proof of
/// printing comes when a person has helped and the paper is out.
public final class PrinterTwin: Twin {
    public let faults = TwinFaults()
    /// The paper that has come out.
    public let roll: PaperRoll
    /// The drawer on its connector.
    public let drawer: DrawerTwin
    private let mechanism: Mutex<PrinterMechanism>
    private let strikes = Mutex<@Sendable () -> Void>({})
    private let voice: TwinVoice
    private let speaking = Turn()

    /// A printer that is switched on and has paper; models for China power on in Chinese mode.
    public init(
        seed: UInt64 = 1,
        columns: Int = 48,
        powersOnInChinese: Bool = false,
        drawer: DrawerTwin = DrawerTwin(),
        roll: PaperRoll = PaperRoll()
    ) {
        self.drawer = drawer
        self.roll = roll
        mechanism = Mutex(
            PrinterMechanism(
                columns: columns,
                powersOnInChinese: powersOnInChinese,
                isPin3High: drawer.isPin3High
            )
        )
        voice = TwinVoice(faults: faults, seed: seed)
    }

    /// Plans a fault for the bytes that come from now on; `onStrike` is called when it happens.
    public func plan(_ fault: PlannedFault, onStrike: @escaping @Sendable () -> Void = {}) {
        mechanism.withLock { $0.plan(fault) }
        strikes.withLock { $0 = onStrike }
    }

    /// How many bytes it has received while it was on, since it was made or a fault was planned.
    public var receivedBytes: Int { mechanism.withLock { $0.received } }

    public func run(on channel: any ByteChannel) async {
        await withTaskGroup { tasks in
            tasks.addTask { await self.receive(on: channel) }
            tasks.addTask { await self.follow(self.faults.changed, on: channel) }
            tasks.addTask { await self.follow(self.drawer.changed, on: channel) }
            // The first to end is the receiver, when the cable is pulled.
            await tasks.next()
            tasks.cancelAll()
        }
    }

    private func receive(on channel: any ByteChannel) async {
        while !Task.isCancelled {
            let isBusy = mechanism.withLock { $0.hasWork }
            let deadline = isBusy ? .now + .milliseconds(16) : never
            do throws(DeviceError) {
                let bytes = try await channel.read(upTo: 4096, by: deadline)
                let isStruck = mechanism.withLock { mechanism in
                    look(mechanism: &mechanism)
                    mechanism.receive(bytes)
                    guard let fault = mechanism.struck else { return false }
                    // Under the lock, so that nobody takes the printer for well meanwhile.
                    faults.set(fault)
                    mechanism.struck = nil
                    return true
                }
                if isStruck { strikes.withLock { $0 }() }
            } catch {
                guard error.kind == .timeout else { return }
            }
            guard await work(on: channel, isPaced: true) else { return }
        }
    }

    /// Acts on what a person does to the printer or the drawer while no byte comes.
    private func follow(_ bell: Bell, on channel: any ByteChannel) async {
        while !Task.isCancelled {
            let count = bell.count
            guard await work(on: channel, isPaced: false) else { return }
            _ = await bell.isHeard(after: count, by: never)
        }
    }

    /// Prints what can be printed and says what there is to say, one task at a time.
    private func work(on channel: any ByteChannel, isPaced: Bool) async -> Bool {
        guard (try? await speaking.take(by: never)) != nil else { return false }
        defer { speaking.giveBack() }
        let (answers, lastWords, paper) = mechanism.withLock { mechanism in
            look(mechanism: &mechanism)
            if !mechanism.faults.contains(.slow) {
                mechanism.work()
            } else if isPaced {
                mechanism.work(limit: 32)
            }
            defer {
                mechanism.answers = []
                mechanism.lastWords = []
                mechanism.paper = []
            }
            return (mechanism.answers, mechanism.lastWords, mechanism.paper)
        }
        for element in paper {
            // First the drawer: whoever hears of the pulse takes it to have been.
            if element == .drawerPulse { drawer.pulse() }
            roll.append(element)
        }
        return await voice.say(answers, lastWords: lastWords, on: channel)
    }

    /// Shows the mechanism what is wrong and how its drawer stands.
    private func look(mechanism: inout PrinterMechanism) {
        mechanism.change(faults.all)
        mechanism.setPin3(high: drawer.isPin3High)
    }
}
