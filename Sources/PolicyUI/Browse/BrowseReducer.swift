import Canvas
import PolicyCore

/// The keys of the table and of its filter line.
enum BrowseReducer {
  static func press(_ state: inout AppState, _ key: KeyPress) -> [AppEffect] {
    if state.browse.isFiltering { return FilterReducer.press(&state, key) }
    guard let command = state.keymap.command(for: key, in: .browse) else { return [] }
    if let reason = state.disabledReason(for: command) {
      state.message = Message(reason, tone: .warning)
      return []
    }
    return run(&state, command)
  }

  static func paste(_ state: inout AppState, _ text: String) -> [AppEffect] {
    guard state.browse.isFiltering else {
      state.message = Message("Press / to paste into the filter, or n for a new policy.", tone: .warning)
      return []
    }
    state.browse.filter.insert(text)
    return state.arrangeRows()
  }

  private static func run(_ state: inout AppState, _ command: CommandID) -> [AppEffect] {
    switch command {
    case .cursorDown, .cursorUp, .cursorHalfPageDown, .cursorHalfPageUp, .cursorPageDown, .cursorPageUp, .cursorFirst,
      .cursorLast:
      let height = state.browseLayout.rows.rows
      let target = command.target(from: state.browse.selection, count: state.browse.rows.count, page: height)
      state.selectRow(target)
      return []
    case .policyEdit, .policyNew, .policyDuplicate:
      return openForm(&state, command)
    case .policyDelete:
      return delete(&state)
    case .flagTrusted: return toggle(&state, .trusted)
    case .flagAcceptable: return toggle(&state, .acceptable)
    case .flagExempt: return toggle(&state, .exempt)
    case .flagVerify: return toggle(&state, .verify)
    case .markToggle, .markAll, .markInvert:
      mark(&state, command)
      return []
    case .draftUndo: return [.undoDraft]
    case .draftRedo: return [.redoDraft]
    case .reviewOpen:
      return [.review(only: state.browse.marks.isEmpty ? nil : state.browse.marks)]
    case .filterOpen:
      state.browse.isFiltering = true
      return []
    case .filterClear:
      return clear(&state)
    case .sortNext, .sortReverse:
      state.browse.order = command == .sortNext ? state.browse.order.nextColumn : state.browse.order.turnedAround
      return state.arrangeRows()
    case .detailToggle:
      state.browse.showsDetail.toggle()
      state.keepSelectionInSight()
      return []
    case .policiesRefresh:
      state.browse.load = .loading(loaded: 0, total: nil)
      return [.loadPolicies]
    case .policyCopy:
      return state.selectedRow.map { [.copy($0.after.pattern ?? "")] } ?? []
    case .findingsOpen:
      if let id = state.policyInQuestion { state.layers.append(.findings(FindingsState(policyID: id))) }
      return []
    case .help:
      state.layers.append(.help(HelpState(context: .browse)))
      return []
    case .quit, .interrupt:
      return [.quit(farewell: state.farewell)]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .reviewUnfold, .reviewUnfoldAll, .reviewTabChanges, .reviewTabFindings, .reviewTabConflicts, .reviewTabRequest,
      .reviewTabNext, .reviewEdit, .reviewDrop, .reviewSubmit, .findingFix, .findingSilence, .back:
      return []
    }
  }

  private static func openForm(_ state: inout AppState, _ command: CommandID) -> [AppEffect] {
    switch command {
    case .policyNew:
      state.layers.append(.form(FormState(newFrom: nil)))
    case .policyDuplicate:
      guard let row = state.selectedRow else { return [] }
      state.layers.append(.form(FormState(newFrom: row.after)))
    default:
      guard let row = state.selectedRow else { return [] }
      state.layers.append(.form(FormState(editing: row)))
    }
    return []
  }

  /// Queues deletions; if all of them are queued already, takes them back.
  private static func delete(_ state: inout AppState) -> [AppEffect] {
    let rows = state.targets()
    guard !rows.isEmpty else { return [] }
    if rows.allSatisfy(\.isDeleted) { return [.changeDraft(.restore(rows.map(\.id)))] }
    return [.changeDraft(.delete(rows.filter { !$0.isDeleted }.map(\.subject)))]
  }

