import HAL
import Testing

/// Element strings with `␝` for GS; what is read is what biip 5.2.0 (PyPI) reads.
struct GS1MessageTests {
    typealias Row = (sent: String, read: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("0106901234567007",                   "(01)06901234567007",                 "a trade item"),
        ("010690123456700717301231",           "(01)06901234567007(17)301231",       "fixed lengths follow directly"),
        ("010690123456700710AB-123␝21XYZ9",    "(01)06901234567007(10)AB-123(21)XYZ9", "a separator ends the batch"),
        ("10AB123␝0106901234567007",           "(10)AB123(01)06901234567007",        "in any order"),
        ("␝0106901234567007␝10L␝",             "(01)06901234567007(10)L",            "separators more than needed"),
        ("01069012345670073103001250",         "(01)06901234567007(3103)001250",     "a measure"),
        ("01969012345670003103001250",         "(01)96901234567000(3103)001250",     "of variable measure"),
        ("020690123456700737000024",           "(02)06901234567007(37)000024",       "what a carton holds"),
        ("00690123450000000013",               "(00)690123450000000013",             "a pallet"),
        ("39321561299",                        "(3932)1561299",                      "a price and its currency"),
        ("41069012340000168020REF/1",          "(410)6901234000016(8020)REF/1",      "a payment slip"),
        ("91internal␝99x",                     "(91)internal(99)x",                  "what partners agree on"),
        ("2536901234000016AB",                 "(253)6901234000016AB",               "a document, with serial number"),
        ("2536901234000016",                   "(253)6901234000016",                 "a document, without"),
        ("8005012345␝10L",                     "(8005)012345(10)L",                  "fixed length, yet a separator"),
        ("7007230101230105",                   "(7007)230101230105",                 "a range of dates"),
        ("70032504302359",                     "(7003)2504302359",                   "a minute of a day"),
        ("800825043023",                       "(8008)25043023",                     "an hour"),
        ("8008250430235958",                   "(8008)250430235958",                 "a second"),
        ("70112504300000",                     "(7011)2504300000",                   "midnight"),
        ("4330000250-",                        "(4330)000250-",                      "a temperature below zero"),
        ("800112345678901234",                 "(8001)12345678901234",               "a roll of carpet"),
        ("81100123456",                        "(8110)0123456",                      "a coupon"),
        ("10!\"%&'()*+,-./:;<=>?_",            "(10)!\"%&'()*+,-./:;<=>?_",          "every sign that a value may hold"),
    ]

    @Test(arguments: rows)
    func `element strings are read whole`(_ row: Row) throws {
        let text = row.sent.replacing("␝", with: "\u{1D}")
        #expect(try GS1Message(elementStrings: text).description == row.read)
    }

    typealias Refusal = (sent: String, kind: GS1Error.Kind, position: Int, why: String)

    // swift-format-ignore
    static let refusals: [Refusal] = [
        ("",                      .notGS1,            0,  "nothing"),
        ("␝",                     .notGS1,            0,  "a separator alone"),
        ("9",                     .unknownIdentifier, 0,  "half an identifier"),
        ("05123",                 .unknownIdentifier, 0,  "no such identifier"),
        ("3106000001",            .unknownIdentifier, 0,  "no measure has six decimals"),
        ("0106901234567005",      .wrongCheckDigit,   2,  "a wrong check digit"),
        ("010690123456700",       .tooShort,          15, "a GTIN cut off"),
        ("01069012345670071",     .unknownIdentifier, 16, "something behind it"),
        ("0106901234a67007",      .badCharacter,      10, "a letter in a GTIN"),
        ("1713",                  .tooShort,          4,  "a date cut off"),
        ("17301331",              .badDate,           2,  "month 13"),
        ("17300230",              .badDate,           2,  "30 February"),
        ("7006300200",            .badDate,           4,  "a month where a day is asked for"),
        ("70032504312400",        .badDate,           4,  "31 April"),
        ("70032504302400",        .badDate,           10, "an hour that no clock shows"),
        ("70032504302360",        .badDate,           10, "nor a minute"),
        ("800825043024",          .badDate,           10, "nor an hour alone"),
        ("8008250430235",         .badDate,           12, "half a minute"),
        ("10␝21A",                .tooShort,          2,  "an empty batch"),
        ("10A B",                 .badCharacter,      3,  "a space"),
        ("10Ä",                   .badCharacter,      2,  "a letter that no code carries"),
        ("10AAAAAAAAAAAAAAAAAAAAA", .tooLong,         22, "a batch of 21 characters"),
        ("800501234510L",         .tooLong,           10, "the separator is missing"),
        ("3912978",               .tooShort,          7,  "a currency without amount"),
        ("4330000250+",           .badCharacter,      10, "no minus sign"),
        ("10A␝10B",               .contradiction,     4,  "two batches"),
    ]

