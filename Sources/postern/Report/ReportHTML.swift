import PolicyCore
import PolicyUI
import Values

/// A report as one page of HTML: no script, nothing that is fetched, every text escaped, its plots as SVG within it.
enum ReportHTML {
  /// Throws a ``Problem`` where the library of the style's hash is not there.
  static func text(of document: ReportDocument) throws(Problem) -> String {
    let title = document.title.map(plain).joined()
    let head = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(HTMLText.escaped(try ReportStyle.policy()))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="robots" content="noindex">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <style>\(ReportStyle.css)</style>
      </head>
      <body>
      <h1>\(document.title.map { inline($0, isCode: false) }.joined())</h1>

      """
    return head + document.blocks.map(text).joined() + "</body>\n</html>\n"
  }

  private static func text(of block: ReportDocument.Block) -> String {
    switch block {
    case .heading(let text): "<h2>\(HTMLText.escaped(text))</h2>\n"
    case .paragraph(let texts): "<p>\(texts.map { inline($0) }.joined())</p>\n"
    case .facts(let facts):
      "<dl>\n"
        + facts.map { fact in
          "<dt>\(HTMLText.escaped(fact.name))</dt><dd>\(fact.value.map { inline($0) }.joined())</dd>\n"
        }.joined() + "</dl>\n"
    case .table(let table): self.table(table)
    case .bars(let bars): self.bars(bars)
    case .days(let days): self.days(days)
    }
  }

  // MARK: - Texts

  private static func plain(_ text: ReportDocument.Text) -> String {
    switch text {
    case .words(let words), .outside(let words), .sentence(let words): HTMLText.escaped(words)
    }
  }

  private static func inline(_ text: ReportDocument.Text, isCode: Bool = true) -> String {
    switch text {
    case .words(let words): word(words)
    case .sentence(let text): "<bdi>\(HTMLText.escaped(text))</bdi>"
    case .outside(""): "<span class=\"quiet\">(empty)</span>"
    case .outside(let text):
      isCode ? "<code dir=\"auto\">\(HTMLText.escaped(text))</code>" : "<bdi>\(HTMLText.escaped(text))</bdi>"
    }
  }

  /// Words that stand alone and are bad news look like it.
  private static func word(_ words: String) -> String {
    switch words {
    case FindingLevel.danger.rawValue, FindingLevel.error.rawValue, "BROKEN":
      "<span class=\"danger-word\">\(words)</span>"
    case FindingLevel.warning.rawValue, Effect.widens.rawValue, Effect.both.rawValue, Effect.unclear.rawValue,
      "UNDECIDED":
      "<span class=\"warning-word\">\(words)</span>"
    default: HTMLText.escaped(words)
    }
  }

  // MARK: - Tables

  private static func table(_ table: ReportDocument.Table) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      let cells = zip(table.columns, cells).map { column, text in
        "<\(tag)\(column.isNumber ? " class=\"number\"" : "")>\(text)</\(tag)>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    let head = row(table.columns.map { HTMLText.escaped($0.title) }, "th")
    let rows = table.rows.map { cells in row(cells.map { $0.map { inline($0) }.joined() }, "td") }
    // Tables of few columns stand one below the other, and look like one where their columns are alike.
    let isEven = table.columns.count == 3 && !table.columns.contains(where: \.isNumber)
    return
      "<div class=\"scroll\"><table\(isEven ? " class=\"even\"" : "")>\n<thead>\n\(head)</thead>\n<tbody>\n\(rows.joined())</tbody>\n</table></div>\n"
  }

  // MARK: - Plots

  /// The width of a plot in its own units; the page makes it as wide as there is room.
  private static let width = 1000

  private static func bars(_ bars: ReportDocument.Bars) -> String {
    let hasShares = bars.bars.contains { $0.share != nil }
    let rows = bars.bars.map { bar -> String in
      let length = ReportScale.length(of: bar.count, most: bars.most, in: width)
      let kind = bar.level.map(style) ?? ""
      let share = hasShares ? "<td class=\"number quiet\">\(HTMLText.escaped(bar.share ?? ""))</td>" : ""
      return """
        <tr><td class="label">\(label(bar.label))</td><td class="number">\(bar.count.grouped)</td>\(share)\
        <td class="plot"><svg class="bar" viewBox="0 0 \(width) 10" preserveAspectRatio="none" aria-hidden="true">\
        <rect\(kind) data-count="\(bar.count)" width="\(length)" height="10"/></svg></td></tr>

        """
    }
    let share = hasShares ? "<th class=\"number\">share</th>" : ""
    let head = "<tr><th></th><th class=\"number\">\(HTMLText.escaped(bars.unit))</th>\(share)<th></th></tr>\n"
    let others = bars.others > 0 ? "<p class=\"quiet\">and \(bars.others.grouped) more</p>\n" : ""
    return "<table class=\"bars\">\n<thead>\n\(head)</thead>\n<tbody>\n\(rows.joined())</tbody>\n</table>\n\(others)"
  }

  /// What is counted, in no colour of its own: the bar has one.
  private static func label(_ text: ReportDocument.Text) -> String {
    if case .words(let words) = text { HTMLText.escaped(words) } else { inline(text) }
  }

  private static func style(of level: FindingLevel) -> String {
    switch level {
    case .notice: ""
    case .warning: " class=\"warning\""
    case .danger, .error: " class=\"danger\""
    }
  }

  /// The days side by side; the lower part of each is what was graver than bulk.
  private static func days(_ days: [PassedMail.Day]) -> String {
    let most = days.map(\.count).max() ?? 0
    let height = 100
    let pitch = 10
    let columns = days.enumerated().map { place, day -> String in
      let all = ReportScale.length(of: day.count, most: most, in: height)
      let grave = ReportScale.length(of: day.grave, most: most, in: height)
      func rect(_ kind: String, _ count: Int, _ length: Int) -> String {
        guard length > 0 else { return "" }
        return """
          <rect\(kind) data-day="\(day.text)" data-count="\(count)" x="\(place * pitch + 1)" y="\(height - length)" \
          width="\(pitch - 2)" height="\(length)"><title>\(day.text): \(count.grouped)</title></rect>

          """
      }
      return rect("", day.count, all) + rect(" class=\"danger\"", day.grave, grave)
    }
    let label = "Messages let through by day, \(most.grouped) at most"
    let plot = """
      <svg class="days" viewBox="0 0 \(days.count * pitch) \(height)" preserveAspectRatio="none" role="img" \
      aria-label="\(HTMLText.escaped(label))">
      \(columns.joined())</svg>
      <div class="ends"><span>\(days.first?.text ?? "")</span><span>at most \(most.grouped) a day</span>\
      <span>\(days.last?.text ?? "")</span></div>

      """
    let rows = days.filter { $0.count > 0 }.map { day -> [[ReportDocument.Text]] in
      [[.words(day.text)], [.words(day.count.grouped)], [.words(day.grave.grouped)]]
    }
    let numbers = table(ReportDocument.Table(["day", "let through#", "graver than bulk#"], rows))
    return plot + "<details><summary>The days in numbers</summary>\n\(numbers)</details>\n"
  }
}
