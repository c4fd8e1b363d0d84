/// What stands behind `used:` in a filter: a number, perhaps with a comparison before it.
enum CountBound: Equatable {
  case span(Range<Int>)
  /// It may become a number while the person types on.
  case incomplete
  case wrong

  /// Reads `0`, `10`, or one of them after `>` `>=` `<` `<=`.
  init(parsing text: String) {
    let comparison = [">=", "<=", ">", "<"].first { text.hasPrefix($0) } ?? ""
    let digits = text.dropFirst(comparison.count)
    guard !digits.isEmpty else {
      self = .incomplete
      return
    }
    guard digits.count <= Self.mostDigits, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let count = Int(digits) else {
      self = .wrong
      return
    }
    switch comparison {
    case ">": self = .span(count + 1..<Int.max)
    case ">=": self = .span(count..<Int.max)
    case "<": self = .span(0..<count)
    case "<=": self = .span(0..<count + 1)
    default: self = .span(count..<count + 1)
    }
  }

  /// More messages than these no account gets in a month.
  private static let mostDigits = 12
}
