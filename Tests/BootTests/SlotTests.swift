import Testing

/// Which system a box starts, decided by the script that is shipped, in GRUB's own interpreter.
@Suite(.enabled("SKIPPED: needs Debian's package grub-emu") { GrubScript.isHere })
struct SlotTests {
    /// Every block that an update, a start or a loss can leave.
    static let blocks: [BootBlock] =
        ["A B", "B A"].flatMap { order in
            digits.flatMap { a in digits.map { BootBlock(order: order, a: a, b: $0) } }
        } + [lost]
    private static let digits = ["00", "01", "10", "11"]
    private static let lost = BootBlock(order: "", a: "", b: "")

    /// RAUC's own example without its rescue entry: the first slot when all were tried.
    static let example = GrubScript(
        text: """
            set slot=
            for name in ${ORDER}; do
                eval "set ok=\\${${name}_OK}"
                eval "set try=\\${${name}_TRY}"
                if [ "${slot}" = "" -a "${ok}" = "1" -a "${try}" != "1" ]; then
                    set slot="${name}"
                    eval "set ${name}_TRY=1"
                fi
            done
            if [ "${slot}" = "" ]; then set slot=A; fi

            """
    )

    /// What is wrong with what a script chose.
    static func faults(_ choices: [BootBlock: BootChoice]) -> [String] {
        blocks.flatMap { block -> [String] in
            guard let choice = choices[block] else { return ["\(block): no answer"] }
            guard block != lost else {
                return choice.slot == "A" ? [] : ["a lost block: \(choice.slot ?? "nothing")"]
            }
            let whole = block.slots.filter(block.isWhole)
            let expected = whole.first { !block.isTried($0) } ?? whole.first
            guard choice.slot == expected else {
                return ["\(block): \(choice.slot ?? "nothing"), not \(expected ?? "nothing")"]
            }
            guard let slot = expected else { return [] }
            // The try is written down; a new round gives one to the other as well.
            var saved = block
            if block.isTried(slot) { for other in whole { saved[other] = "10" } }
            saved[slot] = "11"
            return choice.block == saved ? [] : ["\(block): \(choice.block) is saved"]
        }
    }

    @Test func `the first slot that is whole and untried is started, else the first that is whole`()
        throws
    {
        let choices = try GrubScript.ours.choices(of: Self.blocks)
        #expect(choices.count == Self.blocks.count)
        #expect(Self.faults(choices) == [])
        #expect(Self.faults(try Self.example.choices(of: Self.blocks)) != [], "the bad twin")
    }

    /// What a first thought of a second round is: the first slot again, and no other.
    static let stubborn = GrubScript(
        text: GrubScript.ours.text.replacing(
            "            eval \"set ${name}_TRY=0\"\n            if",
            with: "            if"
        ).replacing(
            "                eval \"set ${name}_TRY=1\"\n            fi",
            with: "                eval \"set ${name}_TRY=0\"\n            fi"
        )
    )

    /// Boxes whose update is cut at every step, whatever the new system is worth, and whose power
    /// goes in the first starts after it.
    private static func faults(
        _ script: GrubScript,
        marksFirst: Bool = true
    ) throws -> [String] {
        let choices = try script.choices(of: blocks)
        var faults: [String] = []
        for active in ["A", "B"] {
            for system in [UpdatedBox.Contents.sells, .cannotSell] {
                for steps in 0...UpdatedBox.steps {
                    for cuts in 0...4 {
                        var box = UpdatedBox(running: active, choices)
                        box.update(to: system, steps: steps, marksFirst: marksFirst)
                        for _ in 0..<cuts { _ = box.start(losesPower: true) }
                        let sells = (0..<4).contains { _ in box.start(losesPower: false) }
                        if !sells || box.halfStarted > 0 {
                            faults.append(
                                "\(active), \(system), cut after step \(steps) and in \(cuts) "
                                    + "starts: sells \(sells), \(box.halfStarted) half started"
                            )
                        }
                    }
                }
            }
        }
        return faults
    }

    @Test func `an update that is cut leaves a slot that starts (WendyOS 41, mender 454)`() throws {
        #expect(try Self.faults(.ours) == [])
        struct Twin {
            let faults: [String]
            var isCaught: Bool { !faults.isEmpty }
        }
        #expect(Twin(faults: try Self.faults(Self.example)).isCaught, "the first, whole or not")
        #expect(Self.stubborn.text != GrubScript.ours.text)
        #expect(Twin(faults: try Self.faults(Self.stubborn)).isCaught, "tries one slot for ever")
        let hasty = Twin(faults: try Self.faults(.ours, marksFirst: false))
        #expect(hasty.isCaught, "an update that calls the slot unfit too late")
    }
}
