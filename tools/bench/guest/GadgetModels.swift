/// The USB devices that the checks plug in.
extension Gadget.Model {
    /// A receipt printer of class 07.
    ///
    /// The two points after the identity are the kernel's due: its printer function answers
    /// `GET_DEVICE_ID` two bytes short, for it forgets the two bytes of the length.
    static let printer = Gadget.Model(
        name: "printer",
        vendor: 0x04B8,
        product: 0x0202,
        serial: "PRINTER1",
        function: "printer.till",
        attributes: [
            ("pnp_string", Array("MFG:EPSON;MDL:TM-T88V;CLS:PRINTER;CMD:ESC/POS;..".utf8)),
            ("q_len", Array("10".utf8)),
        ]
    )

    /// A device with a serial port of its own, as scanners have (CDC-ACM).
    static let scanner = Gadget.Model(
        name: "scanner",
        vendor: 0x0C2E,
        product: 0x0901,
        serial: "SCANNER1",
        function: "acm.till"
    )

    /// A card reader of class CCID, in the name of one that libccid knows (its list has
    /// `0x076B:0x3021:OMNIKEY AG CardMan 3121`); the function itself is played by a program.
    static let cardReader = Gadget.Model(
        name: "card-reader",
        vendor: 0x076B,
        product: 0x3021,
        serial: "READER1",
        function: "ffs.card"
    )

    /// A scanner that types: to the kernel a keyboard.
    static let wedge = Gadget.Model(
        name: "wedge",
        vendor: 0x0C2E,
        product: 0x0200,
        serial: "WEDGE1",
        function: "hid.till",
        attributes: [
            ("subclass", Array("1".utf8)),
            ("protocol", Array("1".utf8)),
            ("report_length", Array("8".utf8)),
            ("report_desc", Keyboard.descriptor),
        ]
    )
}
