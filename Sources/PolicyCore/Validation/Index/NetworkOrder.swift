import Patterns
import Values

/// Rows sorted by their network, so that each stands directly before everything that it contains.
struct NetworkOrder: Sendable {
  private var entries: [(network: Network, row: Int32)] = []
  /// The prefix lengths that occur, ascending: 33 and 129 at most.
  private(set) var lengths: [IPAddress.Family: [Int]] = [:]

  mutating func add(_ network: Network, row: Int) {
    entries.append((network.cleared, Int32(row)))
  }

  /// Call once, after the last row.
  mutating func sort() {
    entries.sort { $0.network != $1.network ? $0.network < $1.network : $0.row < $1.row }
    var found: [IPAddress.Family: Set<Int>] = [:]
    for entry in entries { found[entry.network.family, default: []].insert(entry.network.prefixLength) }
    lengths = found.mapValues { $0.sorted() }
  }

  /// The rows whose network lies in this one, or is it.
  func rows(inside network: Network) -> some Sequence<Int> {
    let key = network.cleared
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].network < key { low = middle + 1 } else { high = middle }
    }
    return entries[low...].lazy.prefix { key.contains($0.network) }.map { Int($0.row) }
  }

  /// The networks that contain this one and may occur, nearest last; not itself.
  func containers(of network: Network) -> [Network] {
    (lengths[network.family] ?? []).prefix { $0 < network.prefixLength }.map {
      Network(network.address.prefix($0), prefixLength: $0)
    }
  }
}
