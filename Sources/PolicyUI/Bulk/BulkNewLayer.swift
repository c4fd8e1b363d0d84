import Canvas
import Policies
import PolicyFiles

extension BulkNewState: ScreenLayer {
  var layer: Layer { .bulkNew(self) }
  var context: CommandContext { isEditingComments ? .line : .pasted }
  var takesText: Bool { isEditingComments }
  var takesPastes: Bool { true }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  var activation: CommandID? { .pastedLeaveOut }

  func draw(_ state: AppState, into buffer: inout Buffer) { BulkNewView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .formQueue: chosen.isEmpty ? "No line is chosen." : hasAction ? nil : actionReason(in: state)
    case .pastedLeaveOut: pasted.entries[selection].fields == nil ? "This line is no pattern, so it is left out." : nil
    default: nil
    }
  }

  private func actionReason(in state: AppState) -> String {
    let keys = [CommandID.flagTrusted, .flagAcceptable, .flagExempt].map { state.key($0, in: .pasted) }
    return "They would let nothing in: \(keys.joined(separator: ", ")) says what they are for."
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .cancel, .lineAccept: isEditingComments = false
    case .interrupt where isEditingComments: isEditingComments = false
    case .back, .interrupt: return .close()
    case .formQueue:
      if isFromForm, case .form = state.layers.last { state.layers.removeLast() }
      return .close([.draft(.createAll(chosen))])
    case .flagTrusted: flags.formSymmetricDifference([.trusted])
    case .flagAcceptable: flags.formSymmetricDifference([.acceptable])
    case .flagExempt: flags.formSymmetricDifference([.exempt])
    case .flagVerify: flags.formSymmetricDifference([.verify])
    case .pastedComment: isEditingComments = true
    case .pastedLeaveOut:
      leftOut.formSymmetricDifference([selection])
      selection = min(selection + 1, pasted.entries.count - 1)
    default:
      selection = command.target(from: selection, count: pasted.entries.count, page: BulkNewView.rows(state))
    }
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    if isEditingComments {
      if key.key == .tab { isEditingComments = false } else { _ = comments.handle(key) }
    }
    return .stay()
  }

  /// The one text that is asked for here is the comment.
  mutating func paste(_ text: String) {
    isEditingComments = true
    comments.insert(text)
  }
}

extension AppState {
  /// Takes lines that were pasted into the table; a single one becomes a form.
  mutating func openPasted(_ text: String) -> [AppEffect] {
    if importReason == nil, PolicyCSV.hasHeader(text) { return openImport(of: .pasted(text)) }
    let lines = BulkNewState(text)
    if lines.pasted.entries.count == 1, let entry = lines.pasted.entries.first {
      var fields = entry.fields ?? PolicyFields(pattern: entry.text)
      fields.pattern = entry.text
      for flag in FormState.startingFlags { fields[flag.field] = .flag(true) }
      layers.append(.form(FormState(newFrom: fields)))
    } else if !lines.pasted.entries.isEmpty {
      layers.append(.bulkNew(lines))
    }
    return []
  }
}
