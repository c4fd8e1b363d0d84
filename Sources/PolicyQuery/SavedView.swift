/// A filter under a name, to be used again.
package struct SavedView: Hashable, Sendable {
  package let name: String
  package let filter: String

  package init(name: String, filter: String) {
    self.name = name
    self.filter = filter
  }
}
