import HAL

/// The inside of an ESC/POS printer: its receive buffer, its modes, its sensors.
///
/// Pure: bytes and faults go in, paper and answers come out. `PrinterTwin` gives it a cable.
struct PrinterMechanism {
    /// What the printer says, in order.
    var answers: [UInt8] = []
    /// What has come out, in order.
    var paper: [PaperElement] = []
    /// What it draws besides its own characters.
    var art = PrinterArt()

    private(set) var faults: Set<TwinFault> = []
    private var buffer: [UInt8] = []
    private var realTime = RealTimeFilter()
    private var line: PrintLine
    private var isChinese = false
    private var qrData: [UInt8] = []
    private var automaticStatusMask: UInt8 = 0
    private var isPin3High: Bool
    private let columns: Int
    private let powersOnInChinese: Bool

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
    var isStopped: Bool { !faults.isDisjoint(with: [.paperOut, .coverOpen, .off]) }

    /// Takes bytes off the cable.
    ///
    /// Real-time commands are answered at once, even while the printer is stopped.
    mutating func receive(_ bytes: [UInt8]) {
        if faults.contains(.off) { return }
        for byte in bytes {
            if let request = realTime.take(byte) { answer(request) }
        }
        // A printer without flow control loses what its buffer does not hold; so does this one.
        buffer += bytes.prefix(max(0, 1 << 20 - buffer.count))
    }

    /// Prints what the buffer holds: all of it, or the commands in its first `limit` bytes.
    mutating func work(limit: Int = .max) {
        var done = 0
        while !isStopped, done < limit, done < buffer.count {
            if let length = putPlainText(at: done) {
                done += length
                continue
            }
            guard let (token, length) = ESCPOSToken.next(in: buffer[done...], isChinese: isChinese)
            else { break }
            obey(token)
            done += length
        }
        if done > 0 { buffer.removeFirst(done) }
    }

    /// Changes what is wrong.
    mutating func change(_ next: Set<TwinFault>) {
        guard next != faults else { return }
        if next.contains(.off) {
            self = PrinterMechanism(
                columns: columns,
                powersOnInChinese: powersOnInChinese,
                isPin3High: isPin3High
            )
        }
        faults = next
        sendAutomaticStatus()
    }

    /// Tells the printer the level of its drawer's switch.
    mutating func setPin3(high: Bool) {
        guard high != isPin3High else { return }
        isPin3High = high
        sendAutomaticStatus()
    }

    // MARK: Status

    private mutating func answer(_ request: RealTimeFilter.Request) {
        switch request {
        case .status(let number):
            let isOut = faults.contains(.paperOut)
            let isLow = isOut || faults.contains(.paperLow)
            let isOpen = faults.contains(.coverOpen)
            switch number {
            case 1: answers.append(0x12 | (isPin3High ? 0x04 : 0) | (isStopped ? 0x08 : 0))
            case 2: answers.append(0x12 | (isOpen ? 0x04 : 0) | (isOut ? 0x20 : 0))
            case 3: answers.append(0x12)
            case 4: answers.append(0x12 | (isLow ? 0x0C : 0) | (isOut ? 0x60 : 0))
            default: return
            }
        case .drawerPulse:
            paper.append(.drawerPulse)
        case .clearBuffer:
            buffer = []
        }
    }

    /// Four bytes at once and at every change, once `GS a` has asked for them.
    private mutating func sendAutomaticStatus() {
        guard automaticStatusMask != 0, !faults.contains(.off) else { return }
        let isOpen = faults.contains(.coverOpen)
        let isOut = faults.contains(.paperOut)
        let isLow = isOut || faults.contains(.paperLow)
        answers.append(
            0x10 | (isPin3High ? 0x04 : 0) | (isStopped ? 0x08 : 0) | (isOpen ? 0x20 : 0)
        )
        answers += [0x00, (isLow ? 0x03 : 0) | (isOut ? 0x0C : 0), 0x00]
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
            case [0x1B, 0x70]: paper.append(.drawerPulse)
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

    private mutating func cut() {
        if !line.isEmpty { paper.append(line.end()) }
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
        case (0x48, [0x30, 0x30]) where data.count == 6:
            answers += [0x37, 0x22] + data.suffix(4) + [0x00]
        case (0x6B, [0x31, 0x50]):
            qrData = Array(data.dropFirst(3))
        case (0x6B, [0x31, 0x51]):
            if !line.isEmpty { paper.append(line.end()) }
            paper.append(.qrCode(String(decoding: qrData, as: UTF8.self)))
        default: return
        }
    }
}
