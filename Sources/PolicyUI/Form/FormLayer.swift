import Canvas
import Policies
import PolicyCore

extension FormState: ScreenLayer {
  var layer: Layer { .form(self) }

  var context: CommandContext { asksToLeave ? .leaving : .form }

  var takesText: Bool { !asksToLeave && [.pattern, .comments, .trial].contains(focus) }

  var clickedRow: Int? {
    get { fields.firstIndex(of: focus) }
    set {
      guard let newValue, fields.indices.contains(newValue) else { return }
      focus = fields[newValue]
      wasLeft = wasLeft || focus != .pattern
    }
  }

  var activation: CommandID? { takesText ? nil : .fieldToggle }

  func draw(_ state: AppState, into buffer: inout Buffer) { FormView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .formFix:
      if case .set = verdict(judgedBy: state.findings).fix?.change { return nil }
      return "Nothing that is found here has a fix that a key could apply."
    case .formTwice:
      if !isNew || mending != nil { return "This is for a new policy that is there already." }
      return verdict(judgedBy: state.findings).mayBeThere ? nil : "No policy has this pattern yet."
    case .commentKeep:
      return "This is for several policies at once."
    case .commentLast:
      return state.lastComment == nil ? "Nothing that is queued has a comment." : nil
    default:
      return nil
    }
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .cancel where asksToLeave: asksToLeave = false
    case .cancel, .interrupt:
      guard isChanged, !asksToLeave else { return .close() }
      asksToLeave = true
    case .formDiscard: return .close()
    case .formQueue: return queue(in: &state)
    case .formFix:
      if case .set(let fields) = verdict(judgedBy: state.findings).fix?.change { take(fields) }
    case .formTwice: isWantedTwice.toggle()
    case .flagTrusted: toggle(.trusted)
    case .flagAcceptable: toggle(.acceptable)
    case .flagExempt: toggle(.exempt)
    case .flagVerify: toggle(.verify)
    case .commentLast:
      if let comment = state.lastComment { takeComments(comment) }
    case .formEditor: return .stay([.terminal(.editText(comments.text))])
    case .fieldNext where opensSeveral(in: &state): return .stay()
    case .fieldNext: moveFocus(by: 1)
    case .fieldPrevious: moveFocus(by: -1)
    case .fieldToggle: toggleFocused()
    default: break
    }
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    guard !asksToLeave else {
      asksToLeave = false
      return .stay()
    }
    switch focus {
    case .pattern:
      _ = pattern.handle(key)
      followPattern()
    case .comments: _ = comments.handle(key)
    case .trial: _ = trial.handle(key)
    case .type: chooseType(key)
    case .regex, .trusted, .acceptable, .exempt, .verify, .replaceWhole: break
    }
    return .stay()
  }

  mutating func paste(_ text: String) {
    switch focus {
    case .pattern:
      if pattern.text.isEmpty { pasted = PastedLines(text) }
      pattern.insert(pasted?.joined ?? text)
      followPattern()
    case .comments: comments.insert(text)
    case .trial: trial.insert(text)
    case .type, .regex, .trusted, .acceptable, .exempt, .verify, .replaceWhole: break
    }
  }

  /// Takes the comment that was written in an editor; a file ends with a line end, a comment does not.
  mutating func takeComments(_ text: String) {
    var text = text[...]
    while text.last?.isNewline == true { text.removeLast() }
    comments = TextField(comments.text)
    comments.replaceAll(with: String(text))
    focus = .comments
  }

  // MARK: - Fields

  private mutating func moveFocus(by step: Int) {
    let places = fields
    guard let index = places.firstIndex(of: focus) else { return }
    focus = places[(index + step + places.count) % places.count]
    wasLeft = true
  }

  private mutating func toggleFocused() {
    switch focus {
    case .type: chooseType(KeyPress(.right))
    case .regex: isRegex.toggle()
    case .replaceWhole: replacesWhole.toggle()
    case .trusted: toggle(.trusted)
    case .acceptable: toggle(.acceptable)
    case .exempt: toggle(.exempt)
    case .verify: toggle(.verify)
    case .pattern, .comments, .trial: break
    }
  }

  private mutating func toggle(_ flag: PolicyFlag) {
    mending?.undecided.remove(flag)
    if flags.remove(flag) == nil { flags.insert(flag) }
  }

  /// The arrows go round; the first letter of a type chooses it.
  private mutating func chooseType(_ key: KeyPress) {
    followsPattern = false
    let types = PatternType.writable
    let current = type.flatMap { types.firstIndex(of: $0) }
    switch key.key {
    case .right:
      type = types[current.map { ($0 + 1) % types.count } ?? 0]
    case .left:
      type = types[current.map { ($0 + types.count - 1) % types.count } ?? types.count - 1]
    default:
      if let typed = key.typed, let chosen = types.first(where: { $0.label.first == typed }) { type = chosen }
    }
  }

  // MARK: - Queueing

  private mutating func queue(in state: inout AppState) -> LayerAnswer {
    asksToLeave = false
    wasLeft = true
    if opensSeveral(in: &state) { return .stay() }
    let verdict = verdict(judgedBy: state.findings)
    guard verdict.canBeQueued else {
      let first = verdict.findings.first { $0.level == .error }
      state.message = first.map { Message("Not queued: \($0.message)", tone: .error) }
      return .stay()
    }
    if let mending {
      guard let flag = PolicyFlag.allCases.first(where: mending.undecided.contains) else {
        return .close(state.mend(mending.row, as: values))
      }
      focus = Field(flag)
      let keys = "\(state.key(.fieldToggle, in: .form)) turns it on, and again off"
      state.message = Message("The row does not say \(flag.field.label): \(keys).", tone: .warning)
      return .stay()
    }
    return .close(orders.map { .draft($0) })
  }

  /// What queueing it asks for; nothing where nothing was changed.
  private var orders: [DraftOrder] {
    switch subject {
    case .new:
      return [.create(values, besideItsLike: isWantedTwice)]
    case .existing(let row) where row.isNew && isWantedTwice:
      return [.change(.drop([row.id])), .create(values, besideItsLike: true)]
    case .existing(let row):
      let edit = DraftEdit.FieldEdit(policy: row.subject, set: changes, replacesWhole: replacesWhole)
      if let theirs = rebasing {
        let title = "settle the conflict on \(theirs.pattern)"
        return [.change(.group([.rebase([theirs]), .edit([edit])], title: title))]
      }
      return isChanged ? [.change(.edit([edit]))] : []
    }
  }
}
