internal import Foundation

/// The three files of the page, read once at start.
struct PageFiles: Sendable {
    /// A file with the type that a browser is told.
    struct File: Sendable {
        var text: String
        var type: String
    }

    /// By path: `/`, `/style.css`, `/page.js`.
    let files: [String: File]

    init() throws(ShopProblem) {
        // swift-format-ignore
        let names = [
            ("/",          "index.html", "text/html; charset=utf-8"),
            ("/style.css", "style.css",  "text/css; charset=utf-8"),
            ("/page.js",   "page.js",    "text/javascript; charset=utf-8"),
        ]
        var files: [String: File] = [:]
        for (path, name, type) in names {
            let place = "\(ShopFolders.page)/\(name)"
            guard let text = try? String(contentsOfFile: place, encoding: .utf8) else {
                throw ShopProblem(.missing, "the page's file \(place) cannot be read; build again")
            }
            files[path] = File(text: text, type: type)
        }
        self.files = files
    }
}
