import Drivers
import HAL
import Testing
import Twins

struct ScannerConformanceTests {
    static func serial(_ cable: CableKind, seed: UInt64) throws -> ScannerBench {
        let (near, far, holder) = try cable.make(seed: seed)
        let twin = ScannerTwin(seed: seed)
        return ScannerBench(
            scanner: SerialScanner(channel: near),
            scan: { twin.scan($0) },
            garble: { twin.scan("69\u{1B}01") },
            life: TwinLife(twin, on: far, holding: holder)
        )
    }

    static func wedge(_ cable: CableKind, seed: UInt64) throws -> ScannerBench {
        let (near, far, holder) = try cable.make(seed: seed)
        let twin = WedgeTwin(seed: seed)
        return ScannerBench(
            scanner: WedgeScanner(channel: near),
            scan: { twin.scan($0) },
            garble: { twin.scan("69012345", .droppedEvents) },
            life: TwinLife(twin, on: far, holding: holder)
        )
    }

    @Test(arguments: CableKind.allCases)
    func `a serial scanner keeps every promise on any cable`(_ cable: CableKind) async throws {
        let conformance = ScannerConformance(seed: 11) { try Self.serial(cable, seed: 11) }
        #expect(try await conformance.brokenPromises() == [])
    }

    @Test(arguments: CableKind.allCases)
    func `a wedge keeps every promise on any cable`(_ cable: CableKind) async throws {
        let conformance = ScannerConformance(seed: 12) { try Self.wedge(cable, seed: 12) }
        #expect(try await conformance.brokenPromises() == [])
    }

    @Test(arguments: BadScanner.Vice.allCases)
    func `a scanner that breaks a promise is found out`(_ vice: BadScanner.Vice) async throws {
        let conformance = ScannerConformance(seed: 13) {
            let bench = try Self.wedge(.memory, seed: 13)
            return ScannerBench(
                scanner: BadScanner(bench.scanner, vice),
                scan: bench.scan,
                garble: bench.garble,
                life: bench.life
            )
        }
        #expect(try await conformance.brokenPromises().contains(vice.promise))
    }
}
