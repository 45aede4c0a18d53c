internal import FoundationEssentials
internal import Glibc

/// What the figures were measured on.
struct Machine: Encodable {
    let cores: Int
    let processor: String
    let kernel: String
    let fileSystem: String

    var text: String { "\(cores) cores, \(processor), Linux \(kernel), \(fileSystem)" }

    /// This machine, with the disk that `folder` is on.
    static func here(_ folder: String) -> Machine {
        let processor = Text.of("/proc/cpuinfo")
            .split(separator: "\n")
            .first { $0.hasPrefix("model name") }?
            .split(separator: ":").last?.drop { $0 == " " }
        return Machine(
            cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
            processor: processor.map(String.init) ?? "unknown processor",
            kernel: String(Text.of("/proc/sys/kernel/osrelease").prefix { $0 != "\n" }),
            fileSystem: mount(of: folder)
        )
    }

    /// The file system that holds `folder`: the longest mount point that leads to it.
    private static func mount(of folder: String) -> String {
        guard let resolved = realpath(folder, nil) else { return "unknown file system" }
        defer { free(resolved) }
        let path = String(cString: resolved)
        let mounts = Text.of("/proc/mounts").split(separator: "\n").map { $0.split(separator: " ") }
        let best = mounts.filter { $0.count > 2 && leads($0[1], to: path) }
            .max { $0[1].count < $1[1].count }
        return best.map { "\($0[2]) on \($0[0])" } ?? "unknown file system"
    }

    private static func leads(_ mount: Substring, to path: String) -> Bool {
        mount == "/" || path == mount || path.hasPrefix(mount + "/")
    }
}

/// How busy the machine was: over one, five and fifteen minutes.
struct LoadAverage: Encodable {
    let minutes: [Double]

    /// How busy it is.
    static var now: LoadAverage {
        var minutes = [Double](repeating: 0, count: 3)
        _ = getloadavg(&minutes, 3)
        return LoadAverage(minutes: minutes.map { ($0 * 100).rounded() / 100 })
    }

    var text: String { minutes.map { "\($0)" }.joined(separator: " ") }
}

/// Small files of the kernel, as text.
enum Text {
    static func of(_ path: String) -> String {
        // The kernel's files have no size to ask for: they are read until they end.
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
