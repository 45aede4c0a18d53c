import HAL

extension Barcode {
    /// Reads one line of a scanner, without its terminator.
    ///
    /// - Throws: `failure` for what no barcode holds: a control byte other than GS, which separates
    ///   the fields of a GS1 code, and bytes that are no UTF-8.
    init(line: [UInt8]) throws(DeviceError) {
        guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x1D }),
            let text = String(validating: line, as: UTF8.self)
        else {
            throw DeviceError(.failure, "not a barcode: \(Hex.text(line.prefix(24)))")
        }
        self.init(transmitted: text)
    }
}
