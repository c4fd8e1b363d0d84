import Languages
import Patterns
package import Policies
import Values

extension PolicySet {
  /// Whether these are the policies of a list, without what a draft does to them.
  package func isOf(_ list: PolicyList) -> Bool {
    base.members.revision == list.revision && base.members.count == list.count
  }

  /// Which policies of the list let in what is named, in any reading; a draft upon it is left aside.
  ///
  /// Costs what is named and, for a domain or a network, a look at each expression. Throws if its task is cancelled.
  package func answer(to question: ReachQuestion) throws(CancellationError) -> ReachAnswer {
    var search = ReachSearch(question, in: base)
    try search.run()
    return search.answer
  }
}

/// Looks through an index for the patterns that let in what is named.
private struct ReachSearch {
  private let question: ReachQuestion
  private let index: PolicyIndex
  private let judge: ReachJudge
  private(set) var answer: ReachAnswer

  init(_ question: ReachQuestion, in index: PolicyIndex) {
    self.question = question
    self.index = index
    judge = ReachJudge(question)
    answer = ReachAnswer(rows: index.members.count)
  }

  mutating func run() throws(CancellationError) {
    for sender in question.named {
      switch sender.kind {
      case .address(let address): findLiterals(of: address)
      case .domain(let name): findLiterals(of: name)
      case .network(let network): findLiterals(of: network)
      }
    }
    for entry in index.expressions.entries {
      // One may take some milliseconds, and whoever types on waits for the end of it.
      if Task.isCancelled { throw CancellationError() }
      note(index.bucket(at: entry.place).rows, judge.sign(of: entry.source, entry.kind))
    }
    for row in index.members.indices where index.isOfUnknownReach(row) {
      if judge.mayConcern(index.members.fields(at: row)) { answer.note(row, .undecided) }
    }
  }

  private mutating func note(_ rows: some Sequence<Int>, _ sign: ReachAnswer.Sign?) {
    guard let sign else { return }
    for row in rows { answer.note(row, sign) }
  }

  // MARK: - Patterns without an expression

  private mutating func findLiterals(of address: EmailAddress) {
    var found: [(rows: [Int], sign: ReachAnswer.Sign)] = []
    index.eachLiteral(matching: .sender("\(address)")) { bucket, _, pattern in
      if case .domain(let name) = pattern {
        found.append((bucket.rows, question.includes(name) ? [] : .opensOthers))
      } else {
        found.append((bucket.rows, []))
      }
    }
    for (rows, sign) in found { note(rows, sign) }
  }

  private mutating func findLiterals(of name: HostName) {
    var next = name.ascii[...]
    while true {
      let domain = HostName(canonical: String(next))
      let sign: ReachAnswer.Sign = question.includes(domain) ? [] : .opensOthers
      if let bucket = index.bucket(under: .domain(domain)) { note(bucket.rows, sign) }
      guard let dot = next.firstIndex(of: ".") else { break }
      next = next[next.index(after: dot)...]
    }
    if question.extent == .any { note(index.names.rows(atOrBelow: name), []) }
  }

  private mutating func findLiterals(of network: Network) {
    for wider in index.networks.containers(of: network) + [network] {
      guard let bucket = index.bucket(under: .network(wider)) else { continue }
      note(bucket.rows, question.includes(wider) ? [] : .opensOthers)
    }
    if question.extent == .any { note(index.networks.rows(inside: network), []) }
  }
}

extension PolicyIndex {
  /// Whether it is not known what a row matches: its type is unknown, or its pattern cannot be read.
  fileprivate func isOfUnknownReach(_ row: Int) -> Bool {
    let bits = members.table.columns.bits[row]
    return PatternKind(bits.type) == nil || bits.isUnread(.isRegex) || grants[row].contains(.uncertainPattern)
  }
}
