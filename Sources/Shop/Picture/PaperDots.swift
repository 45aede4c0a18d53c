internal import HAL

/// A picture on paper: every dot that was burnt, in runs from left to right.
struct PaperDots {
    private let dots: Bitmap

    init(_ dots: Bitmap) {
        self.dots = dots
    }

    /// The markup, its upper left corner at `left`, `top`, each dot a square of `size`.
    func svg(left: Int, top: Int, size: Int = 1) -> String {
        var path = ""
        for y in 0..<dots.height {
            var x = 0
            while x < dots.width {
                let start = x
                while x < dots.width, dots[x, y] { x += 1 }
                if x > start {
                    let width = (x - start) * size
                    path += "M\(left + start * size) \(top + y * size)h\(width)"
                    path += "v\(size)h-\(width)z"
                }
                x += 1
            }
        }
        return "<path class=\"ink\" d=\"\(path)\"/>"
    }
}
