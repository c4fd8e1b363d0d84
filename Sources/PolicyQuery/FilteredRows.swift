package import Policies
package import PolicyCore

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
package struct FilteredRows: Sendable {
  package let list: PolicyList
  /// The draft's new policies, in the order in which they were queued.
  package let created: [NewPolicy]
  /// An index of the list, or the complement of one of `created`.
  private let codes: [Int32]

  init(list: PolicyList, created: [NewPolicy], codes: [Int32]) {
    self.list = list
    self.created = created
    self.codes = codes
  }

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
    if let index = list.index(of: id) { return codes.firstIndex(of: Int32(index)) }
    return created.firstIndex { $0.placeholderID == id }.flatMap { codes.firstIndex(of: ~Int32($0)) }
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
