import Canvas
import PolicyCore
import Policies

/// The commands of the list of findings, and the keys while it asks for a reason.
enum FindingsReducer {
  static func run(_ state: inout AppState, _ list: FindingsState, _ command: CommandID) -> [AppEffect] {
    var list = list
    let findings = state.findings.findings(on: list.policyID)
    switch command {
    case .findingFix:
      guard let finding = state.selectedFinding else { return [] }
      state.layers.removeLast()
      return state.fix(finding)
    case .findingSilence:
      guard let finding = state.selectedFinding else { return [] }
      if finding.isSilenced { return [.unsuppress(finding.rule, of: list.policyID)] }
      list.reason = TextField(limit: 1024)
    case .back, .interrupt:
      state.layers.removeLast()
      return []
    default:
      list.selection = command.target(from: list.selection, count: findings.count, page: 3)
    }
    state.replaceTopLayer(.findings(list))
    return []
  }

  static func paste(_ state: inout AppState, _ list: FindingsState, _ text: String) {
    var list = list
    list.reason?.insert(text)
    state.replaceTopLayer(.findings(list))
  }

  /// Takes the reason for which a finding is accepted.
  static func press(_ state: inout AppState, _ list: FindingsState, _ key: KeyPress) -> [AppEffect] {
    guard var reason = list.reason else { return [] }
    var list = list
    var effects: [AppEffect] = []
    switch (key.key, key.modifiers) {
    case (.escape, []), (.character("c"), .ctrl), (.character("g"), .ctrl):
      list.reason = nil
    case (.enter, []):
      guard let finding = state.selectedFinding, !reason.text.allSatisfy(\.isWhitespace) else {
        state.message = Message("Say in a few words why it is accepted.", tone: .warning)
        return []
      }
      list.reason = nil
      effects = [
        .suppress(Suppression(policyID: list.policyID, rule: finding.rule, reason: reason.text))
      ]
    default:
      _ = reason.handle(key)
      list.reason = reason
    }
    state.replaceTopLayer(.findings(list))
    return effects
  }
}

extension AppState {
  /// The finding that the keyboard is on: in the list of findings, or on the findings tab of the review.
  var selectedFinding: Finding? {
    switch layers.last {
    case .findings(let list):
      let found = findings.findings(on: list.policyID)
      return found.indices.contains(list.selection) ? found[list.selection] : nil
    case .review(let review):
      return review.selectedFinding
    case .form, .bulkEdit, .bulkNew, .submission, .changes, .history, .picker, .log, .help, .palette, nil:
      return nil
    }
  }

  /// The policy whose findings the keyboard asks for.
  var policyInQuestion: PolicyID? {
    switch layers.last {
    case .findings(let list): list.policyID
    case .review(let review): review.tab == .changes ? review.selected?.id : review.selectedFinding?.policyID
    case .form, .bulkEdit, .bulkNew, .submission, .changes, .history, .picker, .log, .help, .palette: nil
    case nil: selectedRow?.id
    }
  }

  /// Changes the draft so that it mends what a finding is about.
  mutating func fix(_ finding: Finding) -> [AppEffect] {
    guard let fix = finding.fix else { return [] }
    if case .submitFirst(let ids) = fix.change {
      browse.marks = Set(ids)
      countVisibleMarks()
      layers.removeAll()
      return [.review(only: browse.marks)]
    }
    guard let edit = finding.policyID.flatMap({ policy($0) }).flatMap({ fix.edit(for: $0) }) else {
      message = Message("The policy is no longer there.", tone: .warning)
      return []
    }
    return [.changeDraft(edit)]
  }

  /// A policy as an edit of it starts: the base of what is queued, or as the list has it, or the queued new one.
  private func policy(_ id: PolicyID) -> AllowPolicy? {
    let operation = draft.draft[id]
    return operation?.base ?? browse.list[id] ?? operation?.result.map { AllowPolicy(id: id, fields: $0) }
  }
}
