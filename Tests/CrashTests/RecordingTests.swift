import TestSupport
import Testing
import crashes

/// What is read from the lines that strace has written.
struct RecordingTests {
    typealias Row = (lines: String, events: [DiskEvent], why: String)

    private static let made = DiskEvent.link(name: "a.db", file: 1)
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    // swift-format-ignore
    static let rows: [Row] = [
        (#"7  openat(AT_FDCWD</x>, "a.db", O_RDWR|O_CREAT, 0644) = 7"#, [made], "a file is made"),
        (#"7  open('/etc/passwd', O_RDONLY) = 3"#, [], "a file elsewhere"),
        (#"7  openat(AT_FDCWD</x>, "a.db", O_RDWR|O_CREAT, 0644) = -1 EACCES (Permission denied)"#, [],
            "a failure has no effect"),
        ("""
            7  openat(AT_FDCWD</x>, "a.db", O_RDWR|O_CREAT, 0644) = 7
            7  pwrite64([a.db], 'hello', 5, 32) = 5
            7  pwrite64([a.db], 'again', 5, 37) = 3
            """, [made, .write(file: 1, at: 32, bytes: bytes("hello")), .write(file: 1, at: 37, bytes: bytes("aga"))],
            "a short write is as long as its result"),
        ("""
            7  openat(AT_FDCWD</x>, "a.db", O_RDWR|O_CREAT, 0644) = 7
            7  write([a.db], 'one', 3) = 3
            7  writev([a.db], [{iov_base='tw', iov_len=2}, {iov_base='o', iov_len=1}], 2) = 3
            """, [made, .write(file: 1, at: 0, bytes: bytes("one")), .write(file: 1, at: 3, bytes: bytes("two"))],
            "writes without a place follow each other"),
        ("""
            7  openat(AT_FDCWD</x>, "a.db", O_RDWR|O_CREAT, 0644) = 7
            7  ftruncate([a.db], 4096) = 0
            7  fdatasync([a.db]) = 0
            7  fsync([.]) = 0
            7  link("a.db", "b.db") = 0
            7  unlink("a.db") = 0
            """, [made, .resize(file: 1, to: 4096), .sync(file: 1, before: 2), .syncNames(before: 3),
                  .link(name: "b.db", file: 1), .unlink(name: "a.db")], "lengths, syncs and names"),
        ("""
            7  openat(AT_FDCWD</x>, "a.db", O_RDWR|O_CREAT, 0644) = 7
            7  fdatasync([a.db] <unfinished ...>
            8  pwrite64([a.db], 'late', 4, 0) = 4
            7  <... fdatasync resumed>) = 0
            """, [made, .write(file: 1, at: 0, bytes: bytes("late")), .sync(file: 1, before: 1)],
            "a sync does not cover what was written while it ran"),
        ("""
            7  openat(AT_FDCWD</x>, "a.db", O_RDWR|O_CREAT, 0644) = 7
            7  pwrite64([a.db], 'slow', 4, 0 <unfinished ...>
            8  sendto(<till>, '{"accepted":true,"message":""}', 30, 0, NULL, 0) = 30
            7  <... pwrite64 resumed>) = 4
            """, [made, .seen(.answered("")), .write(file: 1, at: 0, bytes: bytes("slow"))],
            "an answer counts from its beginning, a write from its end"),
        (#"7  writev(<till>, [{iov_base='HTTP/1.1 200 OK', iov_len=15}, {iov_base='{"accepted":true,"message":"Receipt 3: due 1.00, change 0.00"}', iov_len=66}], 2) = 81"#,
            [.seen(.answered("Receipt 3: due 1.00, change 0.00"))], "an answer in two pieces"),
        (#"7  write(<till>, '{"accepted":false,"message":"Nothing is rung."}', 46) = 46"#, [], "a refusal promises nothing"),
        (#"7  write(<hub>, '{"accepted":true,"message":""}', 30) = 30"#, [], "not to the counter"),
        ("7  write(<paper>, '2017-05-01      1-2 #12', 23) = 23\n7  write(<paper>, '3 \u{1}', 3) = 3",
            [.seen(.printed(receipt: 123))], "a number in two pieces"),
        ("7  write(<paper>, '9-2 #12 ', 8) = 8", [], "another till's paper"),
        (#"7  sendto(<hub>, "\x50\x4a\x55\x31\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x0b\x00\x00\x00\x03\x00", 25, 0, NULL, 0) = 25"#,
            [.seen(.uploaded(through: 13))], "an upload of records 11 to 13"),
        ("7  +++ exited with 0 +++\n7  --- SIGTERM {si_signo=SIGTERM} ---\n7  mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = 0x7f",
            [], "what is of no concern"),
    ]

    @Test(arguments: rows)
    func `a recording tells what the disk got and what was seen`(_ row: Row) throws {
        #expect(try TraceLog.events(row.lines) == row.events, "\(row.why)")
    }

    typealias Bad = (lines: String, why: String)

    private static let open = #"7  openat(AT_FDCWD</x>, "a.db", O_RDWR|O_CREAT, 0644) = 7"# + "\n"

    // swift-format-ignore
    static let refused: [Bad] = [
        (open + #"7  rename("a.db", "b.db") = 0"#,                         "a rename, which the model lacks"),
        (open + "7  fallocate([a.db], 0, 0, 4096) = 0",                    "room without bytes"),
        (open + "7  mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, [a.db], 0) = 0x7f", "stores that nobody records"),
        (open + "7  copy_file_range(3</x>, NULL, [a.db], NULL, 10, 0) = 10", "bytes from elsewhere"),
        (open + "7  pwrite64([a.db], 'cut', 9, 0) = 9",                    "more bytes than are known"),
        (open + #"7  pwrite64([a.db], "\x41\x42"..., 9, 0) = 9"#,          "a string that strace cut short"),
        (open + #"7  pwrite64([a.db], "PLAIN", 5, 0) = 5"#,                "not recorded with -xx"),
        (open + #"7  pwrite64([a.db], "\x41"#,                             "a line that was cut off"),
        (open + "7  pwrite64([a.db], 'x', 1, 0",                           "a call that was cut off"),
        (open + "7  pwrite64([a.db], 'x', 1, 0 <unfinished ...>",          "killed in the middle of a write"),
        (open + "7  pwrite64([a.db], 'x', 1, -9) = 1",                     "a place before the file"),
        (open + "7  ftruncate([a.db], 99999999999999) = 0",                "a length that no file has"),
        (#"7  openat(AT_FDCWD</x>, "a.db", O_RDWR) = 7"#,                  "a file from before the recording"),
        (#"7  link("a.db", "b.db") = 0"#,                                  "a name for a file from elsewhere"),
    ]

    @Test(arguments: refused)
    func `what the model does not know is refused, not guessed`(_ bad: Bad) {
        #expect(throws: TraceFault.self, "\(bad.why)") { try TraceLog.events(bad.lines) }
    }

    @Test func `no broken line traps the reader`() throws {
        let lines = Self.rows.flatMap { $0.lines.split(separator: "\n") }
            .map { Array(TraceLog.line(String($0))) }
        var dice = Dice(seed: Dice.seed(for: "broken lines"))
        var refusals = 0
        for _ in 0..<20_000 {
            var line = lines[Int.random(in: lines.indices, using: &dice)]
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let at = Int.random(in: line.indices, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: line[at] = UInt8.random(in: 0...255, using: &dice)
                case 1: line.removeSubrange(at...)
                default: line.insert(contentsOf: line[at...].prefix(9), at: at)
                }
                if line.isEmpty { line = [0] }
            }
            var recording = Recording(TraceLog.place)
            do { try recording.take(line[...]) } catch { refusals += 1 }
        }
        #expect(refusals > 100)
    }
}
