import CZlib
import Foundation
import TradeFolder

/// Makes a folder of these files, hands it over, and removes it.
///
/// A name that ends in `.gz` is packed on the way.
func withFolder<Result>(
    _ files: [String: String],
    limits: TradeLimits = TradeLimits(),
    _ body: (TradeFolder) throws -> Result
) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "trade-\(UUID())")
    try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: path) }
    for (name, text) in files {
        let file = path.appending(path: name)
        guard name.hasSuffix(".gz") else {
            try Data(text.utf8).write(to: file)
            continue
        }
        let packed = gzopen(file.path, "wb")
        _ = text.withCString { gzwrite(packed, $0, UInt32(text.utf8.count)) }
        gzclose(packed)
    }
    return try body(TradeFolder(path: path.path, limits: limits))
}

/// Cuts `count` bytes off the end of a file, or turns over one byte in its middle when `count` is
/// 0.
func damage(_ folder: TradeFolder, _ name: String, cutting count: Int) throws {
    let file = URL(filePath: folder.path).appending(path: name)
    var data = try Data(contentsOf: file)
    if count > 0 {
        data.removeLast(count)
    } else {
        data[data.count / 2] ^= 0xFF
    }
    try data.write(to: file)
}

/// What a folder's sales are: the ids of the good ones, and each problem.
func read(_ folder: TradeFolder) throws -> (good: [String], problems: [TradeProblem]) {
    var good: [String] = []
    var problems: [TradeProblem] = []
    for result in try folder.sales() {
        switch result {
        case .success(let sale): good.append(sale.reference)
        case .failure(let problem): problems.append(problem)
        }
    }
    return (good, problems)
}

/// A good line with the sale `id`, in which `change` was written for the text `what`.
func saleLine(_ id: Int, _ what: String = "", _ change: String = "") -> String {
    let line = """
        {"sale":\(id),"at":"2017-05-01T09:30:00-04:00","store":298,"till":3,"receipt":1,\
        "member":318,"lines":[{"product":11,"qty":1,"gross":239,"net":239},\
        {"product":12,"qty":0,"gross":0,"kind":"coupon","net":0,"coupon_disc":50},\
        {"product":13,"qty":2,"gross":500,"retail_disc":90,"match_disc":10,"net":400}],\
        "coupons":[{"campaign":8,"coupon":"50813700076","grade":"A","line":3},\
        {"campaign":8,"coupon":"53600010082","grade":"D"}],\
        "total":{"gross":739,"retail_disc":90,"match_disc":10,"net":639,"coupon_disc":50,\
        "paid":589}}
        """
    precondition(what.isEmpty || line.contains(what), "the sample has no '\(what)'")
    return what.isEmpty ? line : line.replacing(what, with: change, maxReplacements: 1)
}
