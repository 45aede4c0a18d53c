internal import DeviceBook
internal import DurableSQLite
internal import Glibc
internal import Retail
internal import Till

/// What else lies in a till's folder: the catalogue, the book of devices, the key of card tokens.
package struct OtherFiles: Sendable {
    /// The key as it was at the end; nil when there was none.
    private let key: [UInt8]?
    /// A code that the filled catalogue knows.
    private let code: String

    package init(key: [UInt8]?, code: String) {
        self.key = key
        self.code = code
    }

    /// What is wrong in `folder`, in which a till had acknowledged something or not.
    package func violations(in folder: String, hasPromised: Bool) async -> [Violation] {
        do {
            let path = folder + "/catalogue.db"
            let catalogue = try SQLiteCatalogue(path: path)
            let source = try await catalogue.source()
            let item = try await catalogue.item(code: code)
            catalogue.close()
            let book = try DeviceBook(path: "\(folder)/\(DeviceBook.fileName)")
            _ = try await book.statistics()
            book.close()
            guard (source == nil) == (item == nil) else {
                return [Violation(.otherFile, "\(path): half filled")]
            }
            guard source != nil || !hasPromised else {
                return [Violation(.otherFile, "\(path): empty, and the till has sold from it")]
            }
        } catch {
            return [Violation(.otherFile, "\(error)")]
        }
        return keys(FolderFiles.read("\(folder)/\(CardKeyFile.fileName)"), hasPromised)
    }

    private func keys(_ found: [UInt8]?, _ hasPromised: Bool) -> [Violation] {
        if let found, found != key {
            return [Violation(.otherFile, "\(CardKeyFile.fileName): \(found.count) other bytes")]
        }
        guard found == nil, hasPromised, key != nil else { return [] }
        return [Violation(.otherFile, "\(CardKeyFile.fileName): gone, and the till had sold")]
    }
}
