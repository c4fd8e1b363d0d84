import Values

/// How many policies of its scope a plan may update, and how many it may delete, before a person has to allow more.
///
/// New policies do not count.
package enum ChangeLimit: Hashable, Sendable {
  /// A fifth of the scope; ten in any case.
  case standard
  case count(Int)
  /// Of the scope, from 0 to 100.
  case percent(Int)

  /// Reads `25` or `40%`; nil for another text.
  package init?(_ text: String) {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast() : text[...]
    guard !digits.isEmpty, digits.utf8.count <= 9, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(digits), !isPercent || number <= 100
    else { return nil }
    self = isPercent ? .percent(number) : .count(number)
  }

  /// Whether so many changes of one kind are within it.
  package func allows(_ changes: Int, of scope: Int) -> Bool {
    switch self {
    case .standard: changes <= 10 || changes * 5 <= scope
    case .count(let most): changes <= most
    case .percent(let most): changes * 100 <= scope * most
    }
  }

  /// Why so many changes are beyond it, as a sentence; nil where they are not.
  func excess(_ changes: Int, _ what: String, of scope: Int) -> String? {
    guard !allows(changes, of: scope) else { return nil }
    let limit =
      switch self {
      case .standard: "a fifth of them, and more than 10"
      case .count(let most): "\(most)"
      case .percent(let most): "\(most) % of \(scope.agreeing("it", "them"))"
      }
    let policies = scope.counted("policy", "policies")
    return "\(changes.counted(what)) of \(policies) \(changes.agreeing("is", "are")) more than \(limit)."
  }
}
