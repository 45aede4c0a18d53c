internal import NIOSSL

/// Why two ends did not come to terms, as far as the caller can tell.
public enum TLSFault: Hashable, Sendable {
    /// The other end shows no certificate of the hub's.
    case isAnotherHub
    /// The other end does not speak TLS: a proxy's page, or a hub for tills that are not paired.
    case isPlain
    /// The other end did not take what this one showed, or broke off.
    case failed(String)

    /// What `error` means; nil when it has nothing to do with TLS.
    public init?(_ error: any Error) {
        guard let error = error as? NIOSSLError else { return nil }
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("NO_CERTIFICATE") {
            self = .isAnotherHub
        } else if ["WRONG_VERSION_NUMBER", "HTTP_REQUEST"].contains(where: text.contains) {
            self = .isPlain
        } else {
            self = .failed(text)
        }
    }
}

extension TLSFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .isAnotherHub:
            "whoever answers is not the hub that this box was paired with, so nothing was sent; "
                + "look at --hub and who stands between, or pair the box again"
        case .isPlain:
            "whoever answers does not speak TLS, so nothing was sent: a proxy's page, or a hub "
                + "that was started with --unpaired; look at --hub and who stands between"
        case .failed(let detail): "no TLS with whoever answers: \(detail)"
        }
    }
}
