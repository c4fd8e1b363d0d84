import Canvas
import MailLog
import PolicyCore
import Theming
import Values

/// The tab of the mail: what the batch would have done with it, and some of the messages.
struct ReviewedMail {
  struct Row {
    let runs: [TextRun]
    /// The message that it is of, counted from the first.
    var example: Int?
  }

  private let state: AppState
  private let effect: MailEffect?
  private let replaying: Int?
  private let width: Int

  init(_ state: AppState, _ review: ReviewState, width: Int) {
    self.state = state
    effect = review.review.mail
    replaying = review.replaying
    self.width = width
  }

  private var theme: Theme { state.theme }

  var rows: [Row] {
    var rows: [Row] = []
    if let replaying {
      rows += text("Working it out for \(replaying.grouped) messages…\(effect == nil ? "" : " So far:")", .accent)
    }
    guard let effect else { return rows }
    rows += text(effect.words, .text)
    if let danger = effect.danger { rows += text(danger, .levelDanger) }
    for gap in effect.gaps { rows += text(gap, .muted) }
    rows += list(.more, "newly let through", of: effect.moreInAll, .effectWidens)
    rows += list(.less, "no longer let through", of: effect.less, .effectNarrows)
    rows += list(.undecided, "undecided", of: effect.undecided, .effectUnclear)
    return rows + [Row(runs: [])] + text(MailEffect.caveats, .muted)
  }

  private func text(_ text: String, _ role: Role) -> [Row] {
    Paragraph(text, width: max(10, width - 4)).lines.map { line in
      Row(runs: [TextRun("   ", theme[role]), TextRun(line, theme[role])])
    }
  }

  private func list(_ change: BypassChange, _ title: String, of total: Int, _ role: Role) -> [Row] {
    guard let effect, let first = effect.examples.firstIndex(where: { $0.change == change }) else { return [] }
    let places = effect.examples.indices[first...].prefix { effect.examples[$0].change == change }
    let more = total > places.count ? ", the first \(places.count) of \(total.grouped)" : ""
    let heading = Row(runs: [TextRun(" \(title)\(more)", theme[.heading])])
    return [Row(runs: []), heading] + places.map { Row(runs: runs(of: effect.examples[$0], role), example: $0) }
  }

  private func runs(of example: MailEffect.Example, _ role: Role) -> [TextRun] {
    let message = example.message
    let sender = message.sender ?? "?"
    let room = max(10, (width - 32) / 2)
    let verdict = message.verdict.rawValue
    return [
      TextRun("   ", theme[.text]), TextRun(verdict, theme[message.verdict < .spoof ? .levelDanger : .text]),
      TextRun(String(repeating: " ", count: max(1, 14 - verdict.count)), theme[.text]),
      TextRun(padded(message.day ?? "?", to: 12), theme[.muted]),
      TextRun(padded(sender.isEmpty ? "<>" : sender, to: room), theme[.text]),
      example.patterns.isEmpty
        ? TextRun("something of it is not told", theme[.muted])
        : TextRun("by \(example.patterns.joined(separator: ", "))", theme[role]),
    ]
  }

  private func padded(_ text: String, to width: Int) -> String {
    let text = VisibleText(text).truncated(to: width - 1, ellipsis: state.glyphs.ellipsis)
    return text.string + String(repeating: " ", count: max(0, width - text.width))
  }
}
