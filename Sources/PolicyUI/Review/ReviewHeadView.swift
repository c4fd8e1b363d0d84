import Values
import Canvas
import PolicyCore
import Theming

/// Draws the first three rows of the review: what it is of, what it comes to, and its tabs.
struct ReviewHeadView {
  static let rows = 3

  let state: AppState
  let review: ReviewState

  private var theme: Theme { state.theme }

  func draw(into buffer: inout Buffer, in area: Rect) {
    drawTitle(into: &buffer, in: area.line(0))
    drawSummary(into: &buffer, in: area.line(1))
    drawTabs(into: &buffer, in: area.line(2))
  }

  private func drawTitle(into buffer: inout Buffer, in line: Rect) {
    buffer.fill(line, style: theme[.status])
    // Where the table shows a part, the review is of more than a person may expect.
    let isWhole = review.marked == nil && review.filter.text.isEmpty && !state.browse.filter.text.isEmpty
    let extent = state.extent(of: review.review) + (isWhole ? ", the whole draft" : "")
    let what = review.keepsNothing ? "nothing of the draft" : extent
    let order = review.isByDanger ? "the most dangerous first" : "in this order"
    let forms = ["\(what), \(order), all or nothing", "\(what), \(order)", what]
    let runs = [TextRun(" Review  ", theme[.status])] + HeaderView.account(state)
    let used = buffer.write(runs, at: line.origin, maxWidth: line.columns)
    let fingerprint = TextRun(review.review.fingerprint.short + " ", theme[.status])
    let fingerprintStart = line.endColumn - fingerprint.text.width
    if let form = forms.first(where: { used + $0.count + 6 + fingerprint.text.width <= line.columns }) {
      buffer.write("   " + form, at: Position(row: line.row, column: used), style: theme[.status])
    }
    if fingerprintStart > used { buffer.write([fingerprint], at: Position(row: line.row, column: fingerprintStart)) }
  }

  // MARK: - What it comes to

  /// What stands against sending it comes first, and in short where there is no room; then what it does.
  private func drawSummary(into buffer: inout Buffer, in line: Rect) {
    let effects = [Effect.widens, .both, .unclear, .narrows, .neutral].filter { review.tally.count(of: $0) > 0 }.flatMap
    {
      [
        TextRun("\($0.rawValue) \(review.tally.count(of: $0))", theme[$0.role]),
        TextRun("   ", theme[.text]),
      ]
    }
    let forms = [warnings(isShort: false), warnings(isShort: true)].map { $0 + effects.dropLast() }
    let runs = forms.first { $0.width <= line.columns } ?? forms[1]
    buffer.write(runs, at: line.origin, maxWidth: line.columns, truncation: state.glyphs.truncation)
  }

  private func warnings(isShort: Bool) -> [TextRun] {
    var counts = [(count: conflicts, sign: "C", word: "conflict", role: Role.levelError)]
    for level in FindingLevel.allCases.reversed() {
      let sign = level.sign.map(String.init) ?? "n"
      counts.append((review.tally.count(of: level), sign, level.rawValue, level.role))
    }
    let runs = counts.filter { $0.count > 0 }.flatMap { count, sign, word, role in
      let text = isShort ? "\(count)\(sign)" : count.counted(word)
      return [TextRun(text, theme[role]), TextRun(isShort ? " " : "  ", theme[.text])]
    }
    let blank = TextRun(" ", theme[.text])
    return [blank] + runs + (runs.isEmpty ? [] : [blank])
  }

  // MARK: - Tabs

  private var conflicts: Int { state.conflicts(in: review).count }

  /// The tabs lie on the rule; a count in a title says whether it is worth a look.
  private func drawTabs(into buffer: inout Buffer, in line: Rect) {
    buffer.fill(line, repeating: state.glyphs.horizontal, style: theme[.border])
    let passing = review.review.mail.flatMap { number($0.moreInAll) }
    let counts = [nil, number(review.findings.count), number(state.conflictEntries(in: review)), nil, passing]
    let tabs = [titles, shortTitles].map { names in
      Tabs(
        // A bare number and its count would read as one text: 2:3 has three findings.
        zip(names, counts).map { name, count in count.map { "\(name)\(name.count == 1 ? ":" : " ")\($0)" } ?? name },
        active: review.tab.rawValue,
        styles: Tabs.Styles(normal: theme[.muted], active: theme[.accent])
      )
    }
    guard let fitting = tabs.first(where: { $0.width + 2 <= line.columns }) ?? tabs.last else { return }
    let places = fitting.draw(into: &buffer, in: line.inset(columns: 1))
    drawPosition(into: &buffer, in: line, behind: places.last?.endColumn ?? line.column)
    let commands: [CommandID] = [
      .reviewTabChanges, .reviewTabFindings, .reviewTabConflicts, .reviewTabRequest, .reviewTabMail,
    ]
    for (place, command) in zip(places, commands) {
      buffer.mark(place, as: .keys(state.key(command, in: .review)))
    }
    let mailRole: Role = review.review.mail?.danger == nil ? .levelNotice : .levelDanger
    let levels = [nil, worst?.role, conflicts > 0 ? Role.levelError : .levelWarning, nil, mailRole]
    for (place, (count, role)) in zip(places, zip(counts, levels)) {
      guard let count, let role, place.columns > count.count else { continue }
      // The number alone: the title tells the open tab from the others.
      let start = Position(row: place.row, column: place.endColumn - 1 - count.count)
      buffer.write(count, at: start, style: theme[role], maxWidth: place.endColumn - start.column)
    }
  }

  /// The filter, and where the keyboard is among how many, at the end of the rule.
  private func drawPosition(into buffer: inout Buffer, in line: Rect, behind column: Int) {
    let filter = review.filter.text.isEmpty || review.isFiltering ? "" : " /\(VisibleText(review.filter.text).string) "
    let forms = [[filter, position], [position]].map { $0.joined() }
    guard let form = forms.first(where: { !$0.isEmpty && column + $0.count + 2 <= line.endColumn }) else { return }
    let start = Position(row: line.row, column: line.endColumn - 1 - form.count)
    buffer.write(form, at: start, style: theme[.muted])
  }

  private var position: String {
    func text(_ place: Int, _ count: Int) -> String { count == 0 ? "" : " \((place + 1).grouped) of \(count.grouped) " }
    return switch review.tab {
    case .changes where review.keepsNothing: ""
    case .changes: text(review.shown.firstIndex(of: review.selection) ?? 0, review.shown.count)
    case .findings: text(review.findingSelection, review.findings.count)
    case .conflicts: text(review.conflictSelection, state.conflictEntries(in: review))
    case .request: ""
    case .mail: text(review.mailSelection, review.review.mail?.examples.count ?? 0)
    }
  }

  private var worst: FindingLevel? {
    FindingLevel.allCases.reversed().first { $0 > .notice && review.tally.count(of: $0) > 0 }
  }

  private var titles: [String] {
    ["1 Changes", "2 Findings", "3 Conflicts", "4 Request"] + (review.hasMail ? ["5 Mail"] : [])
  }

  private var shortTitles: [String] {
    titles.enumerated().map { $0 == review.tab.rawValue ? $1 : String($1.prefix(1)) }
  }

  private func number(_ count: Int) -> String? { count == 0 ? nil : count.grouped }
}
