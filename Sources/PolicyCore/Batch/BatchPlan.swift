/// Operations in the order in which the server runs them, each with its place in the request.
package struct BatchPlan: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package let operation: DraftOperation
    /// A JSON pointer into the request body, such as `/posts/3`.
    package let pointer: String
  }

  package let entries: [Entry]

  package init(_ operations: some Sequence<DraftOperation>) {
    var places = OperationCounts()
    // A stable order: kinds as the server runs them, within a kind as they were queued.
    entries = operations.sorted { ($0.kind, $0.position) < ($1.kind, $1.position) }.map { operation in
      defer { places[operation.kind] += 1 }
      return Entry(operation: operation, pointer: "/\(operation.kind.arrayName)/\(places[operation.kind])")
    }
  }

  package var ordered: [DraftOperation] { entries.map(\.operation) }
}
