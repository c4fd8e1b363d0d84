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

  /// What `lint` prints of a batch.
  static func writeLint(_ findings: [PlacedFinding], to sink: @escaping (Data) -> Void) -> FindingCounts {
    var output = JSONArrayOutput(member: "findings", to: sink)
    output.add(items(findings))
    let counts = FindingCounts(findings.lazy.map(\.finding))
    output.finish(with: [summary(counts)])
    return counts
  }

  /// What `lint` prints of an account.
  static func writeLint(_ judge: ListJudge, to sink: @escaping (Data) -> Void) async -> FindingCounts {
    var output = JSONArrayOutput(member: "findings", to: sink)
    var counts = FindingCounts()
    await judge.eachPiece { findings in
      (items(findings.lazy.map { PlacedFinding(finding: $0, pointer: nil) }), FindingCounts(findings))
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
      finding(placed.finding, place: placed.pointer).write(to: &writer)
    }
    return writer
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

  subscript(level: FindingLevel) -> Int { levels[level] ?? 0 }

  static func += (left: inout FindingCounts, right: FindingCounts) {
    left.silenced += right.silenced
    left.levels.merge(right.levels, uniquingKeysWith: +)
  }
}
