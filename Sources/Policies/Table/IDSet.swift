/// Ids, each once.
package struct IDSet: Sendable {
  private var uuids = UUIDSet()
  private var others: Set<PolicyID> = []

  package init() {}

  /// Makes room for so many, where it is empty; more than they are cost memory alone.
  package mutating func reserve(_ count: Int) { uuids.reserve(count) }

  package var count: Int { uuids.count + others.count }

  package func contains(_ id: PolicyID) -> Bool {
    id.uuid.map(uuids.contains) ?? others.contains(id)
  }

  /// Takes the ids of a table's rows; gives the rows whose id is new.
  package mutating func insert(rowsOf table: PolicyTable) -> [Int] {
    let columns = table.columns
    return table.indices.filter { row in
      if let id = columns.odd(row)?.id { return others.insert(id).inserted }
      return uuids.insert(columns.ids[row])
    }
  }

  package mutating func formUnion(_ other: IDSet) {
    for uuid in other.uuids.places where uuid != 0 { _ = uuids.insert(uuid) }
    others.formUnion(other.others)
  }
}

/// Numbers other than zero, by open addressing: a hundred thousand go in within a few milliseconds.
private struct UUIDSet: Sendable {
  /// Zero for a free place; a power of two of them, at most half full.
  private(set) var places = [UInt128](repeating: 0, count: 64)
  private(set) var count = 0

  mutating func reserve(_ expected: Int) {
    guard count == 0 else { return }
    var size = places.count
    while size < 2 * expected { size *= 2 }
    places = [UInt128](repeating: 0, count: size)
  }

  func contains(_ uuid: UInt128) -> Bool { places[place(of: uuid)] == uuid }

  /// Whether it is new.
  mutating func insert(_ uuid: UInt128) -> Bool {
    let place = place(of: uuid)
    guard places[place] == 0 else { return false }
    places[place] = uuid
    count += 1
    if 2 * count > places.count { grow() }
    return true
  }

  private func place(of uuid: UInt128) -> Int {
    var place = IDIndex.hash(uuid) & (places.count - 1)
    while places[place] != 0, places[place] != uuid { place = (place + 1) & (places.count - 1) }
    return place
  }

  private mutating func grow() {
    let old = places
    places = [UInt128](repeating: 0, count: 2 * old.count)
    for uuid in old where uuid != 0 { places[place(of: uuid)] = uuid }
  }
}