  /// Turns a flag on for all if any of them has it off, else off for all.
  private static func toggle(_ state: inout AppState, _ flag: PolicyFlag) -> [AppEffect] {
    let all = state.targets()
    let rows = all.filter { !$0.isDeleted }
    if rows.count < all.count {
      let text = "Queued for deletion, so left as it is: \(all.count - rows.count). Press d to take a deletion back."
      state.message = Message(text, tone: .warning)
    }
    guard !rows.isEmpty else { return [] }
    var set = PolicyFields()
    set[flag.field] = .flag(!rows.allSatisfy { $0.after.isOn(flag) })
    return [.changeDraft(.edit(rows.map { DraftEdit.FieldEdit(policy: $0.subject, set: set) }))]
  }

  private static func mark(_ state: inout AppState, _ command: CommandID) {
    switch command {
    case .markToggle:
      guard let id = state.selectedRow?.id else { return }
      if state.browse.marks.remove(id) == nil { state.browse.marks.insert(id) }
      state.selectRow(state.browse.selection + 1)
    case .markAll:
      let shown = state.shownIDs
      if shown.isSubset(of: state.browse.marks) {
        state.browse.marks.subtract(shown)
      } else {
        state.browse.marks.formUnion(shown)
      }
    default:
      let shown = state.shownIDs
      state.browse.marks.formSymmetricDifference(shown)
    }
    state.countVisibleMarks()
  }

  private static func clear(_ state: inout AppState) -> [AppEffect] {
    if !state.browse.filter.text.isEmpty {
      state.browse.filter = TextField()
      return state.arrangeRows()
    }
    state.browse.marks = []
    state.browse.visibleMarks = 0
    return []
  }
}

/// The keys while the filter line has the keyboard.
private enum FilterReducer {
  static func press(_ state: inout AppState, _ key: KeyPress) -> [AppEffect] {
    switch (key.key, key.modifiers) {
    case (.enter, []):
      state.browse.isFiltering = false
      return []
    case (.escape, []), (.character("c"), .ctrl), (.character("g"), .ctrl):
      state.browse.isFiltering = false
      let hadText = !state.browse.filter.text.isEmpty
      state.browse.filter = TextField()
      return hadText ? state.arrangeRows() : []
    case (.down, []), (.up, []), (.pageDown, []), (.pageUp, []):
      guard let command = state.keymap.command(for: key, in: .browse) else { return [] }
      let height = state.browseLayout.rows.rows
      let target = command.target(from: state.browse.selection, count: state.browse.rows.count, page: height)
      state.selectRow(target)
      return []
    default:
      return state.browse.filter.handle(key) == .changed ? state.arrangeRows() : []
    }
  }
}

/// The mouse over the table.
enum BrowseMouse {
  static func reduce(_ state: inout AppState, _ event: MouseEvent) -> [AppEffect] {
    let layout = state.browseLayout
    switch event.kind {
    case .wheelDown, .wheelUp:
      let step = event.kind == .wheelDown ? 3 : -3
      state.selectRow(state.browse.selection + step)
    case .press(.left) where layout.rows.contains(event.position):
      let index = state.browse.scroll.top + event.position.row - layout.rows.row
      if index < state.browse.rows.count { state.selectRow(index) }
    case .press, .release:
      break
    }
    return []
  }
}

extension CommandID {
  /// Where a moving command leads in a list; other commands lead nowhere.
  func target(from index: Int, count: Int, page: Int) -> Int {
    let target =
      switch self {
      case .cursorDown: index + 1
      case .cursorUp: index - 1
      case .cursorHalfPageDown: index + max(1, page / 2)
      case .cursorHalfPageUp: index - max(1, page / 2)
      case .cursorPageDown: index + max(1, page - 1)
      case .cursorPageUp: index - max(1, page - 1)
      case .cursorFirst: 0
      case .cursorLast: count - 1
      default: index
      }
    return max(0, min(target, count - 1))
  }
}
