package import Canvas
import MailLog
package import PolicyCore
package import Policies
package import Values

/// The review on the screen.
package struct ReviewState: Equatable, Sendable {
  package enum Tab: Int, CaseIterable, Hashable, Sendable {
    case changes
    case findings
    case conflicts
    case request
    case mail
  }

  package private(set) var review: Review
  /// The request's lines, split once and not at every repaint.
  package private(set) var requestLines: [Substring]
  private(set) var tally: ReviewTally
  /// For the width of the last layout.
  var heights = ReviewHeights(width: 0)
  /// The marks that the review was opened with; nil for the whole draft.
  package let marked: Set<PolicyID>?
  package var tab = Tab.changes { didSet { heights.plan = nil } }
  /// The selected operation, counted in the order of execution.
  package var selection = 0
  package var unfolded: Set<PolicyID> = [] { didSet { heights.plan = nil } }
  /// Whether the most dangerous operations come first, and not those that run first.
  package private(set) var isByDanger = false
  /// The operations in the order in which they are shown, by their places in the order of execution.
  package private(set) var shown: [Int]
  /// What keeps a part of it: the rest is neither shown nor sent.
  package var filter = TextField(limit: 200)
  /// Whether the filter has the keyboard.
  package var isFiltering = false
  /// Whether the filter keeps no operation at all; then what was kept before stays on the screen's other tabs.
  package var keepsNothing = false { didSet { heights.plan = nil } }
  /// Where the request is to be written, while that is being asked for.
  package var exportPath: TextField?
  /// The findings, the worst first.
  package private(set) var findings: [Finding]
  /// The selected one of them.
  package var findingSelection = 0
  package var scroll = ScrollOffset()
  /// The selected conflict, counted from the first.
  package var conflictSelection = 0
  /// The selected message of those that mail was replayed with, counted from the first.
  package var mailSelection = 0
  /// The message that the keyboard was on, while it is not among those that are there.
  var soughtMessage: UInt64?
  /// How many messages the batch is being replayed with; nil where none are, or it is done.
  package var replaying: Int?
  /// Another encoding than the account's; nil for that.
  package var encoding: BatchEncoding?
  /// Why the last attempt did not go through.
  package var refusal: Problem? { didSet { layComplaints() } }
  /// Whether conflicts were the reason, so that it holds no longer than they do.
  private(set) var isInConflict = false
  /// The server's words on the batch that was refused, each laid on its operation where that can be told.
  private var complaints: [ServerComplaint] = []

  package init(review: Review, marked: Set<PolicyID>?) {
    self.review = review
    self.requestLines = Self.lines(of: review)
    self.tally = ReviewTally(review)
    self.findings = review.findings.worstFirst
    self.shown = Array(review.operations.indices)
    self.marked = marked
  }

  package var selected: ReviewedOperation? {
    review.operations.indices.contains(selection) ? review.operations[selection] : nil
  }

  /// New policies of which there is one with the same content already.
  package struct Twin: Hashable, Sendable {
    package let operation: DraftOperation
    package let theirs: AllowPolicy
  }

  /// In the order of execution.
  var twins: [Twin] {
    review.repetitions.compactMap { repetition in
      guard case .alreadyThere(let theirs) = repetition.cause, let id = repetition.operation,
        let place = tally.places[id]
      else { return nil }
      return Twin(operation: review.operations[place].operation, theirs: theirs)
    }
  }

  /// The finding that the keyboard is on; nil on another tab than that of the findings.
  package var selectedFinding: Finding? {
    tab == .findings && findings.indices.contains(findingSelection) ? findings[findingSelection] : nil
  }

  /// Takes a newer review of the same draft, and stays at the operation that was selected.
  mutating func update(_ review: Review) {
    let id = selected?.id
    // What it does with mail is worked out anew.
    let before = self.review
    self.review = review
    if let mail = before.mail, review.mail == nil {
      replaying = mail.messages
      soughtMessage = soughtMessage ?? message(in: mail)
    }
    requestLines = Self.lines(of: review)
    tally = ReviewTally(review)
    heights = ReviewHeights(width: 0)
    layComplaints()
    findings = review.findings.worstFirst
    arrange()
    findingSelection = max(0, min(findingSelection, findings.count - 1))
    let found = id.flatMap { tally.places[$0] }
    selection = max(0, min(found ?? selection, review.operations.count - 1))
    unfolded.formIntersection(tally.places.keys)
  }

  /// The tabs that there are: that of the mail only where some is kept.
  var tabs: [Tab] { hasMail ? Tab.allCases : Tab.allCases.filter { $0 != .mail } }

  /// Whether the batch is replayed with mail, or was.
  var hasMail: Bool { review.mail != nil || replaying != nil }

  /// The message that the keyboard is on; nil on another tab than that of the mail.
  var selectedExample: MailEffect.Example? {
    guard tab == .mail, let examples = review.mail?.examples, examples.indices.contains(mailSelection) else {
      return nil
    }
    return examples[mailSelection]
  }

  /// Notes with how many messages the batch is being replayed; nil for none.
  mutating func replay(_ messages: Int?) {
    replaying = messages
    heights.plan = nil
    if tab == .mail, !hasMail { tab = .changes }
  }

  /// Takes what the batch would have done with mail.
  mutating func take(_ effect: MailEffect) {
    let sought = soughtMessage ?? review.mail.flatMap { message(in: $0) }
    let found = sought.flatMap { key in effect.examples.firstIndex { $0.message.key == key } }
    soughtMessage = found == nil ? sought : nil
    review.mail = effect
    if !effect.isPartial { replaying = nil }
    mailSelection = found ?? max(0, min(mailSelection, effect.examples.count - 1))
    heights.plan = nil
  }

  /// The message that the keyboard is on or was last, where it was moved there.
  private func message(in mail: MailEffect) -> UInt64? {
    guard mailSelection > 0, mail.examples.indices.contains(mailSelection) else { return nil }
    return mail.examples[mailSelection].message.key
  }

  /// Says why a submission did not go through, on the tab where that is to be settled.
  mutating func take(_ report: SubmissionReport) {
    refusal = report.problem
    isInConflict = !report.conflicts.isEmpty
    tab = report.conflicts.isEmpty ? .changes : .conflicts
    conflictSelection = 0
    scroll = ScrollOffset()
  }

  /// Shows the operations by danger, the worst of them selected, or again in the order of execution.
  mutating func toggleOrder() {
    isByDanger.toggle()
    arrange()
    if isByDanger {
      selection = shown.first ?? 0
      scroll = ScrollOffset()
    }
  }

  /// Selects the next operation with a danger or an error, or the one before, and says whether there is one.
  mutating func goToDanger(isForward: Bool) -> Bool {
    var place = shown.firstIndex(of: selection) ?? 0
    for _ in shown {
      place = (place + (isForward ? 1 : shown.count - 1)) % shown.count
      guard review.operations[shown[place]].hasDanger else { continue }
      selection = shown[place]
      return true
    }
    return false
  }

  private mutating func arrange() {
    heights.plan = nil
    let places = Array(review.operations.indices)
    shown =
      isByDanger
      ? places.sorted { (review.operations[$1].danger, $0) < (review.operations[$0].danger, $1) } : places
  }

  private static func lines(of review: Review) -> [Substring] {
    review.request.text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private mutating func layComplaints() {
    heights.plan = nil
    let errors = refusal?.serverErrors ?? []
    complaints =
      errors.isEmpty ? [] : ServerComplaint.all(errors, on: BatchPlan(asWritten: review.operations.map(\.operation)))
  }

  /// The server's words that are about no operation of this review.
  var errorsOnTheWhole: [ServerError] {
    complaints.filter { $0.entry == nil }.map(\.error)
  }

  /// The server's words on one operation of the refused batch.
  func serverErrors(on operation: ReviewedOperation) -> [ServerError] {
    complaints.filter { $0.entry?.operation.id == operation.id }.map(\.error)
  }
}

extension ReviewedOperation {
  fileprivate var hasDanger: Bool { findings.contains { !$0.isSilenced && $0.level >= .danger } }

  /// What a reviewer wants to see first has the highest number: the gravest finding, then what it lets through.
  fileprivate var danger: Int {
    let level = findings.lazy.filter { !$0.isSilenced }.map(\.level).max().flatMap {
      FindingLevel.allCases.firstIndex(of: $0)
    }
    let reach =
      switch effect {
      case .widens, .both: 3
      case .unclear: 2
      case .narrows: 1
      case .neutral: 0
      }
    return 10 * (level.map { $0 + 1 } ?? 0) + reach
  }
}
