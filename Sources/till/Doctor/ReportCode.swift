internal import ArgumentParser
internal import CommandKit
internal import Diagnosis
internal import Foundation
internal import Symbols

/// The doctor's report as a QR code.
struct ReportCode {
    private let code: QRCode

    /// The code of `report`; ends the program when there is none, which no report should do.
    init(_ report: DoctorReport) throws(ExitCode) {
        guard let code = QRCode(DoctorCode.text(of: report)) else {
            throw Failure.software("the report does not fit a QR code; tell us, with --json")
        }
        self.code = code
    }

    /// The code for a terminal.
    var terminalText: String { code.terminalText }

    /// The kind of file that a name asks for by its end.
    static func format(of name: String) -> PictureFile? {
        name.split(separator: ".").last.flatMap { PictureFile(rawValue: $0.lowercased()) }
    }

    /// Writes the picture, eight dots a module, as the name's end says.
    func write(to path: String) throws(ExitCode) {
        guard let format = Self.format(of: path) else { return }
        do {
            try Data(format.bytes(of: code.picture(module: 8))).write(to: URL(filePath: path))
        } catch {
            throw Failure.cannotCreate("\(path): cannot be written; choose another --qr-file")
        }
    }
}
