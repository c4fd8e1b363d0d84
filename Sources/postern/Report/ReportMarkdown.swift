import PolicyCore
import PolicyUI
import Values

/// A report as Markdown, for a ticket or a merge request: every text from outside is code, so that nothing in it is a link,
/// an image, a mention or a cell of a table.
enum ReportMarkdown {
  static func text(of document: ReportDocument) -> String {
    let title = "# " + document.title.map(inline).joined() + "\n"
    return title + document.blocks.map { "\n" + text(of: $0) }.joined()
  }

  private static func text(of block: ReportDocument.Block) -> String {
    switch block {
    case .heading(let text): "## \(text)\n"
    case .paragraph(let texts): texts.map(inline).joined() + "\n"
    case .facts(let facts): facts.map { "- **\($0.name):** \($0.value.map(inline).joined())\n" }.joined()
    case .table(let table): self.table(table)
    case .bars(let bars): self.bars(bars)
    case .days(let days): self.days(days)
    }
  }

  private static func inline(_ text: ReportDocument.Text) -> String {
    switch text {
    case .words(let words): words
    case .outside(let text), .sentence(let text): MarkdownText.code(text)
    }
  }

  private static func cell(_ texts: [ReportDocument.Text]) -> String {
    texts.map { text in
      switch text {
      case .words(let words): words
      case .outside(let text), .sentence(let text): MarkdownText.cell(text)
      }
    }.joined()
  }

  private static func table(_ table: ReportDocument.Table) -> String {
    let head = "| \(table.columns.map(\.title).joined(separator: " | ")) |\n"
    let line = "|\(table.columns.map { $0.isNumber ? "---:" : "---" }.joined(separator: "|"))|\n"
    return head + line + table.rows.map { "| \($0.map(cell).joined(separator: " | ")) |\n" }.joined()
  }

  /// So many signs stand for the highest number.
  private static let barSigns = 20

  private static func bars(_ bars: ReportDocument.Bars) -> String {
    let hasShares = bars.bars.contains { $0.share != nil }
    let rows = bars.bars.map { bar -> String in
      let signs = ReportScale.length(of: bar.count, most: bars.most, in: barSigns)
      let share = hasShares ? " \(bar.share ?? "") |" : ""
      return "| \(cell([bar.label])) | \(bar.count.grouped) |\(share) \(String(repeating: "█", count: signs)) |\n"
    }
    let head = "| | \(bars.unit) |\(hasShares ? " share |" : "") |\n|---|---:|\(hasShares ? "---:|" : "")---|\n"
    return head + rows.joined() + (bars.others > 0 ? "\nAnd \(bars.others.grouped) more.\n" : "")
  }

  /// The days on which something was let through.
  private static func days(_ days: [PassedMail.Day]) -> String {
    let most = days.map(\.count).max() ?? 0
    let rows = days.filter { $0.count > 0 }.map { day -> String in
      let signs = String(repeating: "█", count: ReportScale.length(of: day.count, most: most, in: barSigns))
      return "| \(day.text) | \(day.count.grouped) | \(day.grave.grouped) | \(signs) |\n"
    }
    return "| day | let through | graver than bulk | |\n|---|---:|---:|---|\n" + rows.joined()
  }
}

/// How long bars are.
enum ReportScale {
  /// A share of a length, and at least one where there is anything.
  static func length(of count: Int, most: Int, in whole: Int) -> Int {
    guard count > 0, most > 0 else { return 0 }
    return max(1, min(whole, Int(Double(count) * Double(whole) / Double(most))))
  }
}
