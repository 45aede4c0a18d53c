import DeviceBook
import DurableSQLite
import Glibc
import HAL
import Supervision
import Testing

/// What a box remembers of its devices: one body of tests for the file and for memory.
struct DeviceBookTests {
    enum Kind: CaseIterable, Sendable { case file, memory }

    private static let printer = DeviceIdentity(
        place: "usb 1-2",
        model: USBModel(vendor: 0x0483, product: 0x5743),
        serial: "A1"
    )

    private static func path() -> String {
        var template = Array("/tmp/suanpan-book-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        let bytes = template.dropLast().map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self) + "/" + DeviceBook.fileName
    }

    private static func book(_ kind: Kind) throws -> any RoleBook {
        switch kind {
        case .file: try DeviceBook(path: path())
        case .memory: MemoryRoleBook()
        }
    }

    @Test(arguments: Kind.allCases)
    func `a role is bound to the device that was taken down last`(_ kind: Kind) async throws {
        let book = try Self.book(kind)
        #expect(try await book.device(of: "scanner") == nil)
        try await book.bind("scanner", to: DeviceIdentity(place: "/dev/ttyS0"))
        #expect(try await book.device(of: "scanner") == DeviceIdentity(place: "/dev/ttyS0"))
        try await book.bind("scanner", to: Self.printer)
        #expect(try await book.device(of: "scanner") == Self.printer)
        #expect(try await book.device(of: "receipt-printer") == nil)
    }

    @Test(arguments: Kind.allCases)
    func `counts of one role add up and touch no other`(_ kind: Kind) async throws {
        let book = try Self.book(kind)
        try await book.add([.paperCutCount: 3, .printerFaultCount: 1], to: "receipt-printer")
        try await book.add([.paperCutCount: 4], to: "receipt-printer")
        try await book.add([.goodScanCount: 9], to: "scanner")
        #expect(
            try await book.statistics() == [
                "receipt-printer": [.paperCutCount: 7, .printerFaultCount: 1],
                "scanner": [.goodScanCount: 9],
            ]
        )
    }

    @Test func `the file keeps both over a restart`() async throws {
        let path = Self.path()
        let before = try DeviceBook(path: path)
        try await before.bind("receipt-printer", to: Self.printer)
        try await before.add([.paperCutCount: 7], to: "receipt-printer")
        before.close()
        let after = try DeviceBook(path: path)
        #expect(try await after.device(of: "receipt-printer") == Self.printer)
        #expect(try await after.statistics() == ["receipt-printer": [.paperCutCount: 7]])
    }
}
