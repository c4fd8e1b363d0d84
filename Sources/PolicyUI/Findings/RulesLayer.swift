import Canvas
import Policies
import PolicyCore
import Values

extension RulesState: ReasonedLayer {
  var layer: Layer { .rules(self) }
  var context: CommandContext { reason != nil ? .line : search.isTyping ? .search : .rules }
  var takesText: Bool { reason != nil || search.isTyping }

  var place: Int {
    get { selection }
    set { selection = newValue }
  }

  func texts(in state: AppState) -> [String] {
    entries.map { "\($0.tally.rule.rawValue) \($0.finding.message) \($0.finding.why)" }
  }

  var clickedRow: Int? {
    get { selection }
    set {
      selection = newValue ?? selection
      plan = nil
    }
  }

  var activation: CommandID? { .ruleShow }

  mutating func fit(to state: AppState) { tally(state.findings, of: state.browse.list) }

  func draw(_ state: AppState, into buffer: inout Buffer) { RulesView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    guard command == .findingFix || command == .findingSilence || command == .ruleShow else { return nil }
    guard let selected else { return "Nothing is found." }
    if let reason = noneLeft(in: state) { return reason }
    switch command {
    case .findingFix:
      return state.readOnlyReason ?? tooMany
        ?? (selected.finding.fix == nil
          ? "No key can mend it. \(Self.instead(in: state))" : nil)
    case .findingSilence:
      return state.readOnlyReason ?? tooMany
        ?? (selected.finding.level == .error ? "An error cannot be silenced: it has to be mended." : nil)
    default: return nil
    }
  }

  /// That the rule under the cursor holds of no policy any more, as sentences; nil where it does.
  func noneLeft(in state: AppState) -> String? {
    guard selected?.tally.count == 0 else { return nil }
    return "None of it is left: what mends it is in the draft, or it is accepted. "
      + "\(state.key(.reviewOpen)) in the table shows the draft, \(state.key(.draftUndo)) takes the last change back."
  }

  /// What can be done about policies that no key can mend, as a sentence.
  static func instead(in state: AppState) -> String {
    "\(state.key(.ruleShow, in: .rules)) shows the policies; there \(state.key(.policyEdit)) changes one and "
      + "\(state.key(.policyDelete)) deletes it."
  }

  private var tooMany: String? {
    guard let count = selected?.tally.count, count > Plan.most else { return nil }
    return
      "It holds of \(count.grouped) policies, and \(Plan.most) are changed at once at most: mark some of them first."
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    if reason == nil, plan == nil, let answer = searching(command, in: &state) { return answer }
    switch command {
    case .findingFix where plan == nil:
      guard let rule = selected?.tally.rule else { break }
      let policies = policies(under: rule, in: state)
      plan = Plan(
        found(rule, on: policies, in: state),
        of: policies.count,
        draft: state.draft.draft,
        judge: state.findings
      )
    case .ruleShow where plan != nil, .findingFix:
      guard let plan, let rule = selected?.tally.rule, !plan.edits.isEmpty else { return .stay() }
      self.plan = nil
      let title = "mend \(rule.rawValue) on \(plan.edits.count.counted("policy", "policies"))"
      return .stay([.draft(.change(.group(plan.edits, title: title)))])
    case .ruleShow:
      guard let rule = selected?.tally.rule else { break }
      state.browse.filter = TextField("rule:\(rule.rawValue)")
      return .close(state.arrangeAnew())
    case .findingSilence: reason = TextField(limit: 1024)
    case .lineAccept: return accept(in: &state)
    case .cancel: reason = nil
    case .interrupt where reason != nil: reason = nil
    case .back where plan != nil, .interrupt where plan != nil: plan = nil
    case .back, .interrupt: return .close()
    default:
      plan = nil
      selection = command.target(from: selection, count: entries.count, page: RulesView.rows(state))
    }
    return .stay()
  }

  private func policies(under rule: RuleName, in state: AppState) -> [PolicyID] {
    state.findings.rows.policies(under: rule, in: state.browse.list, among: ids)
  }

  /// What the rule says of each policy, where it is still there.
  private func found(
    _ rule: RuleName,
    on policies: [PolicyID],
    in state: AppState
  ) -> [(finding: Finding, policy: AllowPolicy)] {
    policies.compactMap { id in
      guard let finding = state.findings.findings(on: id).first(where: { $0.rule == rule && !$0.isSilenced }),
        let policy = state.policy(id)
      else { return nil }
      return (finding, policy)
    }
  }

  /// Takes the reason for which all findings of the rule are accepted that are counted here; later ones speak.
  private mutating func accept(in state: inout AppState) -> LayerAnswer {
    guard let rule = selected?.tally.rule, let text = reason?.text, !text.allSatisfy(\.isWhitespace) else {
      state.message = Message("Say in a few words why they are accepted.", tone: .warning)
      return .stay()
    }
    reason = nil
    return .stay(
      found(rule, on: policies(under: rule, in: state), in: state).map { finding, policy in
        .draft(.suppress(Suppression(policyID: policy.id, rule: rule, reason: text), on: finding.pattern))
      }
    )
  }
}

extension AppState {
  /// Opens what was found rule by rule, on what is marked or on all policies.
  mutating func openRules() {
    var rules = RulesState(among: browse.marks.isEmpty ? nil : browse.marks)
    rules.fit(to: self)
    layers.append(.rules(rules))
  }
}
