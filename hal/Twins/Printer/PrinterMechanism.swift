import HAL

/// The inside of an ESC/POS printer: its receive buffer, its modes, its sensors.
///
/// Pure: bytes and faults go in, paper and answers come out. `PrinterTwin` gives it a cable.
struct PrinterMechanism {
    /// What the printer says, in order.
    var answers: [UInt8] = []
    /// What has come out, in order.
    var paper: [PaperElement] = []
    /// What it had said before it lost its power.
    var lastWords: [UInt8] = []
    /// The fault that is to come, and the one that has come by that plan.
    var plan: PlannedFault?
    var struck: TwinFault?
    /// How many bytes have come while it was on, since there is a plan.
    var received = 0
    /// What it draws besides its own characters.
    var art = PrinterArt()

    var faults: Set<TwinFault> = []
    /// Bytes that flow control holds at the other end while it is off.
    var held: [UInt8] = []
    var holdsCable = false
    var printed = 0
    var isCutterStuck = false
    var buffer: [UInt8] = []
    var realTime = RealTimeFilter()
    var line: PrintLine
    private var isChinese = false
    private var qrData: [UInt8] = []
    private(set) var automaticStatusMask: UInt8 = 0
    private(set) var isPin3High: Bool
    let columns: Int
    let powersOnInChinese: Bool

    init(columns: Int, powersOnInChinese: Bool, isPin3High: Bool) {
        self.columns = columns
        self.powersOnInChinese = powersOnInChinese
        self.isPin3High = isPin3High
        line = PrintLine(columns: columns)
        isChinese = powersOnInChinese
    }

    /// Whether bytes wait that could be printed now.
    var hasWork: Bool { !buffer.isEmpty && !isStopped }

    /// Whether the printer waits for a person.
    var isStopped: Bool {
        isCutterStuck || !faults.isDisjoint(with: [.paperOut, .coverOpen, .off])
    }

    /// How much of the buffer may be printed: all, or what leaves the planned backlog.
    private var printable: Int {
        guard let plan else { return buffer.count }
        return min(buffer.count, max(0, plan.offset - plan.backlog - printed))
    }

    /// Prints what the buffer holds: all of it, or the commands in its first `limit` bytes.
    mutating func work(limit: Int = .max) {
        let limit = min(limit, printable)
        var done = 0
        while !isStopped, done < limit {
            if let length = putPlainText(at: done) {
                done += length
                continue
            }
            guard let (token, length) = ESCPOSToken.next(in: buffer[done...], isChinese: isChinese)
            else { break }
            obey(token)
            done += length
        }
        printed += done
        if done > 0 { buffer.removeFirst(done) }
    }

    /// Tells the printer the level of its drawer's switch.
    mutating func setPin3(high: Bool) {
        guard high != isPin3High else { return }
        isPin3High = high
        sendAutomaticStatus()
    }

    /// `GS I n`: `5F text 00` for the texts, one byte for the numbers.
    private mutating func identify(_ number: UInt8) {
        let texts: [UInt8: String] = [
            65: "1.00", 66: "SUANPAN", 67: "TWIN-80", 68: "TWIN0001",
        ]
        if let text = texts[number] {
            answers += [0x5F] + Array(text.utf8) + [0x00]
        } else if (1...3).contains(number) {
            answers.append(0x02)
        }
    }

    // MARK: Commands

    private mutating func obey(_ token: ESCPOSToken) {
        switch token {
        case .character(let bytes): put(bytes)
        case .command(let name, let parameters):
            if let drawn = art.obey(name, parameters, line.alignment) { return show(drawn) }
            let number = parameters.first ?? 0
            switch name {
            case [0x0A]: paper.append(line.end())
            case [0x1B, 0x40]: reset()
            case [0x1B, 0x64]: feed(lines: Int(number))
            case [0x1B, 0x69], [0x1B, 0x6D], [0x1D, 0x56]: cut()
            // A pulse of no length moves nothing.
            case [0x1B, 0x70]: if parameters[1] > 0 { paper.append(.drawerPulse) }
            case [0x1C, 0x26]: isChinese = true
            case [0x1C, 0x2E]: isChinese = false
            case [0x1D, 0x28]: extended(parameters)
            case [0x1D, 0x49]: identify(number)
            case [0x1D, 0x61]:
                automaticStatusMask = number
                sendAutomaticStatus()
            case [0x1D, 0x72]: transmit(number)
            default: line.style(name, number)
            }
        case .unknown: return
        }
    }

    private mutating func show(_ drawn: [PaperElement]) {
        if !drawn.isEmpty, !line.isEmpty { paper.append(line.end()) }
        paper += drawn
    }

    private mutating func put(_ bytes: [UInt8]) {
        let isSquare = bytes.count > 1
        let scalar =
            isSquare
            ? art.own(bytes) ?? ChineseDecoder.character(bytes) : art.character(bytes[0])
        put(scalar, cells: isSquare ? 2 : 1)
    }

    private mutating func put(_ scalar: Unicode.Scalar, cells: Int) {
        if let full = line.put(scalar, cells: cells) { paper.append(full) }
    }

    /// Prints an ASCII or a two-byte character without the detour over a token; says its length.
    ///
    /// Nearly every byte of a receipt is one of these, and a replay prints thousands a second.
    private mutating func putPlainText(at index: Int) -> Int? {
        let first = buffer[index]
        if (0x20...0x7E).contains(first) {
            put(Unicode.Scalar(first), cells: 1)
            return 1
        }
        // FEh may begin a character of one's own.
        guard isChinese, first != 0xFE, index + 1 < buffer.count,
            let scalar = ChineseDecoder.character(first, buffer[index + 1])
        else { return nil }
        put(scalar, cells: 2)
        return 2
    }

    private mutating func reset() {
        line = PrintLine(columns: columns)
        isChinese = powersOnInChinese
        automaticStatusMask = 0
    }

    private mutating func feed(lines: Int) {
        let empty = line.isEmpty ? lines : lines - 1
        if !line.isEmpty { paper.append(line.end()) }
        for _ in 0..<max(0, empty) { paper.append(line.end()) }
    }

    mutating func cut() {
        if !line.isEmpty { paper.append(line.end()) }
        guard !faults.contains(.cutterJam) else {
            isCutterStuck = true
            return sendAutomaticStatus()
        }
        paper.append(.cut)
    }

    /// `GS r n`, in order with the print data.
    private mutating func transmit(_ number: UInt8) {
        switch number {
        case 1, 49: answers.append(faults.contains(.paperLow) ? 0x03 : 0x00)
        case 2, 50: answers.append(isPin3High ? 0x01 : 0x00)
        default: return
        }
    }

    /// `GS ( k` QR codes and `GS ( H` process IDs; parameters are `fn pL pH data`.
    private mutating func extended(_ parameters: [UInt8]) {
        let data = parameters.dropFirst(3)
        switch (parameters[0], Array(data.prefix(2))) {
        case (0x48, [0x30, 0x30])
        where data.count == 6 && data.suffix(4).allSatisfy { 0x20...0x7E ~= $0 }:
            answers += [0x37, 0x22] + data.suffix(4) + [0x00]
        case (0x6B, [0x31, 0x50]):
            qrData = Array(data.dropFirst(3))
        case (0x6B, [0x31, 0x51]) where data.last == 0x30:
            if !line.isEmpty { paper.append(line.end()) }
            paper.append(.qrCode(String(decoding: qrData, as: UTF8.self)))
        default: return
        }
    }
}
