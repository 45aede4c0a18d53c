import Conformance
import Drivers
import HAL
import Synchronization
import Twins

/// A printer and the twin behind it, and what keeps their cable plugged in.
struct PrinterBench: Sendable {
    let printer: any ReceiptPrinter
    let twin: PrinterTwin
    /// The clock by which the printer tells whether a life of its twin has ended.
    var clock = HandClock()
    var holder: (any Sendable)?
}

/// The promises of `ReceiptPrinter`, checked on any implementation and any cable.
///
/// It returns the promises that were broken, so that the tests can also show it a printer that
/// breaks one.
struct ReceiptPrinterConformance {
    /// What a receipt printer promises.
    enum Promise: String, CaseIterable {
        case provesWhatItPrints
        case climbsTheLadder
        case sendsNothingWhenStopped
        case goesOnWhereItWas
        case neverSendsTwice
        case answersBesideAPrint
        case reportsChanges
    }

    let makeBench: @Sendable () throws -> PrinterBench

    func brokenPromises() async throws -> Set<Promise> {
        var broken: Set<Promise> = []
        for promise in Promise.allCases {
            let bench = try makeBench()
            if (try? await isKept(promise, by: bench)) != true { broken.insert(promise) }
        }
        return broken
    }

    private func isKept(_ promise: Promise, by bench: PrinterBench) async throws -> Bool {
        switch promise {
        case .provesWhatItPrints: try await proves(bench)
        case .climbsTheLadder: try await climbs(bench)
        case .sendsNothingWhenStopped: try await holdsBack(bench)
        case .goesOnWhereItWas: try await goesOn(bench)
        case .neverSendsTwice: try await remembers(bench)
        case .answersBesideAPrint: try await answers(bench)
        case .reportsChanges: try await reports(bench)
        }
    }

    private func slip(_ number: UInt32, lines: Int = 3, isCut: Bool = true) -> PrintRequest {
        let nodes = (1...lines).map { PrintNode.text("Slip \(number) line \($0)") }
        return PrintRequest(
            PrintDocument(isCut ? nodes + [.cut] : nodes),
            as: .receipt,
            ticket: PrintTicket(number)
        )
    }

    /// What it returns is on paper, and a document without a cut ends printed.
    private func proves(_ bench: PrinterBench) async throws -> Bool {
        guard try await bench.printer.print(slip(1), by: soon) == .cut else { return false }
        guard bench.twin.roll.receiptCount == 1 else { return false }
        let open = try await bench.printer.print(slip(2, isCut: false), by: soon)
        return open == .printed && bench.twin.roll.current.count == 3
    }

    /// Rungs come upwards, and none before its lines are out.
    private func climbs(_ bench: PrinterBench) async throws -> Bool {
        let rungs = Mutex<[(PrintEvidence, Int)]>([])
        _ = try await bench.printer.print(slip(1, lines: 50), by: soon) { rung in
            let out = bench.twin.roll.elements.count
            rungs.withLock { $0.append((rung, out)) }
        }
        let heights = rungs.withLock { $0.map { (height($0.0), $0.1) } }
        let areUpwards = zip(heights, heights.dropFirst()).allSatisfy { $0.0 < $1.0 }
        return areUpwards && heights.last?.0 == 1001 && heights.allSatisfy { min($0.0, 50) <= $0.1 }
    }

    private func height(_ evidence: PrintEvidence) -> Int {
        switch evidence {
        case .queued: -1
        case .sent: 0
        case .fenced(let lines), .unknown(let lines): lines
        case .printed: 1000
        case .cut: 1001
        }
    }

    private func holdsBack(_ bench: PrinterBench) async throws -> Bool {
        bench.twin.faults.set(.paperOut)
        let error = await failure { try await bench.printer.print(slip(1), by: soon) }
        bench.twin.faults.clear(.paperOut)
        _ = try await bench.printer.print(slip(2), by: soon)
        let first = bench.twin.roll.elements.first?.plainText
        return error?.kind == .offline && error?.mayHaveRun == false && first == "Slip 2 line 1"
    }

