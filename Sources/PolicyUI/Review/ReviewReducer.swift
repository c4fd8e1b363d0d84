import Canvas
import PolicyCore

/// The review: what it shows, and its keys.
enum ReviewReducer {
  static func reduce(_ state: inout AppState, _ action: AppAction) -> [AppEffect] {
    switch action {
    case .reviewed(let review):
      show(&state, review)
      return []
    case .reviewFailed(let problem):
      state.message = Message(problem)
      return []
    default:
      return []
    }
  }

  /// Opens the review, or brings the one that is open up to date; one without operations closes by itself.
  private static func show(_ state: inout AppState, _ review: Review) {
    let open = state.layers.lastIndex { if case .review = $0 { true } else { false } }
    guard let open, case .review(var current) = state.layers[open] else {
      guard state.layers.isEmpty else { return }
      let marks = state.browse.marks
      state.layers.append(.review(ReviewState(review: review, marked: marks.isEmpty ? nil : marks)))
      return
    }
    guard !review.operations.isEmpty else {
      state.layers.remove(at: open)
      state.message = Message("No operation is left to review.")
      return
    }
    current.update(review)
    state.layers[open] = .review(current)
    keepInSight(&state)
  }

  static func press(_ state: inout AppState, _ review: ReviewState, _ key: KeyPress) -> [AppEffect] {
    guard let command = state.keymap.command(for: key, in: .review) else { return [] }
    if let reason = state.disabledReason(for: command) {
      state.message = Message(reason, tone: .warning)
      return []
    }
    return run(&state, review, command)
  }

  private static func run(_ state: inout AppState, _ review: ReviewState, _ command: CommandID) -> [AppEffect] {
    var review = review
    defer {
      if case .review = state.layers.last {
        state.replaceTopLayer(.review(review))
        keepInSight(&state)
      }
    }
    switch command {
    case .cursorDown, .cursorUp, .cursorHalfPageDown, .cursorHalfPageUp, .cursorPageDown, .cursorPageUp, .cursorFirst,
      .cursorLast:
      move(&review, command, page: ReviewView.bodyRows(state))
      return []
    case .reviewUnfold where review.tab == .findings:
      jump(&state, &review)
      return []
    case .reviewUnfold:
      if let id = review.selected?.id, review.unfolded.remove(id) == nil { review.unfolded.insert(id) }
      return []
    case .reviewUnfoldAll:
      let all = Set(review.review.operations.map(\.id))
      review.unfolded = review.unfolded == all ? [] : all
      return []
    case .reviewTabChanges: review.open(.changes)
    case .reviewTabFindings: review.open(.findings)
    case .reviewTabConflicts: review.open(.conflicts)
    case .reviewTabRequest: review.open(.request)
    case .reviewTabNext:
      review.open(ReviewState.Tab(rawValue: (review.tab.rawValue + 1) % ReviewState.Tab.allCases.count) ?? .changes)
    case .reviewEdit:
      return edit(&state, &review)
    case .reviewDrop:
      return review.selected.map { [.changeDraft(.drop([$0.id]))] } ?? []
    case .reviewSubmit:
      state.replaceTopLayer(.review(review))
      state.layers.append(.submission(SubmissionState(confirming: review.review)))
    case .draftUndo: return [.undoDraft]
    case .draftRedo: return [.redoDraft]
    case .policyCopy: return [.copy(review.review.request.text)]
    case .findingsOpen:
      return openFindings(&state, review)
    case .help:
      state.replaceTopLayer(.review(review))
      state.layers.append(.help(HelpState(context: .review)))
    case .back, .interrupt:
      state.layers.removeLast()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .policyEdit, .policyNew, .policyDuplicate, .policyDelete, .flagTrusted, .flagAcceptable, .flagExempt,
      .flagVerify, .markToggle, .markAll, .markInvert, .filterOpen, .filterClear, .sortNext, .sortReverse,
      .detailToggle, .policiesRefresh, .reviewOpen, .findingFix, .findingSilence, .quit:
      break
    }
    return []
  }

  /// On the tabs with operations the selection moves, on the others the text scrolls.
  private static func move(_ review: inout ReviewState, _ command: CommandID, page: Int) {
    switch review.tab {
    case .changes:
      let count = review.review.operations.count
      review.selection = command.target(from: review.selection, count: count, page: page)
    case .findings:
      review.findingSelection = command.target(
        from: review.findingSelection,
        count: review.findings.count,
        page: max(1, page / 4)
      )
    case .conflicts, .request:
      let top = command.target(from: review.scroll.top, count: .max / 2, page: page)
      review.scroll = ScrollOffset(top: top)
    }
  }

  /// From a finding to the operation that it is about, unfolded.
  private static func jump(_ state: inout AppState, _ review: inout ReviewState) {
    guard let id = review.selectedFinding?.policyID,
      let place = review.review.operations.firstIndex(where: { $0.id == id })
    else {
      state.message = Message("No operation of this batch is on that policy.", tone: .warning)
      return
    }
    review.open(.changes)
    review.selection = place
    review.unfolded.insert(id)
  }

  /// On the findings tab the finding is chosen already, and its fix is shown beside it.
  private static func openFindings(_ state: inout AppState, _ review: ReviewState) -> [AppEffect] {
    state.replaceTopLayer(.review(review))
    if let finding = review.selectedFinding, finding.fix != nil, !finding.isSilenced, !state.isReadOnly {
      return state.fix(finding)
    }
    if let id = state.policyInQuestion { state.layers.append(.findings(FindingsState(policyID: id))) }
    return []
  }

  private static func edit(_ state: inout AppState, _ review: inout ReviewState) -> [AppEffect] {
    guard let operation = review.selected?.operation else { return [] }
    guard operation.kind != .delete else {
      state.message = Message("A deletion has nothing to edit; backspace takes it back.", tone: .warning)
      return []
    }
    state.replaceTopLayer(.review(review))
    let policy = operation.base.flatMap { state.browse.list[$0.id] } ?? operation.base
    state.layers.append(.form(FormState(editing: PolicyRow(policy: policy, operation: operation))))
    return []
  }

  /// Scrolls so that the selected operation is to be seen, and never past the end.
  static func keepInSight(_ state: inout AppState) {
    guard case .review(var review) = state.layers.last else { return }
    let lines = ReviewBody(state, review).plan
    let height = ReviewView.bodyRows(state)
    if review.tab == .findings {
      review.scroll.show(4 * review.findingSelection + 3, count: lines.count, height: height, margin: 0)
      review.scroll.show(4 * review.findingSelection, count: lines.count, height: height, margin: 0)
    } else if review.tab == .changes, let first = lines.firstIndex(where: { $0.operation == review.selection }) {
      let last = lines.lastIndex { $0.operation == review.selection } ?? first
      review.scroll.show(min(last, first + height - 1), count: lines.count, height: height, margin: 1)
      review.scroll.show(first, count: lines.count, height: height, margin: 1)
    } else {
      review.scroll.scroll(by: 0, count: lines.count, height: height)
    }
    state.replaceTopLayer(.review(review))
  }
}

extension ReviewState {
  fileprivate mutating func open(_ tab: Tab) {
    self.tab = tab
    scroll = ScrollOffset()
  }
}
