import CUSB
public import HAL
import Synchronization

/// A claimed interface of an open USB device: transfers go through it until it is let go.
///
/// The device is never reset and its configuration never set: either makes some printers lose the
/// first job after it. A kernel driver that has the interface (`usblp`, `pn533_usb`) is sent away
/// and called back at the end. A device that was unplugged is gone for this interface even when it
/// comes back: libusb's handle stays dead.
///
/// Unchecked, and safe: libusb's calls may be used on one handle by several threads at once, and
/// every property is a `let`.
public final class USBInterface: @unchecked Sendable {
    public let device: USBDevice
    public let descriptor: USBInterfaceDescriptor
    /// What errors call it.
    let name: String
    private let claim: USBClaim
    private let isReleased = Mutex(false)

    init(
        _ pointer: OpaquePointer,
        _ device: USBDevice,
        _ query: USBQuery,
        _ kind: USBInterfaceClass,
        on bus: USBBus
    ) throws(DeviceError) {
        let name = "USB \(query)"
        guard let descriptor = device.interface(of: kind) else {
            let number = String(kind.rawValue, radix: 16, uppercase: true)
            let detail = "\(name): has no \(kind) interface (class \(number)h)"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
        let claim = try USBClaim(pointer, on: bus, name)
        try Self.check(claim.handle, pointer, query)
        try claim.take(descriptor.number, name)
        self.device = device
        self.descriptor = descriptor
        self.name = name
        self.claim = claim
    }

    deinit {
        release()
    }

    /// Gives the interface back to the kernel's driver, or to whoever claims it next.
    func release() {
        let isFirst = isReleased.withLock { isReleased in
            defer { isReleased = true }
            return !isReleased
        }
        if isFirst { libusb_release_interface(claim.handle, Int32(descriptor.number)) }
    }

    /// Sends a request to the interface on endpoint 0 and returns what it answers.
    ///
    /// - Parameters:
    ///   - setup: the request; bit 7 of its type says whether an answer of at most `count` bytes
    ///     comes back.
    public func control(
        _ setup: USBSetup,
        _ payload: [UInt8] = [],
        count: Int = 0,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        let length = setup.isIn ? count : payload.count
        let body = setup.isIn ? [UInt8](repeating: 0, count: count) : payload
        let transfer = USBTransfer(
            claim.handle,
            endpoint: 0,
            kind: LIBUSB_TRANSFER_TYPE_CONTROL,
            buffer: setup.bytes(length: UInt16(clamping: length)) + body,
            wait: Self.milliseconds(until: deadline)
        )
        let outcome = await transfer.run()
        if let error = USBFault.transfer(outcome, name, "request \(setup.request)") { throw error }
        return setup.isIn ? outcome.bytes : []
    }

    /// One transfer to an endpoint; the outcome counts what left.
    func send(_ bytes: [UInt8], to endpoint: USBEndpoint, by deadline: Deadline) async -> USBOutcome
    {
        let wait = Self.milliseconds(until: deadline)
        return await transfer(endpoint, buffer: bytes, wait: wait)
    }

    /// One transfer of at most `count` bytes from an endpoint; it waits until the task ends.
    func receive(_ count: Int, from endpoint: USBEndpoint) async -> USBOutcome {
        await transfer(endpoint, buffer: [UInt8](repeating: 0, count: count), wait: 0)
    }

    /// Makes an endpoint that has stalled work again.
    func clearHalt(_ endpoint: USBEndpoint) {
        libusb_clear_halt(claim.handle, endpoint.address)
    }

    /// The first endpoint of a kind and direction, or `failure` that names what is missing.
    func endpoint(_ kind: USBEndpoint.Kind, isIn: Bool) throws(DeviceError) -> USBEndpoint {
        if let endpoint = descriptor.endpoint(kind, isIn: isIn) { return endpoint }
        let detail = "\(name): has no \(kind) endpoint \(isIn ? "in" : "out")"
        throw DeviceError(.failure, detail, mayHaveRun: false)
    }

    private func transfer(
        _ endpoint: USBEndpoint,
        buffer: [UInt8],
        wait: UInt32
    ) async -> USBOutcome {
        // The kernel would claim the interface again for whoever sends to it.
        if isReleased.withLock({ $0 }) { return USBOutcome(end: .gone, count: 0) }
        let kind =
            endpoint.kind == .interrupt
            ? LIBUSB_TRANSFER_TYPE_INTERRUPT : LIBUSB_TRANSFER_TYPE_BULK
        return await USBTransfer(
            claim.handle,
            endpoint: endpoint.address,
            kind: kind,
            buffer: buffer,
            wait: wait
        ).run()
    }

    /// At least one: nought would mean for ever.
    private static func milliseconds(until deadline: Deadline) -> UInt32 {
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        return UInt32(min(max(1, left), 3_600_000))
    }

    /// Looks at the serial number when one is asked for; it takes an open device.
    private static func check(
        _ handle: OpaquePointer,
        _ device: OpaquePointer,
        _ query: USBQuery
    ) throws(DeviceError) {
        guard let wanted = query.serialNumber else { return }
        var descriptor = libusb_device_descriptor()
        libusb_get_device_descriptor(device, &descriptor)
        var text = [UInt8](repeating: 0, count: 256)
        let count = libusb_get_string_descriptor_ascii(handle, descriptor.iSerialNumber, &text, 256)
        let found = String(decoding: text.prefix(Int(max(0, count))), as: UTF8.self)
        guard found == wanted else {
            let detail = "USB \(query): the device there has the serial number `\(found)`"
            throw DeviceError(.noHardware, detail)
        }
    }
}
