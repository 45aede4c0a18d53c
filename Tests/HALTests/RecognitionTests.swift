import HAL
import Testing

/// Replug, move, swap and impostor are different events.
struct RecognitionTests {
    private static let model = USBModel(vendor: 0x0483, product: 0x5743)
    private static let known = DeviceIdentity(place: "usb 1-2", model: model, serial: "A1")
    private static let nameless = DeviceIdentity(place: "usb 1-2", model: model)

    private static func at(
        _ place: String,
        serial: String? = "A1",
        product: UInt16 = 0x5743
    ) -> DeviceIdentity {
        DeviceIdentity(
            place: place,
            model: USBModel(vendor: 0x0483, product: product),
            serial: serial
        )
    }

    struct Row: Sendable {
        let found: DeviceIdentity
        let bound: DeviceIdentity?
        var present: [DeviceIdentity] = []
        let verdict: Recognition
        let why: String
    }

    static let rows = [
        Row(found: known, bound: nil, verdict: .first, why: "a new box takes what is there"),
        Row(found: known, bound: known, verdict: .replugged, why: "the plug was out for a moment"),
        Row(
            found: at("usb 1-4"),
            bound: known,
            verdict: .moved,
            why: "the same serial number in another socket"
        ),
        Row(
            found: at("usb 1-2", serial: "B7"),
            bound: known,
            verdict: .swapped,
            why: "a technician brought a new one"
        ),
        Row(
            found: at("usb 1-2", product: 0x0001),
            bound: known,
            verdict: .swapped,
            why: "another model with the same number is another device"
        ),
        Row(
            found: known,
            bound: known,
            present: [known],
            verdict: .replugged,
            why: "the list of what is plugged in holds the device itself"
        ),
        Row(
            found: at("usb 1-4"),
            bound: known,
            present: [known, at("usb 1-4")],
            verdict: .impostor,
            why: "one serial number at two sockets"
        ),
        Row(
            found: at("usb 1-4"),
            bound: nil,
            present: [known, at("usb 1-4")],
            verdict: .impostor,
            why: "nobody can say which of two is the first"
        ),
        Row(
            found: nameless,
            bound: nameless,
            present: [nameless, at("usb 1-4", serial: nil)],
            verdict: .replugged,
            why: "without numbers two of a kind are no wonder"
        ),
    ]

    @Test(arguments: rows)
    func `what stands at a port is told from what was there`(_ row: Row) {
        let verdict = Recognition.judge(found: row.found, bound: row.bound, present: row.present)
        #expect(verdict == row.verdict, "\(row.why)")
        #expect(verdict.isTrusted == (verdict != .impostor))
    }

    @Test func `an identity reads as lsusb and the kernel write it`() {
        #expect(Self.known.description == "0483:5743 A1 at usb 1-2")
        #expect(DeviceIdentity(place: "/dev/ttyS0").description == "/dev/ttyS0")
    }
}
