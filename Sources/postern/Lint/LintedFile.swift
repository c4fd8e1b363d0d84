import Foundation
import PolicyCore
import PolicyFiles
import Policies
import PolicyQuery
import Values

/// A file that is judged without any account.
enum LintedFile {
  case batch(BatchFile, data: Data, prefix: String)
  case policies(DesiredFile)

  /// Takes a batch, a plan, or whatever says what should be.
  ///
  /// Throws a ``Problem`` of kind `invalid` where the bytes are none of these, or rows cannot be read.
  init(_ data: Data, named name: String) throws(Problem) {
    if SavedPlan.isOne(data) {
      self = .batch(try SavedPlan(data).batch, data: data, prefix: "/batch")
    } else if data.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") {
      self = .batch(try BatchFile(data), data: data, prefix: "")
    } else {
      let file = try DesiredFile(data)
      if let reading = file.reading { Output.say(reading) }
      try RowMistakes(file.mistakes).check(in: name, "judged")
      self = .policies(file)
    }
  }

  /// Whether it has all that there is, so that what is accepted and fits nothing is out of date.
  var isWhole: Bool {
    switch self {
    case .batch: false
    case .policies: true
    }
  }

  func findings(_ settings: RuleSettings, keeping query: Query) async throws(Problem) -> [PlacedFinding] {
    switch self {
    case .batch(let batch, let data, let prefix):
      guard query.isEmpty else {
        throw Problem(
          .usage,
          what: "A batch says of its policies only what it sends, which no filter can be asked of.",
          advice: "Leave out --filter, or choose with --rule."
        )
      }
      let findings = PlacedFinding.findings(on: batch, settings: settings)
      let places = JSONPlaces(of: Set(findings.compactMap { $0.pointer.map { prefix + $0 } }), in: data)
      return findings.map { finding in
        var finding = finding
        finding.place = finding.pointer.flatMap { places[prefix + $0] }
        return finding
      }
    case .policies(let file): return try await Self.findings(on: file, settings, keeping: query)
    }
  }

  private static func findings(
    on file: DesiredFile,
    _ settings: RuleSettings,
    keeping query: Query
  ) async throws(Problem) -> [PlacedFinding] {
    var known: Set<PolicyID> = []
    let policies = file.rows.enumerated().map { number, row in
      // Two rows may have been given one id, and most have none.
      let id = row.id.flatMap { known.insert($0).inserted ? $0 : nil }
      return AllowPolicy(id: id ?? PolicyID("row \(number)"), fields: row.created, modifiedAt: row.modifiedAt)
    }
    let list = PolicyList(policies)
    let kept = try kept(query, of: list)
    let judge = await ListJudge.onAllCores(list, settings: settings)
    return await judge.findings().compactMap { finding in
      guard let row = finding.policyID.flatMap({ list.index(of: $0) }), kept?[row] ?? true else { return nil }
      var placed = PlacedFinding(raised(finding), on: list.fields(at: row))
      placed.place = file.place(of: finding.field, in: file.rows[row])
      placed.finding.policyID = file.rows[row].id
      return placed
    }
  }

  /// What the API would refuse is an error in what should be, though a policy of a type that it no longer takes may be
  /// there.
  private static func raised(_ finding: Finding) -> Finding {
    guard Rule.named(finding.rule)?.level == .error, finding.rule != "pattern-type-unknown" else { return finding }
    var raised = finding
    (raised.level, raised.silencedBy) = (.error, nil)
    return raised
  }

  /// Which rows a filter keeps; nil for all.
  private static func kept(_ query: Query, of list: PolicyList) throws(Problem) -> [Bool]? {
    guard !query.isEmpty else { return nil }
    guard !query.asksForFindings, !query.asksForUsage else {
      throw Problem(
        .usage,
        what: "Of a file no filter can ask for findings, or for mail.",
        advice: "Choose rules with --rule, and levels with --fail-on."
      )
    }
    do throws(CancellationError) {
      let rows = try PolicyFilter.rows(of: list, query: query, knowing: QueryFacts(now: Instant(Date())))
      var kept = [Bool](repeating: false, count: list.count)
      for case .policy(let row) in rows { kept[row] = true }
      return kept
    } catch {
      throw Problem(.interrupted, what: "Interrupted.", advice: "", retry: .safe)
    }
  }
}
