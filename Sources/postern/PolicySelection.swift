import ArgumentParser
import Policies
import Values

/// The policies that an edit is about: named ones, or all that a filter keeps.
struct PolicySelection: ParsableArguments {
  @Argument(help: "The policies' ids or whole patterns.", completion: .custom(KnownNames.patterns))
  var policies: [String] = []
  @Option(
    parsing: .unconditional,
    help: "All policies that this filter keeps, as in the screen's filter line (`postern help filter`); needs --yes."
  )
  var filter: String?
  @Flag(help: "Do it to all that the filter keeps.")
  var yes = false

  func validate() throws {
    if filter == nil, policies.isEmpty {
      throw ValidationError("No policy is named. Name ids or whole patterns, or use --filter.")
    }
    if filter != nil, !policies.isEmpty {
      throw ValidationError("Either name policies or use --filter, not both.")
    }
  }

  /// Finds them; none where a filter keeps none, which is said.
  ///
  /// Without `--yes` a filter only says how many it keeps: it throws a ``Problem`` of kind `confirmationNeeded` then.
  func subjects(of session: Session) async throws(Problem) -> [AllowPolicy] {
    guard let filter else { return try await PolicyChooser(session).policies(named: policies) }
    let sieve = try PolicySieve(changing: filter)
    let kept = try await sieve.editable(of: session, in: try await session.policies())
    guard !kept.isEmpty else {
      Output.say("The filter keeps no policy; nothing was queued.")
      return []
    }
    guard yes else {
      throw Problem(
        .confirmationNeeded,
        what: "The filter keeps \(kept.count.counted("policy", "policies")); nothing was queued.",
        advice: "Look at them with `postern list --filter …`, then add --yes.",
        retry: .safe
      )
    }
    return Array(kept)
  }
}
