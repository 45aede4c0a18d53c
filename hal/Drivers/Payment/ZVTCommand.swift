import HAL

/// The commands of an electronic cash register (ECR) to a payment terminal (PT).
package enum ZVTCommand {
    /// 06 00: password, configuration, currency.
    ///
    /// The configuration 38h asks for intermediate status (08h) and lets neither payments (10h) nor
    /// administration (20h) begin at the terminal; terminals that begin them themselves were seen
    /// not to answer Repeat-Receipt (Portalum.Zvt#26). Slips are printed by the terminal.
    package static func registration(password: [UInt8], currency: Int) -> APDU {
        APDU(0x06, 0x00, password + [0x38] + number(currency, in: 2))
    }

    /// 06 01: amount and currency.
    package static func authorisation(minorUnits: Int64, currency: Int) -> APDU {
        let amount = BCD.encode(minorUnits, in: 6) ?? []
        return APDU(0x06, 0x01, [0x04] + amount + [0x49] + number(currency, in: 2))
    }

    /// 06 30: the number on the slip.
    package static func reversal(password: [UInt8], slip: Int) -> APDU {
        APDU(0x06, 0x30, password + [0x87] + number(slip, in: 2))
    }

    /// 06 20 with the service byte that asks for the Status-Information of the last transaction.
    ///
    /// PA00P015 has it for this: that the ECR can find out how an inconclusive transaction ended.
    package static func repeatReceipt(password: [UInt8]) -> APDU {
        APDU(0x06, 0x20, password + [0x03, 0x03])
    }

    /// 05 01: how the terminal is; of transactions it says nothing.
    package static func statusEnquiry(password: [UInt8]) -> APDU {
        APDU(0x05, 0x01, password)
    }

    /// 06 50: submit the day's payments.
    package static func endOfDay(password: [UInt8]) -> APDU {
        APDU(0x06, 0x50, password)
    }

    /// 06 B0: give up; the only command that needs no master right.
    package static let abort = APDU(0x06, 0xB0)

    /// A number that fits, as a slip's or a currency's does.
    private static func number(_ value: Int, in count: Int) -> [UInt8] {
        BCD.encode(Int64(value), in: count) ?? []
    }
}
