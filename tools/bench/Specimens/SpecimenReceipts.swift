internal import HAL

/// The receipts that are printed for others to read, and measured.
///
/// Their goods, names and amounts are made up; the rare characters stand in real names.
enum SpecimenReceipts {
    /// English, ASCII only: 42 lines, a barcode and a QR code.
    static let english = PrintDocument(
        header("SUANPAN GROCERY", "12 Market Street, Springfield")
            + goods(english: 30)
            + totals(["Subtotal", "Tax", "TOTAL", "CASH", "Change"])
            + [.text("Thank you for shopping with us", TextStyle(alignment: .center)), .cut]
    )

    /// Chinese, every character in GBK: the same layout with Chinese names and labels.
    static let chinese = PrintDocument(
        header("算盘生鲜超市（人民路店）", "上海市黄浦区人民路一百二十号")
            + goods(chinese: 30)
            + totals(["小计", "税额", "合计", "现金", "找零"])
            + [.text("谢谢惠顾，欢迎再次光临！", TextStyle(alignment: .center)), .cut]
    )

    /// What a counter meets in a bad week: rare names, emoji, letters of Europe, long lines, codes.
    static let counter = PrintDocument(
        [
            .text(
                "算盘生鲜超市",
                TextStyle(alignment: .center, isDoubleWidth: true, isDoubleHeight: true)
            ),
            .text("人民路店 · 小票 0042", TextStyle(alignment: .center)),
            .text("会员：𠮷野㐂子　收银：王喆、龑"),
            .rule,
            .row(left: "五常大米 5kg", right: "59.90"),
            .row(left: "有机纯牛奶 250ml×12", right: "45.00"),
            .row(left: "Crème brûlée façon \"Élysée\"", right: "€4.50"),
            .row(left: "意大利进口特级初榨橄榄油礼盒装（两瓶）750ml", right: "238.00"),
            .row(left: "生日蛋糕 🎂 8寸", right: "128.00"),
            .row(left: "澳洲和牛 M9 ￥1,280.00/kg × 0.415", right: "531.20"),
            .rule,
            .row(left: "合计", right: "1006.60", TextStyle(isBold: true)),
            .row(
                left: "应付",
                right: "￥1006.60",
                TextStyle(isDoubleWidth: true, isDoubleHeight: true)
            ),
            .row(left: "会员价省", right: "-12.40"),
            .text("本次积分 1006，余额 20468 😀"),
            .feed(lines: 1),
        ] + codes("0042000117")
            + [.text("谢谢惠顾", TextStyle(alignment: .center, isBold: true)), .cut]
    )

    private static func header(_ name: String, _ place: String) -> [PrintNode] {
        let centred = TextStyle(alignment: .center)
        let big = TextStyle(
            alignment: .center,
            isBold: true,
            isDoubleWidth: true,
            isDoubleHeight: true
        )
        return [.text(name, big), .text(place, centred), .text("2017-05-01 12:00:31"), .rule]
    }

    private static func goods(english count: Int) -> [PrintNode] {
        let names = ["WHOLE MILK 1 GAL", "Sourdough bread, sliced", "Apples, Fuji, 3 lb bag"]
        return goods(names, count)
    }

    private static func goods(chinese count: Int) -> [PrintNode] {
        goods(["五常大米 5kg", "有机纯牛奶 250ml", "新疆阿克苏苹果 礼盒"], count)
    }

    private static func goods(_ names: [String], _ count: Int) -> [PrintNode] {
        (1...count).map { number in
            .row(
                left: "\(number) \(names[number % names.count])",
                right: "\(number % 90 + 3).\(10 + number % 90)"
            )
        }
    }

    private static func totals(_ labels: [String]) -> [PrintNode] {
        let rows = labels.enumerated().map { place, label in
            PrintNode.row(
                left: label,
                right: "\(100 + place * 7).20",
                TextStyle(isBold: place == 2)
            )
        }
        return [.rule] + rows + codes("0042000117")
    }

    /// A barcode that a clerk scans to find the sale again, and the customer's QR code.
    private static func codes(_ number: String) -> [PrintNode] {
        let barcode = try? LinearBarcode(.code128, number, height: 60)
        let address = "https://example.com/r/1?till=3&sale=\(number)"
        // A QR code wants white paper all around: four of its modules.
        return (barcode.map { [.barcode($0)] } ?? [])
            + [.feed(lines: 1), .qrCode(address), .feed(lines: 1)]
    }
}
