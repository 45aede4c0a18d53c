internal import Foundation

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
    ///
    /// - Throws: when the shop cannot open, or one of its programs did not start.
    public func run() async throws(ShopProblem) -> Bool {
        let start = ContinuousClock.now
        defer { if !options.isKept { try? FileManager.default.removeItem(atPath: settings.data) } }
        let stock = try ShopStock(tradeAt: settings.trade)
        let bench = try ShopBench(settings)
        let hands = ShopHands(bench, stock: stock, seed: settings.seed)
        let page = try ShopPage(scene: bench.scene, port: settings.pagePort, press: hands.press)
        let opened = AsyncStream.makeStream(of: Void.self)

        // The page comes first: a port in use is known before any program is started.
        let ending = await race([
            { await serve(page, onOpen: { opened.continuation.yield() }) },
            {
                await Signals.wait()
                return Task.isCancelled ? .cancelled : .quit
            },
            {
                for await _ in opened.stream { return await live(bench, stock, hands, start) }
                return .cancelled
            },
        ])
        await bench.close()
        switch ending {
        case .problem(let problem): throw problem
        case .summary(let summary):
            print(options.isJSON ? summary.json : summary.text)
            return summary.isComplete
        // Whoever asked for the story and broke it off has not seen it.
        case .quit, .cancelled: return options.seconds == nil
        }
    }

    /// Why the demo, or a part of it, ends.
    fileprivate enum Ending: Sendable {
        case problem(ShopProblem)
        case summary(ShopSummary)
        case quit
        case cancelled
    }

    /// Runs all `parts` beside each other until one ends for a reason, which ends the others.
    private func race(_ parts: [@Sendable () async -> Ending]) async -> Ending {
        await withTaskGroup(of: Ending.self) { tasks in
            for part in parts { tasks.addTask { await part() } }
            var ending = Ending.cancelled
            while case .cancelled = ending, let next = await tasks.next() { ending = next }
            tasks.cancelAll()
            return ending
        }
    }

    private func serve(_ page: ShopPage, onOpen: @escaping @Sendable () -> Void) async -> Ending {
        do throws(ShopProblem) {
            try await page.run(onOpen: { onOpen() })
            return .cancelled
        } catch {
            return .problem(error)
        }
    }

    /// The shop's day, from the doors' opening on.
    private func live(
        _ bench: ShopBench,
        _ stock: ShopStock,
        _ hands: ShopHands,
        _ start: ContinuousClock.Instant
    ) async -> Ending {
        await race([
            {
                await bench.run()
                return .cancelled
            },
            {
                do throws(ShopProblem) {
                    try await bench.open()
                } catch {
                    return .problem(error)
                }
                say("the shop is open: http://127.0.0.1:\(settings.pagePort)")
                guard let seconds = options.seconds else { return await keepOpen(bench, hands) }
                let story = ShopStory(
                    bench,
                    stock: stock,
                    seed: settings.seed,
                    start: start,
                    say: say
                )
                let summary = await story.tell(in: .seconds(seconds))
                await bench.close()
                return Task.isCancelled ? .cancelled : .summary(summary)
            },
        ])
    }

    /// Customers come until a person quits.
    private func keepOpen(_ bench: ShopBench, _ hands: ShopHands) async -> Ending {
        await race([
            {
                await hands.sell()
                return .cancelled
            },
            {
                guard RawTerminal.isThere else {
                    await report(bench.scene)
                    return .cancelled
                }
                let terminal = RawTerminal()
                await ShopTerminal(terminal, scene: bench.scene, press: hands.press).run()
                terminal.restore()
                await bench.close()
                return .quit
            },
        ])
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
