import Canvas
import Policies
import PolicyCore

/// How far somebody has come in the guided tour: five things to be done, each with the program's own keys.
///
/// It takes no keys away: whoever does something else is left alone, and a step counts as taken when what it asks for is
/// on the screen.
package struct Tour: Equatable, Sendable {
  enum Step: Int, CaseIterable {
    case dangers
    case rule
    case change
    case review
    case submit
    case over
  }

  private(set) var step = Step.dangers

  package init() {}

  /// How many steps have to be taken.
  static let length = Step.over.rawValue

  /// Leaves a step out; false at the end.
  mutating func skip() -> Bool {
    guard let next = Step(rawValue: step.rawValue + 1) else { return false }
    step = next
    return true
  }

  /// Goes on behind the last step whose aim is reached: somebody may have got there by another way.
  fileprivate mutating func follow(_ state: AppState) {
    let reached = Step.allCases.last { $0.isReached(in: state, from: step) }
    guard let reached, reached.rawValue >= step.rawValue, let next = Step(rawValue: reached.rawValue + 1) else {
      return
    }
    step = next
  }
}

extension Tour.Step {
  /// Whether what it asks for is on the screen; the filter counts for the step that asks for one.
  fileprivate func isReached(in state: AppState, from current: Self) -> Bool {
    switch self {
    case .dangers: state.layers.contains { if case .rules = $0 { true } else { false } }
    case .rule: current == .rule && state.layers.isEmpty && !state.browse.filter.text.isEmpty
    case .change: !state.draft.draft.operations.isEmpty
    case .review: state.layers.contains { if case .review = $0 { true } else { false } }
    case .submit: state.layers.contains(where: \.isApplied)
    case .over: false
    }
  }
}

extension Layer {
  /// Whether it shows a submission that the server has carried out.
  fileprivate var isApplied: Bool {
    guard case .submission(let submission) = self, case .ended(let report) = submission.phase else { return false }
    return report.outcome == .applied
  }
}

extension AppState {
  /// Brings the tour in line with what is on the screen.
  mutating func followTour() {
    guard var tour else { return }
    tour.follow(self)
    self.tour = tour
  }

  /// Begins the tour, or ends it wherever it is.
  mutating func toggleTour() {
    guard tour == nil else {
      tour = nil
      message = Message("The tour is over; \(key(.tour)) begins it again.")
      return
    }
    tour = Tour()
  }

  /// Leaves a step of the tour out.
  mutating func skipTourStep() {
    guard tour?.skip() == false else { return }
    toggleTour()
  }
}

extension Tour {
  /// What the step is about, and what to press.
  func words(_ state: AppState) -> String {
    func key(_ command: CommandID) -> String { state.key(command) }
    switch step {
    case .dangers:
      return """
        Each of these \(state.browse.list.count) policies is a side door in the mail defences of \(state.account.name). A few \
        are dangerous. \(key(.dangersOpen)) shows which, by rule, with an example of what gets through.
        """
    case .rule:
      return """
        Each line is a rule, the worst first; the text below says why it matters. Choose one with the arrows: enter \
        shows its policies.
        """
    case .change:
      return """
        Mend one: \(key(.findingsOpen)) offers what a finding proposes, \(key(.policyEdit)) opens the form, \
        \(key(.flagTrusted)) \(key(.flagVerify)) switch a flag, \(key(.policyDelete)) deletes. All of it is only queued, \
        and \(key(.draftUndo)) undoes it.
        """
    case .review:
      return """
        Nothing is sent yet. \(key(.reviewOpen)) opens the review: it says of each change what it closes and what it \
        opens, and proves it by a message.
        """
    case .submit:
      return """
        This is the one batch that would be sent, all or nothing. \(state.key(.reviewSubmit, in: .review)) submits it; in this demo no \
        mail is touched.
        """
    case .over:
      return """
        That is the whole way. \(key(.historyOpen)) lists what was submitted and can take it back, \(key(.filterOpen)) \
        filters, \(key(.help)) has all keys and signs.
        """
    }
  }
}
