extension Int {
  /// The number with its noun: `1 operation`, `2 operations`; what is no plural by an `s` names its own.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(self) \(self == 1 ? one : many ?? one + "s")"
  }
}
