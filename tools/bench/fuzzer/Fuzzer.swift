import Glibc

/// Throws bytes at every parser of what devices send, under the address sanitizer.
///
/// Each execution has a seed of its own: it picks one of the parser's samples, spoils it, and has
/// it read. `tools/bench/fuzz` builds this program with the sanitizer and runs it; without one it
/// refuses, for it would find the half.
@main
struct Fuzzer {
    /// So many executions of one parser before the next has its turn.
    private static let turn: UInt64 = 500

    static func main() async {
        let options = Options(CommandLine.arguments.dropFirst())
        guard Sanitizer.isThere || options.isBare else {
            Sanitizer.say("built without the address sanitizer; run tools/bench/fuzz\n")
            exit(64)
        }
        let targets = (FuzzTarget.all + (options.isPlanted ? [FuzzTarget.planted] : []))
            .filter { options.only == nil || $0.name == options.only }
        guard !targets.isEmpty else {
            let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
            Sanitizer.say("no such parser; they are \(names)\n")
            exit(64)
        }
        Watch.start()
        if let seed = options.oneSeed {
            for target in targets { await execute(target, seed) }
            return
        }
        await run(targets, options)
    }

    private static func run(_ targets: [FuzzTarget], _ options: Options) async {
        let start = ContinuousClock.now
        let end = start + .seconds(options.seconds)
        var counts = [UInt64](repeating: 0, count: targets.count)
        var seed = options.seed
        repeat {
            for (index, target) in targets.enumerated() {
                for step in 0..<turn { await execute(target, seed &+ step) }
                counts[index] += turn
            }
            seed &+= turn
        } while ContinuousClock.now < end
        report(targets, counts, options, ContinuousClock.now - start)
    }

    private static func execute(_ target: FuzzTarget, _ seed: UInt64) async {
        Watch.now(target.name, seed)
        var chance = Chance(seed: seed)
        await target.run(Mutation.bytes(from: target.samples, &chance))
    }

    private static func report(
        _ targets: [FuzzTarget],
        _ counts: [UInt64],
        _ options: Options,
        _ took: Duration
    ) {
        for (target, count) in zip(targets, counts) {
            print("\(target.name): \(count) executions of \(target.samples.count) samples")
        }
        let total = counts.reduce(0, +)
        let minutes = (took / .seconds(6)).rounded() / 10
        let samples = targets.reduce(0) { $0 + $1.samples.count }
        print(
            "\(total) executions in \(minutes) minutes over \(targets.count) parsers and"
                + " \(samples) samples, first seed \(options.seed): no fault"
        )
    }
}

/// What the command line wants.
struct Options {
    private(set) var seconds = 60
    private(set) var seed: UInt64 = 1
    private(set) var only: String?
    /// Runs one execution and ends: a failure is seen again.
    private(set) var oneSeed: UInt64?
    /// Adds a parser with a fault, which has to be found.
    private(set) var isPlanted = false
    /// Runs without a sanitizer all the same.
    private(set) var isBare = false

    init(_ words: some Sequence<String>) {
        var words = words.makeIterator()
        while let word = words.next() {
            switch word {
            case "--seconds": seconds = words.next().flatMap { Int($0) } ?? seconds
            case "--seed": seed = words.next().flatMap { UInt64($0) } ?? seed
            case "--once": oneSeed = words.next().flatMap { UInt64($0) }
            case "--only": only = words.next()
            case "--plant": isPlanted = true
            case "--bare": isBare = true
            default:
                Sanitizer.say("no option \(word)\n")
                exit(64)
            }
        }
    }
}
