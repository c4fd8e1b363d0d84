import Policies
import MailLog
package import PolicyCore
package import Values

/// The mail of the account, as far as the screen knows of it.
package struct MailState: Equatable, Sendable {
  /// What is kept of each day; nil before anybody looked.
  package var heads: [MailDayHead]?
  /// The reading that is under way.
  package var reading: Reading?
  /// What came of the last reading.
  package var report: MailReport?
  /// Why the last one did not begin, or why it cannot be told what is kept.
  package var problem: Problem?
  /// Whether it was looked for mail that is kept, and there was none.
  package var keepsNone = false
  /// Whether a person has said that mail may be read.
  var isAgreed = false
  private var wantsAll = false

  package init() {}

  /// A reading that was begun.
  package struct Reading: Equatable, Sendable {
    package let readsAll: Bool
    package var progress: MailProgress?
    package var isStopping = false
  }

  /// Whether all mail of some time is kept, or was wanted: going on with less would leave holes in it.
  var keepsAll: Bool {
    get { wantsAll || (heads ?? []).contains { $0.reads?[.all] != nil } }
    set { wantsAll = newValue }
  }

  /// Whether a person was asked already: mail of the account is kept, or was wanted since the program began.
  var wasAsked: Bool { isAgreed || !(heads ?? []).isEmpty }
}

/// What becomes of mail that is read, and of what was read.
enum MailReducer {
  static func reduce(_ state: inout AppState, _ action: MailAction) -> [AppEffect] {
    let effects = apply(action, to: &state)
    // There may be less to be scrolled through than before.
    state.update(MailLook.self) { _ in }
    return effects
  }

  private static func apply(_ action: MailAction, to state: inout AppState) -> [AppEffect] {
    switch action {
    case .told(let heads):
      state.mail.heads = heads
      if !heads.isEmpty { state.mail.keepsNone = false }
      var isOpening = false
      state.update(MailLook.self) { (isOpening, $0.isWaiting) = ($0.isWaiting, false) }
      // Who was asked once, and calls for it again, means it.
      return isOpening && state.mail.wasAsked ? state.readMail(all: false) : []
    case .progressed(let progress):
      state.mail.reading?.progress = progress
      return []
    case .ended(let report):
      state.mail.reading = nil
      state.mail.report = report
      let words = ([report.words] + (report.problem.map { $0.kind == .interrupted ? [] : [$0.what] } ?? [])).joined(
        separator: " "
      )
      state.message = Message(words, tone: report.isComplete ? .plain : .warning)
      // What a review says of mail is of what is kept now.
      return [.mail(.look)] + state.reviewAgain()
    case .failed(let problem):
      state.mail.reading = nil
      fail(&state, problem)
      return []
    case .notTold(let problem):
      fail(&state, problem)
      return []
    case .counted:
      state.mail.keepsNone = false
      return state.judge()
    case .noneKept:
      state.mail.keepsNone = true
      return []
    }
  }

  private static func fail(_ state: inout AppState, _ problem: Problem) {
    state.mail.problem = problem
    state.mail.heads = state.mail.heads ?? []
    state.update(MailLook.self) { $0.isWaiting = false }
    state.message = Message(problem)
  }
}

extension AppState {
  /// Orders mail to be read: all of it where that is wanted or was before, else detections and what concerns the
  /// policies that are queued or marked.
  mutating func readMail(all isWanted: Bool) -> [AppEffect] {
    guard mail.reading == nil else { return [] }
    let all = isWanted || mail.keepsAll
    mail.keepsAll = all
    mail.isAgreed = true
    mail.problem = nil
    mail.report = nil
    mail.reading = MailState.Reading(readsAll: all)
    let marked = browse.marks.compactMap { id in browse.list.index(of: id).map { browse.list.fields(at: $0) } }
    return [.mail(.read(MailWish(readsAll: all, operations: draft.draft.operations, marked: marked)))]
  }
}
