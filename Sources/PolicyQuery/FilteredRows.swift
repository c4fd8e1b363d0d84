package import Policies
package import PolicyCore
import Synchronization

/// One row of a filtered list.
package enum RowReference: Hashable, Sendable {
  /// The policy at this index of the list.
  case policy(Int)
  /// The new policy at this index of ``FilteredRows/created``.
  case created(Int)
}

/// The rows that a filter keeps, sorted, together with the list and the new policies that they speak of.
///
/// Copies are cheap; with an empty query it shares the order that was made before.
package struct FilteredRows: Equatable, Sendable {
  package let list: PolicyList
  /// The draft's new policies, in the order in which they were queued.
  package let created: [NewPolicy]
  /// An index of the list, or the complement of one of `created`.
  let codes: [Int32]
  /// By code, what is to be said of the rows that the filter asked of what they let in; nothing of most.
  let signs: [Int32: ReachAnswer.Sign]
  private let places: RowPlaces

  init(list: PolicyList, created: [NewPolicy], codes: [Int32], signs: [Int32: ReachAnswer.Sign] = [:]) {
    self.list = list
    self.created = created
    self.codes = codes
    self.signs = signs
    places = RowPlaces()
  }

  package static func == (left: FilteredRows, right: FilteredRows) -> Bool {
    left.codes == right.codes && left.created == right.created && left.signs == right.signs && left.list == right.list
  }

  /// Whether they are the very same, made once; equal ones that were made twice are not.
  package func isSame(as other: FilteredRows) -> Bool { places === other.places }

  /// What is to be said of the policy at this position, where the filter asks what it lets in.
  package func sign(at position: Int) -> ReachAnswer.Sign { signs[codes[position]] ?? [] }

  /// How many of these, of those that are decided, others of the same list and draft do not have.
  package func countDecided(beside others: FilteredRows) -> Int {
    let known = Set(others.codes)
    return codes.count { !known.contains($0) && signs[$0]?.contains(.undecided) != true }
  }

  /// Whether there is anything to be said of any of them.
  package var haveSigns: Bool { !signs.isEmpty }

  /// No rows of no list.
  package init() {
    self.init(list: PolicyList(), created: [], codes: [])
  }

  /// The id of the policy at this position; of a new one the placeholder.
  package func id(at position: Int) -> PolicyID {
    switch self[position] {
    case .policy(let index): list.id(at: index)
    case .created(let index): created[index].placeholderID
    }
  }

  /// Where the policy stands; nil where the filter does not keep it.
  package func position(of id: PolicyID) -> Int? {
    guard let index = list.index(of: id) else {
      return created.firstIndex { $0.placeholderID == id }.flatMap { codes.firstIndex(of: ~Int32($0)) }
    }
    return places.place(ofRow: index, of: list.count, in: codes)
  }
}

extension FilteredRows: RandomAccessCollection {
  package var startIndex: Int { codes.startIndex }
  package var endIndex: Int { codes.endIndex }

  package subscript(position: Int) -> RowReference {
    let code = codes[position]
    return code < 0 ? .created(Int(~code)) : .policy(Int(code))
  }
}

/// Where each row of the list stands, made when somebody first asks: a look through all rows for each of many marks would
/// take as long as the list is long.
private final class RowPlaces: Sendable {
  private let known = Mutex<[Int32]?>(nil)

  func place(ofRow row: Int, of count: Int, in codes: [Int32]) -> Int? {
    let place = known.withLock { known -> Int32 in
      if let known { return known[row] }
      var made = [Int32](repeating: -1, count: count)
      for (place, code) in codes.enumerated() where code >= 0 { made[Int(code)] = Int32(place) }
      known = made
      return made[row]
    }
    return place < 0 ? nil : Int(place)
  }
}
