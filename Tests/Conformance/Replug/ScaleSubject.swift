package import Boards
import HAL
package import Twins

/// A scale that is pulled while its plate swings and the till asks for the weight.
package struct ScaleSubject: ReplugSubject {
    private let scale = ScaleTwin()
    private let weighing = CallUnderWay<Weighing>()

    /// A scale with an empty plate.
    package init() {}

    package var twin: any Twin { scale }
    package func entry(on channel: String) -> String {
        """
        scale:
          driver: toledo-8217-scale
          channel: \(channel)
          unit: gram
          timeout-ms: 2000
        """
    }

    package func begin(_ round: Int, _ devices: Devices) async throws {
        let device = try devices.scale.here()
        scale.put(1_000 + round)
        scale.shake(100_000)
        // What was asked when the plug was pulled may be answered when it is back, sooner than any
        // hand is: then each answer is taken for the next question's until one comes in time.
        try await settle { deadline throws(DeviceError) in
            let reading = try await device.liveWeight(by: deadline)
            guard reading == .inMotion else {
                throw DeviceError(.failure, "a plate that swings weighs \(reading)")
            }
        }
        await weighing.begin { () throws(DeviceError) in
            try await device.readWeight(by: .now + .seconds(5))
        }
        await dawdle(round)
    }

    package func end(_ round: Int, _ devices: Devices) async throws {
        try await weighing.fails()
        let device = try devices.scale.here()
        try await leaves { deadline throws(DeviceError) in
            try await device.liveWeight(by: deadline)
        }
        scale.settle()
    }

    package func prove(_ round: Int, _ devices: Devices) async throws {
        let device = try devices.scale.here()
        let weighing = try await settle { deadline throws(DeviceError) in
            try await device.readWeight(by: deadline)
        }
        try must(weighing == Weighing(.grams(1_000 + round)), "it weighs \(weighing.weight)")
        scale.clear()
        scale.settle()
    }
}
