import Testing

/// All that was reported of other systems between the counter and the server, and where it is
/// proven that it does not happen here.
///
/// Each has a bad twin: the fault that was reported, which the checkers have to find. Mostly it
/// stands in the test itself, as a rule that is left out; some have a test of their own. What
/// Suanpan does not have yet is a test that is disabled and says why.
struct FailuresOfOthersTests {
    /// Where the bad twin is.
    enum Twin {
        /// In the test: a `BadTwin` that is caught.
        case inside
        /// In another test of this file and name.
        case test(String, String)
        /// Nowhere: the subject is not there yet, and the test is disabled.
        case none
    }

    struct Row: Sendable {
        let number: Int
        let reports: String
        let file: String
        let name: String
        let twin: Twin
    }

    private static func row(
        _ number: Int,
        _ reports: String,
        in file: String,
        _ name: String,
        _ twin: Twin = .inside
    ) -> Row {
        Row(number: number, reports: reports, file: "Tests/\(file).swift", name: name, twin: twin)
    }

    private static let orders = "SyncTests/FailuresOfOthers/OrdersOfOthersTests"
    private static let devices = "SyncTests/FailuresOfOthers/DevicesOfOthersTests"
    private static let points = "SyncTests/FailuresOfOthers/PointsOfOthersTests"
    private static let cards = "PaymentTests/Till/"
    private static let badTill = Twin.test(
        "PaymentTests/Till/CardStormTests",
        "a till with a vice is found out by its books"
    )
    private static let mutants = Twin.test(
        "SimulatorTests/MutantTests",
        "a rule that is left out is missed"
    )
    private static let badSpooler = Twin.test(
        "TillTests/Paper/KilledTillTests",
        "a spooler that is wrong is found out"
    )

