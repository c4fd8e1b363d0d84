import Canvas
import PolicyCore
import Policies

/// The keys of the form.
enum FormReducer {
  static func press(_ state: inout AppState, _ form: FormState, _ key: KeyPress) -> [AppEffect] {
    if form.asksToLeave { return answerLeaving(&state, form, key) }
    var form = form
    switch (key.key, key.modifiers) {
    case (.escape, []), (.character("c"), .ctrl):
      return leave(&state, form)
    case (.enter, []):
      return queue(&state, form)
    case (.character("x"), .ctrl):
      if case .set(let fields) = form.verdict(judgedBy: state.findings).fix?.change { form.take(fields) }
    case (.character("k"), .ctrl) where form.verdict(judgedBy: state.findings).mayBeThere && form.isNew:
      form.isWantedTwice.toggle()
    case (.character("o"), .ctrl):
      return [.editText(form.comments.text)]
    case (.tab, []), (.down, []):
      form.moveFocus(by: 1)
    case (.backTab, []), (.up, []):
      form.moveFocus(by: -1)
    default:
      edit(&form, key)
    }
    state.replaceTopLayer(.form(form))
    return []
  }

  /// Takes the comment that was written in an editor; a file ends with a line end, a comment does not.
  static func takeComments(_ state: inout AppState, _ text: String) {
    guard case .form(var form) = state.layers.last else { return }
    var text = text[...]
    while text.last?.isNewline == true { text.removeLast() }
    form.comments = TextField(form.comments.text)
    form.comments.replaceAll(with: String(text))
    form.focus = .comments
    state.replaceTopLayer(.form(form))
  }

  private static func edit(_ form: inout FormState, _ key: KeyPress) {
    switch form.focus {
    case .pattern:
      _ = form.pattern.handle(key)
    case .comments:
      _ = form.comments.handle(key)
    case .type:
      chooseType(&form, key)
    case .regex, .trusted, .acceptable, .exempt, .verify, .replaceWhole:
      if key == KeyPress(" ") || key == KeyPress("x") { form.toggleFocused() }
    }
  }

  /// Space and the arrows go round; the first letter of a type chooses it.
  private static func chooseType(_ form: inout FormState, _ key: KeyPress) {
    let types = PatternType.writable
    let current = form.type.flatMap { types.firstIndex(of: $0) }
    switch key.key {
    case .right, .character(" "):
      form.type = types[current.map { ($0 + 1) % types.count } ?? 0]
    case .left:
      form.type = types[current.map { ($0 + types.count - 1) % types.count } ?? types.count - 1]
    default:
      if let typed = key.typed, let type = types.first(where: { $0.label.first == typed }) { form.type = type }
    }
  }

  private static func queue(_ state: inout AppState, _ form: FormState) -> [AppEffect] {
    let verdict = form.verdict(judgedBy: state.findings)
    guard verdict.canBeQueued else {
      let first = verdict.findings.first { $0.level == .error }
      state.message = first.map { Message("Not queued: \($0.message)", tone: .error) }
      return []
    }
    state.layers.removeLast()
    switch form.subject {
    case .new:
      return [.createPolicy(form.values, besideItsLike: form.isWantedTwice)]
    case .existing(let row) where row.isNew && form.isWantedTwice:
      return [.changeDraft(.drop([row.id])), .createPolicy(form.values, besideItsLike: true)]
    case .existing(let row):
      let edit = DraftEdit.FieldEdit(policy: row.subject, set: form.changes, replacesWhole: form.replacesWhole)
      if let theirs = form.rebasing {
        let title = "settle the conflict on \(theirs.pattern)"
        return [.changeDraft(.group([.rebase([theirs]), .edit([edit])], title: title))]
      }
      return form.isChanged ? [.changeDraft(.edit([edit]))] : []
    }
  }

  // MARK: - Leaving

  private static func leave(_ state: inout AppState, _ form: FormState) -> [AppEffect] {
    guard form.isChanged else {
      state.layers.removeLast()
      return []
    }
    var form = form
    form.asksToLeave = true
    state.replaceTopLayer(.form(form))
    return []
  }

  private static func answerLeaving(_ state: inout AppState, _ form: FormState, _ key: KeyPress) -> [AppEffect] {
    var form = form
    form.asksToLeave = false
    switch key.key {
    case .character("y"): state.layers.removeLast()
    case .enter: return queue(&state, form)
    default: state.replaceTopLayer(.form(form))
    }
    return []
  }
}

extension FormState {
  mutating func moveFocus(by step: Int) {
    let places = fields
    guard let index = places.firstIndex(of: focus) else { return }
    focus = places[(index + step + places.count) % places.count]
  }

  mutating func toggleFocused() {
    switch focus {
    case .regex: isRegex.toggle()
    case .replaceWhole: replacesWhole.toggle()
    case .trusted: toggle(.trusted)
    case .acceptable: toggle(.acceptable)
    case .exempt: toggle(.exempt)
    case .verify: toggle(.verify)
    case .pattern, .type, .comments: break
    }
  }

  private mutating func toggle(_ flag: PolicyFlag) {
    if flags.remove(flag) == nil { flags.insert(flag) }
  }
}
