/// Against what an expression is held, where its user does not say.
package struct Reading: Hashable, Sendable {
  /// What has to match.
  package enum Extent: Hashable, Sendable {
    /// Some part of the text: `find()` in Java.
    case anywhere
    /// All of it: `matches()`.
    case whole
  }

  package let extent: Extent
  /// Whether ASCII letters match either way, as with `(?i)` in front.
  package let caseless: Bool

  package init(_ extent: Extent, caseless: Bool = false) {
    self.extent = extent
    self.caseless = caseless
  }

  package static let anywhere = Reading(.anywhere)
  package static let whole = Reading(.whole)

  package static func anywhere(caseless: Bool) -> Reading { Reading(.anywhere, caseless: caseless) }
  package static func whole(caseless: Bool) -> Reading { Reading(.whole, caseless: caseless) }

  /// All four, the plainest first.
  package static let all = [anywhere, whole, anywhere(caseless: true), whole(caseless: true)]
}
