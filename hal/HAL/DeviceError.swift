/// Why a device did not do as it was asked, in UnifiedPOS terms.
///
/// A kind for the caller, who branches on it; a detail for the log, which nobody parses.
public struct DeviceError: Error, Equatable, Sendable {
    /// What the caller branches on.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Nothing is on the port: unplugged, unpowered, or renamed by the kernel.
        case noHardware
        /// Still at work on the command before this one, or held by another program.
        case busy
        /// Waiting for a person: paper, cover, jam.
        case offline
        /// No whole answer by the deadline.
        case timeout
        /// An answer that breaks the device's own protocol.
        case failure

        /// Whether the command may have run all the same, so that only a query is sent again.
        public var mayHaveRun: Bool {
            switch self {
            case .noHardware, .busy: false
            case .offline, .timeout, .failure: true
            }
        }
    }

    /// What went wrong.
    public let kind: Kind

    /// What the log keeps: the command, and the bytes that came back.
    public let detail: String

    /// Whether the command may have run all the same.
    ///
    /// A driver that looked first and sent nothing says `false`, whatever the kind: then a receipt
    /// is certainly not on paper and may be sent again.
    public let mayHaveRun: Bool

    /// An error whose `kind` alone says whether the command may have run.
    public init(_ kind: Kind, _ detail: String) {
        self.init(kind, detail, mayHaveRun: kind.mayHaveRun)
    }

    /// An error of a driver that knows whether the command may have run.
    public init(_ kind: Kind, _ detail: String, mayHaveRun: Bool) {
        self.kind = kind
        self.detail = detail
        self.mayHaveRun = mayHaveRun
    }
}

extension DeviceError: CustomStringConvertible {
    public var description: String { "\(kind.rawValue): \(detail)" }
}
