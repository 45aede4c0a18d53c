/// Why the demo shop cannot open or go on, with what to do about it.
public struct ShopProblem: Error, Equatable, Sendable {
    /// What the caller branches on.
    public enum Kind: Sendable {
        /// Something else listens where the page should.
        case portInUse
        /// A file or program that the demo needs is not where it was looked for.
        case missing
        /// A program of the shop ended, or never became ready.
        case programEnded
        /// The machine said no: no pty, no socket, no disk.
        case failure
    }

    public let kind: Kind
    /// A sentence that says what is wrong and what to do.
    public let detail: String

    /// A problem of `kind`.
    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }
}

extension ShopProblem: CustomStringConvertible {
    public var description: String { detail }
}
