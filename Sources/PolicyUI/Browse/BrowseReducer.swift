import PolicyQuery
import Canvas
import PolicyCore
import Policies

/// The commands of the table.
enum BrowseReducer {
  static func paste(_ state: inout AppState, _ text: String) -> [AppEffect] {
    guard state.browse.isFiltering else {
      if state.isReadOnly {
        state.message = Message(
          "Read-only: nothing can be queued. \(state.key(.filterOpen)) opens the filter.",
          tone: .warning
        )
        return []
      }
      return state.openPasted(text)
    }
    state.browse.filter.insert(text)
    return state.arrangeAnew()
  }

  static func run(_ state: inout AppState, _ command: CommandID) -> [AppEffect] {
    guard !state.browse.isFiltering else { return FilterReducer.run(&state, command) }
    // Whoever uses the table means the row that the cursor is on, wherever it goes.
    state.browse.isSelectionChosen = true
    if command.actsOnRow { state.browse.anchor = nil }
    switch command {
    case .cursorDown, .cursorUp, .cursorHalfPageDown, .cursorHalfPageUp, .cursorPageDown, .cursorPageUp, .cursorFirst,
      .cursorLast:
      move(&state, command)
      return []
    case .detailDown, .detailUp:
      state.scrollDetails { command == .detailDown ? $0.step : -$0.step }
      return []
    case .policyEdit, .policyNew, .policyDuplicate:
      return openForm(&state, command)
    case .policyDelete:
      return delete(&state)
    case .flagTrusted: return toggle(&state, .trusted)
    case .flagAcceptable: return toggle(&state, .acceptable)
    case .flagExempt: return toggle(&state, .exempt)
    case .flagVerify: return toggle(&state, .verify)
    case .rowsArrange:
      return state.arrangeAnew()
    case .markToggle, .markRange, .markAll, .markInvert, .markClear:
      mark(&state, command)
      return []
    case .draftUndo: return [.draft(.undo)]
    case .draftRedo: return [.draft(.redo)]
    case .dangersOpen:
      state.openRules()
      return []
    case .guardsOpen:
      state.layers.append(.guards(GuardsState()))
      return [.work(.checkGuards)]
    case .mailOpen:
      state.layers.append(.mail(MailLook()))
      return [.mail(.look)]
    case .changesOpen:
      state.layers.append(.changes(ChangesState()))
      return [.work(.readChanges)]
    case .historyOpen:
      return state.openHistory()
    case .reviewOpen:
      state.sayExtentOfReview()
      return state.openReview(of: state.browse.marks.isEmpty ? nil : state.browse.marks)
    case .filterOpen:
      state.browse.isFiltering = true
      state.browse.filterRecall = nil
      return []
    case .filterClear:
      return clear(&state)
    case .matchNext, .matchPrevious:
      state.goToDanger(isForward: command == .matchNext)
      return []
    case .filterWiden:
      return FilterReducer.widen(&state)
    case .sortReverse:
      state.browse.order = state.browse.order.turnedAround
      state.sayHiddenSort()
      return state.arrangeAnew() + [state.remember()]
    case .sortChoose, .columnsChoose, .themeChoose, .accountChoose, .policyCopyMore:
      return PickerState.open(&state, command)
    case .draftChoose:
      return [.work(.listDrafts)]
    case .viewsOpen:
      state.layers.append(.views(ViewsState()))
      return [.work(.readViews)]
    case .logOpen:
      state.layers.append(.log(LogState()))
      return []
    case .columnsRight, .columnsLeft:
      state.browse.columns.skip(by: command == .columnsRight ? 1 : -1)
      return []
    case .columnWiden, .columnNarrow, .columnFit:
      return state.changeWidth(of: .pattern, command)
    case .frequenciesOpen:
      state.openFrequencies()
      return []
    case .overviewOpen:
      state.openOverview()
      return []
    case .reportOpen:
      state.openReport()
      return []
    case .detailToggle:
      state.browse.detail = state.browse.detail.next(at: state.size)
      state.keepSelectionInSight()
      return [state.remember()]
    case .policiesRefresh:
      return state.load()
    case .policyCopy:
      let patterns = state.targets().map { $0.after.pattern ?? "" }
      return patterns.isEmpty ? [] : [.terminal(.copy(patterns.joined(separator: "\n")))]
    case .findingsOpen:
      state.openFindings(on: state.selectedRow?.id)
      return []
    case .whatIfOpen:
      state.openWhatIf()
      return []
    case .importOpen:
      state.layers.append(.path(PathState(.importing)))
      return []
    case .exportOpen:
      state.openExport()
      return []
    case .quit, .interrupt:
      return state.quit()
    default:
      return []
    }
  }

