internal import HAL

/// The right half of the terminal: display, sale, queue, devices and keys.
extension TerminalPicture {
    func sideLines(width: Int) -> [Styled] {
        let title = Styled("算盘 Suanpan", .bold) + Styled("  \(state.link.note.chinese)", linkStyle)
        var lines = [title, Styled(state.link.note.english, linkStyle)]
        lines.append(Styled(TerminalWidth.truncate(state.note.chinese, to: width), .bold))
        lines.append(Styled(TerminalWidth.truncate(state.note.english, to: width)))
        lines += displayLines()
        lines.append(Styled())
        lines += saleLines(width: width)
        lines.append(Styled())
        lines += factLines(width: width)
        lines.append(Styled())
        return lines + keyLines(width: width, height: rows - lines.count)
    }

    private var linkStyle: Styled.Look {
        switch state.link {
        case .online: .good
        case .offline: .warn
        case .apart, .tillOff: .bad
        }
    }

    private func displayLines() -> [Styled] {
        let edge = String(repeating: "═", count: 22)
        let rows = (0..<2).map { row in
            let text = row < state.display.count ? state.display[row] : ""
            let words = Styled(" \(TerminalWidth.fit(TerminalWidth.placed(text), to: 20)) ", .glow)
            return Styled("║", .dim) + words + Styled("║", .dim)
        }
        return [Styled("╔\(edge)╗", .dim)] + rows + [Styled("╚\(edge)╝", .dim)]
    }

    private func saleLines(width: Int) -> [Styled] {
        guard let till = state.till else { return [Styled("收银机没有电 no power", .bad)] }
        var lines = (till.lines ?? []).suffix(4).map { line in
            let amount = Amount.text(line.amount ?? 0)
            let mark = line.isVoided == true ? "✗ " : "  "
            let name = TerminalWidth.fit(mark + (line.name ?? ""), to: width - 11)
            let look: Styled.Look = line.isVoided == true ? .dim : .plain
            return Styled(name + " " + TerminalWidth.pad(amount, to: 10, .right), look)
        }
        while lines.count < 4 { lines.append(Styled()) }
        let member = till.member.map { "会员 \($0) +\(till.pointsEarned ?? 0)" } ?? ""
        let isDone = till.phase == "completed"
        let amount = isDone ? till.change ?? 0 : till.outstanding ?? till.due ?? 0
        let total = (isDone ? "找零 change " : "应收 due ") + Amount.yuan(amount)
        let left = TerminalWidth.fit(member, to: width - 24)
        return lines + [Styled(left) + Styled(TerminalWidth.pad(total, to: 24, .right), .bold)]
    }

    private func factLines(width: Int) -> [Styled] {
        let queue = state.till?.queue
        let terminal = CardWords.note(state.till?.card)
        let card =
            state.till?.card == nil ? "" : " · 刷卡 card \(terminal.chinese) \(terminal.english)"
        let printer = PrinterWords.note(state.till?.printer, hasPaper: state.hasPaper)
        // swift-format-ignore
        let facts = [
            "账 journal \(queue?.journalled ?? 0) · 已确认 acknowledged \(queue?.acknowledged ?? 0)",
            "打印机 printer \(printer.chinese) \(printer.english) · 小票 receipts \(state.printed)",
            "总部 hub \(state.hubSales.map(String.init) ?? "–") 单 sales" + card,
        ]
        return facts.map { Styled(TerminalWidth.truncate($0, to: width)) }
    }

    /// Two keys a line where there is room, else one; in a low window only their English names.
    private func keyLines(width: Int, height: Int) -> [Styled] {
        var labels = ShopKey.allCases.map { (letter: $0.letter, label: $0.label(in: state)) }
        labels.append((letter: "q", label: ShopNote("退出", "Quit")))
        let isBrief = width < 50 && height < labels.count
        let cell = isBrief ? 20 : 26
        let keys = labels.map { letter, label in
            let words = isBrief ? label.english : "\(label.chinese) \(label.english)"
            return Styled("[\(letter)]", .key)
                + Styled(TerminalWidth.fit(" \(words)", to: cell - 3))
        }
        guard 2 * cell - 2 <= width else { return keys }
        return stride(from: 0, to: keys.count, by: 2).map { keys[$0] + keys[$0 + 1] }
    }
}
