package import Policies
import PolicyCore

/// What stays where it is, though a filter may no longer keep it or an order would place it elsewhere: rows that were
/// changed while somebody looks at them.
package struct KeptRows: Equatable, Sendable {
  /// The rows as they are shown.
  package let shown: FilteredRows
  /// Those that stay.
  package let ids: Set<PolicyID>
  /// Whether rows that another list than theirs tells otherwise stay too.
  package let keepsRetold: Bool
  /// Rows that are to be shown in any case; those that the filter does not keep come to stand behind `place`.
  package let added: [PolicyID]
  package let place: PolicyID?

  package init(
    _ ids: Set<PolicyID>,
    of shown: FilteredRows,
    keepsRetold: Bool = false,
    adding added: [PolicyID] = [],
    behind place: PolicyID? = nil
  ) {
    self.shown = shown
    self.ids = ids
    self.keepsRetold = keepsRetold
    self.added = added
    self.place = place
  }
}

/// Rows of a filter with others among them that were kept where they were.
package struct ArrangedRows: Equatable, Sendable {
  package let rows: FilteredRows
  /// Those that stay where they are, whether they match or not.
  package let kept: Set<PolicyID>
  /// Those of them that the filter does not keep.
  package let unmatched: Set<PolicyID>

  /// Rows as a filter and an order make them.
  package init(_ rows: FilteredRows) {
    self.rows = rows
    kept = []
    unmatched = []
  }

  /// Each kept row stands behind the row behind which it stood, as far up as one of those is still there.
  package init(_ rows: FilteredRows, keeping: KeptRows) {
    var arranging = Arranging(rows)
    if !keeping.ids.isEmpty || keeping.keepsRetold { arranging.keep(keeping) }
    arranging.add(keeping.added, behind: keeping.place)
    self.rows = arranging.isChanged ? arranging.rows : rows
    kept = arranging.kept
    unmatched = arranging.unmatched
  }
}

/// Takes rows out of an order and puts them where they stood; costs what the rows cost, once.
private struct Arranging {
  private let base: FilteredRows
  private let created: [PolicyID: Int32]
  /// By code: the rows of the list, and behind them the new policies.
  private let isMatching: [Bool]
  private var codes: [Int32]
  private(set) var kept: Set<PolicyID> = []
  private(set) var unmatched: Set<PolicyID> = []
  private(set) var isChanged = false

  init(_ rows: FilteredRows) {
    base = rows
    codes = rows.codes
    created = Dictionary(
      rows.created.enumerated().map { ($1.placeholderID, ~Int32($0)) },
      uniquingKeysWith: { first, _ in first }
    )
    var isMatching = [Bool](repeating: false, count: rows.list.count + rows.created.count)
    for code in rows.codes { isMatching[Self.place(of: code, in: rows)] = true }
    self.isMatching = isMatching
  }

  var rows: FilteredRows { FilteredRows(list: base.list, created: base.created, codes: codes, signs: base.signs) }

  private static func place(of code: Int32, in rows: FilteredRows) -> Int {
    code >= 0 ? Int(code) : rows.list.count + Int(~code)
  }

  private func matches(_ code: Int32) -> Bool { isMatching[Self.place(of: code, in: base)] }

  private func code(of id: PolicyID) -> Int32? { base.list.index(of: id).map { Int32($0) } ?? created[id] }

  mutating func keep(_ keeping: KeptRows) {
    let shown = keeping.shown
    let isSameList = shown.list.revision == base.list.revision
    let keepsRetold = keeping.keepsRetold && !isSameList
    var front: [Int32] = []
    var following: [Int32: [Int32]] = [:]
    var taken: Set<Int32> = []
    var last: Int32?
    // Of another list each row is looked up by its id; of the same one only those are that stay.
    let staying = isSameList ? Set(keeping.ids.compactMap { code(of: $0) }) : []
    for (position, old) in shown.codes.enumerated() {
      guard let code = isSameList && old >= 0 ? old : code(of: shown.id(at: position)) else { continue }
      let isRetold =
        keepsRetold && old >= 0 && code >= 0
        && (!matches(code)
          || !shown.list.table.row(Int(old), isSameAs: Int(code), of: base.list.table))
      let stays = isSameList && old >= 0 ? staying.contains(code) : keeping.ids.contains(shown.id(at: position))
      if stays || isRetold {
        let id = shown.id(at: position)
        taken.insert(code)
        kept.insert(id)
        if !matches(code) { unmatched.insert(id) }
        if let last { following[last, default: []].append(code) } else { front.append(code) }
      } else if matches(code) {
        last = code
      }
    }
    guard !taken.isEmpty else { return }
    isChanged = true
    var arranged = front
    arranged.reserveCapacity(codes.count + taken.count)
    for code in codes where !taken.contains(code) {
      arranged.append(code)
      if let behind = following[code] { arranged += behind }
    }
    codes = arranged
  }

  mutating func add(_ ids: [PolicyID], behind place: PolicyID?) {
    let new = ids.compactMap { id in code(of: id).map { (id: id, code: $0) } }
      .filter { !matches($0.code) && !kept.contains($0.id) }
    guard !new.isEmpty else { return }
    isChanged = true
    let behind = place.flatMap { code(of: $0) }.flatMap { codes.firstIndex(of: $0) }
    codes.insert(contentsOf: new.map(\.code), at: behind.map { $0 + 1 } ?? 0)
    kept.formUnion(new.map(\.id))
    unmatched.formUnion(new.map(\.id))
  }
}
