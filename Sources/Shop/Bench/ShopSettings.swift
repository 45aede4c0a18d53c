internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// What the demo shop is made of: folders, files and ports.
public struct ShopSettings: Sendable {
    /// Where till and hub keep their data, and the bench its ttys and logs.
    public var data: String
    /// Where the programs are: `tilld` and `tillhub` beside `till`.
    public var programs: String
    /// The board file of the simulated devices.
    public var board: String
    /// The programme that counts the points.
    public var programme = ShopFolders.programme
    /// The trade folder with goods and members.
    public var trade = ShopFolders.trade
    /// What makes the customers these and no others.
    public var seed: UInt64 = 1
    /// Where the page is.
    public var pagePort = 7080

    /// The settings of a shop that keeps its data in `data`.
    ///
    /// - Parameters:
    ///   - data: The folder of the data; it is made when the shop opens.
    ///   - programs: The folder of the programs; nil for the one that this program is in.
    ///   - boards: The folder of the boards; nil to look where boards usually are.
    /// - Throws: when a program or the board is not there.
    public init(data: String, programs: String? = nil, boards: String? = nil) throws(ShopProblem) {
        self.data = data
        let folder = programs ?? Self.folderOfThisProgram
        self.programs = folder
        let places =
            boards.map { [$0] } ?? [
                "boards", "\(folder)/../share/till/boards",
                "/usr/share/till/boards",
            ]
        let files = places.map { "\($0)/demo-shop.yaml" }
        guard let board = files.first(where: FileManager.default.fileExists(atPath:)) else {
            throw ShopProblem(
                .missing,
                "there is no board at \(files.joined(separator: ", nor at ")); say where with "
                    + "--boards"
            )
        }
        self.board = board
        for name in ["tilld", "tillhub"] where access("\(folder)/\(name)", X_OK) != 0 {
            throw ShopProblem(.missing, "there is no program \(folder)/\(name); build it first")
        }
    }

    private static var folderOfThisProgram: String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return URL(fileURLWithPath: program ?? CommandLine.arguments[0])
            .deletingLastPathComponent().path
    }
}
