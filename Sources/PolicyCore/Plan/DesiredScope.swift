package import Policies
package import Values

/// The part of an account that a file speaks of, by what policies say and not by what is known of them.
package struct DesiredScope: Sendable {
  /// The filter as it was typed.
  package let text: String
  /// Which policies of a list are in it; one of which that is undecided is not.
  private let sieve: @Sendable (PolicyList) -> Result<[Bool], Problem>

  package init(text: String, keeps: @escaping @Sendable (PolicyList) -> Result<[Bool], Problem>) {
    self.text = text
    sieve = keeps
  }

  func keeps(_ list: PolicyList) throws(Problem) -> [Bool] { try sieve(list).get() }

  /// Whether policies that are thought of would be in it, by what they say.
  func keeps(_ fields: [PolicyFields]) throws(Problem) -> [Bool] {
    try keeps(PolicyList(fields.enumerated().map { AllowPolicy(id: PolicyID("\($0)"), fields: $1) }))
  }
}
