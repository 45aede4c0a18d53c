internal import Foundation

/// Where the demo shop's own files are: beside the program, put there by the build.
public enum ShopFolders {
    /// The trade of the shop, in the format that `till replay` reads.
    public static var trade: String { folder("Trade") }
    /// Programme files.
    public static var programmes: String { folder("Programmes") }
    /// The programme of the demo shop.
    public static var programme: String { "\(programmes)/wanjia.yaml" }
    /// The page's files.
    static var page: String { folder("Page") }

    private static func folder(_ name: String) -> String {
        Bundle.module.bundleURL.appending(path: name).path
    }
}
