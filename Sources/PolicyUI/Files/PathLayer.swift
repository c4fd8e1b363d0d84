import Canvas
import Policies
import PolicyCore
import PolicyFiles
import PolicyQuery
import Values

extension PathState: ScreenLayer {
  var layer: Layer { .path(self) }
  var context: CommandContext { .path }
  var takesText: Bool { true }
  var isOpening: Bool { isWaiting }

  func draw(_ state: AppState, into buffer: inout Buffer) { PathView(state, self).draw(into: &buffer) }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .cancel, .interrupt: return .close()
    case .pathComplete: return goOn() ? .stay() : .stay([.files(.listNames(field.text))])
    case .lineAccept: return accept(in: &state)
    default: return .stay()
    }
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    if field.handle(key) == .changed { edited() }
    return .stay()
  }

  mutating func paste(_ text: String, in state: inout AppState) -> LayerAnswer {
    // Several lines are no name: they are what the file would have.
    if purpose == .importing, text.split(whereSeparator: \.isNewline).count > 1 {
      return .close(state.openImport(of: .pasted(text)))
    }
    field.insert(text)
    edited()
    return .stay()
  }

  private mutating func accept(in state: inout AppState) -> LayerAnswer {
    let path = path
    guard !path.isEmpty else { return .stay() }
    switch purpose {
    case .importing:
      return .close(state.openImport(of: .file(path)))
    case .exporting(let subject):
      guard let format = ExportRequest.Format(path: path) else {
        state.message = Message("The name has to end with .csv or .json, which says what is written.", tone: .warning)
        return .stay()
      }
      isWaiting = true
      let request = ExportRequest(rows: subject.rows, format: format, path: path, overwrites: taken == path)
      return .stay([.files(.export(request))])
    case .reporting(let isOnDraft):
      guard let format = ReportRequest.Format(path: path) else {
        state.message = Message(
          "The name has to end with .html, .md or .json, which says what is written.",
          tone: .warning
        )
        return .stay()
      }
      if let reason = state.reportReason {
        state.message = Message(reason, tone: .warning)
        return .stay()
      }
      guard let subject = state.reportSubject(isOnDraft: isOnDraft) else {
        state.message = Message("No review is open any more, so there is nothing to report on.", tone: .warning)
        return .close()
      }
      isWaiting = true
      let request = ReportRequest(subject: subject, format: format, path: path, overwrites: taken == path)
      return .stay([.files(.report(request))])
    }
  }
}

extension AppState {
  /// Why nothing can be exported now; nil if it can.
  var exportReason: String? {
    if browse.loadedAt == nil || browse.headOf != nil { return "The policies are still being loaded." }
    if let stopped = browse.stopped { return "\(stopped) The export would not be complete." }
    guard browse.isComplete else {
      return "The list changed while it was read, and may lack rows: \(key(.policiesRefresh)) reads it again."
    }
    return exportedRows.isEmpty ? "There is no policy to be exported." : nil
  }

  /// The marked policies that are shown, or all that are; new ones of the draft are not on the server yet.
  private var exportedRows: [Int] {
    let places = browse.marks.isEmpty ? Array(browse.rows.indices) : markedPlaces
    return places.compactMap { place in
      if case .policy(let row) = browse.rows[place] { row } else { nil }
    }
  }

  private var markedPlaces: [Int] { browse.marks.compactMap { browse.rows.position(of: $0) }.sorted() }

  /// Asks where to write what is marked, or else what is shown.
  mutating func openExport() {
    let rows = ListedRows(browse.rows.list, rows: exportedRows)
    let what = browse.marks.isEmpty ? (browse.filter.text.isEmpty ? "" : ", all that are shown") : ", marked"
    let ids = Set(rows.indices.map { rows.id(at: $0) })
    let queued = draft.draft.operations.count { $0.kind == .post || ids.contains($0.id) }
    let title = rows.count.grouped + " " + rows.count.agreeing("policy", "policies") + what
    let subject = ExportSubject(rows: rows, title: title, queued: queued)
    layers.append(.path(PathState(.exporting(subject), path: "policies.csv")))
  }
}
