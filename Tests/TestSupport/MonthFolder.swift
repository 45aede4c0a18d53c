import Foundation

/// A month of real-shaped trade with its expected answers, where this machine has one.
///
/// It is large and no part of the repository: `SUANPAN_TRADE` names its folder, or it stands beside
/// the repository.
package enum MonthFolder {
    /// The folder, nil without one; a folder that was named has to be there.
    package static let path: String? = {
        if let named = ProcessInfo.processInfo.environment["SUANPAN_TRADE"] { return named }
        let beside = root.deletingLastPathComponent().appending(path: "shared/data/may-2017").path
        return FileManager.default.fileExists(atPath: beside + "/expected") ? beside : nil
    }()

    /// Why a test that needs it is left out.
    package static let absence: String = "neither SUANPAN_TRADE nor ../shared has a month of trade"

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}
