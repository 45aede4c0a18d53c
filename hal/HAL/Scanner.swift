/// Reads barcodes: UnifiedPOS's Scanner.
public protocol Scanner: Sendable {
    /// The next barcode, in the order of scanning.
    ///
    /// - Throws: `timeout` when nobody scanned by `deadline`, which is how every quiet minute ends;
    ///   `failure` when what came was no barcode, and the next call starts afresh behind it.
    func scan(by deadline: Deadline) async throws(DeviceError) -> Barcode
}
