import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

/// Prints how long linting takes; it judges nothing.
///
/// Run it with `POSTERN_BENCH=1 swift test -c release -Xswiftc -enable-testing --filter ValidationBenchmark`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["POSTERN_BENCH"] == "1"))
struct ValidationBenchmark {
  @Test(arguments: [1_000, 10_000, 100_000])
  func `lint figures`(count: Int) throws {
    let policies = Self.policies(count)
    let list = PolicyList(policies)
    let settings = RuleSettings(ownDomains: ["corp.example"])
    report(count, "index", runs: 3) { _ = PolicySet(list) }
    report(count, "lint", runs: 3) { _ = Lint(of: list, settings: settings) }
    for subject in [Rule.Subject.policy, .set] {
      let judge = Judge(Rule.all.filter { $0.subject == subject }, settings: settings)
      report(count, "rules about a \(subject.rawValue)", runs: 3) { _ = Lint(of: list, judge: judge) }
    }
    let lint = Lint(of: list, settings: settings)
    let changes: [(String, PolicyFields)] = [
      ("an address changed", PolicyFields(pattern: "new@acme-7.com", patternType: .email)),
      ("a domain changed", PolicyFields(pattern: "acme-7.com", patternType: .domain)),
      ("a network changed", PolicyFields(pattern: "5.6.0.0/16", patternType: .ip)),
      ("a flag changed", PolicyFields(isTrustedSender: true)),
      ("an expression changed", PolicyFields(pattern: #".*@acme-7\.com"#, patternType: .email, isRegex: true)),
    ]
    for (what, set) in changes {
      var draft = Draft()
      _ = try draft.apply(.edit([DraftEdit.FieldEdit(policy: policies[0], set: set)]))
      let plan = BatchPlan(draft.operations)
      report(count, "\(what), judged again") { _ = lint.validation(of: plan) }
    }
    var draft = Draft()
    _ = try draft.apply(.delete(Array(policies.prefix(1_000))))
    let plan = BatchPlan(draft.operations)
    report(count, "\(draft.count) deletes, judged", runs: 3) { _ = lint.validation(of: plan) }
    let remaining = lint.policies.applying(plan.ordered)
    report(count, "\(draft.count) deletes, effects", runs: 3) {
      for operation in plan.ordered { _ = Effect.of(operation, among: remaining) }
    }
    let rules = Dictionary(grouping: lint.findings, by: \.rule).mapValues(\.count)
    let summary = rules.sorted { $0.value > $1.value }.map { "\($0.key.rawValue) \($0.value)" }
    print(count, summary.joined(separator: ", "))
    #expect(lint.policies.count == count)
  }

  /// The median of some runs in processor time, so that other programs do not count; to stderr.
  private func report(_ count: Int, _ what: String, runs: Int = 5, _ work: () -> Void) {
    let times = (0..<runs).map { _ in processorTime(of: work) }.sorted()
    let line = "\(count) policies, \(what): median \(times[runs / 2]) µs, best \(times[0]) µs\n"
    FileHandle.standardError.write(Data(line.utf8))
  }

  /// Policies as people make them: mostly addresses and domains, a tenth networks, a tenth expressions, faults included.
  private static func policies(_ count: Int) -> [AllowPolicy] {
    var generator = SeededGenerator(seed: 42)
    return (0..<count).map { row in
      func pick(_ texts: [String]) -> String { texts.randomElement(using: &generator) ?? "" }
      func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }
      let name = pick(["acme", "globex", "initech", "umbrella", "hooli", "northwind", "contoso", "zenith"])
      let host =
        "\(name)-\(Int.random(in: 0..<max(10, count / 8), using: &generator)).\(pick(["com", "io", "co.uk", "de"]))"
      let escaped = host.split(separator: ".").joined(separator: "\\.")
      let octets = (0..<3).map { _ in String(Int.random(in: 1...254, using: &generator)) }.joined(separator: ".")
      let (pattern, type, isRegex): (String, PatternType, Bool) =
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<45: ("\(pick(["billing", "news", "no-reply", "anna.chen", "Orders"]))@\(host)", .email, false)
        case 45..<80: (chance(2) ? "@" + host : chance(20) ? "mail." + host : host, .domain, false)
        case 80..<87: ("5.\(octets)", .ip, false)
        case 87..<90: ("5.\(octets)/\(pick(["24", "28", "20"]))", .ip, false)
        case 90..<94: (".*@" + escaped, .email, true)
        case 94..<97: ("^billing@\(escaped)$", .email, true)
        case 97..<98: (".*" + name + ".*", .email, true)
        case 98..<99: (".*@" + host, .email, true)
        default: (pick([".*", ".+@.+", "(" + name, "(([a-z])+.)+[A-Z]([a-z])+@" + escaped]), .email, true)
        }
      return AllowPolicy(
        id: PolicyID("policy-\(row)-\(UInt32.random(in: .min ... .max, using: &generator))"),
        fields: PolicyFields(
          pattern: pattern,
          patternType: type,
          isRegex: isRegex,
          isTrustedSender: chance(20),
          isAcceptableSender: chance(70),
          isExemptRecipient: chance(3),
          verifySender: chance(60),
          comments: chance(70) ? "vendor \(name), ticket \(row)" : nil
        ),
        createdAt: "2022-03-04T05:06:07Z",
        modifiedAt: chance(60) ? "2024-03-04T05:06:07Z" : "2026-08-04T05:06:07Z"
      )
    }
  }
}
