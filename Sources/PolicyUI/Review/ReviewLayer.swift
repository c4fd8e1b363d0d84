import Canvas
import MailLog
import Policies
import PolicyCore
import Values

extension ReviewState: ScreenLayer {
  var layer: Layer { .review(self) }
  var context: CommandContext { exportPath != nil ? .line : isFiltering ? .search : .review }
  var takesText: Bool { exportPath != nil || isFiltering }
  var coversScreen: Bool { true }

  /// On the tab of the changes an operation, by its place in the order of execution; a finding or a message on theirs.
  var clickedRow: Int? {
    get { tab == .changes ? selection : tab == .findings ? findingSelection : tab == .mail ? mailSelection : nil }
    set {
      guard let newValue else { return }
      switch tab {
      case .changes: selection = newValue
      case .findings: findingSelection = newValue
      case .mail: (mailSelection, soughtMessage) = (newValue, nil)
      case .conflicts, .request: break
      }
    }
  }

  var activation: CommandID? { .reviewUnfold }

  func draw(_ state: AppState, into buffer: inout Buffer) { ReviewView(state, self).draw(into: &buffer) }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    if let effects = filtering(command, in: state) { return .stay(effects) }
    switch command {
    case .matchNext, .matchPrevious:
      open(.changes)
      guard !goToDanger(isForward: command == .matchNext) else { break }
      state.message = Message("No operation that is shown has a danger.", tone: .warning)
    case .cursorDown, .cursorUp, .cursorHalfPageDown, .cursorHalfPageUp, .cursorPageDown, .cursorPageUp, .cursorFirst,
      .cursorLast:
      if !scroll(command, state) { move(command, state) }
    case .reviewUnfold where tab == .findings: jump(in: &state)
    case .reviewUnfold where tab == .mail:
      if let example = selectedExample { state.layers.append(.whatIf(WhatIfState(example.message.message))) }
    case .reviewUnfold:
      if let id = selected?.id, unfolded.remove(id) == nil { unfolded.insert(id) }
    case .reviewUnfoldAll:
      let all = Set(review.operations.map(\.id))
      unfolded = unfolded == all ? [] : all
    case .reviewTabChanges: open(.changes)
    case .reviewTabFindings: open(.findings)
    case .reviewTabConflicts: open(.conflicts)
    case .reviewTabRequest: open(.request)
    case .reviewTabMail: open(.mail)
    case .reviewTabNext: open(Tab(rawValue: (tab.rawValue + 1) % tabs.count) ?? .changes)
    case .reviewSort: toggleOrder()
    case .reviewEdit: return .stay(edit(in: &state))
    case .reviewDrop: return .stay(selected.map { [.draft(.change(.drop([$0.id])))] } ?? [])
    case .conflictKeepMine, .conflictTakeTheirs: return .stay(settle(command, state))
    case .draftUndo: return .stay([.draft(.undo)])
    case .draftRedo: return .stay([.draft(.redo)])
    case .reviewSubmit:
      let reason = SubmissionUndo.reason(afterChange: state.draft.undoTitle)
      state.layers.append(.submission(SubmissionState(confirming: review, reason: reason, replaying: replaying)))
    case .policyCopy: return .stay([.terminal(.copy(review.request.text))])
    case .policyCopyMore: state.layers.append(.picker(PickerState(.copyReview(review))))
    case .reportOpen: state.openReport(on: review)
    case .reviewExport: exportPath = TextField("postern-\(review.fingerprint.short).json")
    case .lineAccept: return .stay(export())
    case .cancel: exportPath = nil
    case .interrupt where exportPath != nil: exportPath = nil
    case .reviewEncoding:
      encoding = encoding == nil ? state.account.encoding.other : nil
      refusal = nil
      open(.request)
      return .stay([.work(.review(only: state.part(of: self), encoding))])
    case .findingsOpen: return openFindings(in: &state)
    case .back, .interrupt: return .close(replaying == nil ? [] : [.mail(.stopReplay)])
    default: break
    }
    return .stay()
  }

  /// Carries out what belongs to the filter; nil for any other command.
  private mutating func filtering(_ command: CommandID, in state: AppState) -> [AppEffect]? {
    switch command {
    case .filterOpen: isFiltering = true
    case .lineAccept where isFiltering:
      isFiltering = false
      // What was pasted is in effect from now on.
      return narrow(in: state)
    case .cancel where isFiltering, .interrupt where isFiltering: return dropFilter(in: state)
    case .back where !filter.text.isEmpty: return dropFilter(in: state)
    case .choiceDown where isFiltering: move(.cursorDown, state)
    case .choiceUp where isFiltering: move(.cursorUp, state)
    case .choicePageDown where isFiltering: move(.cursorPageDown, state)
    case .choicePageUp where isFiltering: move(.cursorPageUp, state)
    default: return nil
    }
    return []
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    if isFiltering { return .stay(filter.handle(key) == .changed ? narrow(in: state) : []) }
    _ = exportPath?.handle(key)
    return .stay()
  }

  mutating func paste(_ text: String) {
    if isFiltering { filter.insert(text) } else { exportPath?.insert(text) }
  }

  /// Writes the request to the file that was named.
  private mutating func export() -> [AppEffect] {
    guard let path = exportPath?.text, !path.allSatisfy(\.isWhitespace) else { return [] }
    exportPath = nil
    return [.work(.export(review.request.body, to: path))]
  }

  // MARK: - Moving

  /// Moves within what is selected while that has more rows than the screen, and says whether it did.
  private mutating func scroll(_ command: CommandID, _ state: AppState) -> Bool {
    let height = ReviewView.bodyRows(state, self)
    guard ![.cursorFirst, .cursorLast].contains(command), let rows = ReviewBody(state, self).selectedRows,
      rows.count > height
    else { return false }
    let top = scroll.top
    let target = command.target(from: top, count: .max / 2, page: height)
    let end = rows.upperBound - height + 1
    guard target > top ? top < end : top > rows.lowerBound else { return false }
    scroll = ScrollOffset(top: max(rows.lowerBound, min(target, end)))
    return true
  }

  /// On the tabs with operations the selection moves, on the others the text scrolls.
  private mutating func move(_ command: CommandID, _ state: AppState) {
    let page = ReviewView.bodyRows(state, self)
    switch tab {
    case .changes:
      let place = shown.firstIndex(of: selection) ?? 0
      let target = command.target(from: place, count: shown.count, page: page)
      if shown.indices.contains(target) { selection = shown[target] }
    case .findings:
      findingSelection = command.target(from: findingSelection, count: findings.count, page: max(1, page / 4))
    case .conflicts:
      conflictSelection = command.target(from: conflictSelection, count: state.conflictEntries(in: self), page: 3)
    case .mail:
      soughtMessage = nil
      let count = review.mail?.examples.count ?? 0
      mailSelection = command.target(from: mailSelection, count: count, page: page)
    case .request:
      scroll = ScrollOffset(top: command.target(from: scroll.top, count: .max / 2, page: page))
    }
  }

  private mutating func open(_ tab: Tab) {
    self.tab = tab
    scroll = ScrollOffset()
  }

  /// From a finding to the operation that it is about, unfolded.
  private mutating func jump(in state: inout AppState) {
    guard let id = selectedFinding?.policyID, let place = review.operations.firstIndex(where: { $0.id == id }) else {
      state.message = Message("No operation of this batch is on that policy.", tone: .warning)
      return
    }
    open(.changes)
    selection = place
    unfolded.insert(id)
  }

  /// Scrolls so that what is selected is to be seen, as far as it has room, and never past the end.
  mutating func fit(to state: AppState) {
    let conflicts = tab == .conflicts ? state.conflictEntries(in: self) : 0
    if tab == .conflicts { conflictSelection = max(0, min(conflictSelection, conflicts - 1)) }
    let body = ReviewBody(state, self)
    heights = body.heights
    let height = ReviewView.bodyRows(state, self)
    if let rows = body.selectedRows {
      scroll.show(rows, count: body.plan.count, height: height, margin: tab == .changes ? 1 : 0)
    } else {
      scroll.scroll(by: 0, count: body.plan.count, height: height)
    }
  }

  // MARK: - Acting

  /// The policy whose findings the keyboard asks for.
  var policyInQuestion: PolicyID? { tab == .changes ? selected?.id : selectedFinding?.policyID }

  /// On the findings tab the finding is chosen already, and its fix is shown beside it.
  private func openFindings(in state: inout AppState) -> LayerAnswer {
    guard let finding = selectedFinding, finding.fix != nil, !finding.isSilenced, !state.isReadOnly else {
      state.openFindings(on: policyInQuestion)
      return .stay()
    }
    let effects = state.fix(finding)
    // What has to be submitted first gets a review of its own.
    if case .submitFirst = finding.fix?.change { return .close(effects) }
    return .stay(effects)
  }

  private func edit(in state: inout AppState) -> [AppEffect] {
    if tab == .conflicts {
      if let twin = selectedTwin(in: state) { return [.draft(.change(ConflictEdits.patchComment(twin)))] }
      if let conflict = selectedConflict(in: state) { state.edit(conflict) }
      return []
    }
    guard let operation = selected?.operation else { return [] }
    let policy = operation.base.flatMap { state.browse.list[$0.id] } ?? operation.base
    state.layers.append(.form(FormState(editing: PolicyRow(policy: policy, operation: operation))))
    return []
  }

  private func settle(_ command: CommandID, _ state: AppState) -> [AppEffect] {
    let keepsMine = command == .conflictKeepMine
    if let twin = selectedTwin(in: state) { return ConflictEdits.settle(twin, keepsMine).map { .draft($0) } }
    return (selectedConflict(in: state).map { ConflictEdits.settle($0, keepsMine) } ?? []).map { .draft($0) }
  }
}

