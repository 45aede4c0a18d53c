import Drivers
import HAL
import TestSupport
import Testing
import Twins

/// Days on which everything goes wrong: bad luck at the terminal, the line, the log and the power.
struct PaymentStormTests {
    /// One sale after another, with a new life of the till whenever its power has failed.
    ///
    /// It returns how many of the eight were paid.
    private func storm(_ framing: ZVTFraming, seed: UInt64) async throws -> Int {
        let what = "\(framing), seed \(seed)"
        var dice = Dice(seed: seed)
        let twin = PaymentTerminalTwin(framing, seed: seed)
        if Bool.random(using: &dice) { twin.faults.set(.splitAnswers) }
        let log = MemoryIntentLog()
        // The random numbers of the day, drawn before it begins.
        let mishaps = (0..<8).map { _ in
            Bool.random(using: &dice)
                ? .nothing : TerminalMishap.allCases.randomElement(using: &dice) ?? .nothing
        }
        let lives = (0..<8).map { _ in Int.random(in: 2...14, using: &dice) }
        twin.plan(mishaps)
        let sales = try await withTerminal(
            twin,
            framing,
            seed: seed,
            errorsInThousand: 10
        ) { terminal in
            var sales: [String: Int64] = [:]
            for number in 0..<8 {
                let amount = 1000 + Int64(number)
                sales["sale \(number)"] = amount
                let hostile = HostileIntentLog(
                    log,
                    seed: seed &+ UInt64(number),
                    errorsInThousand: 60,
                    lastStep: lives[number]
                )
                let desk = PaymentDesk(terminal, hostile)
                for _ in 0..<2 where !hostile.isDead {
                    let standing = await desk.pay(
                        try euros(amount),
                        operation: "sale \(number)",
                        by: aCustomer
                    )
                    if case .settled(.approved) = standing { break }
                }
                twin.release()
                twin.switchOn()
            }
            #expect(await PaymentDesk(terminal, log).settleAll(), "\(what)")
            return sales
        }
        expectBooks(sales, twin, log, what)
        return twin.account.charges.count { !$0.isReversed }
    }

    @Test(arguments: ZVTFraming.allCases)
    func `no storm charges a customer twice or loses a payment`(
        _ framing: ZVTFraming
    ) async throws {
        let seeds = Dice.seeds(24)
        let paid = try await withThrowingTaskGroup { tasks in
            for seed in seeds { tasks.addTask { try await storm(framing, seed: seed) } }
            return try await tasks.reduce(0, +)
        }
        print("MEASURED: \(framing): \(paid) of \(seeds.count * 8) sales paid by card in storms")
        #expect(paid >= seeds.count * 2, "a storm in which nobody pays shows nothing")
    }

    @Test(arguments: [TerminalMishap.nothing, .approvalLost, .declined, .powerCutAfter])
    func `a power cut at any step of the log loses nothing`(
        _ mishap: TerminalMishap
    ) async throws {
        // Two seeds a step: the last call of a life writes, or does not.
        try await eachSeed(16) { seed in
            let step = Int(seed / 2) + 1
            let twin = PaymentTerminalTwin(.network, seed: seed)
            twin.plan([mishap])
            let log = MemoryIntentLog()
            try await withTerminal(twin, .network) { terminal in
                let life = HostileIntentLog(log, seed: seed, lastStep: step)
                let amount = try euros(1234)
                _ = await PaymentDesk(terminal, life).pay(amount, operation: "sale", by: aCustomer)
                twin.switchOn()
                let next = PaymentDesk(terminal, log)
                #expect(await next.settleAll(), "step \(step), seed \(seed)")
                expectBooks(["sale": 1234], twin, log, "step \(step), seed \(seed)")
                // A life that ended early left the mishap to this one.
                var again = await next.pay(amount, operation: "sale", by: aCustomer)
                for _ in 0..<2 where again.word != .approved {
                    twin.switchOn()
                    again = await next.pay(amount, operation: "sale", by: aCustomer)
                }
                #expect(again.word == .approved, "step \(step), seed \(seed): \(again)")
                expectBooks(["sale": 1234], twin, log, "again after step \(step), seed \(seed)")
            }
        }
    }
}
