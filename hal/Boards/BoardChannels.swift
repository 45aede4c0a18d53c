public import HAL

/// Where the roles of a board hang.
extension Board {
    /// The channel of each role that has one of its own.
    public var channels: [DeviceRole: ChannelSpec] {
        let all: [DeviceRole: ChannelSpec?] = [
            .receiptPrinter: receiptPrinter?.channel,
            .customerDisplay: customerDisplay?.channel,
            .scanner: scanner?.channel,
            .cardReader: cardReader?.channel,
            .scale: scale?.channel,
            .smartCardReader: smartCardReader?.channel,
            .paymentTerminal: paymentTerminal?.channel,
        ]
        return all.compactMapValues(\.self)
    }
}