/// The review: how it is opened, and brought up to date.
enum ReviewReducer {
  static func reduce(_ state: inout AppState, _ action: ReviewAction) -> [AppEffect] {
    switch action {
    case .reviewed(let review): show(&state, review)
    case .replaying(let messages, let fingerprint):
      let messages = messages == 0 ? nil : messages
      state.update(ReviewState.self) { if $0.review.fingerprint == fingerprint { $0.replay(messages) } }
      state.update(SubmissionState.self) { if $0.review?.fingerprint == fingerprint { $0.replaying = messages } }
    case .replayed(let effect, let fingerprint): take(effect, of: fingerprint, &state)
    case .failed(let problem):
      state.layers.removeAll { if case .preparing = $0 { true } else { false } }
      state.message = Message(problem)
    }
    return []
  }

  /// Lays it on the review that it is of, and on the question whether to send it, if that is asked already.
  private static func take(_ effect: MailEffect, of fingerprint: Fingerprint, _ state: inout AppState) {
    state.update(ReviewState.self) { if $0.review.fingerprint == fingerprint { $0.take(effect) } }
    state.update(SubmissionState.self) { if $0.review?.fingerprint == fingerprint { $0.take(effect) } }
  }

  /// Opens the review, or brings the one that is open up to date; one without operations closes by itself.
  private static func show(_ state: inout AppState, _ review: Review) {
    // Only the newest review is replayed: for a question on another one nothing is worked out any more.
    state.update(SubmissionState.self) { if $0.review?.fingerprint != review.fingerprint { $0.replaying = nil } }
    if let place = state.layers.lastIndex(where: { if case .preparing = $0 { true } else { false } }),
      case .preparing(let asked) = state.layers[place]
    {
      var opened = ReviewState(review: review, marked: asked.marked)
      // Nothing can be sent before they are settled, and the key was offered as the way to them.
      if !state.conflicts(in: opened).isEmpty { opened.tab = .conflicts }
      state.layers[place] = .review(opened)
      state.update(ReviewState.self) { _ in }
      return
    }
    // One that was left before it was there is not wanted any more.
    let open = state.layers.lastIndex { if case .review = $0 { true } else { false } }
    guard let open, case .review(let current) = state.layers[open] else { return }
    guard !review.operations.isEmpty else {
      state.layers.remove(at: open)
      // What was found before it was sent has emptied the draft, and says more.
      let found = current.refusal.map { Message($0.what, tone: .warning) }
      state.message = found ?? Message("No operation is left to review.")
      return
    }
    state.update(ReviewState.self) { $0.update(review) }
  }
}
