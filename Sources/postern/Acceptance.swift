import PolicyCore
import Policies
import Values

/// Where findings are accepted: in a file that others use too, where one is named, or else on this machine.
struct Acceptance: Sendable {
  let workspace: Workspace
  let disk: SilencesDisk?

  init(_ workspace: Workspace, _ disk: SilencesDisk?) {
    self.workspace = workspace
    self.disk = disk
  }

  /// Throws a ``Problem`` of kind `usage` where it cannot be accepted, or no reason is given.
  func accept(_ suppression: Suppression, on pattern: String) async throws(Problem) {
    guard let disk else { return try await workspace.suppress(suppression) }
    try Workspace.checkAcceptance(of: suppression.rule, because: suppression.reason)
    await workspace.heed(
      try disk.add(Silence(rule: suppression.rule, pattern: pattern, reason: suppression.reason))
    )
  }

  /// Throws a ``Problem`` of kind `usage` where it is the file that accepts it: nothing is taken out of that.
  func takeBack(_ rule: RuleName, of id: PolicyID, _ pattern: String) async throws(Problem) {
    if let disk, try await !workspace.suppressions().contains(where: { $0.rule == rule && $0.policyID == id }) {
      let key = Silence.Key(rule, pattern)
      if let silence = try disk.read().last(where: { $0.key == key }) { throw disk.standsHere(silence) }
    }
    try await workspace.unsuppress(rule, of: id)
  }
}
