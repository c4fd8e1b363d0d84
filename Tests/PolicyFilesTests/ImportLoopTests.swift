import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies
import PolicyFiles

/// Lists, drafts and files in which the same few patterns meet again and again.
@Suite("Imports at random")
struct ImportLoopTests {
  private static let patterns: [(String, PatternType)] = [
    ("a@b.example", .email), ("a@B.EXAMPLE", .email), ("b.example", .domain), ("B.example.", .domain),
    ("8.8.8.0/24", .ip), ("8.8.8.8/24", .ip), (#".*@b\.example"#, .email), (#".*@b\.example"#, .domain),
    ("old@b.example", .unknown), ("nonsense", .email), ("=1@b.example", .email),
  ]

  private static func fields(using generator: inout SeededGenerator) -> PolicyFields {
    let (pattern, type) = patterns.randomElement(using: &generator) ?? ("a@b.example", .email)
    return PolicyFields(
      pattern: pattern,
      patternType: type,
      isRegex: pattern.hasPrefix(".*"),
      isTrustedSender: false,
      isAcceptableSender: true,
      isExemptRecipient: false,
      verifySender: Bool.random(using: &generator),
      comments: ["", "why"].randomElement(using: &generator)
    )
  }

  private static func file(using generator: inout SeededGenerator) throws -> PolicyCSV {
    let dialect = CSVDialect.allCases.randomElement(using: &generator) ?? .newest
    let columns = dialect.columns.shuffled(using: &generator)
    var lines = [columns.map(\.name).joined(separator: ", ")]
    for _ in 0..<Int.random(in: 0..<12, using: &generator) {
      let fields = fields(using: &generator)
      lines.append(columns.map { "\"\(fields[$0.field]?.inFile ?? "")\"" }.joined(separator: ","))
    }
    return try CSVPolicyTests.file(lines.joined(separator: "\n"))
  }

  private static func draft(on policies: [AllowPolicy], using generator: inout SeededGenerator) throws -> Draft {
    var draft = Draft()
    for policy in policies {
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: _ = try draft.apply(.delete([policy]))
      case 1:
        let set = PolicyFields(verifySender: Bool.random(using: &generator))
        _ = try draft.apply(.edit([DraftEdit.FieldEdit(policy: policy, set: set)]))
      case 2:
        // Some may not be made.
        let new = NewPolicy(
          placeholderID: PolicyID("new \(policy.id)"),
          queuedAt: "",
          fields: fields(using: &generator)
        )
        _ = try? draft.apply(.create([new]))
      default: break
      }
    }
    return draft
  }

  @Test(
    "what an import queues can be queued, and then every row that was taken says what is there",
    arguments: 1...300 as ClosedRange<UInt64>
  )
  func again(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let policies = (0..<Int.random(in: 0..<9, using: &generator)).map { number in
      AllowPolicy(id: PolicyID("p\(number)"), fields: Self.fields(using: &generator))
    }
    let list = PolicyList(policies)
    var draft = try Self.draft(on: policies, using: &generator)
    let file = try Self.file(using: &generator)
    let plan = ImportPlan(file, over: list, draft: draft)
    try #require(plan.entries.map(\.line) == file.rows.map(\.line), "seed \(seed)")
    try #require(Self.total(plan.counts) == file.rows.count, "seed \(seed)")

    var made = 0
    let edit = try plan.edit(skippingInvalid: true) { fields in
      made += 1
      return NewPolicy(placeholderID: PolicyID("import \(made)"), queuedAt: "", fields: fields)
    }
    try #require((edit == nil) == (plan.counts.new + plan.counts.changed == 0), "seed \(seed)")
    guard let edit else { return }
    let before = draft
    let change = try draft.apply(edit)
    try #require(change.steps.count == plan.counts.new + plan.counts.changed, "seed \(seed)")

    let after = ImportPlan(file, over: list, draft: draft)
    for (entry, now) in zip(plan.entries, after.entries) {
      switch entry.outcome {
      case .new, .changed, .duplicate, .queued:
        switch now.outcome {
        case .duplicate, .queued: continue
        default:
          Issue.record("seed \(seed), line \(entry.line): \(entry.outcome), then \(now.outcome)")
          return
        }
      case .repeated, .invalid, .leftOut: continue
      }
    }
    draft.apply(change, reversed: true)
    try #require(draft == before, "seed \(seed)")
  }

  private static func total(_ counts: ImportPlan.Counts) -> Int {
    counts.new + counts.duplicate + counts.queued + counts.changed + counts.repeated + counts.invalid
  }
}

extension FieldValue {
  /// As the dashboard writes it.
  fileprivate var inFile: String {
    switch self {
    case .text(let text): text
    case .type(let type): type.rawValue
    case .flag(let flag): "\(flag)"
    }
  }
}
