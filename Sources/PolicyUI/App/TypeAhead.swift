import Canvas
import Policies
import PolicyCore

/// What was ordered and is not answered yet, as far as the meaning of the next key depends on it.
///
/// A key acts on the screen that it was pressed for: keys that come before the answer wait for it, in their order. So
/// they do the same whether they are typed slowly or all at once.
package struct Outstanding: Hashable, Sendable {
  /// How many changes of the draft are on their way.
  package var draftOrders = 0
  /// How many reviews are on their way.
  package var reviews = 0
  /// The number of the newest request for rows, while it is not answered.
  package var rows: Int?
  /// Of which list and draft findings were asked for last, while they are not there.
  package var judgement: Judgement?
  package var themes = false
  /// Whether the drafts are being listed.
  package var drafts = false
  package var editor = false
  /// Whether names of files are being listed.
  package var names = false
  /// The number of the newest judgement of a file's rows, while it is not answered.
  package var plan: Int?

  package struct Judgement: Hashable, Sendable {
    let list: Int?
    let draft: Int
  }

  package init() {}

  mutating func note(_ effect: AppEffect) {
    switch effect {
    case .draft: draftOrders += 1
    case .work(.review): reviews += 1
    case .work(.arrangeRows(let request)): rows = request.number
    case .work(.judge(let list, let draft)): judgement = Judgement(list: list?.revision, draft: draft.revision)
    case .terminal(.listThemes): themes = true
    case .terminal(.editText): editor = true
    case .work(.listDrafts): drafts = true
    case .files(.listNames): names = true
    case .files(.plan(let request)): plan = request.number
    case .work, .files, .mail, .terminal: break
    }
  }

  mutating func note(_ action: AppAction) {
    switch action {
    case .draft(.changed), .draft(.refused), .draft(.suppressed), .history(.submissionUndone), .files(.planChanged):
      draftOrders = max(0, draftOrders - 1)
    case .review(.reviewed), .review(.failed): reviews = max(0, reviews - 1)
    case .load(.rowsArranged(let answer)): if answer.request.number == rows { rows = nil }
    case .draft(.judged(let findings)):
      if judgement == Judgement(list: findings.listRevision, draft: findings.draftRevision) { judgement = nil }
    case .draft(.failed): judgement = nil
    case .outside(.themesListed): themes = false
    case .outside(.draftsListed), .outside(.draftsFailed): drafts = false
    case .outside(.textEdited), .outside(.editFailed): editor = false
    case .files(.namesListed): names = false
    case .files(.failed): (names, plan) = (false, nil)
    case .files(.planned(_, let number)): if number == plan { plan = nil }
    case .started, .input, .clockTicked, .load, .draft, .review, .submission, .history, .files, .mail,
      .outside:
      break
    }
  }
}

extension AppState {
  /// More that is typed ahead is dropped, and that is said.
  private static let mostHeld = 1000

  /// Takes what came from the terminal, or keeps it until what it is meant for is there.
  mutating func take(_ event: InputEvent) -> [AppEffect] {
    guard event.canWait else { return InputReducer.reduce(&self, event) }
    if isInterrupt(event) { held = [] }
    guard held.isEmpty, !mustWait(event) else {
      if held.count < Self.mostHeld {
        held.append(event)
      } else {
        message = Message("So much was typed ahead that the last of it is dropped.", tone: .warning)
      }
      return []
    }
    return InputReducer.reduce(&self, event)
  }

  /// Goes on with what was held, as far as that can be now.
  mutating func takeHeld() -> [AppEffect] {
    var effects: [AppEffect] = []
    while let event = held.first, !mustWait(event) {
      held.removeFirst()
      let following = InputReducer.reduce(&self, event)
      for effect in following { outstanding.note(effect) }
      effects += following
    }
    return effects
  }

  /// Ctrl-c never waits: it drops what does.
  private func isInterrupt(_ event: InputEvent) -> Bool {
    guard case .key(let key) = event else { return false }
    return keymap.command(for: key, in: context) == .interrupt
  }

  private func mustWait(_ event: InputEvent) -> Bool {
    if isInterrupt(event) { return false }
    if outstanding.draftOrders > 0 || outstanding.themes || outstanding.drafts { return true }
    if outstanding.editor || outstanding.names { return true }
    let context = context
    if isOpening {
      // What was asked for can be left before it is there.
      guard case .key(let key) = event, let command = keymap.command(for: key, in: context) else { return true }
      return command != .back && command != .cancel
    }
    if context == .review, outstanding.reviews > 0 { return true }
    if context == .browse, outstanding.rows != nil || outstanding.judgement != nil && asksForFindings { return true }
    guard case .key(let key) = event, let command = keymap.command(for: key, in: context) else { return false }
    return outstanding.judgement != nil && command.needsFindings || outstanding.plan != nil && command.needsPlan
  }

  /// Whether the topmost layer is only the place of something that is still being read.
  private var isOpening: Bool { layers.last?.content.isOpening ?? false }
}

extension InputEvent {
  /// Whether it is meant for what is on the screen, and so may have to wait for it.
  fileprivate var canWait: Bool {
    switch self {
    case .key, .paste, .mouse: true
    case .resize, .focus, .suspend, .resumed, .terminate: false
    }
  }
}

extension CommandID {
  /// Whether what it does depends on what becomes of a file's rows.
  fileprivate var needsPlan: Bool {
    switch self {
    case .importMend, .importQueue, .importRest, .matchNext, .matchPrevious: true
    default: false
    }
  }

  /// Whether what it does depends on what the rules say.
  fileprivate var needsFindings: Bool {
    switch self {
    case .findingsOpen, .dangersOpen, .findingFix, .findingSilence, .formQueue, .formFix, .formTwice: true
    default: false
    }
  }
}
