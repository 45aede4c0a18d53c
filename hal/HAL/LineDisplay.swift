/// Shows the customer a few lines of text: UnifiedPOS's LineDisplay.
public protocol LineDisplay: Sendable {
    /// Half-width cells in a row: 20 on nearly every model.
    var columns: Int { get }

    /// Rows: 2 on nearly every model.
    var rows: Int { get }

    /// Replaces the whole picture with `lines`, the first at the top.
    ///
    /// A line too wide is cut off at a whole character, one too short is filled with spaces, rows
    /// without a line are blank and lines without a row are left out: the picture is always whole.
    ///
    /// A display answers nothing: the call returns when the bytes have left the host. One that lost
    /// its picture shows it again within a minute of further pictures, though they be the same.
    func show(_ lines: [String], by deadline: Deadline) async throws(DeviceError)

    /// Blanks every row.
    func clear(by deadline: Deadline) async throws(DeviceError)
}
