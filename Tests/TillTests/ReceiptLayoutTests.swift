import HAL
import Loyalty
import Records
import Retail
import SampleTrade
import Testing
import Till

/// Receipts as rows of text, on paper 32 cells wide.
struct ReceiptLayoutTests {
    private func sale(
        _ lines: [LineItem],
        member: Int64? = nil,
        tenders: [Tender],
        change: Int64 = 0
    ) -> CompletedSale {
        CompletedSale(
            sale: OperationID(milliseconds: 1, chance: (1, 2)),
            place: TestBench.place,
            receipt: ReceiptNumber(day: TestBench.day, number: 12),
            at: TestBench.time,
            member: member.map(MemberID.init),
            lines: lines,
            tenders: tenders,
            change: Money(minorUnits: change),
            accrual: member.map { _ in
                PinnedAccrual(
                    programme: ProgrammeVersion(id: "r1", version: 1),
                    accrual: Programme.r1.accrual(for: lines)
                )
            }
        )
    }

    /// The document as a printer sets it, without spaces at the ends of lines.
    private func rows(_ document: PrintDocument, width: Int = 32) -> [String] {
        document.nodes.flatMap { node -> [String] in
            switch node {
            case .text(let text, let style):
                TextWidth.wrap(text, to: width).map { line in
                    TextWidth.pad(line, to: width, style.alignment)
                }
            case .row(let left, let right, _): TextWidth.row(left, right, in: width)
            case .rule: [String(repeating: "-", count: width)]
            case .feed(let lines): Array(repeating: "", count: lines)
            case .qrCode(let text): ["[\(text)]"]
            case .barcode(let barcode): ["[\(barcode.text)]"]
            case .image(let picture, _): ["[\(picture.width) x \(picture.height)]"]
            case .cut: ["✂"]
            case .openDrawer: ["drawer"]
            }
        }.map { row in
            String(row.reversed().drop { $0 == " " }.reversed())
        }
    }

    private static let basket: [LineItem] = [
        line("米 rice", 1250),
        LineItem(
            article: Article(
                product: 21,
                name: "雪梨/pear",
                department: "PRODUCE",
                pointsClass: "double"
            ),
            quantity: .measure(thousandths: 415, unit: "kg"),
            gross: Money(minorUnits: 481),
            memberDiscount: Money(minorUnits: 58),
            makerCoupon: Money(minorUnits: 100)
        ),
        LineItem(article: .unlisted(4711), quantity: .count(3), gross: .zero),
        LineItem(
            article: Article(product: 9, name: "券 coupon", department: nil, pointsClass: nil),
            quantity: .count(0),
            gross: .zero
        ),
        LineItem(
            article: Article(product: 8, name: "tea", department: nil, pointsClass: nil),
            quantity: .count(2),
            gross: Money(minorUnits: 500),
            couponMatch: Money(minorUnits: 50)
        ),
    ]

    private static let middle = [
        "2017-05-01 00:01:10    298-3 #12",
        "--------------------------------",
        "米 rice                    12.50",
        "雪梨/pear",
        "  0.415 kg                  4.81",
        "  会员优惠 Member          -0.58",
        "  厂家券 Coupon            -1.00",
        "#4711",
        "  3                         0.00",
        "券 coupon",
        "tea",
        "  2                         5.00",
        "  券配套 Coupon match      -0.50",
        "--------------------------------",
        "合计 Total                 20.23",
    ]

    @Test func `a member's receipt shows what was paid, and what it brought`() {
        let sale = sale(
            Self.basket,
            member: 20_318,
            tenders: [
                Tender(.externalCard, Money(minorUnits: 1000)),
                Tender(.cash, Money(minorUnits: 2000)),
            ],
            change: 977
        )
        let document = ReceiptLayout(shopName: "算盘 Suanpan").document(sale, balance: 1234)
        let expected =
            ["          算盘 Suanpan"] + Self.middle + [
                "银行卡 Card                10.00",
                "现金 Cash                  20.00",
                "找零 Change                 9.77",
                "--------------------------------",
                "会员 Member               ***318",
                "本次积分 Points earned        23",
                "积分余额 Points now         1234",
                "",
                "       谢谢惠顾 Thank you",
                "✂",
            ]
        #expect(rows(document) == expected)
    }

    @Test func `a copy says that it is one, and which`() {
        let sale = sale(Self.basket, tenders: [Tender(.externalWallet, Money(minorUnits: 2023))])
        let layout = ReceiptLayout(shopName: "算盘 Suanpan")
        let original = PrintRequest(layout.document(sale), as: .receipt, ticket: PrintTicket(1))
        let request = PrintRequest(
            layout.document(sale),
            as: .receipt,
            ticket: PrintTicket(2),
            copy: 2
        )
        let expected =
            ["        重打 DUPLICATE 2", "          算盘 Suanpan"] + Self.middle + [
                "扫码 Wallet                20.23",
                "",
                "       谢谢惠顾 Thank you",
                "✂",
            ]
        #expect(rows(request.document) == expected)
        // The first print differs in nothing but the mark.
        #expect(rows(original.document) == expected.filter { !$0.contains("DUPLICATE") })
    }

    typealias Row = (member: Int64, shown: String, why: String)

    // swift-format-ignore
    static let members: [Row] = [
        (318,        "***318", "three digits are all there are"),
        (20_318,     "***318", "the last three of five"),
        (1_005,      "***005", "zeros are digits"),
        (2_000,      "***000", "all of them"),
        (7,          "***7",   "a number of one digit"),
    ]

    @Test(arguments: members)
    func `strangers see the last three digits of a member's number`(_ row: Row) throws {
        let sale = sale([line("tea", 100)], member: row.member, tenders: [])
        let paper = rows(ReceiptLayout(shopName: "S").document(sale))
        let member = try #require(paper.first { $0.hasPrefix("会员") })
        #expect(member.split(separator: " ").last.map(String.init) == row.shown)
    }

    @Test func `a line too long for the paper keeps its amount`() {
        let name = String(repeating: "有机散养土鸡蛋", count: 4)
        let sale = sale([line(name, 12_345)], tenders: [])
        let paper = rows(ReceiptLayout(shopName: "S").document(sale))
        #expect(paper.contains { $0.hasSuffix(" 123.45") && $0.contains("蛋") })
        #expect(paper.allSatisfy { TextWidth.cells($0) <= 32 })
    }
}
