internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Logging
internal import Retail
internal import Till
internal import TradeFolder

/// Fills a catalogue from a trade folder, once: a start with the same folder reads nothing.
struct CatalogueFilling {
    let folder: String
    let log: Logger

    func fill(_ catalogue: SQLiteCatalogue) async throws(StorageError) {
        let source = source
        guard try await catalogue.source() != source else { return }
        let trade = TradeFolder(path: folder)
        do throws(TradeProblem) {
            let products = try trade.products()
            let members = try trade.members()
            for problem in products.problems + members.problems { log.warning("\(problem)") }
            try await replace(catalogue, products.rows, members.rows, source)
        } catch {
            // The list of yesterday sells better than none.
            log.error("\(error); the catalogue stays as it is")
        }
    }

    private func replace(
        _ catalogue: SQLiteCatalogue,
        _ products: [TradeProduct],
        _ members: [TradeMember],
        _ source: String
    ) async throws(TradeProblem) {
        do throws(StorageError) {
            try await catalogue.replace(
                items: products.map { ($0.barcode, $0.catalogueItem) },
                cards: members.map { ($0.card, $0.member) },
                source: source
            )
            log.info("catalogue: \(products.count) items, \(members.count) cards from \(folder)")
        } catch {
            throw TradeProblem(
                file: folder,
                line: nil,
                field: nil,
                what: "\(error)",
                fix: "free some room and start again"
            )
        }
    }

    /// What tells one state of the folder from another: its name, and its files' sizes and times.
    private var source: String {
        let names = ["products.csv", "products.csv.gz", "members.csv", "members.csv.gz"]
        let marks = names.compactMap { name -> String? in
            let path = "\(folder)/\(name)"
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else {
                return nil
            }
            let date = facts[.modificationDate] as? Date ?? .distantPast
            return "\(name) \(facts[.size] ?? 0) \(date.timeIntervalSince1970)"
        }
        return ([folder] + marks).joined(separator: "; ")
    }
}

extension TradeProduct {
    /// The entry of the catalogue: a price for one piece, or for one whole unit.
    fileprivate var catalogueItem: CatalogueItem {
        switch unit.quantity(1) {
        case .count: CatalogueItem(article: article, unit: nil, price: price)
        case .measure(_, let unit): CatalogueItem(article: article, unit: unit, price: price)
        }
    }
}
