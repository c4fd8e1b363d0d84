import Policies

extension Finding {
  /// The parts of the pattern that it is about, in Unicode scalars: those that a rule names, or that its fix changes.
  ///
  /// None where it is about all of it, or about another field. What a fix puts in stands before the part that follows,
  /// at the end behind the part before it.
  package var parts: [Range<Int>] {
    if let place { return [place] }
    guard case .set(let fields)? = fix?.change, let fixed = fields.pattern else { return [] }
    let (old, new) = (Array(pattern.unicodeScalars), Array(fixed.unicodeScalars))
    // Comparing takes the product of both; what is longer is no pattern that somebody looks at letter by letter.
    guard !old.isEmpty, max(old.count, new.count) <= 256 else { return [] }
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in new.difference(from: old) {
      switch change {
      case .remove(let place, _, _): removed.insert(place)
      case .insert(let place, _, _): inserted.insert(place)
      }
    }
    var marked = removed
    var place = 0
    for number in new.indices {
      while removed.contains(place) { place += 1 }
      if !inserted.contains(number) {
        place += 1
      } else if place == 0 || !removed.contains(place - 1) {
        marked.insert(min(place, old.count - 1))
      }
    }
    return marked.sorted().reduce(into: []) { parts, place in
      if let last = parts.last, last.upperBound == place {
        parts[parts.count - 1] = last.lowerBound..<place + 1
      } else {
        parts.append(place..<place + 1)
      }
    }
  }
}
