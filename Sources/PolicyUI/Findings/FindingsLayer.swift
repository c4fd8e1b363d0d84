import Canvas
import Policies
import PolicyCore

extension FindingsState: ReasonedLayer {
  var layer: Layer { .findings(self) }
  var context: CommandContext { reason != nil ? .line : search.isTyping ? .search : .findings }
  var takesText: Bool { reason != nil || search.isTyping }

  var place: Int {
    get { selection }
    set { selection = newValue }
  }

  func texts(in state: AppState) -> [String] {
    state.findings.findings(on: policyID).map { finding in
      [finding.rule.rawValue, finding.message, finding.why, finding.fix?.title ?? "", finding.silencedBy ?? ""]
        .joined(separator: " ")
    }
  }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  func draw(_ state: AppState, into buffer: inout Buffer) { FindingsView(state, self).draw(into: &buffer) }

  /// The finding that the keyboard is on.
  func selected(in state: AppState) -> Finding? {
    let found = state.findings.findings(on: policyID)
    return found.indices.contains(selection) ? found[selection] : nil
  }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .findingFix:
      state.readOnlyReason
        ?? (selected(in: state)?.fix == nil
          ? "No key can mend it. \(Self.instead(in: state))" : nil)
    case .findingSilence: state.readOnlyReason ?? silenceReason(in: state)
    default: nil
    }
  }

  /// What can be done about a finding that no key can mend, as a sentence.
  static func instead(in state: AppState) -> String {
    "In the table \(state.key(.policyEdit)) changes the policy and \(state.key(.policyDelete)) deletes it."
  }

  private func silenceReason(in state: AppState) -> String? {
    guard let finding = selected(in: state) else { return "Nothing is found on this policy." }
    return Rule.named(finding.rule)?.level == .error ? "An error cannot be silenced: it has to be mended." : nil
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    if reason == nil, let answer = searching(command, in: &state) { return answer }
    let finding = selected(in: state)
    switch command {
    case .findingFix:
      return .close(finding.map { state.fix($0) } ?? [])
    case .findingSilence:
      guard let finding else { break }
      if finding.isSilenced { return .stay([.draft(.unsuppress(finding.rule, of: policyID, finding.pattern))]) }
      reason = TextField(limit: 1024)
    case .lineAccept:
      return accept(finding, in: &state)
    case .cancel: reason = nil
    case .interrupt where reason != nil: reason = nil
    case .back, .interrupt: return .close()
    default:
      let count = state.findings.findings(on: policyID).count
      selection = command.target(from: selection, count: count, page: 3)
    }
    return .stay()
  }

  /// Takes the reason for which a finding is accepted.
  private mutating func accept(_ finding: Finding?, in state: inout AppState) -> LayerAnswer {
    guard let finding, let text = reason?.text, !text.allSatisfy(\.isWhitespace) else {
      state.message = Message("Say in a few words why it is accepted.", tone: .warning)
      return .stay()
    }
    reason = nil
    let suppression = Suppression(policyID: policyID, rule: finding.rule, reason: text)
    return .stay([.draft(.suppress(suppression, on: finding.pattern))])
  }
}

extension AppState {
  /// Opens the findings on a policy.
  mutating func openFindings(on id: PolicyID?) {
    if let id { layers.append(.findings(FindingsState(policyID: id))) }
  }

  /// Why the findings on a policy cannot be shown.
  func findingsReason(on id: PolicyID) -> String? {
    findings.findings(on: id).isEmpty ? "Nothing is found on this policy." : nil
  }

  /// Changes the draft so that it mends what a finding is about.
  mutating func fix(_ finding: Finding) -> [AppEffect] {
    guard let fix = finding.fix else { return [] }
    if case .submitFirst(let ids) = fix.change {
      browse.marks = Set(ids)
      countVisibleMarks()
      layers.removeAll()
      return openReview(of: browse.marks)
    }
    guard let edit = finding.policyID.flatMap({ policy($0) }).flatMap({ fix.edit(for: $0) }) else {
      message = Message("The policy is no longer there.", tone: .warning)
      return []
    }
    return [.draft(.change(edit))]
  }

  /// A policy as an edit of it starts: the base of what is queued, or as the list has it, or the queued new one.
  func policy(_ id: PolicyID) -> AllowPolicy? {
    let operation = draft.draft[id]
    return operation?.base ?? browse.list[id] ?? operation?.result.map { AllowPolicy(id: id, fields: $0) }
  }
}
