/// CRC-16/KERMIT: the polynomial 1021h reflected, begun at zero; "123456789" gives 2189h.
package enum KermitCRC {
    /// The check sum of `bytes`, which follow those of which `crc` is the sum.
    package static func sum(_ bytes: some Sequence<UInt8>, after crc: UInt16 = 0) -> UInt16 {
        var crc = crc
        for byte in bytes {
            crc ^= UInt16(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x8408 : crc >> 1 }
        }
        return crc
    }
}
