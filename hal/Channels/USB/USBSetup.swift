/// The set-up of a control transfer (USB 2.0, 9.3), in the words of the specification.
public struct USBSetup: Hashable, Sendable {
    /// bmRequestType: direction, kind, recipient.
    public let type: UInt8
    /// bRequest.
    public let request: UInt8
    /// wValue.
    public let value: UInt16
    /// wIndex: mostly the interface's number.
    public let index: UInt16

    /// A request with its value and index.
    public init(type: UInt8, request: UInt8, value: UInt16 = 0, index: UInt16) {
        self.type = type
        self.request = request
        self.value = value
        self.index = index
    }

    /// Whether the device answers with bytes.
    public var isIn: Bool { type & 0x80 != 0 }

    /// The eight bytes on the wire; the words are little-endian.
    func bytes(length: UInt16) -> [UInt8] {
        [type, request]
            + [value, index, length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
}
