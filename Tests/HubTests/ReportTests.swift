import Hub
import Loyalty
import Members
import Retail
import SyncProtocol
import Testing

/// What the hub reports of a few sales that a person can add up.
struct ReportTests {
    private func shop(_ kind: TestStore) async throws -> HubCore {
        let hub = try await kind.hub()
        var first = TestTill(1, store: 10, till: 1)
        first.sell("GROCERY:standard:1000 PRODUCE:double:250", member: 1, receipt: 1)
        first.sell("?:199", member: 2, receipt: 2)
        first.sell("GROCERY:standard:500-100", member: 1, day: "2017-05-02", receipt: 1)
        var second = TestTill(2, store: 2, till: 2)
        second.sell("FUEL:excluded:4000", member: 1, receipt: 1)
        second.sell("GROCERY:standard:150", member: nil, receipt: 2)
        for till in [first, second] {
            _ = try await hub.welcome(till.hello).get()
            _ = try await hub.receive(till.upload).get()
        }
        try await hub.importMembers([MemberID(3), MemberID(1)])
        return hub
    }

    private func day(_ text: String) -> BusinessDay? { BusinessDay(text) }

    @Test(arguments: TestStore.allCases)
    func `store days go by store and day`(_ kind: TestStore) async throws {
        let report = try await shop(kind).report(.storeDays, asOf: nil)
        #expect(
            report.csv == """
                store,date,sales,members,lines,gross,retail_disc,match_disc,net,coupon_disc,paid,\
                due,r1_points
                2,2017-05-01,2,1,2,4150,0,0,4150,0,4150,4150,0
                10,2017-05-01,2,2,3,1449,0,0,1449,0,1449,1449,16
                10,2017-05-02,1,1,1,500,100,0,400,0,400,400,4

                """
        )
    }

    @Test(arguments: TestStore.allCases)
    func `a day is in a report only from the next day on`(_ kind: TestStore) async throws {
        let report = try await shop(kind).report(.tillDays, asOf: day("2017-05-02"))
        #expect(
            report.csv == """
                store,till,date,sales,last_receipt,net,coupon_disc,due,r1_points
                2,2,2017-05-01,2,2,4150,0,4150,0
                10,1,2017-05-01,2,2,1449,0,1449,16

                """
        )
    }

    @Test(arguments: TestStore.allCases)
    func `departments count lines, sales and members`(_ kind: TestStore) async throws {
        let report = try await shop(kind).report(.departments, asOf: nil)
        #expect(
            report.csv == """
                department,lines,sales,members,gross,retail_disc,match_disc,net,coupon_disc
                (not in catalogue),1,1,1,199,0,0,199,0
                FUEL,1,1,1,4000,0,0,4000,0
                GROCERY,3,3,1,1650,100,0,1550,0
                PRODUCE,1,1,1,250,0,0,250,0

                """
        )
    }

    @Test(arguments: TestStore.allCases)
    func `every known member has a row, also one who never bought`(
        _ kind: TestStore
    ) async throws {
        let report = try await shop(kind).report(.members, asOf: day("2017-05-02"))
        #expect(
            report.csv == """
                as_of,member,first_sale,last_sale,sales_365,spend_365,tier,r_days,r,f,m,state,\
                r1_opening,r1_earned,r1_expired,r1_balance,r1_next30
                2017-05-02,1,2017-05-01,2017-05-01,2,5250,base,1,1,3,3,new,0,15,0,15,0
                2017-05-02,2,2017-05-01,2017-05-01,1,199,base,1,1,1,1,new,0,1,0,1,0
                2017-05-02,3,,,0,0,base,,,,,prospect,0,0,0,0,0

                """
        )
    }

    @Test(arguments: TestStore.allCases)
    func `what was bought before the hub opens the balance`(_ kind: TestStore) async throws {
        let before = try #require(day("2017-04-01"))
        let opening = [
            MemberHistory(
                member: MemberID(2),
                days: [
                    MemberDay(day: before, sales: 2, due: Money(minorUnits: 30_000), points: 300)
                ]
            )
        ]
        let report = try await shop(kind)
            .report(.members, asOf: day("2017-05-03"), opening: opening)
        let row = report.rows[1].map(\.csv).joined(separator: ",")
        #expect(row.hasPrefix("2017-05-03,2,2017-04-01,2017-05-01,3,30199,silver,2,"))
        #expect(row.hasSuffix("300,1,0,301,0"))
    }

    @Test func `a report of members without a day or a programme says what is missing`()
        async throws
    {
        let hub = try await shop(.memory)
        await #expect(throws: ReportError.dayIsMissing) {
            try await hub.report(.members, asOf: nil)
        }
        let bare = HubCore(store: MemoryHubStore(), admission: .anyone, clock: { 0 })
        await #expect(throws: ReportError.programmeIsMissing) {
            try await bare.report(.members, asOf: BusinessDay(number: 1))
        }
    }

    @Test func `JSON says the same as CSV, with numbers as numbers`() async throws {
        let report = try await shop(.memory).report(.tillDays, asOf: nil)
        #expect(report.json.hasPrefix(#"[{"coupon_disc":0,"date":"2017-05-01","due":4150,"#))
    }

    @Test func `two hubs with the same trade export the same lines in any order of arrival`()
        async throws
    {
        var tills = [TestTill(1, store: 1, till: 1), TestTill(2, store: 1, till: 2)]
        for receipt in 1...20 {
            for index in tills.indices { tills[index].sell(receipt: Int32(receipt)) }
        }
        var exports: Set<String> = []
        for order in [tills, tills.reversed()] {
            let hub = try await TestStore.memory.hub()
            for till in order {
                _ = try await hub.welcome(till.hello).get()
                _ = try await hub.receive(till.upload).get()
            }
            exports.insert(try await hub.exportSales())
        }
        #expect(exports.count == 1)
        #expect(exports.first?.split(separator: "\n").count == 41)
    }

    @Test func `a published version of a programme is never edited`() async throws {
        let hub = try await TestStore.memory.hub()
        var edited = Programme.r1
        edited.earn.points = 2
        await #expect(throws: AdoptionError.versionIsPublished(Programme.r1.pinned)) {
            try await hub.adopt(edited, text: "id: r1")
        }
        edited.version = 2
        try await hub.adopt(edited, text: "id: r1, version 2")
        #expect(try await hub.programme()?.programme == edited)
    }
}
