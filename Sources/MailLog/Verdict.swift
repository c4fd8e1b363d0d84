/// What the server found a message to be, the gravest first.
package enum Verdict: String, CaseIterable, Hashable, Comparable, Sendable {
  case malicious = "MALICIOUS"
  /// An attempt to pass for somebody in the business.
  case maliciousBEC = "MALICIOUS-BEC"
  case suspicious = "SUSPICIOUS"
  case spoof = "SPOOF"
  case spam = "SPAM"
  case bulk = "BULK"
  case encrypted = "ENCRYPTED"
  case external = "EXTERNAL"
  case unknown = "UNKNOWN"
  case none = "NONE"
  /// The answer names none, or one that is not in the API's reference.
  case untold = "untold"

  /// Its place among all, from the gravest.
  package var rank: Int { Self.ranks[self] ?? 0 }

  private static let ranks = Dictionary(
    allCases.enumerated().map { ($0.element, $0.offset) },
    uniquingKeysWith: { first, _ in first }
  )

  /// A verdict by its name, in upper or lower case.
  package init(named name: String) {
    self = Verdict(rawValue: name.uppercased()) ?? .untold
  }

  /// Graver verdicts come first.
  package static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }
}
