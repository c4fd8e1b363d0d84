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
    let whole = draftRuns(isShort: false)
    let short = draftRuns(isShort: true)
    let counts = Counts(state)
    let forms = [
      (name + account, [counts.whole, counts.dangers(isShort: false)], whole),
      (name + account, [counts.whole, counts.dangers(isShort: true)], whole),
      (name + account, [counts.short, counts.dangers(isShort: false)], whole),
      (name + account, [counts.short, counts.dangers(isShort: true)], whole),
      (name + account, [counts.shortest, counts.dangers(isShort: true)], short),
      (account, [counts.shortest, counts.dangers(isShort: true)], short),
      (account, [counts.marks, counts.dangers(isShort: true)], short), (account, [counts.marks], short),
      (account, [], short),
    ].map { left, counts, draft in (left: left, right: joined(counts.filter { !$0.isEmpty } + [draft])) }
    let fitting = forms.first { $0.left.width + 2 + $0.right.width + 1 <= line.columns }
    guard let form = fitting ?? forms.last else { return }
    let used = buffer.write(form.left, at: line.origin, maxWidth: line.columns)
    let start = max(used + 1, line.endColumn - form.right.width - 1)
    let place = Position(row: line.row, column: start)
    buffer.write(form.right, at: place, maxWidth: line.endColumn - start, truncation: state.glyphs.truncation)
    markTargets(in: form.right, from: place, until: line.endColumn, &buffer)
  }

  /// A click on what is dangerous shows it, one on what is queued reviews it.
  private func markTargets(in runs: [TextRun], from start: Position, until end: Int, _ buffer: inout Buffer) {
    let dangers = theme.style(.levelDanger, on: .status)
    var column = start.column
    var isDraft = false
    for run in runs {
      isDraft = isDraft || run.style == theme[.badgePending]
      let command: CommandID? = isDraft ? .reviewOpen : run.style == dangers ? .dangersOpen : nil
      let width = min(run.text.width, end - column)
      if let command, width > 0 {
        let place = Rect(row: start.row, column: column, rows: 1, columns: width)
        buffer.mark(place, as: .keys(state.key(command)))
      }
      column += run.text.width
    }
  }

  private func joined(_ parts: [[TextRun]]) -> [TextRun] {
    Array(parts.joined(separator: [TextRun("   ", theme[.status])]))
  }

  /// The account's name and the word that tells the live API from the sandbox, in colours of their own.
  static func account(_ state: AppState) -> [TextRun] {
    let isLive = state.account.environment == .live
    return [
      TextRun(" \(state.account.name) ", accountStyle(state)),
      TextRun(isLive ? " LIVE " : " SANDBOX ", state.theme[isLive ? .statusLive : .statusSandbox]),
    ] + (state.isReadOnly ? [TextRun(" READ-ONLY ", state.theme[.status])] : [])
      + (state.isMouseOn ? [] : [TextRun(" MOUSE OFF ", state.theme[.status])])
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

    private var total: Int { state.browse.headOf ?? state.browse.list.count }

    private func run(_ text: String) -> [TextRun] { text.isEmpty ? [] : [TextRun(text, state.theme[.status])] }

    var marks: [TextRun] { run(marked) }

    var whole: [TextRun] {
      let kept = state.browse.unmatched.count
      let matching = "\((state.browse.rows.count - kept).grouped) shown"
      let shown = state.browse.filter.text.isEmpty ? [] : [matching] + (kept == 0 ? [] : ["\(kept.grouped) kept"])
      let words =
        ["\(total.grouped) \(total.agreeing("policy", "policies"))"] + shown + (marked.isEmpty ? [] : [marked])
      return run(words.joined(separator: ", "))
    }

    var short: [TextRun] {
      guard state.browse.filter.text.isEmpty else { return shortest }
      return run("\(total.grouped) \(total.agreeing("policy", "policies"))" + (marked.isEmpty ? "" : "  \(marked)"))
    }

    var shortest: [TextRun] {
      let kept = state.browse.unmatched.count
      let shown = state.browse.filter.text.isEmpty ? "" : "\((state.browse.rows.count - kept).grouped)/"
      // New policies are shown too, before the server counts them.
      let total = "\(shown)\(max(self.total, state.browse.rows.count).grouped)"
      let rest = [kept == 0 ? "" : "\(kept.grouped) kept", marked].filter { !$0.isEmpty }
      return run(([total] + rest).joined(separator: "  "))
    }

    /// How many policies open a hole that the rules call dangerous, queued changes included.
    func dangers(isShort: Bool) -> [TextRun] {
      let count = state.findings.rows.count(of: .danger)
      guard count > 0 else { return [] }
      let text = isShort ? "\(count.grouped)D" : "\(count.grouped) in danger"
      return [TextRun(text, state.theme.style(.levelDanger, on: .status))]
    }
  }
}
