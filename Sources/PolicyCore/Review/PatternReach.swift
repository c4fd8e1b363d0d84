/// Compares what two patterns match.
enum PatternReach {
  /// Whether the second pattern matches more or less than the first; unclear wherever that is not certain.
  static func effect(from before: PolicyFields, to after: PolicyFields) -> Effect {
    .unclear
  }
}
