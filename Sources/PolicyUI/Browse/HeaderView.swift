import Values
import PolicyCore
import Policies
import Canvas
import Theming

/// The top line: whose policies these are, how many, and what is queued.
struct HeaderView {
  let state: AppState

  init(_ state: AppState) {
    self.state = state
  }

  private var theme: Theme { state.theme }

  func draw(into buffer: inout Buffer, in line: Rect) {
    buffer.fill(line, style: theme[.status])
    let account = Self.account(state)
    let name = [TextRun(" postern ", theme[.status]), TextRun(" ", theme[.status])]
    // What matters least gives up its place first: words, then the total, then the program's name, then all but marks.
    let whole = Part(runs: draftRuns(isShort: false), command: .reviewOpen)
    let short = Part(runs: draftRuns(isShort: true), command: .reviewOpen)
    let counts = Counts(state)
    let forms: [() -> (left: [TextRun], right: [Part])] = [
      { (name + account, [counts.whole, counts.dangers(isShort: false), whole]) },
      { (name + account, [counts.whole, counts.dangers(isShort: true), whole]) },
      { (name + account, [counts.short, counts.dangers(isShort: false), whole]) },
      { (name + account, [counts.short, counts.dangers(isShort: true), whole]) },
      { (name + account, [counts.shortest, counts.dangers(isShort: true), short]) },
      { (account, [counts.shortest, counts.dangers(isShort: true), short]) },
      { (account, [counts.marks, counts.dangers(isShort: true), short]) }, { (account, [counts.marks, short]) },
    ]
    let made = forms.lazy.map { make in
      let form = make()
      return (left: form.left, right: form.right.filter { !$0.runs.isEmpty })
    }
    let form =
      made.first { $0.left.width + 2 + Part.width(of: $0.right) + 1 <= line.columns } ?? (left: account, right: [short])
    let used = buffer.write(form.left, at: line.origin, maxWidth: line.columns)
    let badge = Rect(row: line.row, column: line.column + used - account.width, rows: 1, columns: account.width)
    buffer.mark(badge, as: .keys(state.key(.accountChoose)))
    let start = max(used + 1, line.endColumn - Part.width(of: form.right) - 1)
    draw(form.right, from: start, in: line, into: &buffer)
  }

  /// Some figures of the line, and what a click on them does.
  private struct Part {
    let runs: [TextRun]
    let command: CommandID?

    static let gap = 3

    static func width(of parts: [Part]) -> Int {
      parts.reduce(0) { $0 + $1.runs.width } + gap * max(0, parts.count - 1)
    }
  }

  private func draw(_ parts: [Part], from start: Int, in line: Rect, into buffer: inout Buffer) {
    var column = start
    for part in parts where column < line.endColumn {
      let place = Position(row: line.row, column: column)
      let used = buffer.write(
        part.runs,
        at: place,
        maxWidth: line.endColumn - column,
        truncation: state.glyphs.truncation
      )
      if let command = part.command {
        buffer.mark(Rect(row: line.row, column: column, rows: 1, columns: used), as: .keys(state.key(command)))
      }
      column += used + Part.gap
    }
  }

  /// The account's name and the word that tells the live API from the sandbox, in colours of their own.
  static func account(_ state: AppState) -> [TextRun] {
    let isLive = state.account.environment == .live
    return [
      TextRun(" \(state.account.name) ", accountStyle(state)),
      TextRun(isLive ? " LIVE " : " SANDBOX ", state.theme[isLive ? .statusLive : .statusSandbox]),
    ] + draft(state) + (state.isReadOnly ? [TextRun(" READ-ONLY ", state.theme[.status])] : [])
      + (state.isMouseOn ? [] : [TextRun(" MOUSE OFF ", state.theme[.status])])
  }

  /// Which draft it is, where it is not the standard one.
  private static func draft(_ state: AppState) -> [TextRun] {
    guard state.draftName != .standard else { return [] }
    // Enough to tell drafts apart, and little enough to leave the figures their place.
    let columns = state.size.columns
    let name = VisibleText(state.draftName.text)
      .truncated(to: min(20, max(6, columns / 6)), ellipsis: state.glyphs.ellipsis)
    return [TextRun(columns < 60 ? " \(name.string) " : " draft \(name.string) ", state.theme[.badgePending])]
  }

