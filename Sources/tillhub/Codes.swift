internal import ArgumentParser
internal import CommandKit
internal import FoundationEssentials
internal import Hub

/// Puts the codes of a coupon on stock.
struct Codes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts the codes of a coupon for single use on stock, for tills to take.",
        discussion: """
            The file has one code a line: the coupon's id, a hyphen, and capitals and digits that \
            nobody guesses, such as SAVE20-7F3K9Q. A code is good for one sale in the whole shop. \
            One that was put on stock before stays as it is, used or not, so the same file may be \
            given again with more in it. One wrong line and none is taken; then it names the lines \
            and ends with 65. The coupon itself, with single-use: true, is published with tillhub \
            feed publish coupons. While tillhub serve has the hub's folder, this asks it at --port.
            """
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var key: KeyOption
    @OptionGroup var desk: DeskOption
    @Argument(help: "The coupon's id.")
    var coupon: String
    @Argument(help: "The file.")
    var file: String

    func run() async throws {
        let path = URL(filePath: file).standardizedFileURL.path()
        let codes = CodeFile(coupon, path: path)
        let (isDone, words) = try await Desk.open(store, key, desk).stock(codes)
        guard isDone else { throw Failure.data(words) }
        print(words)
    }
}
