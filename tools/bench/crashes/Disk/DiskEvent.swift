/// What happened to a data folder, or was seen outside of the box, in the order in which it did.
///
/// A file is a number: names come and go.
package enum DiskEvent: Hashable, Sendable {
    /// Bytes went into a file, at an offset.
    case write(file: Int, at: Int, bytes: [UInt8])
    /// A file was cut off, or lengthened with zeros.
    case resize(file: Int, to: Int)
    /// A name leads to this file from now on.
    case link(name: String, file: Int)
    /// A name leads nowhere any more.
    case unlink(name: String)
    /// The disk has confirmed what had been done to a file among the first `before` events.
    case sync(file: Int, before: Int)
    /// The disk has confirmed the folder's names, as of the first `before` events.
    case syncNames(before: Int)
    /// Somebody outside of the box has seen something that a power cut cannot take back.
    case seen(Sighting)

    /// Whether it changes what lies on the disk, or may.
    package var isOfTheDisk: Bool {
        if case .seen = self { false } else { true }
    }

    /// Whether it tells the hub by which version of a feed the till goes.
    var namesAFeed: Bool {
        if case .seen(.named) = self { true } else { false }
    }
}

/// What the world outside has seen of a till.
package enum Sighting: Hashable, Sendable {
    /// The counter was told that an entry is taken, with these words.
    case answered(String)
    /// A receipt's number has left for the printer.
    case printed(receipt: Int)
    /// Records up to this one have left for the hub.
    case uploaded(through: Int)
    /// The hub was told by which version of a feed the till goes; number 0 for none.
    case named(feed: String, number: Int, digest: String)
}
