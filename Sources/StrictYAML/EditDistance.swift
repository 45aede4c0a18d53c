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

/// The word of `known` that somebody meant who wrote `word`; nothing when none is near.
public func nearestWord(to word: String, among known: some Collection<String>) -> String? {
    guard let (distance, nearest) = ranked(known, by: word).first else { return nil }
    return distance <= max(2, word.unicodeScalars.count / 2) ? nearest : nil
}

/// What to say about an unknown key: the nearest known one, or all of them when none is near.
func suggestion(for key: String, among known: some Collection<String>) -> String {
    if let nearest = nearestWord(to: key, among: known) {
        return "unknown key; did you mean `\(nearest)`?"
    }
    guard let (_, nearest) = ranked(known, by: key).first else {
        return "unknown key; none is known here"
    }
    let all = known.sorted().joined(separator: ", ")
    return "unknown key; nearest is `\(nearest)` (known: \(all))"
}

/// Every word with its distance, the nearest first.
private func ranked(_ known: some Collection<String>, by word: String) -> [(Int, String)] {
    known.map { (editDistance(word, $0), $0) }.sorted { $0 < $1 }
}
