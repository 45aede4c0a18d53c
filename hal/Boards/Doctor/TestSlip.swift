import Diagnosis
import HAL

/// What the doctor prints.
enum TestSlip {
    /// Which printer this is, on a hand's breadth of paper.
    static func label(board: String, _ subject: Subject) -> PrintDocument {
        let title = TextStyle(alignment: .center, isBold: true, isDoubleHeight: true)
        return PrintDocument([
            .text(subject.role.rawValue, title),
            .text(board, TextStyle(alignment: .center)),
            .text(subject.place, TextStyle(alignment: .center)),
            .feed(lines: 1),
            .cut,
        ])
    }

    /// A line for each thing that may be set wrongly.
    static func full(board: String, _ subject: Subject, columns: Int) -> PrintDocument {
        PrintDocument([
            .text("till doctor", TextStyle(alignment: .center, isBold: true)),
            .row(left: board, right: subject.role.rawValue),
            .rule,
            .text(ruler(columns)),
            .row(left: "GB2312", right: "牛奶 龙井茶"),
            .row(left: "GBK", right: "賣場 镕垚喆"),
            .row(left: "GB18030", right: "𠮷 㐀"),
            .row(left: "Latin", right: "é ü ñ € ×"),
            .qrCode("SUANPAN TEST SLIP"),
            .cut,
        ])
    }

    /// `1234567890…` from edge to edge: a wrong number of columns wraps or ends early.
    private static func ruler(_ columns: Int) -> String {
        (1...max(1, columns)).map { String($0 % 10) }.joined()
    }
}