  /// Moves through the rows; where their details have taken the table's place, pages are theirs.
  static func move(_ state: inout AppState, _ command: CommandID, times: Int = 1) {
    let height = state.browseLayout.rows.rows
    switch command {
    case .cursorHalfPageDown where height == 0, .cursorPageDown where height == 0:
      state.scrollDetails { times * $0.step }
    case .cursorHalfPageUp where height == 0, .cursorPageUp where height == 0:
      state.scrollDetails { -times * $0.step }
    default:
      var row = state.browse.selection
      for _ in 0..<min(times, max(1, state.browse.rows.count)) {
        row = command.target(from: row, count: state.browse.rows.count, page: height)
      }
      state.selectRow(row)
    }
  }

  private static func openForm(_ state: inout AppState, _ command: CommandID) -> [AppEffect] {
    switch command {
    case .policyNew:
      state.layers.append(.form(FormState(newFrom: nil)))
    case .policyDuplicate:
      guard let row = state.selectedRow else { return [] }
      state.layers.append(.form(FormState(newFrom: row.after)))
    case .policyEdit where !state.browse.marks.isEmpty:
      let form = BulkEditState(state.targets())
      guard form.rows.count > 1 else {
        if let row = form.rows.first { state.layers.append(.form(FormState(editing: row))) }
        return []
      }
      state.layers.append(.bulkEdit(form))
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
    if rows.allSatisfy(\.isDeleted) { return [.draft(.change(.restore(rows.map(\.id))))] }
    return [.draft(.change(.delete(rows.filter { !$0.isDeleted }.map(\.subject))))]
  }

  /// Turns a flag on for all if any of them has it off, else off for all.
  private static func toggle(_ state: inout AppState, _ flag: PolicyFlag) -> [AppEffect] {
    let all = state.targets()
    let rows = all.filter { !$0.isDeleted }
    if rows.count < all.count {
      let text =
        "Queued for deletion, so left as it is: \(all.count - rows.count). \(state.key(.policyDelete)) takes a deletion back."
      state.message = Message(text, tone: .warning)
    }
    guard !rows.isEmpty else { return [] }
    var set = PolicyFields()
    set[flag.field] = .flag(!rows.allSatisfy { $0.after.isOn(flag) })
    return [.draft(.change(.edit(rows.map { DraftEdit.FieldEdit(policy: $0.subject, set: set) })))]
  }

  private static func mark(_ state: inout AppState, _ command: CommandID) {
    switch command {
    case .markToggle:
      guard let id = state.selectedRow?.id else { return }
      state.browse.markAnchor = id
      if state.browse.marks.remove(id) == nil { state.browse.marks.insert(id) }
      state.selectRow(state.browse.selection + 1)
    case .markRange:
      let anchor = state.browse.markAnchor.flatMap { state.browse.rows.position(of: $0) } ?? state.browse.selection
      state.mark(from: anchor, to: state.browse.selection)
    case .markAll:
      let shown = state.markableIDs
      state.tellOfUnmarked()
      if shown.isSubset(of: state.browse.marks) {
        state.browse.marks.subtract(shown)
      } else {
        state.browse.marks.formUnion(shown)
      }
    case .markClear:
      state.browse.marks = []
    default:
      let shown = state.markableIDs
      state.tellOfUnmarked()
      state.browse.marks.formSymmetricDifference(shown)
    }
    state.countVisibleMarks()
  }

  private static func clear(_ state: inout AppState) -> [AppEffect] {
    if state.browse.detail == .full, !state.browse.rows.isEmpty {
      state.browse.detail = .below
      state.keepSelectionInSight()
      return [state.remember()]
    }
    if !state.browse.filter.text.isEmpty {
      state.browse.filter = TextField()
      return state.arrangeAnew()
    }
    if state.browse.marks.isEmpty, case .loading = state.browse.load {
      state.browse.load = .idle
      state.browse.wait = nil
      state.message = Message("Loading was stopped. \(state.key(.policiesRefresh)) begins anew.", tone: .warning)
      return [.work(.cancelLoad)]
    }
    state.browse.marks = []
    state.browse.visibleMarks = 0
    return []
  }
}

extension CommandID {
  /// Whether it does something to the row under the cursor, or to those that are marked.
  var actsOnRow: Bool {
    switch self {
    case .policyEdit, .policyDuplicate, .policyDelete, .flagTrusted, .flagAcceptable, .flagExempt, .flagVerify,
      .markToggle, .markRange, .policyCopy, .policyCopyMore, .findingsOpen:
      true
    default:
      false
    }
  }
}
