/// Where a hub takes each kind of request, as paths of HTTP.
public enum HubPath {
    /// Greetings.
    public static let hello = "/v1/hello"
    /// Uploads.
    public static let journal = "/v1/journal"
    /// Branches of devices that stand apart.
    public static let branch = "/v1/branch"
    /// The key of a till that knows a code.
    public static let pair = "/v1/pair"
    /// Orders of people at the hub's own machine.
    public static let desk = "/v1/desk"
    /// Questions about leases.
    public static let leases = "/v1/leases"
    /// Questions about what is sold and whose card is whose.
    public static let feeds = "/v1/feeds"
}
