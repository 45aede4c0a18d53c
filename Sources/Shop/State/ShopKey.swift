/// What a person can do to the demo shop, from a key on the page or in the terminal.
public enum ShopKey: String, Codable, Sendable, CaseIterable {
    case scan
    case card
    case pay
    case network
    case paper
    case power
    case auto

    /// The letter in the terminal and on the page.
    public var letter: Character {
        switch self {
        case .scan: "s"
        case .card: "c"
        case .pay: "p"
        case .network: "n"
        case .paper: "o"
        case .power: "x"
        case .auto: "a"
        }
    }

    /// The key that `letter` presses.
    public init?(letter: Character) {
        guard let key = Self.allCases.first(where: { $0.letter == letter }) else { return nil }
        self = key
    }

    /// What the key does when it is pressed in `state`.
    public func label(in state: ShopState) -> ShopNote {
        switch self {
        case .scan: ShopNote("扫商品", "Scan goods")
        case .card: ShopNote("刷会员卡", "Swipe card")
        case .pay: ShopNote("收款", "Pay cash")
        case .network:
            state.isNetworkPlugged
                ? ShopNote("拔网线", "Pull network") : ShopNote("插网线", "Plug network")
        case .paper:
            state.hasPaper ? ShopNote("取走纸卷", "Take paper") : ShopNote("装上纸卷", "Load paper")
        case .power:
            state.isTillPowered
                ? ShopNote("断电", "Pull power") : ShopNote("通电", "Power on")
        case .auto:
            state.isAutomatic
                ? ShopNote("我来收银", "Take over") : ShopNote("自动营业", "Run by itself")
        }
    }
}
