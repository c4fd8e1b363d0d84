package import Policies
package import Values

extension Workspace {
  /// What the rules say of a list with a draft laid over it.
  ///
  /// The list is judged once for all drafts over it, which takes seconds for a hundred thousand policies, and on another
  /// thread. Without a list the draft is judged alone. `usage` is what the list's policies let through, where that is
  /// known: it is laid over what was judged.
  package func findings(
    on list: PolicyList?,
    draft: DraftSnapshot,
    usage: PolicyUsage? = nil
  ) async throws(Problem) -> AccountFindings {
    var settings = try await currentSettings()
    guard let list else { return AccountFindings(draft, over: nil, settings: settings) }
    if judging?.revision != list.revision {
      judging = (
        list.revision, Task.detached { [settings] in await ListFindings.onAllCores(of: list, settings: settings) }
      )
    }
    var found = await judging?.task.value
    if let usage, let judged = found {
      if using?.usage != usage || using?.revision != list.revision {
        using = (usage, list.revision, Task.detached { [settings] in judged.knowing(usage, settings: settings) })
      }
      found = await using?.task.value ?? judged
      settings.usage = usage
    }
    let gone = gone
    return await Task.detached { [found, settings] in
      AccountFindings(draft, over: found, gone: gone, settings: settings)
    }.value
  }

  /// Says of a list's policies what the rules say; silenced findings are among them and say so.
  ///
  /// `usage` is what they let through, where that is known.
  package func judge(of list: PolicyList, usage: PolicyUsage? = nil) async throws(Problem) -> ListJudge {
    var settings = try await currentSettings()
    settings.usage = usage
    return await Task.detached { [settings] in await ListJudge.onAllCores(list, settings: settings) }.value
  }

  /// Checks the guards against the newest list, as it is and as the draft leaves it; against no policies where none is
  /// known.
  package func guards() async throws(Problem) -> [GuardReport] {
    try await guards(after: try await store.snapshot(of: account.key).draft.operations)
  }

  /// The same as these operations leave it.
  package func guards(after operations: [DraftOperation]) async throws(Problem) -> [GuardReport] {
    let settings = try await currentSettings()
    guard !settings.guards.isEmpty else { return [] }
    let policies = await policies() ?? PolicySet(PolicyList())
    return await Task.detached {
      GuardReport.all(
        settings.guards,
        on: policies,
        after: BatchPlan(operations).ordered,
        first: settings.firstReading
      )
    }.value
  }

  /// Accepts a finding on a policy, with a reason; errors cannot be accepted, and stay what they are.
  ///
  /// Throws a ``Problem`` of kind `usage` where the reason is blank.
  package func suppress(_ suppression: Suppression) async throws(Problem) {
    try Self.checkAcceptance(of: suppression.rule, because: suppression.reason)
    try await store.suppress(suppression, on: account.key)
  }

  /// Throws a ``Problem`` of kind `usage` where findings of the rule cannot be accepted, and where no reason is given.
  package static func checkAcceptance(of rule: RuleName, because reason: String) throws(Problem) {
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw Problem(
        .usage,
        what: "A finding is silenced with a reason.",
        advice: "Say in a few words why it is accepted."
      )
    }
    guard let known = Rule.named(rule), known.level != .error else {
      throw Problem(
        .usage,
        what: "\(rule.rawValue) cannot be silenced.",
        advice: "What the API would refuse has to be mended."
      )
    }
  }

  /// What was accepted on this machine, ordered by rule and policy.
  package func suppressions() async throws(Problem) -> [Suppression] {
    try await store.suppressions(of: account.key).sorted {
      $0.rule == $1.rule ? $0.policyID < $1.policyID : $0.rule.rawValue < $1.rule.rawValue
    }
  }

  /// Takes back that a finding was accepted.
  package func unsuppress(_ rule: RuleName, of policy: PolicyID) async throws(Problem) {
    try await store.unsuppress(rule, of: policy, on: account.key)
  }

  func currentSettings() async throws(Problem) -> RuleSettings {
    var settings = settings.at(surroundings.now())
    settings.suppressions = try await store.suppressions(of: account.key)
    return settings
  }

  /// A list's policies, indexed, if it is the newest list.
  package func policies(of list: PolicyList) async -> PolicySet? {
    guard list.revision == self.list?.revision else { return nil }
    return await policies()
  }

  /// The newest list, indexed; nil while none is known.
  func policies() async -> PolicySet? {
    guard let list else { return nil }
    if let judging, judging.revision == list.revision {
      return await judging.task.value.policies.knowing(gone: gone)
    }
    if indexing?.revision != list.revision {
      indexing = (list.revision, Task.detached { PolicySet(list) })
    }
    return await indexing?.task.value.knowing(gone: gone)
  }
}
