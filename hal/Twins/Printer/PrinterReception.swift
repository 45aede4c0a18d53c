import HAL

/// What comes to a printer from outside: bytes, real-time commands, faults and the mains.
extension PrinterMechanism {
    /// Takes bytes off the cable.
    ///
    /// Real-time commands are answered at once, even while the printer is stopped.
    mutating func receive(_ bytes: [UInt8]) {
        if faults.contains(.off) {
            if holdsCable { held += bytes }
            return
        }
        guard let plan, received + bytes.count >= plan.offset else { return store(bytes[...]) }
        let room = max(0, plan.offset - received)
        store(bytes.prefix(room))
        work()
        strike(plan)
        receive(Array(bytes.dropFirst(room)))
    }

    private mutating func store(_ bytes: ArraySlice<UInt8>) {
        received += bytes.count
        var bytes = bytes
        for (index, byte) in zip(bytes.indices, bytes) {
            guard let request = realTime.take(byte) else { continue }
            answer(request)
            if request == .clearBuffer { bytes = bytes[(index + 1)...] }
        }
        // A printer without flow control loses what its buffer does not hold; so does this one.
        buffer += bytes.prefix(max(0, 1 << 20 - buffer.count))
    }

    /// Plans a fault, and counts from here.
    mutating func plan(_ fault: PlannedFault) {
        (plan, received, printed) = (fault, 0, 0)
    }

    /// The planned fault happens now.
    private mutating func strike(_ fault: PlannedFault) {
        plan = nil
        struck = fault.fault
        change(faults.union([fault.fault]))
        holdsCable = fault.holdsCable
    }

    /// Changes what is wrong.
    mutating func change(_ next: Set<TwinFault>) {
        guard next != faults else { return }
        if next.contains(.off) { losePower() }
        faults = next
        sendAutomaticStatus()
        guard !next.contains(.off), !held.isEmpty else { return }
        let bytes = held
        held = []
        receive(bytes)
    }

    /// Everything is forgotten but what is on paper and what had been said.
    private mutating func losePower() {
        let (old, words) = (self, lastWords + answers)
        self = PrinterMechanism(
            columns: columns,
            powersOnInChinese: powersOnInChinese,
            isPin3High: isPin3High
        )
        (paper, struck, held, holdsCable) = (old.paper, old.struck, old.held, old.holdsCable)
        art.codePages = old.art.codePages
        lastWords = words
    }

    /// Obeys a real-time command.
    private mutating func answer(_ request: RealTimeFilter.Request) {
        switch request {
        case .status(let number):
            answers += statusByte(number).map { [$0] } ?? []
        case .drawerPulse:
            paper.append(.drawerPulse)
        case .resume:
            guard isCutterStuck, !faults.contains(.cutterJam) else { return }
            isCutterStuck = false
            cut()
            sendAutomaticStatus()
        case .clearBuffer:
            buffer = []
            line = PrintLine(columns: columns)
            guard isCutterStuck, !faults.contains(.cutterJam) else { return }
            isCutterStuck = false
            sendAutomaticStatus()
        }
    }

    /// Four bytes at once and at every change, once `GS a` has asked for them.
    mutating func sendAutomaticStatus() {
        guard automaticStatusMask != 0, !faults.contains(.off) else { return }
        answers += statusReport
    }
}
