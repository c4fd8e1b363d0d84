/// Ids, each once.
package struct IDSet: Sendable {
  private var uuids: Set<UInt128> = []
  private var others: Set<PolicyID> = []

  package init() {}

  package var count: Int { uuids.count + others.count }

  package func contains(_ id: PolicyID) -> Bool {
    id.uuid.map(uuids.contains) ?? others.contains(id)
  }

  /// Takes the ids of a table's rows; gives the rows whose id is new.
  package mutating func insert(rowsOf table: PolicyTable) -> [Int] {
    let columns = table.columns
    return table.indices.filter { row in
      if let id = columns.odd(row)?.id { return others.insert(id).inserted }
      return uuids.insert(columns.ids[row]).inserted
    }
  }

  package mutating func formUnion(_ other: IDSet) {
    uuids.formUnion(other.uuids)
    others.formUnion(other.others)
  }
}
