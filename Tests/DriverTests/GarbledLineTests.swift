import Drivers
import HAL
import Testing
import Twins

/// Devices on a line that garbles characters: nobody gets a wrong weight, code or number.
struct GarbledLineTests {
    @Test(arguments: [61, 62, 63] as [UInt64])
    func `a scale on a bad line weighs right or not at all`(_ seed: UInt64) async throws {
        let (near, far) = MemoryChannel.pair()
        let twin = ScaleTwin(seed: seed)
        let life = TwinLife(twin, on: far)
        let line = GarblingChannel(near, rarity: 30, seed: seed)
        let scale = Toledo8217Scale(channel: line, unit: .gram, pause: .milliseconds(1))
        for amount in 1...60 {
            twin.clear()
            twin.put(amount * 7)
            let weighing = try await scale.readWeight(by: soon)
            #expect(weighing == Weighing(.grams(amount * 7)), "seed \(seed)")
        }
        #expect(line.faults > 5, "seed \(seed): the line was too good to show anything")
        withExtendedLifetime(life) {}
    }

    /// Sends each line as a device does, in one burst, and lists what `read` makes of them.
    private func hear(
        _ lines: [String],
        rarity: Int,
        seed: UInt64,
        _ read: (GarblingChannel) -> () async throws -> String
    ) async throws -> (texts: [String], errors: Int, faults: Int) {
        let (near, far) = MemoryChannel.pair()
        let line = GarblingChannel(near, rarity: rarity, seed: seed)
        let next = read(line)
        var texts: [String] = []
        var errors = 0
        for text in lines {
            try await far.write(Array((text + "\r").utf8), by: soon)
            do {
                texts.append(try await next())
            } catch is DeviceError {
                errors += 1
            }
        }
        return (texts, errors, line.faults)
    }

    @Test(arguments: [64, 65, 66] as [UInt64])
    func `a scanner on a bad line reads whole codes or none`(_ seed: UInt64) async throws {
        let codes = (0..<60).map { "69012345\(10_000 + $0 * 37)" }
        let heard = try await hear(codes, rarity: 60, seed: seed) { line in
            let scanner = SerialScanner(channel: line)
            return { try await scanner.scan(by: soon).text }
        }
        #expect(Set(heard.texts).isSubset(of: codes), "seed \(seed)")
        #expect(heard.errors > 3 && heard.texts.count == codes.count - heard.errors)
        #expect(heard.faults >= heard.errors)
    }

    @Test(arguments: [67, 68, 69] as [UInt64])
    func `a stripe reader on a bad line reads whole cards or none`(_ seed: UInt64) async throws {
        let numbers = (0..<60).map { "888\(10_000_000 + $0 * 991)" }
        let lines = numbers.map { ";\($0)=30121010000?" }
        let heard = try await hear(lines, rarity: 120, seed: seed) { line in
            let reader = SerialCardReader(channel: line, firewall: testFirewall())
            return { try await reader.swipe(by: soon).card.member?.number ?? "no member" }
        }
        #expect(Set(heard.texts).isSubset(of: numbers), "seed \(seed)")
        #expect(heard.errors > 3 && heard.texts.count == numbers.count - heard.errors)
    }

    @Test func `a driver that passes over the error reads a wrong code`() async throws {
        let codes = (0..<60).map { "69012345\(10_000 + $0 * 37)" }
        let heard = try await hear(codes, rarity: 60, seed: 64) { line in
            let scanner = SerialScanner(channel: DeafChannel(inner: line))
            return { try await scanner.scan(by: moment).text }
        }
        #expect(!Set(heard.texts).isSubset(of: codes))
    }

    /// A channel that keeps the errors of its line to itself, as a tty does that is not asked.
    private struct DeafChannel: ByteChannel {
        let inner: any ByteChannel

        func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
            try await inner.write(bytes, by: deadline)
        }

        func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
            while true {
                do throws(DeviceError) {
                    return try await inner.read(upTo: limit, by: deadline)
                } catch {
                    guard error.kind == .failure else { throw error }
                }
            }
        }
    }
}
