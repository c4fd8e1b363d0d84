import Foundation
import TestSupport
import Theming

@testable import Configuration
@testable import PolicyCore
@testable import Policies
@testable import PolicyFiles

extension FuzzTarget {
  private static let list = PolicyList([
    AllowPolicy(id: "p1", fields: PolicyFields(pattern: "a@x.org", patternType: .email, isRegex: false)),
    AllowPolicy(
      id: "p2",
      fields: PolicyFields(pattern: "x.org", patternType: .domain, isRegex: false, isAcceptableSender: true),
      createdAt: "2026-01-02T03:04:05Z"
    ),
    AllowPolicy(id: "p3", fields: PolicyFields(pattern: "192.0.2.0/24", patternType: .ip, isTrustedSender: true)),
    AllowPolicy(id: "p4", fields: PolicyFields(pattern: #".*@y\.org$"#, patternType: .email, isRegex: true)),
  ])

  /// A batch file: what is taken has its mistakes none, and its items' places.
  static let batch = FuzzTarget("batch") { bytes in
    let data = Data(bytes)
    let mistakes = BatchFile.mistakes(in: data)
    guard let file = try? BatchFile(data) else {
      return try promise(!mistakes.isEmpty, "refused without a mistake")
    }
    try promise(mistakes.isEmpty && file.data == data, "taken with mistakes, or changed")
    try promise(Set(file.items.map(\.pointer)).count == file.items.count, "two items at one place")
    let json = try? JSONSerialization.jsonObject(with: data)
    try promise(json is [String: Any], "taken, and no JSON to another reader")
  }

  /// A file of policies in any form; the first byte chooses which.
  static let csv = FuzzTarget("csv") { bytes in
    guard let first = bytes.first else { return }
    let map = try? ImportForm.Map("value=pattern,notes=notes,type=type")
    let forms = [
      ImportForm(), ImportForm(readsCurlyQuotes: true), ImportForm(.list, flags: [.acceptable]),
      ImportForm(map: map, flags: [.trusted]),
    ]
    guard let file = try? PolicyCSV(Data(bytes.dropFirst()), as: forms[Int(first) % forms.count]) else { return }
    let whole = file.original(of: Set(file.rows.indices))
    try promise(whole.count < bytes.count, "more than was given")
    try promise(whole.starts(with: file.original(of: [])), "a rest begins as the file does")
    let plan = ImportPlan(file, over: list, draft: Draft())
    try promise(plan.entries.count == file.rows.count, "an entry for each row")
    for entry in plan.entries {
      guard case .invalid(let mistakes) = entry.outcome else { continue }
      try promise(
        !mistakes.isEmpty && mistakes.allSatisfy { $0.line > 0 && $0.column > 0 },
        "a mistake without a place"
      )
    }
    var number = 0
    let edit = try? plan.edit(skippingInvalid: true) { fields in
      number += 1
      return NewPolicy(placeholderID: PolicyID("n\(number)"), queuedAt: "2026-01-01T00:00:00Z", fields: fields)
    }
    guard let edit else { return }
    var draft = Draft()
    do {
      _ = try draft.apply(edit)
    } catch {
      throw BrokenPromise(description: "what the plan takes, the draft refuses: \(error)")
    }
    for operation in draft.operations {
      try promise(BatchEncoder(.lean).refusal(of: operation) == nil, "queued, and cannot be written: \(operation)")
    }
  }

  /// A file that says what should be: every mistake has a place, and what is planned can be judged and is as planned again.
  static let desired = FuzzTarget("desired") { bytes in
    guard let file = try? DesiredFile(Data(bytes)) else { return }
    let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    try promise(file.mistakes.allSatisfy { (1...lines).contains($0.line) && $0.column > 0 }, "a mistake elsewhere")
    try promise(file.rows.allSatisfy { (1...lines).contains($0.line) }, "a row elsewhere")
    let account = AccountKey(baseURL: "https://api.example", accountID: "acme")
    for prunes in [false, true] {
      func made() throws -> DesiredPlan {
        try DesiredPlan(file.rows, over: list, of: account, options: .init(prunes: prunes))
      }
      let plan = try made()
      try promise(plan.operations == (try made()).operations, "two plans of one file")
      try promise(plan.mistakes.isEmpty || plan.operations.isEmpty, "planned with mistakes")
      try promise(Set(plan.operations.map(\.id)).count == plan.operations.count, "two operations on one policy")
      let kept = plan.missing.count + plan.counts.deletes
      guard plan.mistakes.isEmpty else { continue }
      let about = plan.unchanged + plan.counts.patches
      try promise(about + kept == list.count, "a policy that nobody speaks of")
      try promise(about + plan.counts.posts == file.rows.count, "a row that nobody heard")
    }
  }

  /// A plan: what is taken is whole, and holds its batch to the byte.
  static let plan = FuzzTarget("plan") { bytes in
    guard let plan = try? SavedPlan(Data(bytes)) else { return }
    try promise(!plan.batch.data.isEmpty && (try? BatchFile(plan.batch.data)) != nil, "a batch that is none")
    let written = String(decoding: plan.batch.data, as: UTF8.self)
    try promise(text(bytes).contains(written), "a batch that does not stand there")
  }

  /// A file of accepted findings: what is taken can be written, and reads back as it was.
  static let silences = FuzzTarget("silences") { bytes in
    guard let file = try? SilenceFile(Data(bytes)) else { return }
    func content(_ silences: [Silence]) -> [String] {
      silences.map { "\($0.rule.rawValue)\n\($0.pattern)\n\($0.reason)\n\($0.until ?? "")" }.sorted()
    }
    let written = Data(SilenceFile.text(of: file.silences).utf8)
    let again = try? SilenceFile(written)
    try promise(again.map { content($0.silences) } == content(file.silences), "written, and read otherwise")
  }

  /// The configuration: understood whole, or refused with the place of every mistake; guards that are understood are
  /// checked.
  static let configuration = FuzzTarget("configuration") { bytes in
    let written = text(bytes)
    let lines = written.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    var reader = ConfigurationReader(path: "config.toml", home: "/home/ada")
    let file = reader.read(written)
    try promise(Set(reader.mistakes).count == reader.mistakes.count, "one mistake told twice: \(reader.mistakes)")
    for mistake in reader.mistakes {
      try promise(mistake.file == "config.toml" && !mistake.what.isEmpty && !mistake.advice.isEmpty, "half a mistake")
      try promise(mistake.key != nil || mistake.line != nil, "a mistake without a place: \(mistake)")
      guard let line = mistake.line else { continue }
      try promise(lines.indices.contains(line - 1), "a mistake outside the text: \(mistake)")
      let parts = mistake.key?.split(separator: ".", omittingEmptySubsequences: false) ?? [""]
      try promise(parts.contains { $0.isEmpty || lines[line - 1].contains($0) }, "a mistake elsewhere: \(mistake)")
    }
    guard reader.mistakes.isEmpty else { return }
    let reports = GuardReport.all(Array(file.settings.guards.prefix(3)), on: PolicySet(list), after: [])
    for report in reports {
      try promise((report.after.sentence == nil) == (report.after.holds == true), "a guard without a reason")
    }
    _ = GuardText.lines(of: reports)
  }

  /// A theme.
  static let theme = FuzzTarget("theme") { bytes in
    guard let file = try? ThemeFile(text: text(bytes), origin: "a.toml") else { return }
    var library = ThemeLibrary.shipped
    try? library.add(file)
    _ = try? library.theme(named: file.name)
  }
}