    /// A power cut in the middle: the rest comes below a mark, and no proven line again.
    ///
    /// The mains come back when a fence has been told and time has gone by: sooner than a printer
    /// restarts, lines may be lost and the fences behind them not.
    private func goesOn(_ bench: PrinterBench) async throws -> Bool {
        let (twin, clock, request) = (bench.twin, bench.clock, slip(1, lines: 60))
        let told = Mutex<PrintEvidence?>(.queued)
        defer { told.withLock { $0 = nil } }
        twin.plan(PlannedFault(.off, at: 900))
        Task {
            _ = await eventually {
                guard let told = told.withLock({ $0 }) else { return true }
                return height(told) > 0 && twin.faults.contains(.off)
            }
            clock.passMinute()
            twin.faults.clear(.off)
        }
        let outcome = try await bench.printer.print(request, by: soon) { rung in
            told.withLock { $0 = rung }
        }
        guard outcome == .cut else { return false }
        let lines = twin.roll.elements.map(\.plainText)
        let isWhole = (1...60).allSatisfy { lines.contains("Slip 1 line \($0)") }
        return isWhole && lines.count { $0 == "续 CONTINUED" } == 1
            && lines.count { $0 == "Slip 1 line 1" } == 1
    }

    /// A job that is done is not sent again, and one that is held is only waited for.
    private func remembers(_ bench: PrinterBench) async throws -> Bool {
        for _ in 0..<3 { _ = try await bench.printer.print(slip(1), by: soon) }
        guard bench.twin.roll.receiptCount == 1 else { return false }
        var late: DeviceError?
        var patience = Duration.milliseconds(100)
        // On a busy machine the time may be over before the first byte has left.
        repeat {
            late = await failure {
                try await begin(slip(2), with: .paperOut, by: .now + patience, bench)
            }
            patience *= 2
        } while late?.mayHaveRun == false && patience < .seconds(10)
        bench.twin.faults.clear(.paperOut)
        let evidence = try await bench.printer.print(slip(2), by: soon)
        let lines = bench.twin.roll.elements.map(\.plainText)
        return late?.mayHaveRun == true && evidence == .cut
            && lines.count { $0 == "Slip 2 line 1" } == 1
    }

    private func answers(_ bench: PrinterBench) async throws -> Bool {
        let printing = Task { try await begin(slip(1), with: .coverOpen, by: soon, bench) }
        var status = PrinterStatus.ready
        let end = soon
        while status != .coverOpen, .now < end { status = try await bench.printer.status(by: end) }
        bench.twin.faults.clear(.coverOpen)
        return try await printing.value == .cut && status == .coverOpen
    }

    /// Prints, and lets the twin have `fault` thirty bytes behind the beginning of the job.
    ///
    /// Planned before, it would be counted down by the questions that are asked meanwhile: a
    /// printer that stands before a job begins is another matter.
    private func begin(
        _ request: PrintRequest,
        with fault: TwinFault,
        by deadline: Deadline,
        _ bench: PrinterBench
    ) async throws -> PrintEvidence {
        try await bench.printer.print(request, by: deadline) { rung in
            if rung == .sent { bench.twin.plan(PlannedFault(fault, at: 30)) }
        }
    }

    private func reports(_ bench: PrinterBench) async throws -> Bool {
        let changes = bench.printer.statusChanges()
        _ = try await bench.printer.print(slip(1), by: soon)
        bench.twin.faults.set(.paperOut)
        for await change in changes where change == .paperOut { break }
        bench.twin.faults.clear(.paperOut)
        for await change in changes where change == .ready { return true }
        return false
    }

    private func failure(_ body: () async throws -> PrintEvidence) async -> DeviceError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? DeviceError
        }
    }
}
