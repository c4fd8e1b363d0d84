import PolicyFiles
import Canvas
import Policies

/// The keys of the pasted lines.
enum BulkNewReducer {
  /// Takes lines that were pasted into the table; a single one becomes a form.
  static func open(_ state: inout AppState, _ text: String) {
    let lines = BulkNewState(text)
    if lines.pasted.entries.count == 1, let entry = lines.pasted.entries.first {
      var fields = entry.fields ?? PolicyFields(pattern: entry.text)
      fields.pattern = entry.text
      state.layers.append(.form(FormState(newFrom: fields)))
    } else if !lines.pasted.entries.isEmpty {
      state.layers.append(.bulkNew(lines))
    }
  }

  static func press(_ state: inout AppState, _ lines: BulkNewState, _ key: KeyPress) -> [AppEffect] {
    var lines = lines
    if lines.isEditingComments {
      switch key.key {
      case .enter, .tab, .escape: lines.isEditingComments = false
      default: _ = lines.comments.handle(key)
      }
      state.replaceTopLayer(.bulkNew(lines))
      return []
    }
    switch key {
    case KeyPress(.escape), KeyPress("c", .ctrl), KeyPress("q"):
      state.layers.removeLast()
      return []
    case KeyPress(.enter):
      return queue(&state, lines)
    case KeyPress("t"): lines.flags.formSymmetricDifference([.trusted])
    case KeyPress("a"): lines.flags.formSymmetricDifference([.acceptable])
    case KeyPress("x"): lines.flags.formSymmetricDifference([.exempt])
    case KeyPress("v"): lines.flags.formSymmetricDifference([.verify])
    case KeyPress("c"), KeyPress(.tab): lines.isEditingComments = true
    case KeyPress(" "):
      if lines.pasted.entries[lines.selection].fields != nil {
        lines.leftOut.formSymmetricDifference([lines.selection])
      }
      lines.selection = min(lines.selection + 1, lines.pasted.entries.count - 1)
    default:
      if let command = state.keymap.command(for: key, in: .picker) {
        let page = BulkNewView.rows(state)
        lines.selection = command.target(from: lines.selection, count: lines.pasted.entries.count, page: page)
      }
    }
    state.replaceTopLayer(.bulkNew(lines))
    return []
  }

  private static func queue(_ state: inout AppState, _ lines: BulkNewState) -> [AppEffect] {
    let chosen = lines.chosen
    guard !chosen.isEmpty else {
      state.message = Message("No line is chosen.", tone: .warning)
      return []
    }
    state.layers.removeLast()
    return [.createPolicies(chosen)]
  }
}