    @Test(arguments: refusals)
    func `a fault is named with its place`(_ row: Refusal) {
        let text = row.sent.replacing("␝", with: "\u{1D}")
        let error = #expect(throws: GS1Error.self) { try GS1Message(elementStrings: text) }
        #expect(error?.kind == row.kind)
        #expect(error?.position == row.position)
    }

    @Test func `an error says what, where and in what`() {
        let error = #expect(throws: GS1Error.self) {
            try GS1Message(elementStrings: "17301331")
        }
        #expect(error?.description == "GS1: no date or time at 2 in (17)")
    }

    @Test func `a code without end is bounded`() {
        let text = String(repeating: "20" + "11", count: 600)
        let error = #expect(throws: GS1Error.self) { try GS1Message(elementStrings: text) }
        #expect(error?.kind == .tooLong)
    }

    @Test func `every identifier of GS1 is there, once`() {
        // As many as the list of GS1 that biip 5.2.0 carries.
        #expect(GS1Identifier.all.count == 541)
        #expect(GS1Identifier.named("3103")?.title == "NET WEIGHT (kg)")
        #expect(GS1Identifier.named("3959") == nil)
    }

    typealias Measure = (
        sent: String, digits: String, amount: Int, decimals: Int, currency: String?
    )

    // swift-format-ignore
    static let measures: [Measure] = [
        ("3103001250",  "310", 1_250, 3, nil),
        ("3202000500",  "320", 500,   2, nil),
        ("39221299",    "392", 1_299, 2, nil),
        ("39321561299", "393", 1_299, 2, "156"),
        ("39301561299", "393", 1_299, 0, "156"),
    ]

    @Test(arguments: measures)
    func `a measure is exact, with its decimals`(_ row: Measure) throws {
        let number = try #require(try GS1Message(elementStrings: row.sent).measure(row.digits))
        #expect(number.amount == row.amount)
        #expect(number.decimals == row.decimals)
        #expect(number.currency == row.currency)
    }

    // swift-format-ignore
    static let weights: [(sent: String, weight: Weight?, why: String)] = [
        ("3103001250", .grams(1_250),                     "kilograms with three decimals"),
        ("3100000002", .grams(2_000),                     "whole kilograms"),
        ("3105012500", .grams(125),                       "more decimals than grams, all zero"),
        ("3105012501", nil,                               "a hundredth of a gram would be lost"),
        ("3202000150", Weight(1_500, .thousandthPound),   "pounds"),
        ("11240229",   nil,                               "no weight"),
    ]

    @Test(arguments: weights)
    func `a net weight loses nothing`(_ row: (sent: String, weight: Weight?, why: String)) throws {
        #expect(try GS1Message(elementStrings: row.sent).netWeight == row.weight)
    }

    // swift-format-ignore
    static let years: [(digits: String, now: Int, year: Int, why: String)] = [
        ("301231", 2026, 2030, "soon"),
        ("760101", 2026, 2076, "50 years ahead"),
        ("770101", 2026, 1977, "51 ahead is 49 back"),
        ("990101", 2026, 1999, "the last century"),
        ("010101", 2099, 2101, "the next century"),
        ("490101", 2099, 2149, "50 ahead of 2099"),
    ]

    @Test(arguments: years)
    func `two digits mean the nearest year`(
        _ row: (digits: String, now: Int, year: Int, why: String)
    ) throws {
        let date = try #require(GS1Date(row.digits))
        #expect(date.year(readIn: row.now) == row.year)
    }

    @Test func `a date may be a month`() throws {
        let element = try #require(try GS1Message(elementStrings: "17300200")["17"])
        #expect(element.date?.month == 2)
        #expect(element.date?.day == nil)
        #expect(try GS1Message(elementStrings: "17301231")["17"]?.date?.day == 31)
        #expect(GS1Date("290229") == nil)
        #expect(GS1Date("280229")?.day == 29)
    }
}
