import Policies

/// Operations in the order in which the server runs them, each with its place in the request.
package struct BatchPlan: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package let operation: DraftOperation
    /// A JSON pointer into the request body, such as `/posts/3`.
    package let pointer: String
  }

  package let entries: [Entry]

  /// Orders operations: kinds as the server runs them, within a kind as they were queued, but for one that frees a
  /// pattern, which comes before the one that takes it.
  ///
  /// Two that swap their patterns cannot be ordered, nor can those of different arrays; they stay as they were queued.
  package init(_ operations: some Sequence<DraftOperation>) {
    let queued = operations.sorted { ($0.kind, $0.position) < ($1.kind, $1.position) }
    self.init(
      asWritten: OperationKind.allCases.flatMap { kind in HandOvers.ordered(queued.filter { $0.kind == kind }) }
    )
  }

  /// Takes operations in the order in which a request has them already: within a kind they stay as they come.
  package init(asWritten operations: some Sequence<DraftOperation>) {
    var places = OperationCounts()
    let byKind = Dictionary(grouping: operations, by: \.kind)
    entries = OperationKind.allCases.flatMap { byKind[$0] ?? [] }.map { operation in
      defer { places[operation.kind] += 1 }
      return Entry(operation: operation, pointer: "/\(operation.kind.arrayName)/\(places[operation.kind])")
    }
  }

  /// The same in as many parts as the API's limit for each array demands, in the order in which they have to run.
  ///
  /// Each part is atomic, and they are not so together.
  package var parts: [[DraftOperation]] {
    var parts: [[DraftOperation]] = []
    var counts = OperationCounts()
    for operation in ordered {
      if parts.isEmpty || counts[operation.kind] == Rule.maximumItems {
        parts.append([])
        counts = OperationCounts()
      }
      parts[parts.count - 1].append(operation)
      counts[operation.kind] += 1
    }
    return parts
  }

  package var ordered: [DraftOperation] { entries.map(\.operation) }
}

/// Which operation of an array hands its pattern to which other one.
private enum HandOvers {
  static func ordered(_ operations: [DraftOperation]) -> [DraftOperation] {
    // Few operations change a pattern; only these can hand one over.
    let moves = operations.map { movesPattern($0) ? PatternMove($0) : nil }
    var freed: [PatternKey: Int] = [:]
    for (place, move) in moves.enumerated() {
      if let from = move?.from, from != move?.to { freed[from] = place }
    }
    guard !freed.isEmpty else { return operations }
    var isPlaced = operations.map { _ in false }
    var order: [Int] = []
    order.reserveCapacity(operations.count)
    for first in operations.indices where !isPlaced[first] {
      // Follows whoever has to go first; a ring of them ends where it began.
      var chain = [first]
      isPlaced[first] = true
      while let last = chain.last, let to = moves[last]?.to, let before = freed[to], !isPlaced[before] {
        isPlaced[before] = true
        chain.append(before)
      }
      order += chain.reversed()
    }
    return order.map { operations[$0] }
  }

  private static func movesPattern(_ operation: DraftOperation) -> Bool {
    guard case .edit(_, let edit) = operation.intent else { return false }
    return edit.changes.pattern != nil || edit.changes.patternType != nil || edit.changes.isRegex != nil
  }
}
