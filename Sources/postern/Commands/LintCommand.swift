import ArgumentParser
import Configuration
import Foundation
import PolicyCore
import PolicyFiles
import Policies
import PolicyQuery
import Values

/// The command `postern lint`.
struct LintCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Print what is wrong with the policies of the account, or of a file.",
    discussion: """
      Without FILE the policies of the account are judged as they are on the server, without the draft. With FILE no \
      account is needed and nothing is read from the server: a CSV, TOML or JSON file as `plan` takes it, a plan, or a \
      batch. What a patch does not send is not known then: dangers that it may open are named all the same.

      Exit status 3 if there is a finding of the level of --fail-on, or a graver one, that is not silenced and not in the \
      baseline; else 0.

      --silences names a TOML file with a table [[silences]] for each accepted finding: rule, pattern, reason and perhaps \
      until, its last day. A baseline is what `lint --format json` printed before.

      EXAMPLES
        postern lint policies.csv --fail-on danger --silences silences.toml --format github
        postern lint --format json | jq .summary
        postern lint --explain trusted-unverified
      """
  )

  @OptionGroup var account: AccountOptions
  @Argument(help: "A file to judge; - for standard input.", completion: .file())
  var file: String?
  @Option(help: "text, json, sarif (2.1.0) or github (annotations).")
  var format = LintFormat.text
  @Option(help: "From which level on findings end it with 3: error, danger, warning or notice.")
  var failOn = FindingLevel.error
  @Option(
    help: "Only findings of this rule; can be given more than once.",
    completion: .list(Rule.names.map(\.rawValue))
  )
  var rule: [String] = []
  @OptionGroup var filtering: FilterOptions
  @Option(help: "Only what is not among these earlier findings.", completion: .file(extensions: ["json"]))
  var baseline: String?
  @OptionGroup var silencing: SilenceOptions
  @Option(
    help: "Say what a rule looks for, why, and who says so; `all` lists the rules.",
    completion: .list(["all"] + Rule.names.map(\.rawValue))
  )
  var explain: String?

  func work() async throws(Problem) -> ExitStatus {
    if let explain {
      Output.write(try LintText.explanation(of: explain))
      return .done
    }
    var selection = LintSelection()
    if !rule.isEmpty {
      var names: Set<RuleName> = []
      for name in rule { names.insert(try Rule.known(as: name).name) }
      selection.rules = names
    }
    selection.baseline = try baseline.map { path throws(Problem) in try Baseline(try InputFile.read(path)) }
    let silences = try silencing.read()
    let counts: FindingCounts
    if let file {
      counts = try await lint(file, selection, silences)
    } else {
      counts = try await lintAccount(selection, silences)
    }
    return counts.isAny(from: failOn) ? .invalid : .done
  }

  private func lint(
    _ path: String,
    _ selection: LintSelection,
    _ silences: [Silence]
  ) async throws(Problem) -> FindingCounts {
    let query = try filtering.sieve().query
    let linted = try LintedFile(try InputFile.read(path), named: path)
    var settings = try Self.settingsWithoutAccount()
    settings.silences = silences
    let all = try await linted.findings(settings, keeping: query)
    if linted.isWhole, query.isEmpty { silencing.sayUnused(silences, beside: Self.keys(all.lazy.map(\.finding))) }
    let name = path == "-" ? "stdin" : path
    return try print(all.filter(selection.keeps), of: name)
  }

  private func lintAccount(_ selection: LintSelection, _ silences: [Silence]) async throws(Problem) -> FindingCounts {
    let sieve = try filtering.sieve()
    let (judge, kept) = try await withSession(account, isReading: true, silences: silences) { session throws(Problem) in
      let loaded = try await session.policies()
      let kept = sieve.query.isEmpty ? nil : try await sieve.policies(of: session, in: loaded)
      let usage = await session.usage.completeUsage(of: loaded.list)
      return (try await session.workspace.judge(of: loaded.list, usage: usage), kept)
    }
    let ids = kept.map { kept in Set(kept.indices.map { kept.id(at: $0) }) }
    let list = judge.list
    @Sendable func placed(_ findings: [Finding]) -> [PlacedFinding] {
      findings.compactMap { finding in
        guard ids == nil || finding.policyID.map({ ids?.contains($0) ?? true }) ?? false else { return nil }
        let fields = finding.policyID.flatMap { list.index(of: $0) }.map { list.fields(at: $0) }
        let placed = PlacedFinding(finding, on: fields)
        return selection.keeps(placed) ? placed : nil
      }
    }
    if format == .json, silences.isEmpty { return await JSONShapes.writeLint(judge, placed, to: Output.write) }
    let all = await judge.findings()
    if ids == nil { silencing.sayUnused(silences, beside: Self.keys(all)) }
    return try print(placed(all), of: nil)
  }

  private static func keys(_ findings: some Sequence<Finding>) -> Set<Silence.Key> {
    Set(findings.map { Silence.Key($0.rule, $0.pattern) })
  }

  /// `file` is the name of the file that they are about; nil for an account.
  private func print(_ findings: [PlacedFinding], of file: String?) throws(Problem) -> FindingCounts {
    let counts = FindingCounts(findings.lazy.map(\.finding))
    switch format {
    case .text: Output.write(LintText.text(of: findings, counts))
    case .json: return JSONShapes.writeLint(findings, to: Output.write)
    case .sarif: Output.write(try SARIF.json(of: findings, in: file))
    case .github: Output.write(GitHubAnnotations.text(of: findings, in: file))
    }
    return counts
  }

  /// Levels and own domains count for a file too, as far as they are not one account's.
  private static func settingsWithoutAccount() throws(Problem) -> RuleSettings {
    let environment = ProcessInfo.processInfo.environment
    let file = try ConfigurationFile.load(try Paths(environment: environment), environment: environment)
    return RuleSettings(file.settings, ownDomains: file.settings.ownDomains)
  }
}

/// How findings are printed.
enum LintFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case json
  /// SARIF 2.1.0.
  case sarif
  /// Workflow commands that annotate the lines of a change.
  case github
}

extension FindingLevel: ExpressibleByArgument {}
