import Policies
import ArgumentParser
import PolicyCore
import Values

/// The command `postern fix`.
struct FixCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract: "Queue the change that mends a finding.",
    discussion: """
      `postern lint` names the findings, and for each the fix, if there is a mechanical one. Exit status 3 if a policy \
      has no finding of the rule, or the finding no fix: nothing is queued then.

      EXAMPLES
        postern fix several-actions billing@acme.example
        postern lint --format json | jq -r '.findings[] | select(.rule == "no-effect") .policy_id' | xargs postern fix no-effect
      """
  )

  @OptionGroup var account: AccountOptions
  @Argument(help: "The rule.", completion: .list(Rule.names.map(\.rawValue)))
  var rule: String
  @Argument(help: "The policies' ids or whole patterns.", completion: .custom(KnownNames.patterns))
  var policies: [String]

  func work() async throws(Problem) -> ExitStatus {
    let rule = try Rule.known(as: rule).name
    return try await withSession(account) { session throws(Problem) in
      let list = try await session.policies().list
      let draft = try await session.workspace.draft()
      let findings = try await session.workspace.findings(on: list, draft: draft)
      var edits: [DraftEdit] = []
      for policy in try await PolicyChooser(session).policies(named: policies) {
        let found = findings.findings(on: policy.id).filter { $0.rule == rule }
        guard !found.isEmpty else { throw Self.unfixable("\(policy.pattern) has no finding of \(rule.rawValue)") }
        guard let edit = found.lazy.compactMap({ $0.fix?.edit(for: policy) }).first else {
          throw Self.unfixable("\(rule.rawValue) on \(policy.pattern) has no mechanical fix")
        }
        edits.append(edit)
      }
      let count = edits.count == 1 ? "" : " of \(edits.count) policies"
      return QueueReport.print(
        try await session.workspace.perform(.group(edits, title: "fix \(rule.rawValue)\(count)"))
      )
    }
  }

  private static func unfixable(_ what: String) -> Problem {
    Problem(.invalid, what: "\(what); nothing was queued.", advice: "`postern lint` names what there is.")
  }
}
