/// The shop in a terminal: drawn when it changes, and its keys.
public struct ShopTerminal: Sendable {
    private let terminal: RawTerminal
    private let scene: ShopScene
    private let press: @Sendable (ShopKey) async -> Void

    /// The shop of `scene` on `terminal`; keys call `press`.
    public init(
        _ terminal: RawTerminal,
        scene: ShopScene,
        press: @escaping @Sendable (ShopKey) async -> Void
    ) {
        self.terminal = terminal
        self.scene = scene
        self.press = press
    }

    /// Draws and listens until `q` is pressed or the task is cancelled.
    public func run() async {
        await withTaskGroup { tasks in
            tasks.addTask { await self.draw() }
            tasks.addTask { await self.listen() }
            await tasks.next()
            tasks.cancelAll()
        }
    }

    private func draw() async {
        for await state in scene.states() {
            let size = terminal.size
            terminal.draw(TerminalPicture(state, columns: size.columns, rows: size.rows).lines)
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func listen() async {
        await withDiscardingTaskGroup { tasks in
            for await letter in terminal.keys() {
                if letter == "q" || letter == "\u{4}" { break }
                guard let key = ShopKey(letter: letter) else { continue }
                tasks.addTask { await press(key) }
            }
            tasks.cancelAll()
        }
    }
}
