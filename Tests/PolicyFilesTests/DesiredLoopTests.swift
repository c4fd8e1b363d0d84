import Foundation
import JSONText
import TestSupport
import Testing

@testable import Policies
@testable import PolicyCore
@testable import PolicyFiles

/// Accounts and files at random: what is exported changes nothing, and what is applied is there.
@Suite("Plans at random")
struct DesiredLoopTests {
  private static let account = AccountKey(baseURL: "https://api.example/v4", accountID: "acme")
  /// How many accounts are tried; `POSTERN_LOOPS` makes it more.
  private static let seeds =
    1...UInt64(
      ProcessInfo.processInfo.environment["POSTERN_LOOPS"].flatMap(UInt64.init) ?? 60
    )

  private static func policies(using generator: inout SeededGenerator) -> [AllowPolicy] {
    let patterns = [
      "a@b.example", "a@B.example", "b.example", "B.example", "#c@b.example", "=1@b.example", "'=2@b.example",
      "\"q\", r@b.example", " blank ", "two\nlines", "Zoë ☂️@b.example", "8.8.8.0/24", #".*@b\.example"#,
    ]
    return (0..<Int.random(in: 0..<30, using: &generator)).map { number in
      var policy = AllowPolicy.random(id: "p\(number)", using: &generator)
      policy.deprecatedFlags = nil
      if Int.random(in: 0..<4, using: &generator) > 0 {
        policy.fields.pattern = patterns.randomElement(using: &generator)
        policy.fields.patternType = PatternType.writable.randomElement(using: &generator)
      }
      return Int.random(in: 0..<6, using: &generator) == 0 ? policy.odd(using: &generator) : policy
    }
  }

  private static func plan(_ data: Data, over list: PolicyList, prunes: Bool = false) throws -> DesiredPlan {
    let file = try DesiredFile(data)
    try #require(file.mistakes.isEmpty, "\(file.mistakes)")
    return try DesiredPlan(
      file.rows,
      over: list,
      of: account,
      options: .init(prunes: prunes, limit: .percent(100))
    )
  }

  private static func json(_ policies: [AllowPolicy]) -> Data {
    OrderedJSON.array(policies.map { OrderedJSON($0) }).data
  }

  @Test("what is exported changes nothing, in any form and order of rows", arguments: seeds)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let policies = Self.policies(using: &generator)
    let list = PolicyList(policies)
    let shuffled = policies.shuffled(using: &generator)

    let json = try Self.plan(Self.json(shuffled), over: list, prunes: true)
    try #require(!json.differs && json.mistakes.isEmpty && json.unchanged == policies.count, "seed \(seed)")

    let export = CSVExport(shuffled)
    let csv = try Self.plan(export.data, over: list)
    try #require(csv.operations.isEmpty && csv.mistakes.isEmpty, "seed \(seed): \(csv.mistakes)")
    let leftOut = Set(export.remarks.filter(\.isLeftOut).map(\.policyID))
    try #require(Set(csv.missing.map(\.id)) == leftOut, "seed \(seed)")
    try #require(csv.unchanged == policies.count - leftOut.count, "seed \(seed)")

    let written = TOMLExport(shuffled)
    let toml = try Self.plan(written.data, over: list)
    try #require(toml.operations.isEmpty && toml.mistakes.isEmpty, "seed \(seed): \(toml.mistakes)")
    try #require(toml.missing.count == written.remarks.count, "seed \(seed)")
  }

  @Test("what a file asks for is there once its plan has run", arguments: seeds)
  func converges(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let prunes = Bool.random(using: &generator)
    let before = Self.policies(using: &generator).filter {
      $0.fields.unread.isEmpty && $0.fields.patternType?.isWritable == true && $0.fields.pattern?.isEmpty == false
        && $0.fields.comments?.contains("\0") != true && $0.fields.pattern?.contains("\0") != true
    }
    let wanted = Self.edited(before, using: &generator)
    let data = Bool.random(using: &generator) ? CSVExport(wanted).data : Self.json(wanted)
    let plan = try Self.plan(data, over: PolicyList(before), prunes: prunes)
    // Rows that are one too many are refused, and then nothing is asked for.
    guard plan.mistakes.isEmpty else { return try #require(plan.operations.isEmpty, "seed \(seed)") }
    let after = Self.run(plan, on: before)
    let again = try Self.plan(data, over: PolicyList(after), prunes: prunes)
    try #require(again.mistakes.isEmpty, "seed \(seed): \(again.mistakes)")
    try #require(again.operations.isEmpty, "seed \(seed): \(DesiredWords.of(plan)), then \(DesiredWords.of(again))")
    if prunes {
      try #require(again.missing.isEmpty && after.count == wanted.count, "seed \(seed)")
    } else {
      try #require(after.count >= before.count, "nothing goes by itself, seed \(seed)")
    }
    let twice = try Self.plan(data, over: PolicyList(before), prunes: prunes)
    let encoder = BatchEncoder(.lean)
    if let body = try? encoder.body(for: BatchPlan(plan.operations).ordered).data {
      try #require(try encoder.body(for: BatchPlan(twice.operations).ordered).data == body, "seed \(seed)")
    }
  }

  /// The policies as somebody edits their file: rows changed, taken out and added.
  private static func edited(_ policies: [AllowPolicy], using generator: inout SeededGenerator) -> [AllowPolicy] {
    var edited = policies
    for number in 0..<Int.random(in: 0..<6, using: &generator) {
      let place = Int.random(in: 0...edited.count, using: &generator)
      guard place < edited.count else {
        edited.append(.sample("new\(number)", pattern: "new\(edited.count)@b.example", comments: "added"))
        continue
      }
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: edited.remove(at: place)
      case 1: edited[place].fields.verifySender = Bool.random(using: &generator)
      case 2: edited[place].fields.comments = ["", "why", "two\nlines"].randomElement(using: &generator)
      default: edited[place].fields.pattern = "renamed\(place)@b.example"
      }
    }
    return edited.shuffled(using: &generator)
  }

  /// What a server does with it.
  private static func run(_ plan: DesiredPlan, on policies: [AllowPolicy]) -> [AllowPolicy] {
    var after = policies
    for operation in BatchPlan(plan.operations).ordered {
      switch operation.intent {
      case .delete(let base, _): after.removeAll { $0.id == base.id }
      case .edit(let base, _):
        guard let place = after.firstIndex(where: { $0.id == base.id }) else { continue }
        after[place].fields = operation.result ?? base.fields
      case .create(let policy): after.append(AllowPolicy(id: policy.placeholderID, fields: policy.fields))
      }
    }
    return after
  }
}

enum DesiredWords {
  static func of(_ plan: DesiredPlan) -> [String] {
    BatchPlan(plan.operations).ordered.map { "\($0.kind.rawValue) \($0.id) \($0.result?.present.count ?? 0)" }
  }
}
