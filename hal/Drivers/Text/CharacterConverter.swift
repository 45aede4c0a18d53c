import Glibc

/// The C library's conversion between two character sets, by iconv(3) and its gconv modules.
package final class CharacterConverter {
    private let descriptor: iconv_t?

    /// Nothing when this system's C library has no module for one of the two.
    package init?(from source: String, to target: String) {
        let opened = iconv_open(target, source)
        guard opened != iconv_t(bitPattern: -1) else { return nil }
        descriptor = opened
    }

    deinit {
        iconv_close(descriptor)
    }

    /// One character converted, or nothing when the target lacks it.
    package func convert(_ character: [UInt8]) -> [UInt8] {
        iconv(descriptor, nil, nil, nil, nil)
        var input = character.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: 8)
        let room = output.count
        let left = input.withUnsafeMutableBufferPointer { input -> Int? in
            output.withUnsafeMutableBufferPointer { output -> Int? in
                var source = input.baseAddress
                var target = output.baseAddress
                var sourceCount = input.count
                var targetCount = output.count
                let code = iconv(descriptor, &source, &sourceCount, &target, &targetCount)
                return code == 0 && sourceCount == 0 ? targetCount : nil
            }
        }
        guard let left else { return [] }
        return output.prefix(room - left).map { UInt8(bitPattern: $0) }
    }
}
