public import Twins

/// Everything there is to see in the demo shop at one moment: page and terminal are drawn from it.
public struct ShopState: Codable, Equatable, Sendable {
    /// The latest receipts that were cut off, the newest last.
    public var receipts: [ShopReceipt] = []
    /// Paper that hangs out of the printer and is not cut off: a receipt that waits for a new roll.
    public var hanging: [PaperElement] = []
    /// How many receipts have come out of the printer.
    public var printed = 0
    /// What the customer reads, a string a row; nothing while the display is dark.
    public var display: [String] = []
    /// What the till says; nil while it does not answer.
    public var till: TillStatus?
    /// Sales that the hub has, when it was last asked.
    public var hubSales: Int?
    /// Whether the till has power.
    public var isTillPowered = false
    /// Whether the network cable is in.
    public var isNetworkPlugged = true
    /// Whether there is a roll in the printer.
    public var hasPaper = true
    /// Whether customers come by themselves.
    public var isAutomatic = true
    /// How often the drawer has sprung open.
    public var drawerOpenings = 0
    /// What has just happened.
    public var note = ShopNote("正在开店", "The shop opens")

    /// A shop before its doors open.
    public init() {}

    /// The link, as a person asks after it.
    public var link: ShopLink {
        guard let till else { return .tillOff }
        if till.link == "apart" { return .apart(waiting: till.waiting) }
        if till.isConnected, isNetworkPlugged { return .online(waiting: till.waiting) }
        return .offline(waiting: till.waiting)
    }
}

/// One receipt, numbered in the order in which the printer cut them off.
public struct ShopReceipt: Codable, Equatable, Sendable {
    /// 1 for the first since the printer was switched on.
    public var number: Int
    /// What the printer did, line by line.
    public var elements: [PaperElement]

    /// Receipt `number`.
    public init(number: Int, elements: [PaperElement]) {
        self.number = number
        self.elements = elements
    }
}

/// A sentence in the shop's two languages.
public struct ShopNote: Codable, Equatable, Sendable {
    public var chinese: String
    public var english: String

    /// The sentence in Chinese and English.
    public init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }
}

/// Whether what is sold is with the hub yet: always a word and a number, never only a colour.
public enum ShopLink: Equatable, Sendable {
    case online(waiting: Int64)
    case offline(waiting: Int64)
    case apart(waiting: Int64)
    case tillOff

    /// `离线 · 12 待上传`, `offline · 12 waiting`.
    public var note: ShopNote {
        switch self {
        case .online(let waiting): ShopNote("在线 · \(waiting) 待上传", "online · \(waiting) waiting")
        case .offline(let waiting): ShopNote("离线 · \(waiting) 待上传", "offline · \(waiting) waiting")
        case .apart(let waiting):
            ShopNote(
                "本机编号已被另一台使用 · \(waiting) 待上传",
                "another box has this till's number · \(waiting) waiting"
            )
        case .tillOff: ShopNote("收银机未响应", "the till does not answer")
        }
    }

    /// The class that gives the words their colour.
    var look: String {
        switch self {
        case .online: "good"
        case .offline: "warn"
        case .apart, .tillOff: "bad"
        }
    }
}
