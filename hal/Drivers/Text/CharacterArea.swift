/// Which Chinese characters a device has in its font.
///
/// Makers write "GB18030" on nearly every box and mean one of these; the manual's character table
/// or a test print tells.
public enum CharacterArea: String, Codable, Sendable, CaseIterable {
    /// 6,763 characters and the common symbols, two bytes each, both A1h or above.
    case gb2312
    /// Some 21,800 characters, still two bytes each. What most Chinese printers really hold.
    case gbk
    /// Everything in Unicode, rare names included, by four-byte codes.
    case gb18030
}
