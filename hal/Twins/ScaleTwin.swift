public import HAL
import Synchronization

/// A counter scale that speaks Toledo 8217, with a plate that things are put on and taken off.
///
/// What is put on swings: for a few questions the scale answers that it is in motion, how many is
/// chance of its seed, and then it stands still. Bytes on its wire carry even parity in bit 7, as
/// 7E1 does on a port that knows only eight bits; a byte that comes without is not heard.
public final class ScaleTwin: Twin {
    public let faults = TwinFaults()
    private let voice: TwinVoice
    private let plate: Mutex<ScalePlate>
    private let hasParity: Bool

    /// A scale that has just been switched on, its plate empty.
    ///
    /// `capacity` is in grams, or thousandths of a pound: the twin does not know which, its answers
    /// do not either. Without `hasParity` it speaks as through a port that was set to 7E1.
    public init(seed: UInt64 = 1, capacity: Int = 15_000, hasParity: Bool = true) {
        voice = TwinVoice(faults: faults, seed: seed)
        plate = Mutex(ScalePlate(seed: seed, capacity: capacity))
        self.hasParity = hasParity
    }

    /// Puts `amount` on the plate, which is set in motion; a negative amount takes some off.
    public func put(_ amount: Int) {
        plate.withLock { $0.put(amount) }
    }

    /// Clears the plate.
    public func clear() {
        plate.withLock { $0.put(-$0.load) }
    }

    /// Lets the plate come to rest at once.
    public func settle() {
        plate.withLock { $0.swings = 0 }
    }

    /// Lets the plate swing for the next `count` questions.
    public func shake(_ count: Int) {
        plate.withLock { $0.swings = count }
    }

    /// Switches it off and on: what lies on the plate now may keep it from finding its zero.
    public func restart() {
        plate.withLock { $0.restart() }
    }

    public func run(on channel: any ByteChannel) async {
        var isEchoing = false
        while !Task.isCancelled {
            let bytes: [UInt8]
            do throws(DeviceError) {
                bytes = try await channel.read(upTo: 64, by: never)
            } catch {
                guard error.kind == .timeout else { return }
                continue
            }
            guard !faults.contains(.off) else { continue }
            for byte in bytes where !hasParity || byte.nonzeroBitCount.isMultiple(of: 2) {
                let answer = answer(to: byte & 0x7F, &isEchoing)
                let isThere = await voice.say(
                    answer.map(coded),
                    on: channel,
                    pause: .milliseconds(2)
                )
                guard isThere else { return }
            }
        }
    }

    /// What it sends for one letter.
    private func answer(to letter: UInt8, _ isEchoing: inout Bool) -> [UInt8] {
        switch letter {
        case UInt8(ascii: "F"):
            isEchoing = false
            return []
        case _ where isEchoing:
            return [letter]
        case UInt8(ascii: "E"):
            isEchoing = true
            return [0x02, letter, 0x0D]
        case UInt8(ascii: "W"):
            return [0x02] + plate.withLock { $0.weigh() } + [0x0D]
        case UInt8(ascii: "Z"), UInt8(ascii: "T"), UInt8(ascii: "C"):
            plate.withLock { $0.take(letter) }
            return []
        default:
            // A letter that it does not know: a status without a reason.
            return [0x02, 0x3F, 0x40, 0x0D]
        }
    }

    private func coded(_ byte: UInt8) -> UInt8 {
        hasParity && !byte.nonzeroBitCount.isMultiple(of: 2) ? byte | 0x80 : byte
    }
}
