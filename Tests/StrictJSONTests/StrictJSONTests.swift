import Foundation
import StrictJSON
import TestSupport
import Testing

/// Our reader and writer, held against those of Foundation.
struct StrictJSONTests {
    // swift-format-ignore
    static let texts: [(text: String, why: String)] = [
        ("",                             "nothing to write"),
        ("雪梨 pear",                    "Chinese goes as it is"),
        ("a/b",                          "a slash needs no escape"),
        ("say \"hi\" \\ bye",            "quotes and backslashes do"),
        ("\u{8}\u{9}\u{A}\u{C}\u{D}",    "short escapes"),
        ("\u{0}\u{1}\u{B}\u{1F}\u{7F}",  "long ones, and one that needs none"),
        ("\u{2028}\u{1F680}é\u{301}",    "separators, rockets and combined accents"),
    ]

    @Test(arguments: texts.indices)
    func `a text is written as Foundation writes it, and read back`(_ row: Int) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let oracle = [UInt8](try encoder.encode(Self.texts[row].text))
        #expect(JSONValue.text(Self.texts[row].text).bytes == oracle)
        #expect(JSONValue.text(Self.texts[row].text).byteCount == oracle.count)
        guard case .text(let read) = try JSONValue(parsing: oracle) else {
            Issue.record("a text is read as something else")
            return
        }
        #expect(Array(read.utf8) == Array(Self.texts[row].text.utf8))
    }

    @Test(arguments: [1, 20_261_122, UInt64.random(in: 0...UInt64.max)])
    func `any value is written as Foundation reads it, and comes back the same`(
        seed: UInt64
    ) throws {
        print("SEED JSON values: \(seed)")
        var dice = Dice(seed: seed)
        for _ in 0..<500 {
            let value = JSONValue.object(Self.object(&dice, depth: 0))
            #expect(try JSONValue(parsing: value.bytes) == value)
            #expect(value.byteCount == value.bytes.count)
            let oracle = try JSONSerialization.jsonObject(with: Data(value.bytes))
            let sorted = try JSONSerialization.data(
                withJSONObject: oracle,
                options: [.sortedKeys, .withoutEscapingSlashes]
            )
            #expect([UInt8](sorted) == value.bytes)
        }
    }

    private static func object(_ dice: inout Dice, depth: Int) -> JSONObject {
        var object = JSONObject()
        for key in ["amount", "day", "lines", "名"].shuffled(using: &dice).prefix(3).sorted() {
            object.append(key, value(&dice, depth: depth + 1))
        }
        return object
    }

    private static func value(_ dice: inout Dice, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 6 : 4), using: &dice) {
        case 0: .null
        case 1: .bool(Bool.random(using: &dice))
        case 2: .integer(Int64.random(in: Int64.min...Int64.max, using: &dice))
        case 3: .text(texts.randomElement(using: &dice)?.text ?? "")
        case 4:
            .list(
                (0..<Int.random(in: 0..<4, using: &dice)).map { _ in value(&dice, depth: depth + 1)
                }
            )
        default: .object(object(&dice, depth: depth))
        }
    }

    // swift-format-ignore
    static let readable: [(text: String, value: JSONValue, why: String)] = [
        (" { \"a\" : [ 1 , -2 ] }\r\n",  .object(["a": .list([.integer(1), .integer(-2)])]),        "blanks are allowed"),
        (#""\u00e9\ud83d\ude80\/""#,     .text("é🚀/"),                   "escapes that we do not write"),
        ("9223372036854775807",          .integer(.max),               "the largest number"),
        ("-9223372036854775808",         .integer(.min),               "the smallest number"),
        ("-0",                           .integer(0),                          "there is one zero"),
        ("[true,false,null,{}]",         .list([.bool(true), .bool(false), .null, .object([:])]), "words"),
    ]

    @Test(arguments: readable.indices)
    func `JSON that others write is read`(_ row: Int) throws {
        let (text, value, _) = Self.readable[row]
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    // swift-format-ignore
    static let unreadable: [(text: [UInt8], why: String)] = [
        (Array("".utf8),                              "nothing"),
        (Array("{".utf8),                             "half an object"),
        (Array(#"{"a":1"#.utf8),                      "an object without an end"),
        (Array(#"{"a":1,}"#.utf8),                    "a comma too many"),
        (Array(#"{"a":1,"a":1}"#.utf8),               "a key that occurs twice has no one value"),
        (Array(#"{a:1}"#.utf8),                       "a key without quotes"),
        (Array(#"{"a" 1}"#.utf8),                     "no colon"),
        (Array("[1 2]".utf8),                         "no comma"),
        (Array("[1,]".utf8),                          "a comma too many in a list"),
        (Array("1 1".utf8),                           "two values"),
        (Array("1.".utf8),                            "half a fraction"),
        (Array("1e".utf8),                            "half a power"),
        (Array("01".utf8),                            "a leading zero"),
        (Array("-".utf8),                             "a sign alone"),
        (Array("+1".utf8),                            "a sign that JSON lacks"),
        (Array("truth".utf8),                         "no such word"),
        (Array(#""abc"#.utf8),                        "a text without an end"),
        (Array(#""\x""#.utf8),                        "no such escape"),
        (Array(#""\u12g4""#.utf8),                    "no such digit"),
        (Array(#""\ud83d""#.utf8),                    "half a character"),
        (Array(#""\ude80""#.utf8),                    "the other half"),
        (Array(#""\ud83d\u0041""#.utf8),              "two halves that do not fit"),
        (Array("\"\n\"".utf8),                        "a bare control character"),
        ([0x22, 0xC3, 0x28, 0x22],                    "not UTF-8"),
        ([0x22, 0xED, 0xA0, 0x80, 0x22],              "half a character, in bytes"),
        (Array(repeating: UInt8(ascii: "["), count: 100_000), "so deep that a stack would burst"),
    ]

    @Test(arguments: unreadable.indices)
    func `what is no record's JSON is refused with the place`(_ row: Int) {
        let (text, why) = Self.unreadable[row]
        #expect("\(why)") {
            _ = try JSONValue(parsing: text)
        } throws: { error in
            (error as? JSONFault)?.what.isEmpty == false
        }
    }

    // swift-format-ignore
    static let faults: [(text: String, sentence: String, why: String)] = [
        (#"{"a":[1,x]}"#,          "body: is not JSON at byte 9, where 'x' is not a value", "no JSON: the place"),
        (#"{"a":1"#,               "body: is not JSON at byte 7, where the end is not a comma or a closing brace", "it ends"),
        (#"{"n":"1"}"#,            "n: a text is not a whole number",        "another kind: the field"),
        (#"{"n":1.5}"#,            "n: 1.5 is not a whole number",           "a fraction is no amount"),
        (#"{"n":1e3}"#,            "n: 1e3 is not a whole number",           "nor is a power"),
        (#"{"n":9223372036854775808}"#, "n: 9223372036854775808 is not a whole number", "beyond 64 bits"),
        (#"{"n":300}"#,            "n: 300 is out of bounds",                "beyond what was asked for"),
        (#"{"n":null}"#,           "n: null is not a whole number",          "nothing is no number"),
        (#"{}"#,                   "n: is missing",                          "nothing at all"),
        (#"{"n":1,"n":2}"#,        "n: occurs twice",                        "no one value"),
        (#"{"m":[{"k":true,"k":0}]}"#, "m[0].k: occurs twice",               "the whole way to the field"),
    ]

    @Test(arguments: faults.indices)
    func `a fault says which field, and what is wrong with it`(_ row: Int) {
        let (text, sentence, why) = Self.faults[row]
        #expect("\(why)") {
            let form = try JSONValue(parsing: Array(text.utf8)).object()
            _ = try form.integer("n") as Int8
        } throws: { error in
            (error as? JSONFault)?.sentence == sentence
        }
    }

    @Test func `a number that nobody asks for may be any`() throws {
        let form = try JSONValue(parsing: Array(#"{"n":1,"weight":0.415}"#.utf8)).object()
        #expect(try form.integer("n") == 1)
        #expect(form["weight"] == .number("0.415"))
        #expect(JSONValue.object(form).bytes == Array(#"{"n":1,"weight":0.415}"#.utf8))
    }

    @Test(arguments: [7, UInt64.random(in: 0...UInt64.max)])
    func `what we read of any bytes, Foundation reads too`(seed: UInt64) throws {
        print("SEED damaged JSON: \(seed)")
        var dice = Dice(seed: seed)
        var read = 0
        for _ in 0..<4000 {
            var bytes = JSONValue.object(Self.object(&dice, depth: 0)).bytes
            let place = Int.random(in: bytes.indices, using: &dice)
            bytes[place] = UInt8.random(in: 0...127, using: &dice)
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            read += 1
            do {
                _ = try JSONSerialization.jsonObject(with: Data(bytes))
            } catch {
                // A power that no Double holds is JSON all the same.
                #expect("\(error)".contains("not representable"))
            }
            #expect(try JSONValue(parsing: value.bytes) == value)
        }
        #expect(read > 100, "most damage should be seen, some cannot")
    }
}
