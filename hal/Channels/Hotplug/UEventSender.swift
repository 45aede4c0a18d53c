/// Who sent a message on the uevent socket, as the kernel attests it with the message.
///
/// Any program may send to another's netlink socket by its number, and udev once believed such
/// messages (CVE-2009-1185). Two senders are believed: the kernel itself, and root on udev's group,
/// on which the kernel lets nobody else speak.
package struct UEventSender: Equatable, Sendable {
    /// The group of the kernel's own events.
    package static let kernelGroup: UInt32 = 1
    /// The group on which udev says them again.
    package static let udevGroup: UInt32 = 2

    /// The group that the message went to; nought is a message to one socket alone.
    let group: UInt32
    /// The sender's netlink number; nought is the kernel.
    let port: UInt32
    /// The sender's user number; nothing when the kernel has not attested it.
    let user: UInt32?

    /// A sender as the kernel describes it.
    package init(group: UInt32, port: UInt32, user: UInt32?) {
        self.group = group
        self.port = port
        self.user = user
    }

    /// Whether its word is taken.
    package var isTrusted: Bool {
        switch group {
        case Self.kernelGroup: port == 0 && user == 0
        case Self.udevGroup: user == 0
        default: false
        }
    }
}