  /// The account's own colour, if it has one, tells it from the others at a glance; its name does so without colours.
  private static func accountStyle(_ state: AppState) -> Style {
    var style = state.theme[.statusAccount]
    if let color = state.accountColor { style.foreground = color }
    return style
  }

  private func draftRuns(isShort: Bool) -> [TextRun] {
    let counts = state.draft.draft.counts
    guard counts.total > 0 else {
      return [TextRun(state.isDraftRead ? "no changes" : "reading the draft", theme[.status])]
    }
    let signs: [(String, Int, Role)] = [
      ("-", counts.deletes, .diffRemove), ("~", counts.patches, .diffChange), ("=", counts.puts, .diffChange),
      ("+", counts.posts, .diffAdd),
    ]
    let badges = signs.filter { $0.1 > 0 }.flatMap { sign, count, role in
      [TextRun(" ", theme[.badgePending]), TextRun("\(sign)\(count)", theme.style(role, on: .badgePending))]
    }
    return [TextRun(isShort ? "" : " draft", theme[.badgePending])] + badges
      + [TextRun(" ", theme[.badgePending])] + warnings(isShort)
  }

  /// What stands against sending the draft.
  private func warnings(_ isShort: Bool) -> [TextRun] {
    let counts = [
      (state.conflicts.count, "C", "conflict", Role.levelError),
      (state.findings.draftCount(of: .error), "E", "error", .levelError),
      (state.findings.draftCount(of: .danger), "D", "danger", .levelDanger),
    ]
    return counts.filter { $0.0 > 0 }.flatMap { count, sign, word, role in
      let text = isShort ? "\(count)\(sign)" : count.counted(word)
      return [TextRun(" ", theme[.status]), TextRun(text, theme.style(role, on: .status))]
    }
  }
}

extension HeaderView {
  /// How many policies there are, are shown and are marked, in forms of several lengths.
  private struct Counts {
    let state: AppState
    private let marked: String

    init(_ state: AppState) {
      self.state = state
      let marks = state.browse.marks.count
      let hidden = marks - state.browse.visibleMarks
      let suffix = hidden == 0 ? "" : ", \(hidden.grouped) hidden"
      marked = marks == 0 ? "" : "\(marks.grouped) marked" + suffix
    }

    private var total: Int { state.browse.total }

    private func part(_ text: String, _ command: CommandID? = .filterOpen) -> Part {
      Part(runs: text.isEmpty ? [] : [TextRun(text, state.theme[.status])], command: command)
    }

    var marks: Part { part(marked, nil) }

    var whole: Part {
      let kept = state.browse.unmatched.count
      let matching = "\((state.browse.rows.count - kept).grouped) shown"
      let shown = state.browse.filter.text.isEmpty ? [] : [matching] + (kept == 0 ? [] : ["\(kept.grouped) kept"])
      let words =
        ["\(total.grouped) \(total.agreeing("policy", "policies"))"] + shown + (marked.isEmpty ? [] : [marked])
      return part(words.joined(separator: ", "))
    }

    var short: Part {
      guard state.browse.filter.text.isEmpty else { return shortest }
      return part("\(total.grouped) \(total.agreeing("policy", "policies"))" + (marked.isEmpty ? "" : "  \(marked)"))
    }

    var shortest: Part {
      let kept = state.browse.unmatched.count
      let shown = state.browse.filter.text.isEmpty ? "" : "\((state.browse.rows.count - kept).grouped)/"
      let total = "\(shown)\(self.total.grouped)"
      let rest = [kept == 0 ? "" : "\(kept.grouped) kept", marked].filter { !$0.isEmpty }
      return part(([total] + rest).joined(separator: "  "))
    }

    /// How many policies open a hole that the rules call dangerous, queued changes included.
    func dangers(isShort: Bool) -> Part {
      let count = state.findings.rows.count(of: .danger)
      let text = isShort ? "\(count.grouped)D" : "\(count.grouped) in danger"
      let runs = count > 0 ? [TextRun(text, state.theme.style(.levelDanger, on: .status))] : []
      return Part(runs: runs, command: .dangersOpen)
    }
  }
}
