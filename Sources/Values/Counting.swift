extension Int {
  /// The number with its noun: `1 operation`, `2 operations`; what is no plural by an `s` names its own.
  package func counted(_ one: String, _ many: String? = nil) -> String { "\(self) \(agreeing(one, many))" }

  /// The noun or verb for such a number, where that is written elsewhere or otherwise: `is` for 1, `are` for others.
  package func agreeing(_ one: String, _ many: String? = nil) -> String { self == 1 ? one : many ?? one + "s" }
}
