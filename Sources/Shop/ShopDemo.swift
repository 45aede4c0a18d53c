internal import Foundation
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// `till demo`: opens the shop, shows it, and closes it tidily.
public struct ShopDemo: Sendable {
    /// How the demo runs.
    public struct Options: Sendable {
        /// Tell the whole story within so many seconds; nil to stay open until a person quits.
        public var seconds: Int?
        /// Print the summary as JSON, and nothing else on standard output.
        public var isJSON = false
        /// Keep the data folder.
        public var isKept = false

        /// A demo that stays open.
        public init() {}
    }

    private let settings: ShopSettings
    private let options: Options

    /// A demo of the shop that `settings` describe.
    public init(_ settings: ShopSettings, options: Options = Options()) {
        self.settings = settings
        self.options = options
    }

    /// Runs it; true when everything is true that it set out to show.
    public func run() async throws(ShopProblem) -> Bool {
        let start = ContinuousClock.now
        defer { if !options.isKept { try? FileManager.default.removeItem(atPath: settings.data) } }
        let stock = try ShopStock(tradeAt: settings.trade)
        let bench = try ShopBench(settings)
        let hands = ShopHands(bench, stock: stock, seed: settings.seed)
        let page = try ShopPage(scene: bench.scene, port: settings.pagePort, press: hands.press)

        let result = await withTaskGroup(of: Ending.self) { tasks in
            let opened = AsyncStream.makeStream(of: Void.self)
            tasks.addTask {
                do throws(ShopProblem) {
                    try await page.run(onOpen: { opened.continuation.yield() })
                    return .cancelled
                } catch {
                    opened.continuation.finish()
                    return .problem(error)
                }
            }
            tasks.addTask { await Signals.wait() }
            tasks.addTask {
                for await _ in opened.stream {
                    return await live(bench, stock, hands, since: start)
                }
                return .cancelled
            }
            var ending = Ending.cancelled
            while let next = await tasks.next() {
                ending = next
                if case .cancelled = next { continue }
                break
            }
            tasks.cancelAll()
            await bench.close()
            return ending
        }
        switch result {
        case .problem(let problem): throw problem
        case .summary(let summary):
            print(options.isJSON ? summary.json : summary.text)
            return summary.isComplete
        // Whoever asked for the story and broke it off has not seen it.
        case .quit, .cancelled: return options.seconds == nil
        }
    }

    /// Why the demo ends.
    fileprivate enum Ending: Sendable {
        case problem(ShopProblem)
        case summary(ShopSummary)
        case quit
        case cancelled
    }

    /// The shop's day, from the doors' opening on.
    private func live(
        _ bench: ShopBench,
        _ stock: ShopStock,
        _ hands: ShopHands,
        since start: ContinuousClock.Instant
    ) async -> Ending {
        await withTaskGroup(of: Ending.self) { tasks in
            tasks.addTask {
                await bench.run()
                return .cancelled
            }
            tasks.addTask {
                do throws(ShopProblem) {
                    try await bench.open()
                } catch {
                    return .problem(error)
                }
                say("the shop is open: http://127.0.0.1:\(settings.pagePort)")
                if let seconds = options.seconds {
                    let story = ShopStory(
                        bench,
                        stock: stock,
                        seed: settings.seed,
                        start: start,
                        say: say
                    )
                    return .summary(await story.tell(in: .seconds(seconds)))
                }
                return await keepOpen(bench, hands)
            }
            var ending = Ending.cancelled
            while case .cancelled = ending, let next = await tasks.next() { ending = next }
            tasks.cancelAll()
            await bench.close()
            return ending
        }
    }

    /// Customers come until a person quits.
    private func keepOpen(_ bench: ShopBench, _ hands: ShopHands) async -> Ending {
        await withTaskGroup(of: Ending.self) { tasks in
            tasks.addTask {
                await hands.sell()
                return .cancelled
            }
            if RawTerminal.isThere {
                tasks.addTask {
                    let terminal = RawTerminal()
                    await ShopTerminal(terminal, scene: bench.scene, press: hands.press).run()
                    terminal.restore()
                    return .quit
                }
            } else {
                tasks.addTask {
                    await report(bench.scene)
                    return .cancelled
                }
            }
            var ending = Ending.cancelled
            while case .cancelled = ending, let next = await tasks.next() { ending = next }
            tasks.cancelAll()
            return ending
        }
    }

    /// A line for each thing that happens, where there is no terminal to draw on.
    private func report(_ scene: ShopScene) async {
        var last = ShopNote("", "")
        var printed = 0
        for await state in scene.states() {
            if state.note != last {
                last = state.note
                say("\(last.chinese) \(last.english)")
            }
            if state.printed != printed {
                printed = state.printed
                say("receipt \(printed); \(state.link.note.chinese) \(state.link.note.english)")
            }
        }
    }

    private func say(_ text: String) {
        guard options.seconds != nil || !RawTerminal.isThere else { return }
        FileHandle.standardError.write(Data("till demo: \(text)\n".utf8))
    }
}

/// The signals by which a person or a machine ends the demo.
private enum Signals {
    /// Waits for SIGINT, SIGTERM or SIGHUP.
    static func wait() async -> ShopDemo.Ending {
        let signals = AsyncStream<Void> { continuation in
            // Sources may be cancelled on any thread; Dispatch only does not say so to Swift.
            nonisolated(unsafe) let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { continuation.yield() }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
        }
        for await _ in signals { return .quit }
        return .cancelled
    }
}
