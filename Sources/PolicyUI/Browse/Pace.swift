import Values

/// How fast something long goes on, and how long the rest of it will take.
package struct Pace: Hashable, Sendable {
  package let perSecond: Int
  /// As words; empty where it is nearly done, or nobody knows how much there is.
  package let left: String

  /// Nil within the first second, when nothing can be told yet.
  package init?(done: Int, of total: Int?, after seconds: Double) {
    guard seconds >= 1, done > 0 else { return nil }
    perSecond = Int(Double(done) / seconds)
    let rest = (Double(max(0, (total ?? done) - done)) * seconds / Double(done)).rounded(.up)
    left =
      switch rest {
      case ..<3: ""
      case ..<100: "\(Int(rest)) s left"
      default: "\(Int(min(rest / 60, 9_999).rounded(.up)).grouped) min left"
      }
  }
}
