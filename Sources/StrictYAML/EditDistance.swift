/// How far apart two words are: letters put in, left out, changed, or two neighbours swapped.
func editDistance(_ first: String, _ second: String) -> Int {
    let first = Array(first.unicodeScalars)
    let second = Array(second.unicodeScalars)
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = Array(0...second.count)
    for row in 0..<first.count {
        var next = [row + 1]
        for column in 0..<second.count {
            let changed = last[column] + (first[row] == second[column] ? 0 : 1)
            var best = min(changed, last[column + 1] + 1, next[column] + 1)
            let isSwapped =
                row > 0 && column > 0 && first[row] == second[column - 1]
                && first[row - 1] == second[column]
            if isSwapped { best = min(best, beforeLast[column - 1] + 1) }
            next.append(best)
        }
        (beforeLast, last) = (last, next)
    }
    return last[second.count]
}

/// What to say about an unknown key: the nearest known one, or all of them when none is near.
func suggestion(for key: String, among known: some Collection<String>) -> String {
    let ranked = known.map { (editDistance(key, $0), $0) }.sorted { $0 < $1 }
    guard let (distance, nearest) = ranked.first else { return "unknown key; none is known here" }
    if distance <= max(2, key.unicodeScalars.count / 2) {
        return "unknown key; did you mean `\(nearest)`?"
    }
    let all = known.sorted().joined(separator: ", ")
    return "unknown key; nearest is `\(nearest)` (known: \(all))"
}
