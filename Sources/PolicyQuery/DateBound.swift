import Values

/// What stands behind `modified:` in a filter: a date or the beginning of one, perhaps with a comparison before it.
enum DateBound: Equatable {
  case span(Range<Instant>)
  /// It may become a date while the person types on.
  case incomplete
  case wrong

  /// Reads `2026`, `2026-08`, `2026-08-14`, `2026-08-14T09`, `…T09:12` or a whole timestamp, after `>` `>=` `<` `<=`.
  ///
  /// A beginning stands for the whole year, month, day, hour or minute, in UTC: `>2026-01` begins with February.
  init(parsing text: String) {
    let comparison = [">=", "<=", ">", "<"].first { text.hasPrefix($0) } ?? ""
    let date = String(text.dropFirst(comparison.count))
    guard let period = Self.period(date) else {
      self = Self.isBeginning(date) ? .incomplete : .wrong
      return
    }
    switch comparison {
    case ">": self = .span(period.upperBound..<Instant.distantFuture)
    case ">=": self = .span(period.lowerBound..<Instant.distantFuture)
    case "<": self = .span(Self.earliest..<period.lowerBound)
    case "<=": self = .span(Self.earliest..<period.upperBound)
    default: self = .span(period)
    }
  }

  /// A row without a timestamp has `distantPast` and is neither before nor after anything.
  private static let earliest = Instant(microseconds: Instant.distantPast.microseconds + 1)

  private static func period(_ text: String) -> Range<Instant>? {
    if let moment = Instant(rfc3339: text.uppercased()) {
      let unit: Int64 = text.contains(".") ? 1 : 1_000_000
      return moment..<Instant(microseconds: moment.microseconds + unit)
    }
    guard hasShape(text), [4, 7, 10, 13, 16, 19].contains(text.count) else { return nil }
    let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
    let part = { (index: Int, other: Int) in index < parts.count ? parts[index] : other }
    guard
      let start = Instant(
        year: parts[0],
        month: part(1, 1),
        day: part(2, 1),
        hour: part(3, 0),
        minute: part(4, 0),
        second: part(5, 0)
      )
    else { return nil }
    let month = part(1, 1)
    let days =
      switch parts.count {
      case 1: Instant.days(in: 2, of: parts[0]) == 29 ? 366 : 365
      case 2: Instant.days(in: month, of: parts[0])
      default: 1
      }
    let seconds = [days * 86_400, days * 86_400, 86_400, 3_600, 60, 1][parts.count - 1]
    return start..<Instant(microseconds: start.microseconds + Int64(seconds) * 1_000_000)
  }

  /// Whether more typing can make a date of it.
  private static func isBeginning(_ text: String) -> Bool {
    hasShape(text) && ![4, 7, 10, 13, 16, 19].contains(text.count)
  }

  private static func hasShape(_ text: String) -> Bool {
    let shape = "0000-00-00T00:00:00"
    return text.count <= shape.count
      && zip(text, shape).allSatisfy { character, place in
        place == "0" ? character.isASCII && character.isNumber : character.uppercased() == String(place)
      }
  }
}