    // swift-format-ignore
    static let rows: [Row] = [
        row(
            1, "odoo/odoo#125037", in: orders,
            "an order survives a pulled plug, and its number is not given again (odoo 125037)"
        ),
        row(
            2, "odoo/odoo#40567", in: orders,
            "an order whose answer was lost is sent again and booked once (odoo 40567)"
        ),
        row(
            3, "odoo/odoo#152259", in: orders,
            "orders that two windows send at once are booked once (odoo 152259, erpnext 12971)"
        ),
        row(
            4, "odoo/odoo PR#288974", in: orders,
            "what another device sends changes no order that is paid (odoo 288974)"
        ),
        row(
            5, "odoo/odoo PR#261096", in: orders,
            "an order whose sync failed is sent until it is taken (odoo 261096)",
            mutants
        ),
        row(
            6, "odoo/odoo PR#284790", in: orders,
            "an order leaves the till only when a backup has it (odoo 284790)"
        ),
        row(
            7, "odoo/odoo#60939, #56840, #22766, #14151", in: orders,
            "an order that the disk does not have was never sold (odoo 60939, FloCafe 788)"
        ),
        row(
            8, "odoo/odoo#16781", in: devices,
            "two boxes that give the same receipts lose no order (odoo 16781)"
        ),
        row(
            9, "odoo/odoo#203431, PR#197080, PR#126662, PR#230815", in: orders,
            "one order that fails holds up no other (odoo 203431)",
            mutants
        ),
        row(
            10, "odoo/odoo PR#271581, #25606, #30089", in: orders,
            "a clock that is wrong harms no order (odoo 271581)"
        ),
        row(
            11, "OCA/l10n-spain#4921, odoocr/l10n_cr#270", in: devices,
            "a box that went on gives no number again (l10n-spain 4921)"
        ),
        row(
            12, "OCA/pos#172", in: orders,
            "orders outlive the window in which they were made (OCA/pos 172)"
        ),
        row(
            13, "OCA/pos PR#185", in: points,
            "a sync that is tried again doubles no points (OCA/pos 185)"
        ),
        row(
            14, "defendicon/POS-Awesome-V15#3059", in: points,
            "points that are spent offline are gone (POS-Awesome 3059)"
        ),
        row(
            15, "odoo/odoo PR#257854, frappe/erpnext#32951", in: points,
            "who buys, earns and gives back keeps no points (odoo 257854, erpnext 32951)"
        ),
        row(
            16, "odoo/odoo#79235, PR#92403", in: points,
            "a code is spent once, however many tills are shown it (odoo 79235)"
        ),
        row(
            17, "itpp-labs/pos-addons#864", in: points,
            "an order is given back once, without a line as well (pos-addons 864)"
        ),
        row(
            18, "frappe/erpnext#12971, #11000, PR#15699, #11225", in: orders,
            "orders that two windows send at once are booked once (odoo 152259, erpnext 12971)"
        ),
        row(
            19, "BrainWise-DEV/POSNext#50, #97", in: orders,
            "one invoice that is synced again, days later, is one invoice (POSNext 50)"
        ),
        row(
            20, "frappe/erpnext#11000 comment", in: orders,
            "a field that the server cannot read blocks nothing (erpnext 11000)",
            mutants
        ),
        row(
            21, "stripe/stripe-terminal-android#470", in: cards + "CardDoubtTests",
            "a sale in doubt is parked, cash goes on, and the terminal's word settles it",
            badTill
        ),
        row(
            22, "Adyen/adyen-magento2#1431", in: cards + "CardDoubtTests",
            "whoever paid in cash meanwhile gets a late approval back",
            badTill
        ),
        row(
            23, "odoo/odoo PR#288874", in: cards + "CardCancelTests",
            "it does not cancel the next payment",
            .test(
                "PaymentTests/AbortTests",
                "a terminal whose abort waits for its turn is found out"
            )
        ),
        row(
            24, "wwandreww/esc_pos_printer#108", in: "TillTests/TillTests",
            "a printer without paper is asked again, with the same ticket",
            badSpooler
        ),
        row(
            25, "it-projects-llc/addons-dev#582", in: "TillTests/TillTests",
            "a printer that is gone leaves the receipt waiting",
            badSpooler
        ),
        row(
            26, "tailscale/tailscale#506, fleetdm/fleet#50612", in: devices,
            "a copied disk takes nothing over in silence (tailscale 506, fleet 50612)"
        ),
        row(
            27, "nats-io/nats-server#6206", in: devices,
            "a server that begins anew gets everything again (nats-server 6206)",
            mutants
        ),
        row(
            28, "fiskaltrust/middleware#226", in: "JournalTests/DayCloseTests",
            "a day is closed whole or not at all (fiskaltrust 226)",
            .test("JournalTests/DayCloseTests", "the checker sees every half of a close")
        ),
        row(
            29, "WendyOS-Builder#41, meta-mender-community#454", in: "BootTests/SlotTests",
            "an update that is cut leaves a slot that starts (WendyOS 41, mender 454)"
        ),
        row(
            30, "macrozheng/mall#299", in: points,
            "points of many tills at once are all counted (macrozheng 299)"
        ),
        row(
            31, "FreeOpenSourcePOS/FloCafe#788, #720", in: points,
            "a line that was voided earns nothing (FloCafe 720)",
            .test(
                "HubTests/ApplicationTests",
                "what the hub counts otherwise is flagged, and the till's fact stands"
            )
        ),
        row(
            32, "fahrudina/smart-laundry-pos#167", in: "ProgramTests/BadInputTests",
            "an unknown key in a programme names the nearest known one",
            .test(
                "HubTests/ApplicationTests",
                "what the hub counts otherwise is flagged, and the till's fact stands"
            )
        ),
    ]

    /// The text of the test `name` in `file`, with its attributes; nil when there is none.
    private static func text(of name: String, in file: String) -> Substring? {
        guard let file = Tree.tests.first(where: { $0.path == file }),
            let start = file.text.firstRange(of: "func `\(name)`")
        else { return nil }
        let head = file.text[..<start.lowerBound].ranges(of: "@Test").last
        let rest = file.text[start.upperBound...]
        let end = rest.firstRange(of: "\n    }\n")?.upperBound ?? rest.endIndex
        return file.text[(head?.lowerBound ?? start.lowerBound)..<end]
    }

    @Test func `every failure that was reported has its place`() {
        #expect(Self.rows.map(\.number) == Array(1...32))
    }

    @Test(arguments: rows.indices)
    func `what was reported has a test, and the test a bad twin`(_ index: Int) throws {
        let row = Self.rows[index]
        let text = try #require(Self.text(of: row.name, in: row.file), "\(row.reports): no test")
        switch row.twin {
        case .inside:
            #expect(text.contains("isCaught"), "\(row.reports): no bad twin")
        case .test(let file, let name):
            let twin = Self.text(of: name, in: "Tests/\(file).swift")
            #expect(twin != nil, "\(row.reports): no bad twin")
        case .none:
            #expect(text.contains(".disabled("), "\(row.reports): neither twin nor reason")
        }
    }
}
