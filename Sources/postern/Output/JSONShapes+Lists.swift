import Foundation
import JSONText
import PolicyCore
import Policies
import Values

/// What may be a hundred thousand: written in pieces, on all cores.
extension JSONShapes {
  /// What `list` and `export` print.
  static func write(_ policies: ListedRows, to sink: @escaping (Data) -> Void) async {
    var output = JSONArrayOutput(to: sink)
    await Pieces.work(onRows: policies.count) { places in
      var writer = JSONWriter.items(atDepth: JSONArrayOutput.depth(inMember: false))
      for place in places {
        writer.item()
        writer.policy(policies.list.table, row: policies.row(at: place))
      }
      return writer
    } take: {
      output.add($0)
    }
    output.finish()
  }

  /// What `draft list` prints.
  static func drafts(_ drafts: [ListedDraft], current: DraftName) -> OrderedJSON {
    .array(
      drafts.map { draft in
        .object([
          Member("name", .string(draft.name.text)),
          Member("operations", .integer(draft.operations)),
          Member("changed_at", draft.changedAt.map { .string(Timestamp.text(of: $0)) } ?? .null),
          Member("current", .bool(draft.name == current)),
        ])
      }
    )
  }

  /// What `silence list` prints; a policy that is gone has no pattern.
  static func silences(_ silences: [(suppression: Suppression, pattern: String)]) -> OrderedJSON {
    .array(
      silences.map { suppression, pattern in
        .object([
          Member("rule", .string(suppression.rule.rawValue)),
          Member("pattern", pattern.isEmpty ? .null : .string(pattern)),
          Member("policy_id", .string(suppression.policyID.text)),
          Member("reason", .string(suppression.reason)),
        ])
      }
    )
  }

  /// What `lint` prints of a file.
  static func writeLint(_ findings: [PlacedFinding], to sink: @escaping (Data) -> Void) -> FindingCounts {
    var output = JSONArrayOutput(member: "findings", to: sink)
    output.add(items(findings))
    let counts = FindingCounts(findings.lazy.map(\.finding))
    output.finish(with: [summary(counts)])
    return counts
  }

  /// What `lint` prints of an account.
  ///
  /// `place` keeps of the findings those that are asked for.
  static func writeLint(
    _ judge: ListJudge,
    _ place: @escaping @Sendable ([Finding]) -> [PlacedFinding],
    to sink: @escaping (Data) -> Void
  ) async -> FindingCounts {
    var output = JSONArrayOutput(member: "findings", to: sink)
    var counts = FindingCounts()
    await judge.eachPiece { findings in
      let placed = place(findings)
      return (items(placed), FindingCounts(placed.lazy.map(\.finding)))
    } take: { items, found in
      output.add(items)
      counts += found
    }
    output.finish(with: [summary(counts)])
    return counts
  }

  private static func items(_ findings: some Sequence<PlacedFinding>) -> JSONWriter {
    var writer = JSONWriter.items(atDepth: JSONArrayOutput.depth(inMember: true))
    for placed in findings {
      writer.item()
      finding(placed).write(to: &writer)
    }
    return writer
  }

  /// With what the policy is and, of a file, where the finding stands.
  private static func finding(_ placed: PlacedFinding) -> OrderedJSON {
    .object(
      members(of: placed.finding, place: placed.pointer) + [
        Member("pattern_type", placed.type.map { .string($0.rawValue) } ?? .null),
        Member("is_regex", placed.isRegex.map(OrderedJSON.bool) ?? .null),
        Member("line", placed.place.map { .integer($0.line) } ?? .null),
        Member("column", placed.place.map { .integer($0.column) } ?? .null),
      ]
    )
  }

  /// A finding that somebody has silenced is not counted.
  private static func summary(_ counts: FindingCounts) -> Member {
    let members = FindingLevel.allCases.reversed().map { Member($0.rawValue, .integer(counts[$0])) }
    return Member("summary", .object(members))
  }
}

/// How many findings of each level there are, and how many are silenced.
struct FindingCounts: Sendable {
  private(set) var silenced = 0
  private var levels: [FindingLevel: Int] = [:]

  init() {}

  init(_ findings: some Sequence<Finding>) {
    for finding in findings {
      if finding.isSilenced { silenced += 1 } else { levels[finding.level, default: 0] += 1 }
    }
  }

  /// Whether there is one of this level, or a graver one.
  func isAny(from level: FindingLevel) -> Bool { levels.contains { $0.key >= level && $0.value > 0 } }

  subscript(level: FindingLevel) -> Int { levels[level] ?? 0 }

  static func += (left: inout FindingCounts, right: FindingCounts) {
    left.silenced += right.silenced
    left.levels.merge(right.levels, uniquingKeysWith: +)
  }
}
