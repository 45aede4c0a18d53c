import Glibc

/// A small file of sysfs or configfs: read whole, written in one call.
struct SystemFile {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Whether there is such a file, folder or device.
    var exists: Bool { access(path, F_OK) == 0 }

    /// What is in it, without the line end; nothing when it cannot be read.
    var text: String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
        return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    /// The last part of where a symlink leads: the name of a driver, for one.
    var target: String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved).split(separator: "/").last.map(String.init)
    }

    /// The names in a folder, sorted.
    var entries: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.first != "." { names.append(name) }
        }
        return names.sorted()
    }

    /// Hands `bytes` to the kernel.
    func write(_ bytes: some Sequence<UInt8>) throws(Broken) {
        let bytes = Array(bytes)
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault("open") }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw fault("write")
        }
    }

    /// Hands `text` to the kernel.
    func write(_ text: String) throws(Broken) {
        try write(text.utf8)
    }

    /// Makes a folder; configfs then fills it.
    func makeFolder() throws(Broken) {
        guard mkdir(path, 0o755) == 0 else { throw fault("mkdir") }
    }

    private func fault(_ step: String) -> Broken {
        Broken("\(step) \(path): \(String(cString: strerror(errno)))")
    }
}
