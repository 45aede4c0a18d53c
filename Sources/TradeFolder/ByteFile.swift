internal import CZlib

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The unpacked bytes of one file, in blocks, whether it is packed with gzip or plain.
///
/// zlib tells the two apart by the file's first bytes, so a wrong `.gz` in the name does no harm.
/// A packed file is checked against its own checksum and length when its end is reached.
final class ByteFile {
    /// The name under which the file was found.
    let name: String

    private let file: gzFile
    private let limit: Int64
    private var count: Int64 = 0

    /// Opens `name`, else `name.gz`, in `folder`.
    ///
    /// No more than `limit` unpacked bytes are believed.
    ///
    /// - Throws: when there is neither, or it may not be read.
    init(folder: String, name: String, limit: Int64) throws(TradeProblem) {
        for candidate in [name, name + ".gz"] {
            guard let file = gzopen("\(folder)/\(candidate)", "rb") else {
                guard errno == ENOENT else {
                    throw TradeProblem(
                        file: candidate,
                        line: nil,
                        field: nil,
                        what: "cannot be opened (\(String(cString: strerror(errno))))",
                        fix: "let this user read it"
                    )
                }
                continue
            }
            self.name = candidate
            self.file = file
            self.limit = limit
            gzbuffer(file, 1 << 17)
            return
        }
        throw TradeProblem(
            file: name,
            line: nil,
            field: nil,
            what: "is not in the folder \(folder), nor is \(name).gz",
            fix: "check the folder's path"
        )
    }

    deinit {
        gzclose_r(file)
    }

    /// Appends the next block to `buffer`; false at the end of the file.
    ///
    /// - Throws: when the file is damaged, cut short, or longer than the limit.
    func append(to buffer: inout [UInt8], block: Int = 1 << 16) throws(FieldFault) -> Bool {
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: block))
        let read = buffer.withUnsafeMutableBytes { bytes in
            gzread(file, bytes.baseAddress.map { $0 + old }, UInt32(block))
        }
        buffer.removeLast(block - Int(max(0, read)))
        var code: Int32 = Z_OK
        let message = gzerror(file, &code).map { String(cString: $0) } ?? ""
        guard read >= 0, code == Z_OK || code == Z_STREAM_END else {
            let what = code == Z_BUF_ERROR ? "ends too early" : "is damaged (\(message))"
            throw FieldFault(nil, what, "fetch the file again; the lines before are good")
        }
        count += Int64(read)
        guard count <= limit else {
            throw FieldFault(
                nil,
                "unpacks to more than \(limit) bytes",
                "split the file, or check that it is what it claims to be"
            )
        }
        return read > 0
    }
}
