public import HAL

/// What happened to a device of the box: for the log, the status page and the technician.
public enum DeviceEvent: Equatable, Sendable {
    /// It is open and can be used.
    case arrived
    /// It has gone: unplugged, switched off, or its port has failed.
    case left(DeviceError)
    /// What stands at its port, beside the device that the role is bound to.
    case recognised(Recognition, DeviceIdentity)
    /// It has been asked for characters that neither it nor any font on the box has, and shows a
    /// mark in their place; each is told once, in no order that says what stood on the paper.
    case lacks([Unicode.Scalar])
}
