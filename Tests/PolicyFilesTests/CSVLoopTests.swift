import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyFiles

@Suite("CSV at random")
struct CSVLoopTests {
  /// What has a meaning somewhere on the way through a file.
  private static let pieces = [
    "a", "b@x.example", ".*", "=", "+", "-", "@", "'", "''", "\"", ",", ";", " ", "\t", "\r", "\n", "\r\n", "é",
    "e\u{301}", "日本", "☂️", "\u{FEFF}", "\u{85}", "\u{2028}", "\u{A0}", "true", "\\", "/", "\u{200D}", "\u{301}",
  ]

  private static func text(using generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0..<6, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  private static func policy(_ id: Int, using generator: inout SeededGenerator) -> AllowPolicy {
    var policy = AllowPolicy.random(id: "p\(id)", using: &generator)
    if Bool.random(using: &generator) { policy.fields.pattern = text(using: &generator) }
    if Bool.random(using: &generator) { policy.fields.comments = text(using: &generator) }
    if Int.random(in: 0..<4, using: &generator) > 0 { policy.fields.patternType = .email }
    return policy
  }

  @Test("what is exported is read back byte for byte, and queues nothing", arguments: 1...200 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let policies = (0..<60).map { Self.policy($0, using: &generator) }
    let export = CSVExport(policies)
    let leftOut = Set(export.remarks.filter(\.isLeftOut).map(\.policyID))
    let written = policies.filter { !leftOut.contains($0.id) }
    try #require(export.count == written.count, "seed \(seed)")

    let file = try PolicyCSV(export.data)
    try #require(file.rows.count == written.count, "seed \(seed)")
    for (row, policy) in zip(file.rows, written) {
      try #require(row.mistakes.isEmpty, "seed \(seed): \(row.mistakes)")
      try #require(row.fields.pattern.map { Array($0.utf8) } == Array(policy.pattern.utf8), "seed \(seed)")
      let comments = policy.fields.comments ?? ""
      try #require(row.fields.comments.map { Array($0.utf8) } == Array(comments.utf8), "seed \(seed)")
    }
    let plan = ImportPlan(file, over: PolicyList(policies), draft: Draft())
    try #require(plan.counts == ImportPlan.Counts(duplicate: written.count), "seed \(seed): \(plan.counts)")
    try #require(try plan.edit { NewPolicy(placeholderID: "x", queuedAt: "", fields: $0) } == nil, "seed \(seed)")

    let limit = Int.random(in: 150...2000, using: &generator)
    let parts = export.parts(limit: limit)
    try #require(parts.files.allSatisfy { $0.count <= limit }, "seed \(seed)")
    let rows = try parts.files.reduce(0) { $0 + (try PolicyCSV($1).rows.count) }
    try #require(rows + parts.remarks.count == written.count, "seed \(seed)")
  }

  @Test("a file of changed policies makes the draft lead to just those", arguments: 1...100 as ClosedRange<UInt64>)
  func changes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let before = (0..<40).map { number in
      var policy = AllowPolicy.random(id: "p\(number)", using: &generator)
      policy.fields.pattern = "user\(number)@partner.example"
      policy.fields.patternType = number % 5 == 0 ? .unknown : .email
      policy.fields.isRegex = false
      policy.fields.comments = Self.text(using: &generator)
      return policy
    }
    var after = before
    for index in after.indices where Bool.random(using: &generator) {
      let flag = PolicyFlag.allCases.randomElement(using: &generator) ?? .verify
      after[index].fields[flag.field] = .flag(Bool.random(using: &generator))
      if Bool.random(using: &generator) { after[index].fields.comments = Self.text(using: &generator) }
    }
    let new = (0..<5).map { AllowPolicy.sample("n\($0)", pattern: "new\($0)@partner.example", comments: "=\($0)") }
    let file = try PolicyCSV(CSVExport((after + new).shuffled(using: &generator)).data)
    let plan = ImportPlan(file, over: PolicyList(before), draft: Draft())
    try #require(plan.counts.invalid == 0 && plan.counts.new == 5, "seed \(seed): \(plan.counts)")
    let edit = try plan.edit { fields in
      NewPolicy(placeholderID: PolicyID(fields.pattern ?? ""), queuedAt: "2026-05-06T07:08:09Z", fields: fields)
    }
    var draft = Draft()
    _ = try draft.apply(try #require(edit))
    for (old, wanted) in zip(before, after) {
      let fields = draft[old.id]?.result ?? old.fields
      for flag in PolicyFlag.allCases {
        try #require(fields.isOn(flag) == wanted.fields.isOn(flag), "seed \(seed), \(old.id)")
      }
      try #require(fields.holds(wanted.fields[.comments], in: .comments), "seed \(seed), \(old.id)")
    }
    try #require(Set(new.map(\.pattern)).isSuperset(of: draft.operations.filter { $0.kind == .post }.map(\.pattern)))
    let again = ImportPlan(file, over: PolicyList(before), draft: draft)
    let expected = ImportPlan.Counts(duplicate: 45 - again.counts.queued, queued: again.counts.queued)
    try #require(again.counts == expected && again.counts.queued == draft.count, "seed \(seed): \(again.counts)")
  }

  // MARK: - Files that went wrong

  @Test(
    "no file is too odd: it is refused with its place, or taken apart as a plain reader does it",
    arguments: 1...20 as ClosedRange<UInt64>
  )
  func fuzz(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let known = (0..<6).map { Self.policy($0, using: &generator) } + [.sample("s")]
    let list = PolicyList(known)
    let samples = (0..<6).map { _ in
      Array(CSVExport(known.shuffled(using: &generator).prefix(3) + [Self.policy(9, using: &generator)]).data)
    }
    var counts = (refused: 0, rows: 0, invalidRows: 0)
    for round in 0..<1000 {
      let place = "seed \(seed), round \(round)"
      let bytes = Self.mutation(of: samples, using: &generator)
      let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
      func check(_ mistake: ImportMistake) throws {
        let isPlaced = (1...lines).contains(mistake.line) && (1...(bytes.count + 1)).contains(mistake.column)
        try #require(isPlaced && !mistake.what.isEmpty && !mistake.advice.isEmpty, "\(place): \(mistake)")
      }
      let text = try? CSVText(Data(bytes), maximumSize: bytes.count)
      // Which encoding and which delimiter it is, is tested by itself; here a file of another kind only must not end it.
      guard text?.encoding != .utf16, text?.firstLine != 2 else { continue }
      let delimiter = Unicode.Scalar(text?.delimiter ?? CSVByte.comma)
      let plain = PlainCSV.decoded(bytes).flatMap { PlainCSV.rows($0, separatedBy: delimiter) }
      do {
        let rows = try CSVReaderTests.rows(bytes)
        try #require(rows.map { $0.fields.map(\.text) } == plain, "\(place)")
        let file = try PolicyCSV(reading: Data(bytes))
        try #require(file.rows.map(\.line) == rows.dropFirst().map(\.line), "\(place)")
        let plan = ImportPlan(file, over: list, draft: Draft())
        try #require(plan.entries.count == file.rows.count, "\(place)")
        for entry in plan.entries {
          counts.rows += 1
          guard case .invalid(let mistakes) = entry.outcome else { continue }
          counts.invalidRows += 1
          try #require(!mistakes.isEmpty, "\(place)")
          for mistake in mistakes { try check(mistake) }
        }
      } catch let mistake as ImportMistake {
        counts.refused += 1
        try check(mistake)
        let isNoCSV = (try? CSVReaderTests.rows(bytes)) == nil
        try #require(isNoCSV == (plain == nil), "\(place): \(mistake)")
      }
    }
    // No answer is the only one.
    #expect(counts.refused > 100 && counts.refused < 900, "seed \(seed): \(counts)")
    #expect(counts.invalidRows > 100 && counts.invalidRows < counts.rows - 100, "seed \(seed): \(counts)")
  }

  private static func mutation(of samples: [[UInt8]], using generator: inout SeededGenerator) -> [UInt8] {
    let special = Array("\"\",,\n\r\t '=+ \0é;true\u{FEFF}".utf8) + [0xFF, 0xC3]
    guard Int.random(in: 0..<8, using: &generator) > 0 else {
      return (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
        special.randomElement(using: &generator) ?? 0
      }
    }
    var bytes = samples.randomElement(using: &generator) ?? []
    for _ in 0..<Int.random(in: 0..<6, using: &generator) {
      // Mostly behind the header, which hardly survives a change.
      let first = Int.random(in: 0..<6, using: &generator) == 0 ? 0 : min(102, bytes.count)
      let index = Int.random(in: first...bytes.count, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0..<3: bytes.insert(special.randomElement(using: &generator) ?? 0, at: index)
      case 3..<5 where index < bytes.count: bytes.remove(at: index)
      case 5 where index < bytes.count: bytes[index] = special.randomElement(using: &generator) ?? 0
      case 6: bytes.removeSubrange(index...)
      default:
        let piece = samples.randomElement(using: &generator)?.dropFirst(102).prefix(40) ?? []
        bytes.insert(contentsOf: piece, at: index)
      }
    }
    return bytes
  }
}
