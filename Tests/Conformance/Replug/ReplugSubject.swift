package import Boards
import HAL
package import Twins

/// A class of device under a trial: how it works, and how it shows that it does.
///
/// The device is a twin; what lies between it and the till, a pty or a driver of the kernel, is
/// not its business. One twin serves the whole trial: one device is pulled and put back.
package protocol ReplugSubject: Sendable {
    /// The device.
    var twin: any Twin { get }

    /// What a board file says of it when it hangs on `channel`.
    func entry(on channel: String) -> String

    /// Begins work number `round`, and returns when the device is in the middle of it.
    func begin(_ round: Int, _ devices: Devices) async throws

    /// Returns when the till knows how that work has ended, the plug being out.
    func end(_ round: Int, _ devices: Devices) async throws

    /// Returns when the device, back again, has done what it is for.
    func prove(_ round: Int, _ devices: Devices) async throws

    /// After the last of `rounds` rounds: nothing was lost, nothing was done twice.
    func check(_ rounds: Int) throws
}

extension ReplugSubject {
    package func check(_ rounds: Int) throws {}
}

/// What a device did not do as it should.
package struct Wrong: Error, CustomStringConvertible {
    package let description: String

    /// A reason in words.
    package init(_ description: String) {
        self.description = description
    }
}

/// Throws `Wrong` unless `condition` holds.
package func must(
    _ condition: Bool,
    _ otherwise: @autoclosure () -> String
) throws(Wrong) {
    guard condition else { throw Wrong(otherwise()) }
}

extension Optional {
    /// What has to be there; `Wrong` when it is not.
    package func here() throws(Wrong) -> Wrapped {
        guard let self else { throw Wrong("there is no \(Wrapped.self)") }
        return self
    }
}
