package import Policies
import Values

/// A list made ready to be judged: its policies by pattern, domain, network and expression, and the rules.
///
/// Judges all rows, on all cores, or any row by itself when it is asked; keeps neither readings nor sentences, which
/// would take more memory than the policies.
package struct ListJudge: Sendable {
  package let list: PolicyList
  /// The policies, indexed.
  ///
  /// Keep it for as long as the list is the same.
  package let policies: PolicySet
  private let judge: Judge
  /// What the list's expressions were read as: compiling takes long.
  private let reader: PatternReader

  /// Reads every pattern and files it; n log n.
  package init(_ list: PolicyList, settings: RuleSettings = RuleSettings()) {
    self.init(list, Judge(settings: settings))
  }

  init(_ list: PolicyList, _ judge: Judge) {
    var index = PolicyIndex.Builder(list)
    var reader = PatternReader()
    index.add(list.indices.map { reader.read(list.fields(at: $0)) })
    self.init(index, reader, judge)
  }

  private init(_ index: PolicyIndex.Builder, _ reader: PatternReader, _ judge: Judge) {
    list = index.members
    policies = PolicySet(base: PolicyIndex(index))
    self.reader = reader
    self.judge = judge
  }

  /// The same, with all cores at work.
  package static func onAllCores(_ list: PolicyList, settings: RuleSettings) async -> ListJudge {
    var index = PolicyIndex.Builder(list)
    var known = PatternReader()
    await Pieces.work(onRows: list.count) { rows in
      var reader = PatternReader()
      return (rows.map { reader.readAndJudge(list.fields(at: $0)) }, reader)
    } take: { readings, reader in
      index.add(readings)
      known.learn(from: reader)
    }
    return ListJudge(index, known, Judge(settings: settings))
  }

  // MARK: - Rows

  /// The findings on some rows, or on all, in the order of the list.
  package func findings(onRows rows: Range<Int>? = nil) -> [Finding] {
    var reader = reader
    var findings: [Finding] = []
    for row in rows ?? list.indices {
      let facts = PolicyFacts(list[row], reader: &reader)
      judge.findings(on: facts, into: &findings)
      judge.findings(on: facts, in: policies, row: row, into: &findings)
    }
    return findings
  }

  /// Which rules hold of some rows.
  func signs(ofRows rows: Range<Int>) -> [RowSigns] {
    var reader = reader
    return rows.map { judge.signs(of: PolicyFacts(list[$0], reader: &reader), in: policies, row: $0) }
  }

  // MARK: - All rows, on all cores

  /// Which rules hold of each row.
  func signs() async -> RowFindings {
    var signs: [RowSigns] = []
    signs.reserveCapacity(list.count)
    await Pieces.work(onRows: list.count, self.signs(ofRows:)) { signs += $0 }
    return RowFindings(signs, of: list)
  }

  /// Every finding, in the order of the list.
  package func findings() async -> [Finding] {
    var findings: [Finding] = []
    await eachPiece {
      $0
    } take: {
      findings += $0
    }
    return findings
  }

  /// Makes something of the findings on some thousand rows at a time, and hands it over in the order of the list.
  package func eachPiece<Piece: Sendable>(
    isolation: isolated (any Actor)? = #isolation,
    _ make: @escaping @Sendable ([Finding]) -> Piece,
    take: (Piece) -> Void
  ) async {
    await Pieces.work(onRows: list.count) {
      make(findings(onRows: $0))
    } take: {
      take($0)
    }
  }
}

extension PatternReader {
  /// Reads a pattern and judges an expression, which is kept: all are compared later, and whoever asks first would
  /// otherwise judge all of them while the others wait.
  fileprivate mutating func readAndJudge(_ fields: PolicyFields) -> PatternReading {
    let reading = read(fields)
    _ = PolicyFacts.expression(of: fields, reading)?.verdict
    return reading
  }
}
