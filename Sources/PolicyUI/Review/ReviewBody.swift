import Canvas
import PolicyCore
import Theming

/// The body of the review: a plan of its rows, cheap to make, and the text of those that are to be seen.
struct ReviewBody {
  enum Line: Hashable {
    case group(Int, OperationKind)
    case headline(Int)
    /// A row below an operation: the operation, and which of its details.
    case detail(Int, Int)
    /// A row of a finding: which one, counted from the worst, and which of its rows.
    case finding(Int, Int)
    /// A row of what the server said of no operation in particular.
    case serverError(Int)
    /// A row of a conflict: which conflict, and which of its rows.
    case conflict(Int, Int)
    /// A row of the request: which line, and which of its rows.
    case request(Int, Int)
    /// A row of what would have become of mail.
    case mail(Int)
    case nothing(String)
  }

  let state: AppState
  let review: ReviewState
  let width: Int
  private(set) var plan: [Line] = []
  /// Those of the review, and what had to be measured for the plan.
  private(set) var heights: ReviewHeights
  private var conflicts: [[[TextRun]]] = []
  private let mail: [ReviewedMail.Row]

  init(_ state: AppState, _ review: ReviewState) {
    self.state = state
    self.review = review
    width = state.size.columns
    heights = review.heights.width == width ? review.heights : ReviewHeights(width: width)
    mail = review.tab == .mail ? ReviewedMail(state, review, width: width).rows : []
    if let plan = heights.plan {
      self.plan = plan
      return
    }
    switch review.tab {
    case .changes: planChanges()
    case .findings: planFindings()
    case .conflicts:
      // Not kept: it depends on more than the review.
      planConflicts()
      return
    case .request: planRequest()
    case .mail: plan = mail.indices.map { .mail($0) }
    }
    heights.plan = plan
  }

  private var theme: Theme { state.theme }
  private var operationText: OperationText { OperationText(state: state, review: review, width: width) }

  // MARK: - Plan

  private mutating func planChanges() {
    if review.keepsNothing {
      plan = [.nothing("Nothing in the draft matches the filter. \(state.key(.back, in: .review)) clears it.")]
      return
    }
    plan = ServerWords.lines(review.errorsOnTheWhole, indent: 1, width: width).indices.map { .serverError($0) }
    let text = operationText
    var kind: OperationKind?
    var group = 0
    for index in review.shown {
      let operation = review.review.operations[index]
      if !review.isByDanger, operation.kind != kind {
        kind = operation.kind
        group += 1
        plan.append(.group(group, operation.kind))
      }
      plan.append(.headline(index))
      var count = text.serverWords(on: operation).count
      if review.unfolded.contains(operation.id) {
        let height = heights.details[index] ?? text.details(of: operation).count
        heights.details[index] = height
        count += height
      }
      for row in 0..<count { plan.append(.detail(index, row)) }
    }
  }

  private mutating func planFindings() {
    let rows = heights.findings ?? review.findings.map { findingRows($0).count }
    heights.findings = rows
    plan = rows.enumerated().flatMap { number, count in (0..<count).map { .finding(number, $0) } }
    if plan.isEmpty { plan = [.nothing("No findings on this batch.")] }
  }

  private mutating func planConflicts() {
    conflicts = state.conflicts(in: review).map { conflict in
      let operation = review.tally.places[conflict.id].map { review.review.operations[$0] }
      return ConflictText(conflict: conflict, operation: operation, state: state).rows(width: width)
    }
    conflicts += review.twins.map { ConflictText.alreadyThere($0, state: state, width: width) }
    conflicts += review.tally.changedElsewhere.map { place in
      ConflictText.changedElsewhere(review.review.operations[place], state: state, width: width)
    }
    plan = conflicts.enumerated().flatMap { number, rows in rows.indices.map { .conflict(number, $0) } }
    if plan.isEmpty {
      plan = [.nothing("No conflicts are known. The policies are read again before anything is sent.")]
    }
  }

  private mutating func planRequest() {
    let tall = heights.request ?? tallLines()
    heights.request = tall
    plan.reserveCapacity(review.requestLines.count)
    for line in review.requestLines.indices {
      for row in 0..<(tall[line] ?? 1) { plan.append(.request(line, row)) }
    }
  }

  private func tallLines() -> [Int: Int] {
    var tall: [Int: Int] = [:]
    for (number, line) in review.requestLines.enumerated() {
      let count = RequestText.rowCount(line, theme: theme, width: width)
      if count > 1 { tall[number] = count }
    }
    return tall
  }

  // MARK: - Selection

  /// The rows of what the keyboard is on; nil on the tab of the request, and where there is nothing.
  var selectedRows: ClosedRange<Int>? {
    guard let first = plan.firstIndex(where: isSelected) else { return nil }
    return first...(plan[first...].firstIndex { !isSelected($0) } ?? plan.endIndex) - 1
  }

  func isSelected(_ line: Line) -> Bool {
    switch line {
    case .headline(let index), .detail(let index, _): index == review.selection
    case .finding(let number, _): number == review.findingSelection
    case .conflict(let number, _): number == review.conflictSelection
    case .mail(let row): mail[row].example == review.mailSelection
    case .group, .serverError, .request, .nothing: false
    }
  }

  /// The message that a row of the mail's tab is of; nil for none.
  func example(of row: Int) -> Int? { mail[row].example }

  // MARK: - Text

  func runs(of line: Line) -> [TextRun] {
    switch line {
    case .group(let number, let kind): [TextRun(" \(number)  \(kind.arrayName)", theme[.heading])]
    case .headline(let index): operationText.headline(review.review.operations[index])
    case .detail(let index, let row): operationText.rows(below: review.review.operations[index])[row]
    case .finding(let number, let row): findingRows(review.findings[number])[row]
    case .serverError(let row):
      ServerWords.lines(review.errorsOnTheWhole, indent: 1, width: width)[row].runs(theme)
    case .conflict(let number, let row): conflicts[number][row]
    case .request(let line, let row): RequestText.rows(review.requestLines[line], theme: theme, width: width)[row]
    case .mail(let row): mail[row].runs
    case .nothing(let text): [TextRun("   " + text, theme[.muted])]
    }
  }

  /// A finding: its rule, whose it is, what is wrong, why it matters, and what mends it.
  private func findingRows(_ finding: Finding) -> [[TextRun]] {
    let indent = TextRun("     ", theme[.text])
    let lines =
      [
        [TextRun("   ", theme[.text]), FindingText.rule(finding, theme: theme, glyphs: state.glyphs)],
        [indent, TextRun(finding.pattern, theme[.heading])],
        [indent, TextRun(finding.message, theme[finding.isSilenced ? .muted : .text])],
      ] + (finding.sampleSentence.map { [[indent, TextRun($0, theme[.text])]] } ?? [])
    let why = [indent, TextRun(finding.silencedBy.map { "Silenced: \($0)" } ?? finding.why, theme[.muted])]
    let fix = finding.isSilenced ? nil : finding.fix.map { TextRun("\(fixKey): \($0.title)", theme[.accent]) }
    // Beside the reason where there is room for it whole.
    let last: [[TextRun]] =
      if let fix, (why + [fix]).width + 2 > width {
        [why, [indent, fix]]
      } else {
        [why + (fix.map { [TextRun("  ", theme[.text]), $0] } ?? [])]
      }
    return (lines + last).flatMap { $0.wrapped(to: width, hanging: 5) }
  }

  private var fixKey: String { state.key(.findingsOpen, in: .review) }
}
