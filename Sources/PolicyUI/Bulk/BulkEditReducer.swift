import PolicyCore
import Policies
import Canvas

/// The keys of the form over several policies.
enum BulkEditReducer {
  static func press(_ state: inout AppState, _ form: BulkEditState, _ key: KeyPress) -> [AppEffect] {
    var form = form
    switch (key.key, key.modifiers) {
    case (.escape, []), (.character("c"), .ctrl):
      state.layers.removeLast()
      return []
    case (.enter, []):
      return queue(&state, form)
    case (.tab, []), (.down, []): form.moveFocus(by: 1)
    case (.backTab, []), (.up, []): form.moveFocus(by: -1)
    default: edit(&form, key)
    }
    state.replaceTopLayer(.bulkEdit(form))
    return []
  }

  private static func edit(_ form: inout BulkEditState, _ key: KeyPress) {
    if let flag = form.focus.flag {
      if key == KeyPress(" ") || key == KeyPress("x") { form.flags[flag] = (form.flags[flag] ?? .keep).next }
      return
    }
    if key == KeyPress("r", .alt) {
      form.setsComments = false
      form.comments = TextField(limit: form.comments.limit)
    } else if form.comments.handle(key) == .changed {
      form.setsComments = true
    }
  }

  private static func queue(_ state: inout AppState, _ form: BulkEditState) -> [AppEffect] {
    guard !form.set.isEmpty else {
      state.message = Message("Nothing is set: space goes from as it is to on and off.", tone: .warning)
      return []
    }
    state.layers.removeLast()
    return [.changeDraft(.edit(form.edits))]
  }
}

extension BulkEditState {
  fileprivate mutating func moveFocus(by step: Int) {
    let fields = Field.allCases
    guard let place = fields.firstIndex(of: focus) else { return }
    focus = fields[(place + step + fields.count) % fields.count]
  }
}
