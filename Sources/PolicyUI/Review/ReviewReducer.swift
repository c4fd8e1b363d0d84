import Values
import Policies
import Canvas
import PolicyCore

/// The review: what it shows, and its commands.
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
      keepInSight(&state)
      return
    }
    guard !review.operations.isEmpty else {
      state.layers.remove(at: open)
      // What was found before it was sent has emptied the draft, and says more.
      let found = current.refusal.map { Message($0.what, tone: .warning) }
      state.message = found ?? Message("No operation is left to review.")
      return
    }
    current.update(review)
    state.layers[open] = .review(current)
    keepInSight(&state)
  }

  static func run(_ state: inout AppState, _ review: ReviewState, _ command: CommandID) -> [AppEffect] {
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
      if !scroll(&review, command, state) {
        move(&review, command, page: ReviewView.bodyRows(state), conflicts: state.conflictEntries(in: review))
      }
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
    case .reviewEdit where review.tab == .conflicts:
      state.replaceTopLayer(.review(review))
      if let twin = state.selectedTwin { return ConflictReducer.patchComment(twin) }
      if let conflict = state.selectedConflict { ConflictReducer.edit(&state, conflict) }
      return []
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
    case .conflictKeepMine, .conflictTakeTheirs:
      if let twin = state.selectedTwin { return ConflictReducer.settle(twin, command) }
      return state.selectedConflict.map { ConflictReducer.settle($0, command) } ?? []
    case .reviewSort:
      review.toggleOrder()
      return []
    case .policyCopyMore:
      state.replaceTopLayer(.review(review))
      state.layers.append(.picker(PickerState(.copyReview(review.review))))
      return []
    case .reviewExport:
      review.exportPath = TextField("postern-\(review.review.fingerprint.short).json")
      return []
    case .reviewEncoding:
      review.encoding = review.encoding == nil ? state.account.encoding.other : nil
      review.refusal = nil
      review.open(.request)
      return [.review(only: review.marked, review.encoding)]
    case .findingsOpen:
      return openFindings(&state, review)
    case .back, .interrupt:
      state.layers.removeLast()
    default:
      break
    }
    return []
  }

  /// Moves within what is selected while that has more rows than the screen, and says whether it did.
  private static func scroll(_ review: inout ReviewState, _ command: CommandID, _ state: AppState) -> Bool {
    let height = ReviewView.bodyRows(state)
    guard ![.cursorFirst, .cursorLast].contains(command), let rows = ReviewBody(state, review).selectedRows,
      rows.count > height
    else { return false }
    let top = review.scroll.top
    let target = command.target(from: top, count: .max / 2, page: height)
    let end = rows.upperBound - height + 1
    guard target > top ? top < end : top > rows.lowerBound else { return false }
    review.scroll = ScrollOffset(top: max(rows.lowerBound, min(target, end)))
    return true
  }

  /// On the tabs with operations the selection moves, on the others the text scrolls.
  private static func move(_ review: inout ReviewState, _ command: CommandID, page: Int, conflicts: Int) {
    switch review.tab {
    case .changes:
      let place = review.shown.firstIndex(of: review.selection) ?? 0
      let target = command.target(from: place, count: review.shown.count, page: page)
      if review.shown.indices.contains(target) { review.selection = review.shown[target] }
    case .findings:
      review.findingSelection = command.target(
        from: review.findingSelection,
        count: review.findings.count,
        page: max(1, page / 4)
      )
    case .conflicts:
      review.conflictSelection = command.target(from: review.conflictSelection, count: conflicts, page: 3)
    case .request:
      let top = command.target(from: review.scroll.top, count: .max / 2, page: page)
      review.scroll = ScrollOffset(top: top)
    }
  }

  /// Takes the name of the file to write the request to.
  static func answer(_ state: inout AppState, _ review: ReviewState, _ key: KeyPress) -> [AppEffect] {
    var review = review
    guard var path = review.exportPath else { return [] }
    var effects: [AppEffect] = []
    switch (key.key, key.modifiers) {
    case (.escape, []), (.character("c"), .ctrl), (.character("g"), .ctrl):
      review.exportPath = nil
    case (.enter, []):
      guard !path.text.allSatisfy(\.isWhitespace) else { return [] }
      review.exportPath = nil
      effects = [.export(review.review.request.body, to: path.text)]
    default:
      _ = path.handle(key)
      review.exportPath = path
    }
    state.replaceTopLayer(.review(review))
    return effects
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

  /// Scrolls so that what is selected is to be seen, as far as it has room, and never past the end.
  static func keepInSight(_ state: inout AppState) {
    guard case .review(var review) = state.layers.last else { return }
    let conflicts = review.tab == .conflicts ? state.conflictEntries(in: review) : 0
    if review.tab == .conflicts { review.conflictSelection = max(0, min(review.conflictSelection, conflicts - 1)) }
    let body = ReviewBody(state, review)
    review.heights = body.heights
    let height = ReviewView.bodyRows(state)
    if let rows = body.selectedRows {
      let margin = review.tab == .changes ? 1 : 0
      review.scroll.show(rows, count: body.plan.count, height: height, margin: margin)
    } else {
      review.scroll.scroll(by: 0, count: body.plan.count, height: height)
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
