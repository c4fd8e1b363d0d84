/// Classes in brackets, with unions and intersections within them.
extension ExpressionParser {
  /// From `[` to behind its `]`.
  ///
  /// Right of `&&` Java reads the rest as a class without an opening bracket, and leaves the closing one
  /// (`closing: false`).
  mutating func bracketed(closing: Bool) throws(ExpressionFailure) -> ScalarSet {
    let place = scanner.place
    var whole: ScalarSet?
    // What a `&&` without a right side takes instead: what Java read last and did not collect among the singles.
    var latest: ScalarSet?
    // Characters by themselves, below 256, which Java collects apart and joins before a `&&` and at the end.
    var singles = ScalarSet()
    var isNegated = false
    var isFirst = closing
    var scalar = scanner.next()
    while true {
      let wasFirst = isFirst
      isFirst = false
      switch scalar {
      case "^" where wasFirst && scanner[scanner.cursor - 1] == "[":
        isNegated = true
        scalar = scanner.next()
        continue
      case "[":
        let inner = try nested { parser throws(ExpressionFailure) in try parser.bracketed(closing: true) }
        latest = inner
        whole = whole?.union(inner) ?? inner
        scalar = scanner.peek()
        continue
      case "&" where scanner[scanner.cursor + 1] == "&" || scanner.flags.contains(.comments):
        scalar = scanner.next()
        guard scalar == "&" else {
          // Java steps back by one: over the blank that stood between, so that the first is lost.
          scanner.cursor -= 1
          break
        }
        let right = try rightSide(from: place)
        if !singles.isEmpty {
          if let left = whole {
            whole = left.union(singles)
          } else {
            whole = singles
            latest = singles
          }
          singles = ScalarSet()
        }
        latest = right ?? latest
        if let left = whole {
          whole = left.intersection(latest ?? left)
        } else if let right {
          whole = right
        } else {
          throw mistake("&& has nothing on either side", from: place)
        }
        scalar = scanner.peek()
        continue
      case 0 where scanner.isAtEnd:
        throw mistake("a class is not closed: ] is missing", from: place)
      case "]" where whole != nil || !singles.isEmpty:
        if closing { _ = scanner.next() }
        let set = whole?.union(singles) ?? singles
        return isNegated ? set.complement : set
      default: break
      }
      switch try item(from: place) {
      case .single(let set): singles = singles.union(set)
      case .set(let set):
        latest = set
        whole = whole?.union(set) ?? set
      }
      scalar = scanner.peek()
    }
  }

  /// What stands right of a `&&`, up to the next one or the closing bracket.
  private mutating func rightSide(from place: Int) throws(ExpressionFailure) -> ScalarSet? {
    var right: ScalarSet?
    var scalar = scanner.next()
    while scalar != "]", scalar != "&" {
      if scalar == 0, scanner.isAtEnd { throw mistake("a class is not closed: ] is missing", from: place) }
      if scalar == "[" {
        let inner = try nested { parser throws(ExpressionFailure) in try parser.bracketed(closing: true) }
        right = right?.union(inner) ?? inner
      } else {
        scanner.cursor -= 1
        let rest = try nested { parser throws(ExpressionFailure) in try parser.bracketed(closing: false) }
        right = right?.union(rest) ?? rest
      }
      scalar = scanner.peek()
    }
    return right
  }

  private enum Item {
    /// A character by itself that Java collects.
    case single(ScalarSet)
    case set(ScalarSet)
  }

  /// A character, a range, or an escape.
  private mutating func item(from place: Int) throws(ExpressionFailure) -> Item {
    let first: UInt32
    if scanner.peek() == "\\" {
      let start = scanner.place
      switch try anyEscape(inClass: true, isRange: scanner[scanner.cursor + 2] == "-", at: start) {
      case .scalar(let scalar): first = scalar
      case .set(let set): return .set(set)
      case .other: throw mistake("there is no such escape in a class", from: start)
      }
    } else {
      first = scanner.peek()
      _ = scanner.next()
    }
    guard scanner.peek() == "-" else { return single(first) }
    let end = scanner[scanner.cursor + 1]
    if end == "[" || end == "]" { return single(first) }
    let start = scanner.place
    var last = scanner.next()
    if last == "\\" {
      guard case .scalar(let scalar) = try anyEscape(inClass: true, isRange: true, at: scanner.place) else {
        throw mistake("a range ends with no single character", from: start)
      }
      last = scalar
    } else {
      _ = scanner.next()
    }
    if last < first { throw mistake("a range is upside down", from: max(start - 1, 0)) }
    return .set(cased(ScalarSet(first...min(last, ScalarSet.last))))
  }

  private func single(_ scalar: UInt32) -> Item {
    let set = cased(ScalarSet(min(scalar, ScalarSet.last)))
    let isApart = scalar < 256
    return isApart ? .single(set) : .set(set)
  }

  private func cased(_ set: ScalarSet) -> ScalarSet {
    guard scanner.flags.contains(.caseless) else { return set }
    return JavaClasses.folded(set, unicode: scanner.flags.contains(.unicodeCase))
  }
}
