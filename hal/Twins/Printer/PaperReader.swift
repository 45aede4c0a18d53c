/// What a printer makes of bytes, without a cable: for tests and for looking at recorded jobs.
public enum PaperReader {
    /// The paper that comes out when `bytes` go in after power-on.
    ///
    /// `codePages` are the character sets of `ESC t n`, in the C library's names; without them the
    /// printer numbers them as Epson does. Real-time commands are obeyed wherever they stand.
    public static func paper(
        of bytes: [UInt8],
        columns: Int = 48,
        powersOnInChinese: Bool = false,
        codePages: [UInt8: String]? = nil
    ) -> [PaperElement] {
        var mechanism = PrinterMechanism(
            columns: columns,
            powersOnInChinese: powersOnInChinese,
            isPin3High: false
        )
        if let codePages { mechanism.art.codePages = codePages }
        mechanism.receive(bytes)
        mechanism.work()
        return mechanism.paper
    }
}
