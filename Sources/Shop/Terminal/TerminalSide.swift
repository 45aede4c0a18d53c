internal import HAL

/// The right half of the terminal: display, sale, queue, devices and keys.
extension TerminalPicture {
    func sideLines(width: Int) -> [Styled] {
        let title = style("算盘 Suanpan", .bold) + style("  \(state.link.note.chinese)", linkStyle)
        var lines = [title, style(state.link.note.english, linkStyle), Styled()]
        lines += displayLines()
        lines.append(Styled())
        lines += saleLines(width: width)
        lines.append(Styled())
        lines += factLines(width: width)
        lines.append(Styled())
        lines += keyLines()
        lines.append(Styled())
        lines.append(style(TextWidth.truncate(state.note.chinese, to: width), .bold))
        lines.append(style(TextWidth.truncate(state.note.english, to: width), .plain))
        return lines
    }

    private var linkStyle: Styled.Look {
        switch state.link {
        case .online: .good
        case .offline: .warn
        case .tillOff: .bad
        }
    }

    private func displayLines() -> [Styled] {
        let edge = String(repeating: "═", count: 22)
        let rows = (0..<2).map { row in
            let text = row < state.display.count ? state.display[row] : ""
            let words = style(" \(TextWidth.fit(text, to: 20)) ", .glow)
            return style("║", .dim) + words + style("║", .dim)
        }
        return [style("╔\(edge)╗", .dim)] + rows + [style("╚\(edge)╝", .dim)]
    }

    private func saleLines(width: Int) -> [Styled] {
        guard let till = state.till else { return [style("收银机没有电 no power", .bad)] }
        var lines = (till.lines ?? []).suffix(6).map { line in
            let amount = Amount.text(line.amount ?? 0)
            let mark = line.isVoided == true ? "✗ " : "  "
            let name = TextWidth.fit(mark + (line.name ?? ""), to: width - 11)
            let look: Styled.Look = line.isVoided == true ? .dim : .plain
            return style(name + " " + TextWidth.pad(amount, to: 10, .right), look)
        }
        while lines.count < 6 { lines.append(Styled()) }
        let member = till.member.map { "会员 \($0) +\(till.pointsEarned ?? 0)" } ?? ""
        let isDone = till.phase == "completed"
        let amount = isDone ? till.change ?? 0 : till.outstanding ?? till.due ?? 0
        let total = (isDone ? "找零 change " : "应收 due ") + Amount.yuan(amount)
        let left = TextWidth.fit(member, to: width - 24)
        return lines + [style(left, .plain) + style(TextWidth.pad(total, to: 24, .right), .bold)]
    }

    private func factLines(width: Int) -> [Styled] {
        let queue = state.till?.queue
        let printer = PrinterWords.note(state.till?.printer, hasPaper: state.hasPaper)
        // swift-format-ignore
        let facts = [
            "账 journal \(queue?.journalled ?? 0) · 已确认 acknowledged \(queue?.acknowledged ?? 0)",
            "打印机 printer \(printer.chinese) \(printer.english) · 小票 receipts \(state.printed)",
            "总部 hub \(state.hubSales.map(String.init) ?? "–") 单 sales",
        ]
        return facts.map { style(TextWidth.truncate($0, to: width), .plain) }
    }

    private func keyLines() -> [Styled] {
        var lines: [Styled] = []
        for key in ShopKey.allCases {
            let label = key.label(in: state)
            let words = " \(label.chinese) \(label.english)"
            let cell = style("[\(key.letter)]", .key) + style(TextWidth.fit(words, to: 24), .plain)
            if lines.last.map({ $0.cells <= 28 }) ?? false {
                lines[lines.count - 1] = lines[lines.count - 1] + cell
            } else {
                lines.append(cell)
            }
        }
        lines[lines.count - 1] =
            lines[lines.count - 1] + style("[q]", .key) + style(" 退出 Quit", .plain)
        return lines
    }
}
