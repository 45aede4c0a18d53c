/// The sale at the till and the facts behind it, as fragments of the page.
extension PageFragments {
    /// The lines of the sale, the member, and the total.
    public var basket: String {
        guard let till = state.till else {
            return "<p class=\"empty\">\(Markup.both("收银机断电", "The till has no power"))</p>"
        }
        let lines = (till.lines ?? []).enumerated().map { row($0.offset + 1, $0.element) }
        let list =
            lines.isEmpty
            ? "<p class=\"empty\">\(Markup.both("等待顾客", "Waiting for a customer"))</p>"
            : "<ol>\(lines.joined())</ol>"
        return list + member(till) + total(till)
    }

    private func row(_ number: Int, _ line: TillStatus.Line) -> String {
        let isVoided = line.isVoided == true
        let name = Markup.escape(line.name ?? "")
        let quantity = Markup.escape(line.quantity ?? "1")
        return """
            <li\(isVoided ? " class=\"voided\"" : "")><span class="name">\(name)</span>\
            <span class="quantity">\(quantity == "1" ? "" : "× " + quantity)</span>\
            <span class="amount">\(Amount.text(line.amount ?? 0))</span></li>
            """
    }

    private func member(_ till: TillStatus) -> String {
        guard let member = till.member, !member.isEmpty else { return "" }
        let before = till.pointsBefore.map { "\($0) " } ?? ""
        let earned = till.pointsEarned ?? 0
        return """
            <p class="member">\(Markup.both("会员", "Member")) <b>\(Markup.escape(member))</b> \
            <span class="points">\(before)+ \(earned) \(Markup.both("积分", "points"))</span></p>
            """ + redeeming(till.redeeming)
    }

    /// The points that pay for the sale, and what they are worth; else those that could.
    private func redeeming(_ points: TillStatus.Redeeming?) -> String {
        if let spent = points?.points, spent > 0 {
            let worth = Amount.yuan(points?.worth ?? 0)
            return """
                <p class="member">\(Markup.both("积分抵现", "Paid with points")) \
                <span class="points">\(spent) = \(worth)</span></p>
                """
        }
        guard let spendable = points?.spendable, spendable > 0 else { return "" }
        return """
            <p class="member">\(Markup.both("可用积分", "Points to pay with")) \
            <span class="points">\(spendable)</span></p>
            """
    }

    private func total(_ till: TillStatus) -> String {
        let isDone = till.phase == "completed"
        let words =
            isDone ? Markup.both("找零", "Change") : Markup.both("应收", "Due")
        let amount = isDone ? till.change : till.outstanding ?? till.due
        return """
            <p class="total">\(words) <output>\(Amount.yuan(amount ?? 0))</output></p>
            """
    }

    /// What a person has to see to, in the till's own words; nothing while all is well.
    public var notices: String {
        let till = state.till
        let notes = [
            ("时钟", "Clock", till?.clockNote), ("本单", "Sale", till?.saleNote),
            ("刷卡", "Card", till?.card?.alarm),
        ]
        return notes.map { notice($0, $1, $2 ?? "") }.joined()
    }

    private func notice(_ chinese: String, _ english: String, _ words: String) -> String {
        guard !words.isEmpty else { return "" }
        return """
            <p class="warn">\(Markup.both(chinese, english)): \
            <span lang="en">\(Markup.escape(words))</span></p>
            """
    }

    /// The last close of the day, and what the next one will cover.
    private var closing: String {
        let closing = state.till?.closing
        let last = closing?.last ?? 0
        let note =
            last > 0 ? ShopNote("第 \(last) 次", "no. \(last)") : ShopNote("尚未", "none yet")
        return fact("上次日结", "last close", closing == nil ? ShopNote("–", "") : note)
            + fact("日结后销售", "sales since", closing?.sales.map(String.init))
            + fact("日结后退货", "returns since", closing?.returns.map(String.init))
    }

    /// The journal, and how much of it the hub has.
    public var queue: String {
        let queue = state.till?.queue
        return fact("已记账", "journalled", queue?.journalled.map(String.init))
            + fact("已确认", "acknowledged", queue?.acknowledged.map(String.init))
            + fact("待上传", "waiting", queue?.waiting.map(String.init))
            + fact("已搁置", "set aside", queue?.setAside.map(String.init)) + closing
    }

    /// Each device, and how it is, in words.
    public var devices: String {
        let printer = PrinterWords.note(state.till?.printer, hasPaper: state.hasPaper)
        let waiting = state.till?.printsWaiting ?? 0
        let display = state.display.allSatisfy { !$0.contains { $0 != " " } }
        return fact("打印机", "printer", printer)
            + fact("待打小票", "to print", String(waiting))
            + fact("刷卡机", "payment terminal", CardWords.note(state.till?.card))
            + fact(
                "顾客屏",
                "display",
                display ? ShopNote("空白", "blank") : ShopNote("显示中", "lit")
            )
            + fact("钱箱", "drawer opened", "\(state.drawerOpenings) ×")
            + fact(
                "网线",
                "network cable",
                state.isNetworkPlugged ? ShopNote("已插", "in") : ShopNote("已拔", "out")
            )
            + fact(
                "收银机",
                "till",
                state.isTillPowered ? ShopNote("通电", "powered") : ShopNote("断电", "no power")
            )
    }

    private func fact(_ chinese: String, _ english: String, _ value: String?) -> String {
        "<div><dt>\(Markup.both(chinese, english))</dt><dd>\(value ?? "–")</dd></div>"
    }

    private func fact(_ chinese: String, _ english: String, _ value: ShopNote) -> String {
        "<div><dt>\(Markup.both(chinese, english))</dt>"
            + "<dd>\(Markup.both(value.chinese, value.english))</dd></div>"
    }
}

/// The printer's state in the words of the counter.
enum PrinterWords {
    static func note(_ status: String?, hasPaper: Bool) -> ShopNote {
        switch status {
        case "ready": ShopNote("就绪", "ready")
        case "paper-low": ShopNote("纸将尽", "paper low")
        case "paper-out": ShopNote("缺纸", "out of paper")
        case "cover-open": ShopNote("盖未合", "cover open")
        case "fault": ShopNote("故障", "fault")
        case "no-answer": ShopNote("无应答", "no answer")
        case let other?: ShopNote(other, "")
        case nil: hasPaper ? ShopNote("–", "") : ShopNote("缺纸", "out of paper")
        }
    }
}

/// The payment terminal's state in the words of the counter.
enum CardWords {
    static func note(_ card: TillStatus.Card?) -> ShopNote {
        if let alarms = card?.alarms, alarms > 0 {
            return ShopNote("\(alarms) 笔待人工处理", "\(alarms) to settle by hand")
        }
        return switch card?.stage {
        case "idle": ShopNote("空闲", "idle")
        case "at-terminal": ShopNote("请刷卡", "card, please")
        case "in-doubt": ShopNote("待查", "in doubt")
        case "parked": ShopNote("待核", "to look up")
        case "none", nil: ShopNote("–", "")
        case let other?: ShopNote(other, "")
        }
    }
}
