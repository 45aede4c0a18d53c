internal import Foundation

/// The ports of the shop's own wires.
struct ShopPorts {
    /// Where the hub listens.
    var hub: Int
    /// Where the network cable ends at the till.
    var cable: Int
    /// Where the till's own page is.
    var till: Int
}

/// How the shop's programs are called.
extension ShopSettings {
    /// Where the ttys of the devices are linked.
    var bench: String { "\(data)/bench" }

    /// The hub, with a folder and a log of its own.
    func hub(at ports: ShopPorts) -> ProgramProcess {
        ProgramProcess(
            path: "\(programs)/tillhub",
            arguments: ["serve", "--data", "\(data)/hub", "--port", "\(ports.hub)"] + shared,
            log: "\(data)/tillhub.log"
        )
    }

    /// The till: it finds the hub at the end of the cable.
    func till(at ports: ShopPorts) -> ProgramProcess {
        ProgramProcess(
            path: "\(programs)/tilld",
            arguments: [
                "--data", "\(data)/till", "--board", board, "--bench", bench,
                "--store", "1", "--till", "1", "--device", "1",
                "--shop-name", "巷口小铺 Lane-End Grocery",
                "--hub", "http://127.0.0.1:\(ports.cable)", "--port", "\(ports.till)",
            ] + shared,
            log: "\(data)/tilld.log"
        )
    }

    /// The shop is all on this machine, so its till is not paired with its hub.
    private var shared: [String] {
        ["--programme", programme, "--trade", trade, "--unpaired"]
    }

    /// Makes the folders in which the programs keep their data.
    func makeFolders() throws(ShopProblem) {
        for folder in [bench, "\(data)/till", "\(data)/hub"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true
                )
            } catch {
                throw ShopProblem(.failure, "\(folder) cannot be made: \(error)")
            }
        }
    }
}
