import Canvas
import Policies
import PolicyCore
import PolicyFiles
import Values

extension ImportState: SearchedLayer {
  var layer: Layer { .importing(self) }
  var context: CommandContext { search.isTyping ? .search : asksToLeave ? .leaving : .importing }
  var takesText: Bool { search.isTyping }

  var place: Int {
    get { selection }
    set { selection = newValue }
  }

  func texts(in state: AppState) -> [String] {
    guard let rows else { return [] }
    return rows.order.map { item in
      switch item {
      case .row(let place):
        let entry = rows.plan.entries[place]
        return "\(entry.fields.shownPattern) \(entry.fields.typeLabel) \(entry.fields.comments ?? "")"
      case .remark(let place): return rows.plan.remarks[place].what
      }
    }
  }

  var coversScreen: Bool { rows != nil }
  var isOpening: Bool { rows == nil }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  var activation: CommandID? { .importMend }

  func draw(_ state: AppState, into buffer: inout Buffer) { ImportView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    guard let rows else { return nil }
    switch command {
    case .importQueue, .formQueue:
      if let broken = rows.plan.broken {
        return "Nobody can say what follows line \(broken.line), so nothing can be queued."
      }
      return rows.plan.counts.ready == 0 ? "No row is ready to be queued." : nil
    case .draftUndo, .draftRedo: return state.undoReason(for: command)
    case .importRest: return rows.plan.counts.rest == 0 ? "Every row is taken, or there already." : nil
    case .importMend, .pastedLeaveOut: return rowReason(rows, reviewKey: state.key(.reviewOpen, in: .importing))
    case .reviewOpen: return state.draft.draft.isEmpty ? "Nothing is queued yet." : nil
    case .importQuotes:
      if form.kind == .list { return "A list has no fields." }
      return rows.changes.mended.isEmpty ? nil : "Rows were mended: queue them first, as the file is read again."
    default: return nil
    }
  }

  private func rowReason(_ rows: Rows, reviewKey: String) -> String? {
    guard let row = selectedRow else { return "This line makes no row." }
    switch rows.plan.entries[row].outcome {
    case .duplicate: return "The policy is there just so already: there is nothing to do with this row."
    case .queued: return "The draft has it just so already: \(reviewKey) reviews the draft."
    case .repeated(let line): return "Line \(line) says the same: there is nothing to do with this row."
    case .new, .changed, .invalid, .leftOut: return nil
    }
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    guard let rows else { return .close() }
    let goesToMatch = command == .matchNext || command == .matchPrevious
    if !goesToMatch || !search.isEmpty, let answer = searching(command, in: &state) { return answer }
    switch command {
    case .cancel: asksToLeave = false
    case .formDiscard: return .close()
    case .back, .interrupt:
      if asksToLeave || unqueuedMends == 0 { return .close() }
      asksToLeave = true
    case .importQueue, .formQueue:
      asksToLeave = false
      isQueueing = true
      let order = ImportOrder(file: rows.file, changes: rows.changes, list: state.browse.list, plan: rows.plan)
      return .stay([.draft(.importRows(order))])
    case .importRest: return .stay([.files(.writeRest(rows.file, rows: rest, beside: source.path))])
    case .importMend: open(rows, in: &state)
    case .reviewOpen: return .stay(state.openReview(of: nil))
    case .pastedLeaveOut: return .stay(leaveOut(in: state))
    case .draftUndo: return .stay([.draft(.undo)])
    case .draftRedo: return .stay([.draft(.redo)])
    case .importQuotes:
      var form = form
      form.readsCurlyQuotes.toggle()
      return .close(state.openImport(of: source, as: form))
    case .matchNext, .matchPrevious:
      if !goToFault(isForward: command == .matchNext) {
        state.message = Message("No row has a mistake, and none that was judged has a finding.", tone: .warning)
      }
    default:
      selection = command.target(from: selection, count: rows.order.count, page: ImportView.listRows(state))
    }
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    asksToLeave = false
    typeSearch(key, in: state)
    return .stay()
  }

  mutating func paste(_ text: String) { if search.isTyping { search.field.insert(text) } }

  private func open(_ rows: Rows, in state: inout AppState) {
    guard let row = selectedRow else { return }
    let entry = rows.plan.entries[row]
    let mistakes: [ImportMistake] = if case .invalid(let mistakes) = entry.outcome { mistakes } else { [] }
    var fields = entry.fields
    // A dialect that does not tell expressions from other patterns has none.
    fields.isRegex = fields.isRegex ?? false
    var form = FormState(mending: fields, row: row, line: entry.line, of: source.name, mistakes: mistakes)
    form.mending?.text = rows.file.line(of: row)
    state.layers.append(.form(form))
  }

  private mutating func leaveOut(in state: AppState) -> [AppEffect] {
    guard let row = selectedRow else { return [] }
    rows?.changes.leftOut.formSymmetricDifference([row])
    selection = min(selection + 1, (rows?.order.count ?? 1) - 1)
    return judge(over: state.browse.list)
  }

  mutating func fit(to state: AppState) {
    selection = max(0, min(selection, (rows?.order.count ?? 1) - 1))
  }
}

extension AppState {
  /// Why nothing can be imported now; nil if it can.
  var importReason: String? {
    if !isDraftRead { return "The draft is still being read." }
    return browse.loadedAt == nil || browse.headOf != nil
      ? "The policies are still being loaded: what is new cannot be told yet." : nil
  }

  /// Reads a file; its rows are shown once they are there.
  mutating func openImport(of source: ImportSource, as form: ImportForm = ImportForm()) -> [AppEffect] {
    layers.append(.importing(ImportState(source, form: form)))
    return [.files(.read(source, form, over: browse.list))]
  }

  /// Takes what a form made of a row.
  mutating func mend(_ row: Int, as fields: PolicyFields) -> [AppEffect] {
    let list = browse.list
    var effects: [AppEffect] = []
    update(ImportState.self) { rows in
      rows.rows?.changes.mended[row] = fields
      rows.rows?.changes.leftOut.remove(row)
      effects = rows.judge(over: list)
    }
    return effects
  }

  /// Goes on after a change of the draft: rows are judged anew, and close once all of them are taken.
  mutating func followImport() -> [AppEffect] {
    guard let place = layers.lastIndex(where: { if case .importing = $0 { true } else { false } }),
      case .importing(var rows) = layers[place], !rows.isOpening
    else { return [] }
    if rows.isQueueing, rows.rows?.plan.counts.rest == 0 {
      layers.remove(at: place)
      return []
    }
    rows.isQueueing = false
    rows.ordersAnew = true
    let effects = rows.judge(over: browse.list)
    layers[place] = .importing(rows)
    return effects
  }
}
