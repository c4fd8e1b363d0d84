import Canvas
import PolicyCore

/// The history: what it shows, and its commands.
enum HistoryReducer {
  static func open(_ state: inout AppState) -> [AppEffect] {
    state.layers.append(.history(HistoryState()))
    return [.readHistory]
  }

  static func reduce(_ state: inout AppState, _ action: AppAction) -> [AppEffect] {
    switch action {
    case .historyRead(let records):
      // The palette or the help may lie over it by now.
      let place = state.layers.lastIndex { if case .history = $0 { true } else { false } }
      guard let place, case .history(var history) = state.layers[place] else { return [] }
      history.records = records
      history.selection = min(history.selection, max(0, records.count - 1))
      state.layers[place] = .history(history)
      return []
    case .submissionUndone(let undo, let snapshot):
      return undone(&state, undo, snapshot)
    default:
      return []
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
      "Queued what takes it back; \(state.key(.draftUndo)) drops that again. \(notes)",
      tone: undo.notes.isEmpty ? .plain : .warning
    )
    return DraftReducer.take(&state, snapshot)
  }

  static func run(_ state: inout AppState, _ history: HistoryState, _ command: CommandID) -> [AppEffect] {
    var history = history
    let page = HistoryView.bodyRows(state)
    switch command {
    case .historyShow:
      if let record = history.selected, history.opened == nil {
        history.opened = HistoryState.Opened(record, width: state.size.columns)
      }
    case .historyUndo:
      guard let record = history.subject else { return [] }
      guard record.takenForAppliedBy != nil else { return [.undoSubmission(record.id)] }
      state.layers.append(.submission(SubmissionState(reconciling: .running(nil))))
      return [.unsettle(record.id)]
    case .policyCopy:
      return history.subject.map { [.copy($0.fingerprint)] } ?? []
    case .back, .interrupt:
      guard history.opened != nil else {
        state.layers.removeLast()
        return []
      }
      history.opened = nil
    default:
      if var opened = history.opened {
        opened.layOut(width: state.size.columns)
        let top = command.target(from: opened.scroll.top, count: max(1, opened.rows.count - page + 1), page: page)
        opened.scroll = ScrollOffset(top: top)
        history.opened = opened
      } else {
        let count = history.records?.count ?? 0
        history.selection = command.target(from: history.selection, count: count, page: page)
        history.scroll.show(history.selection, count: count, height: page, margin: 1)
      }
    }
    state.replaceTopLayer(.history(history))
    return []
  }
}

extension HistoryState {
  /// The submission that a command is about.
  var subject: SubmissionRecord? { opened?.record ?? selected }
}
