import PolicyFiles
import ArgumentParser
import Configuration
import Foundation
import PolicyCore
import Policies
import Values

/// The command `postern lint`.
struct LintCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Print what is wrong with the policies, or with a batch in a file.",
    discussion: """
      Without FILE the policies of the account are judged as they are on the server, without the draft. With FILE, a \
      request body such as `draft export` prints, no account is needed and nothing is read from the server. What a patch \
      does not send is not known then: dangers that it may open are named all the same.

      Exit status 3 if there is an error, else 0.

      EXAMPLES
        postern lint --format json | jq .summary
        postern lint batch.json
        postern lint --explain trusted-unverified
      """
  )

  @OptionGroup var account: AccountOptions
  @Argument(help: "A batch file; - for standard input.")
  var file: String?
  @Option(help: "text or json.")
  var format = TextFormat.text
  @Option(help: "Say what a rule looks for, why, and who says so; `all` lists the rules.")
  var explain: String?

  func work() async throws(Problem) -> ExitStatus {
    if let explain {
      Output.write(try LintText.explanation(of: explain))
      return .done
    }
    let counts = if let file { try lint(file) } else { try await lintAccount() }
    return counts[.error] > 0 ? .invalid : .done
  }

  private func lint(_ file: String) throws(Problem) -> FindingCounts {
    let batch = try BatchFile(try InputFile.read(file))
    let findings = PlacedFinding.findings(on: batch, settings: try Self.settingsWithoutAccount())
    guard format != .json else { return JSONShapes.writeLint(findings, to: Output.write) }
    return print(findings)
  }

  private func lintAccount() async throws(Problem) -> FindingCounts {
    let judge = try await withSession(account, isReading: true) { session throws(Problem) in
      try await session.workspace.judge(of: try await session.policies().list)
    }
    guard format != .json else { return await JSONShapes.writeLint(judge, to: Output.write) }
    return print(await judge.findings().map { PlacedFinding(finding: $0, pointer: nil) })
  }

  private func print(_ findings: [PlacedFinding]) -> FindingCounts {
    let counts = FindingCounts(findings.lazy.map(\.finding))
    Output.write(LintText.text(of: findings, counts))
    return counts
  }

  /// Levels and own domains count for a file too, as far as they are not one account's.
  private static func settingsWithoutAccount() throws(Problem) -> RuleSettings {
    let environment = ProcessInfo.processInfo.environment
    let file = try ConfigurationFile.load(try Paths(environment: environment), environment: environment)
    return RuleSettings(file.settings, ownDomains: file.settings.ownDomains)
  }
}

/// A finding, and where it is in the request body; nil where there is none.
struct PlacedFinding: Sendable {
  let finding: Finding
  let pointer: String?

  /// The findings on a batch of which nothing but the file is known: its items are judged beside each other.
  static func findings(on batch: BatchFile, settings: RuleSettings) -> [PlacedFinding] {
    // New policies are known by their places: two may have been given one id.
    let operations = zip(batch.items, batch.operations { _ in nil }).map { item, operation in
      guard item.kind == .post else { return operation }
      let policy = NewPolicy(placeholderID: PolicyID(item.pointer), queuedAt: "", fields: item.fields)
      return DraftOperation(intent: .create(policy), position: operation.position)
    }
    let plan = BatchPlan(asWritten: operations)
    let items = Dictionary(batch.items.map { ($0.pointer, $0) }, uniquingKeysWith: { first, _ in first })
    let pointers = Dictionary(grouping: plan.entries) { $0.operation.id }.mapValues { $0.map(\.pointer) }
    var told: [String: Int] = [:]
    let beside = PolicySet(PolicyList([])).knowing(gone: [])
    return Validation(of: plan, against: beside, settings: settings).findings.compactMap { finding in
      // Of several items on one policy each has its findings in turn; that there is another stands from the second on.
      let turn = "\(finding.rule.rawValue) \(finding.policyID?.text ?? "")"
      let number = told[turn, default: finding.rule == "batch-contradiction" ? 1 : 0]
      told[turn] = number + 1
      guard let places = finding.policyID.flatMap({ pointers[$0] }), let last = places.last,
        let item = items[number < places.count ? places[number] : last]
      else { return PlacedFinding(finding: finding, pointer: "") }
      let pointer = item.pointer
      guard item.kind != .patch || speaks(finding, of: Set(item.fields.present)) else { return nil }
      var finding = finding
      finding.policyID = item.id
      let field = finding.field.flatMap { item.fields[$0] == nil ? nil : $0.rawValue }
      return PlacedFinding(finding: finding, pointer: field.map { "\(pointer)/\($0)" } ?? pointer)
    }
  }

  /// Whether a finding can be told from the fields that a patch sends.
  ///
  /// What may be a hole is worth a word although the rest of the policy is not known; a matter of tidiness is not.
  private static func speaks(_ finding: Finding, of sent: Set<PolicyField>) -> Bool {
    let fields = Set(Rule.named(finding.rule)?.fields ?? [])
    if fields.isEmpty { return true }
    return finding.level >= .danger ? !fields.isDisjoint(with: sent) : fields.isSubset(of: sent)
  }
}
