public import HAL

/// Looks at who stands at a role's port before the role works with it.
///
/// A book that cannot be read lets everybody in: a broken disk must not stop the printer.
public struct Gatekeeper: Sendable {
    private let role: String
    private let book: any RoleBook
    private let report: @Sendable (DeviceEvent) -> Void

    /// The gatekeeper of `role`.
    ///
    /// - Parameter report: Told of every device but the one that is known already.
    public init(
        role: String,
        book: any RoleBook,
        report: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        self.role = role
        self.book = book
        self.report = report
    }

    /// Lets `found` in and binds the role to it, or throws when it is an impostor.
    ///
    /// - Parameter present: All devices that are plugged in now.
    public func admit(
        _ found: DeviceIdentity,
        among present: [DeviceIdentity]
    ) async throws(DeviceError) {
        let bound = (try? await book.device(of: role)) ?? nil
        let recognition = Recognition.judge(found: found, bound: bound, present: present)
        if recognition != .replugged { report(.recognised(recognition, found)) }
        guard recognition.isTrusted else {
            throw DeviceError(
                .failure,
                "\(found): another device with the same serial number is plugged in; remove one",
                mayHaveRun: false
            )
        }
        if found != bound { try? await book.bind(role, to: found) }
    }
}
