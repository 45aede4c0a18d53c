/// The characters that a printer out of Chinese mode shows for bytes: code page PC437.
///
/// So Chinese bytes that a driver sends in the wrong mode come out as a real printer would show
/// them, as box drawings and accents, and a test or a person sees at once what is wrong.
enum CodePage437 {
    /// The character of `byte`; control bytes never reach here.
    static func character(_ byte: UInt8) -> Unicode.Scalar {
        byte < 0x80 ? Unicode.Scalar(byte) : upper[Int(byte) - 0x80]
    }

    // swift-format-ignore
    private static let upper: [Unicode.Scalar] = Array((
          "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ"
        + "áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
        + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
        + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}"
    ).unicodeScalars)
}
