/// What stands behind `age:` and `changed:` in a filter: a number of hours, days, weeks, months or years, perhaps with a
/// comparison before it.
enum AgeBound: Equatable {
  /// In microseconds.
  case span(Range<Int64>)
  /// It may become an age while the person types on.
  case incomplete
  case wrong

  /// Reads `7d`, `12h`, `2w`, `6mo` or `1y` after `>` `>=` `<` `<=`; a month has 30 days, a year 365.
  ///
  /// Without a comparison it stands for the whole unit: `7d` for seven days and more, but not eight.
  init(parsing text: String) {
    let comparison = [">=", "<=", ">", "<"].first { text.hasPrefix($0) } ?? ""
    let rest = text.dropFirst(comparison.count)
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    let name = rest.dropFirst(digits.count).lowercased()
    guard digits.count <= Self.mostDigits, Self.units.contains(where: { $0.name.hasPrefix(name) }),
      !digits.isEmpty || name.isEmpty
    else {
      self = .wrong
      return
    }
    guard let count = Int64(digits), let unit = Self.units.first(where: { $0.name == name }) else {
      self = .incomplete
      return
    }
    let length = unit.hours * 3_600_000_000
    let age = count * length
    switch comparison {
    case ">": self = .span(age + 1..<Int64.max)
    case ">=": self = .span(age..<Int64.max)
    // What was made a moment ago by a clock that runs ahead is young too.
    case "<": self = .span(Int64.min..<age)
    case "<=": self = .span(Int64.min..<age + 1)
    default: self = .span(age..<age + length)
    }
  }

  /// So many that no product with a unit comes near the largest number.
  private static let mostDigits = 5

  private static let units: [(name: String, hours: Int64)] = [
    ("h", 1), ("d", 24), ("w", 7 * 24), ("mo", 30 * 24), ("y", 365 * 24),
  ]
}
