import Canvas
import PolicyCore

extension HistoryState: SearchedLayer {
  var layer: Layer { .history(self) }
  var context: CommandContext { search.isTyping ? .search : .history }
  var takesText: Bool { search.isTyping }

  var place: Int {
    get { opened?.scroll.top ?? selection }
    set {
      if opened == nil { selection = newValue } else { opened?.scroll = ScrollOffset(top: newValue) }
    }
  }

  func texts(in state: AppState) -> [String] { opened?.texts ?? (records ?? []).map(HistoryView.text) }

  var coversScreen: Bool { true }
  var isOpening: Bool { records == nil }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  var activation: CommandID? { .historyShow }

  func draw(_ state: AppState, into buffer: inout Buffer) { HistoryView(state, self).draw(into: &buffer) }

  /// The submission that a command is about.
  var subject: SubmissionRecord? { opened?.record ?? selected }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    guard command == .historyUndo else { return nil }
    if let reason = state.readOnlyReason { return reason }
    guard let subject else { return "Nothing has been submitted from here yet." }
    return subject.state == .applied ? nil : "It was not applied, so there is nothing to undo."
  }

  mutating func take(_ records: [SubmissionRecord]) {
    self.records = records
    selection = min(selection, max(0, records.count - 1))
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    if let answer = searching(command, in: &state) {
      showSelection(page: HistoryView.bodyRows(state))
      return answer
    }
    switch command {
    case .historyShow:
      if let record = selected, opened == nil { opened = Opened(record, width: state.size.columns) }
    case .historyUndo:
      guard let record = subject else { break }
      guard record.takenForAppliedBy != nil else { return .stay([.draft(.undoSubmission(record.id))]) }
      state.layers.append(.submission(SubmissionState(reconciling: .running(nil))))
      return .stay([.work(.unsettle(record.id))])
    case .policyCopy:
      return .stay(subject.map { [.terminal(.copy($0.fingerprint))] } ?? [])
    case .back, .interrupt:
      guard opened != nil else { return .close() }
      opened = nil
    default:
      move(command, page: HistoryView.bodyRows(state), width: state.size.columns)
    }
    return .stay()
  }

  private mutating func move(_ command: CommandID, page: Int, width: Int) {
    if var opened {
      opened.layOut(width: width)
      let top = command.target(from: opened.scroll.top, count: max(1, opened.rows.count - page + 1), page: page)
      opened.scroll = ScrollOffset(top: top)
      self.opened = opened
    } else {
      let count = records?.count ?? 0
      selection = command.target(from: selection, count: count, page: page)
      showSelection(page: page)
    }
  }

  private mutating func showSelection(page: Int) {
    scroll.show(selection, count: records?.count ?? 0, height: page, margin: 1)
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    typeSearch(key, in: state)
    showSelection(page: HistoryView.bodyRows(state))
    return .stay()
  }

  mutating func paste(_ text: String) { if search.isTyping { search.field.insert(text) } }
}

/// Shows what was done before, once it has been read.
enum HistoryReducer {
  static func reduce(_ state: inout AppState, _ action: HistoryAction) -> [AppEffect] {
    switch action {
    case .changesRead(let log):
      state.update(ChangesState.self) { $0.take(log) }
      return []
    case .read(let records):
      state.update(HistoryState.self) { $0.take(records) }
      return []
    case .submissionUndone(let undo, let snapshot):
      return undone(&state, undo, snapshot)
    }
  }

  /// Shows the draft that takes a submission back, as any draft is shown: in the review.
  private static func undone(
    _ state: inout AppState,
    _ undo: SubmissionUndo,
    _ snapshot: DraftSnapshot
  ) -> [AppEffect] {
    let notes = undo.notes.joined(separator: " ")
    guard undo.edit != nil else {
      state.message = Message("Nothing can be undone. \(notes)", tone: .warning)
      return []
    }
    state.layers.removeAll { if case .history = $0 { true } else { false } }
    state.message = Message(
      "Queued what takes it back. \(state.key(.reviewOpen)) reviews it, \(state.key(.draftUndo)) drops it. \(notes)",
      tone: undo.notes.isEmpty ? .plain : .warning
    )
    return DraftReducer.take(&state, snapshot)
  }
}

extension AppState {
  /// Shows what was submitted, once it is read.
  mutating func openHistory() -> [AppEffect] {
    layers.append(.history(HistoryState()))
    return [.work(.readHistory)]
  }
}
