import ArgumentParser
import Foundation
import PolicyCore
import Values

/// A moment that a person names: a date, a date with a time, or how long ago, such as `30d`.
struct SinceChoice: ExpressibleByArgument {
  let moment: Instant

  init?(argument: String) {
    self.init(argument, now: Instant(Date()))
  }

  init?(_ text: String, now: Instant) {
    if let moment = Instant(rfc3339: text) ?? Instant(rfc3339: "\(text)T00:00:00Z") {
      self.moment = moment
      return
    }
    let hours: [Character: Int64] = ["h": 1, "d": 24, "w": 7 * 24]
    guard let unit = text.last.flatMap({ hours[$0] }), (2...6).contains(text.utf8.count),
      let count = Int64(text.dropLast()), count >= 0
    else { return nil }
    moment = Instant(microseconds: now.microseconds - count * unit * 3_600_000_000)
  }
}

/// How the history is printed.
enum HistoryFormat: String, CaseIterable, ExpressibleByArgument {
  case table
  case json
  /// An object a line.
  case jsonl
  case csv
}
