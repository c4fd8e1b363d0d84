import Policies
package import PolicyCore
package import PolicyFiles

/// The rows of a file before they are queued: what each would do, and what is wrong with it.
package struct ImportState: Equatable, Sendable {
  /// One line of the list.
  package enum Item: Hashable, Sendable {
    /// A row, by its place in the file.
    case row(Int)
    /// A line that makes no row, by its place among the remarks.
    case remark(Int)
  }

  /// What was read, and what becomes of it.
  package struct Rows: Equatable, Sendable {
    /// As it stands.
    package let file: PolicyCSV
    package var plan: ImportPlan
    /// What a person changed.
    package var changes = ImportChanges()
    /// In which order the rows are shown: it stays while they are mended, so that none moves away under the cursor.
    package var order: [Item]
    /// How grave the worst finding on a row is, of those that would be queued; empty where there are too many to judge
    /// before they are shown.
    package var levels: [Int: FindingLevel] = [:]
    /// How many rows have a danger, and how many a warning, for their worst.
    package var dangers = 0
    package var warnings = 0

    init(file: PolicyCSV, plan: ImportPlan) {
      self.file = file
      self.plan = plan
      order = Self.order(of: plan, [:])
    }

    /// Those with mistakes come first, then those in danger and those with a warning; those that change nothing last.
    fileprivate static func order(of plan: ImportPlan, _ levels: [Int: FindingLevel]) -> [Item] {
      var parts: [[Item]] = Array(repeating: [], count: 5)
      for (place, entry) in plan.entries.enumerated() {
        switch entry.outcome {
        case .invalid: parts[0].append(.row(place))
        case .new, .changed:
          let level = levels[place]
          parts[level == .danger ? 1 : level == .warning ? 2 : 3].append(.row(place))
        case .duplicate, .queued, .repeated, .leftOut: parts[4].append(.row(place))
        }
      }
      return parts.flatMap(\.self) + plan.remarks.indices.map { .remark($0) }
    }
  }

  package let source: ImportSource
  package let form: ImportForm
  /// Nil while the file is being read.
  package var rows: Rows?
  package var selection = 0
  /// How often rows were judged anew.
  package var plans = 0
  /// Whether what is ready is being queued.
  package var isQueueing = false
  /// What is looked for in the rows.
  package var search = ListSearch()
  /// Whether the order is made anew with the next judgement.
  var ordersAnew = false
  /// Leaving was asked for although rows were mended: the next answer decides.
  package var asksToLeave = false

  package init(_ source: ImportSource, form: ImportForm = ImportForm()) {
    self.source = source
    self.form = form
  }

  var selected: Item? { rows.flatMap { $0.order.indices.contains(selection) ? $0.order[selection] : nil } }

  /// The place in the file of the row that the cursor is on; nil on a remark.
  var selectedRow: Int? {
    if case .row(let place) = selected { place } else { nil }
  }

  /// The rows that are not taken as they are now: those with mistakes, and those that are left out.
  package var rest: Set<Int> {
    guard let rows else { return [] }
    let places = rows.plan.entries.indices.filter { place in
      switch rows.plan.entries[place].outcome {
      case .invalid, .leftOut: true
      case .new, .changed, .duplicate, .queued, .repeated: false
      }
    }
    return Set(places)
  }

  /// How many mended rows would be queued, and are not yet.
  var unqueuedMends: Int {
    guard let rows else { return 0 }
    return rows.changes.mended.keys.count { place in
      switch rows.plan.entries[place].outcome {
      case .new, .changed: true
      case .duplicate, .queued, .repeated, .invalid, .leftOut: false
      }
    }
  }

  /// Takes what was read.
  mutating func show(_ file: PolicyCSV, _ plan: ImportPlan) {
    rows = Rows(file: file, plan: plan)
    selection = 0
  }

  /// Takes a judgement of the rows as they are now.
  mutating func take(_ plan: ImportPlan) {
    rows?.plan = plan
    guard ordersAnew else { return }
    ordersAnew = false
    rows?.arrange()
    selection = 0
  }

  /// Orders a judgement of the rows over what is there.
  mutating func judge(over list: PolicyList) -> [AppEffect] {
    guard let rows else { return [] }
    plans += 1
    return [.files(.plan(PlanRequest(file: rows.file, changes: rows.changes, list: list, number: plans)))]
  }

  /// Goes to the next row with a mistake or a finding, or the one before, around the end; false where there is none.
  mutating func goToFault(isForward: Bool) -> Bool {
    guard let rows, !rows.order.isEmpty else { return false }
    let count = rows.order.count
    for step in 1...count {
      let place = (selection + (isForward ? step : count - step)) % count
      if case .row(let row) = rows.order[place], rows.isFaulty(row) {
        selection = place
        return true
      }
    }
    return false
  }
}

extension ImportState.Rows {
  /// So many rows are judged before they are shown; an expression costs as much as fifty others.
  private static let mostGraded = 2_000

  /// Judges the rows that would be queued, unless that would take longer than a blink.
  mutating func grade(_ state: AppState) {
    levels = [:]
    defer {
      dangers = levels.values.count { $0 == .danger }
      warnings = levels.values.count { $0 == .warning }
    }
    let cost = plan.entries.reduce(0) { $0 + ($1.fields.isRegex == true ? 50 : 1) }
    guard cost <= Self.mostGraded else { return }
    for (place, entry) in plan.entries.enumerated() {
      guard let operation = entry.operation(over: state.draft.draft) else { continue }
      levels[place] = state.findings.judging(operation).findings.gravest
    }
  }

  /// Puts the rows in order by how grave they are.
  mutating func arrange() { order = Self.order(of: plan, levels) }

  /// Whether something is wrong with a row that would be queued, or keeps it from that.
  func isFaulty(_ row: Int) -> Bool {
    if case .invalid = plan.entries[row].outcome { return true }
    return levels[row] != nil
  }
}

extension ImportPlan.Entry {
  /// What would be queued for the row; nil where nothing would.
  func operation(over draft: Draft) -> DraftOperation? {
    switch outcome {
    case .new:
      let policy = NewPolicy(placeholderID: PolicyID("line \(line)"), queuedAt: "", fields: fields)
      return DraftOperation(intent: .create(policy), position: 0)
    case .changed(let change):
      var one = Draft(draft[change.policy.id].map { [$0] } ?? [])
      _ = try? one.apply(.edit([DraftEdit.FieldEdit(policy: change.policy, set: change.changes)]))
      return one.operations.first
    case .duplicate, .queued, .repeated, .invalid, .leftOut: return nil
    }
  }
}
