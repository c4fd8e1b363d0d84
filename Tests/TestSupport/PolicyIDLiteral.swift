import PolicyCore
import Policies

/// Ids in tests are plain words; the program itself only has those that a server gave.
extension PolicyID: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) {
    self.init(value)
  }
}
