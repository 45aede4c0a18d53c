/// The bytes that turn one scene into another: only what differs, in the fewest bytes; pure.
///
///     on the glass   合计 Total     27.50
///     to show        合计 Total     31.00
///     Epson          1F 24 10 01 "31.00"        US $ 16 1, then the five cells that differ
///     CD5220         1B 51 41 ... 0D            its rows go out whole
///
/// A run of cells begins and ends where a character does in both scenes, so no display is ever
/// left with half of a Chinese one.
struct DisplayUpdate: Sendable {
    let dialect: DisplayDialect
    let columns: Int
    let rows: Int

    /// What to send so that `scene` stands on the glass.
    ///
    /// `shown` is nothing when nobody knows what stands there: then everything is sent, after the
    /// initialisation.
    func bytes(from shown: DisplayScene?, to scene: DisplayScene) -> [UInt8] {
        guard let shown, isReachable(scene.light, from: shown.light) else { return whole(scene) }
        var bytes: [UInt8] = []
        append(scene.light, after: shown.light, to: &bytes)
        if scene.isBlank, bytes.isEmpty, let clear = dialect.clear {
            return shown.isBlank ? [] : clear
        }
        for row in 0..<rows where scene.scroll == nil || row > 0 {
            if shown.scroll != nil, row == 0 {
                appendWhole(row, of: scene, to: &bytes)
            } else if shown.cells[cells(of: row)] != scene.cells[cells(of: row)] {
                append(row, of: scene, after: shown, to: &bytes)
            }
        }
        // Whatever else a display is told ends its scrolling.
        if scene.scroll != shown.scroll || !bytes.isEmpty { appendScroll(scene, to: &bytes) }
        return bytes
    }

    private func whole(_ scene: DisplayScene) -> [UInt8] {
        var bytes = dialect.initialisation
        append(scene.light, after: DisplayScene.Light(), to: &bytes)
        for row in 0..<rows where scene.scroll == nil || row > 0 {
            appendWhole(row, of: scene, to: &bytes)
        }
        appendScroll(scene, to: &bytes)
        return bytes
    }

    private func cells(of row: Int) -> Range<Int> {
        row * columns..<(row + 1) * columns
    }

    /// Whether a command changes the light so; only the initialisation brings back the first state.
    private func isReachable(_ light: DisplayScene.Light, from shown: DisplayScene.Light) -> Bool {
        if light == shown { return true }
        if dialect.keepsStringMode { return false }
        let isReset =
            light.brightness == nil && shown.brightness != nil
            || light.blink == nil && shown.blink != nil
        return !isReset
    }

    private func append(
        _ light: DisplayScene.Light,
        after shown: DisplayScene.Light,
        to bytes: inout [UInt8]
    ) {
        if let lead = dialect.brightness, let level = light.brightness, level != shown.brightness {
            bytes += lead + [level]
        }
        if let lead = dialect.blink, let time = light.blink, time != shown.blink {
            bytes += lead + [time]
        }
    }

    private func appendScroll(_ scene: DisplayScene, to bytes: inout [UInt8]) {
        guard let command = dialect.scroll, let text = scene.scroll else { return }
        bytes += command.lead + text + command.end
    }

    private func append(
        _ row: Int,
        of scene: DisplayScene,
        after shown: DisplayScene,
        to bytes: inout [UInt8]
    ) {
        switch dialect.addressing {
        case .rows:
            appendWhole(row, of: scene, to: &bytes)
        case .columnAndRow, .cell:
            let runs = DisplayRuns(from: shown.cells, to: scene.cells, cells: cells(of: row))
            for run in runs.cheapest(moveCost: moveCost, canBegin: canBegin) {
                appendMove(to: run.lowerBound, to: &bytes)
                bytes += scene.cells[run]
            }
        }
    }

    private func appendWhole(_ row: Int, of scene: DisplayScene, to bytes: inout [UInt8]) {
        let cells = cells(of: row)
        if case .rows(let leads, let end) = dialect.addressing {
            bytes += leads[row]
            bytes += scene.cells[cells]
            bytes += end
        } else {
            appendMove(to: cells.lowerBound, to: &bytes)
            bytes += scene.cells[cells]
        }
    }

    /// Moves the cursor to a cell.
    private func appendMove(to cell: Int, to bytes: inout [UInt8]) {
        switch dialect.addressing {
        case .rows:
            preconditionFailure("this dialect replaces rows and has no cursor")
        case .columnAndRow(let lead, _):
            bytes += lead
            bytes.append(UInt8(cell % columns + 1))
            bytes.append(UInt8(cell / columns + 1))
        case .cell(let lead, _):
            bytes += lead
            bytes.append(UInt8(cell))
        }
    }

    /// How many bytes it takes to move the cursor.
    private var moveCost: Int {
        switch dialect.addressing {
        case .rows: 0
        case .columnAndRow(let lead, _): lead.count + 2
        case .cell(let lead, _): lead.count + 1
        }
    }

    /// Whether a run may begin at `cell`.
    ///
    /// `10 1B` ends in ESC: with `=` as its text, a printer that shares the port takes it for
    /// `ESC =` and stops listening. So no run begins at cell 27 of UTC.
    private func canBegin(_ cell: Int) -> Bool {
        if case .cell = dialect.addressing { return cell != 0x1B }
        return true
    }
}
