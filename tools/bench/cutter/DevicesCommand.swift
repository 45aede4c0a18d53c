internal import ArgumentParser
internal import Dispatch
internal import FoundationEssentials
internal import Glibc
internal import Shop

/// Puts the shop's simulated devices on the benches of tills that others start.
struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Puts simulated devices on benches, until standard input ends."
    )

    @Argument(help: "The folders in which tills look for them; made unless they are there.")
    var benches: [String]

    func run() async throws {
        let shops = try benches.enumerated().map { index, bench in
            try FileManager.default.createDirectory(
                atPath: bench,
                withIntermediateDirectories: true
            )
            return try ShopDevices(in: bench, seed: UInt64(index))
        }
        let lives = Task {
            await withTaskGroup { group in
                for shop in shops { group.addTask { await shop.run() } }
            }
        }
        print("devices: ready on \(benches.count) benches")
        fflush(nil)
        await withCheckedContinuation { done in
            // Whoever started this holds the other end, and need not say when he has ended.
            DispatchQueue.global().async {
                while readLine() != nil {}
                done.resume()
            }
        }
        lives.cancel()
        for shop in shops { shop.unplug() }
        await lives.value
    }
}
