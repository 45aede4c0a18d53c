import HAL

/// Finds the card's number on its tracks (ISO/IEC 7813; track 3: ISO/IEC 4909).
///
///     1    B, number of at most 19 digits, ^, name of 2 to 26, ^, YYMM, service code, the rest
///     2    number, =, YYMM, service code, the rest
///     3    format code of 2 digits, number, =, the rest
///
/// Each track that was read has to fit, and tracks 1 and 2 have to agree. Track 3 is asked only
/// when neither has a number: banks have ceased to write it. The expiry date is left where it is;
/// a till has no use for it.
enum FinancialTracks {
    static func swipe(
        _ stripe: borrowing StripeRead,
        _ firewall: CardFirewall
    ) throws(DeviceError) -> CardSwipe {
        let report = stripe.report
        let card = try stripe.track1.data.read { (one) throws(DeviceError) in
            try stripe.track2.data.read { (two) throws(DeviceError) in
                try stripe.track3.data.read { (three) throws(DeviceError) in
                    try identify(one, two, three, report, firewall)
                }
            }
        }
        return CardSwipe(card: card, tracks: report)
    }

    private static func identify(
        _ one: Span<UInt8>,
        _ two: Span<UInt8>,
        _ three: Span<UInt8>,
        _ report: TrackReport,
        _ firewall: CardFirewall
    ) throws(DeviceError) -> IdentifiedCard {
        let first = report.track1 == .read ? try firstFields(one) : nil
        let second = report.track2 == .read ? try secondNumber(two) : nil
        let none = one.extracting(first: 0)
        switch (first, second) {
        case (let first?, let second?):
            guard isSame(one.extracting(first.number), two.extracting(second)) else {
                throw DeviceError(.failure, "the tracks hold different numbers")
            }
            let name = one.extracting(first.name)
            return firewall.identify(number: one.extracting(first.number), name: name)
        case (let first?, nil):
            let name = one.extracting(first.name)
            return firewall.identify(number: one.extracting(first.number), name: name)
        case (nil, let second?):
            return firewall.identify(number: two.extracting(second), name: none)
        case (nil, nil):
            guard report.track3 == .read else {
                let errors = report.errors.isEmpty ? "" : " (\(report.errors))"
                throw DeviceError(.failure, "no track holds a card number\(errors)")
            }
            let number = try thirdNumber(three)
            return firewall.identify(number: three.extracting(number), name: none)
        }
    }

    private static func firstFields(
        _ track: Span<UInt8>
    ) throws(DeviceError) -> (number: Range<Int>, name: Range<Int>) {
        let separators = track.indices.filter { track[$0] == UInt8(ascii: "^") }
        guard separators.count == 2, track[0] == UInt8(ascii: "B") else {
            throw DeviceError(.failure, "track 1 is not of format B")
        }
        let number = 1..<max(1, separators[0])
        try check(track.extracting(number), track: 1)
        return (number, separators[0] + 1..<separators[1])
    }

    private static func secondNumber(_ track: Span<UInt8>) throws(DeviceError) -> Range<Int> {
        guard let separator = track.firstIndex(where: { $0 == UInt8(ascii: "=") }) else {
            throw DeviceError(.failure, "track 2 has no separator")
        }
        try check(track.extracting(0..<separator), track: 2)
        return 0..<separator
    }

    private static func thirdNumber(_ track: Span<UInt8>) throws(DeviceError) -> Range<Int> {
        guard let separator = track.firstIndex(where: { $0 == UInt8(ascii: "=") }), separator > 2
        else {
            throw DeviceError(.failure, "track 3 has no number before its separator")
        }
        try check(track.extracting(2..<separator), track: 3)
        return 2..<separator
    }

    private static func check(_ number: Span<UInt8>, track: Int) throws(DeviceError) {
        guard (1...19).contains(number.count), number.areDigits else {
            throw DeviceError(.failure, "track \(track) has no number of 1 to 19 digits")
        }
    }

    private static func isSame(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
        first.count == second.count && first.indices.allSatisfy { first[$0] == second[$0] }
    }
}
