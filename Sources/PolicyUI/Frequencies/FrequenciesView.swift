import Canvas
import PolicyCore
import PolicyQuery
import Theming
import Values

/// Draws what policies have in common: how many of the table's with a bar, and as tabs what they are counted by.
struct FrequenciesView {
  let state: AppState
  let frequencies: FrequenciesState

  init(_ state: AppState, _ frequencies: FrequenciesState) {
    self.state = state
    self.frequencies = frequencies
  }

  private var theme: Theme { state.theme }
  private static let barColumns = 20
  private static let numberColumns = 8

  /// The rows of the list.
  static func rows(_ state: AppState) -> Int { max(1, state.size.rows - 8) }

  func draw(into buffer: inout Buffer) {
    let width = min(state.size.columns - 6, 80)
    let contents = Size(rows: Self.rows(state) + 4, columns: width)
    let popup = Popup(title, footer: position, over: state)
    let (body, keys) = Popup.split(popup.draw(into: &buffer, contents: contents))
    let (tabs, list) = body.splitTop(1)
    drawTabs(into: &buffer, in: tabs)
    drawList(into: &buffer, in: list.splitTop(1).rest)
    drawKeys(into: &buffer, in: keys)
  }

  private var title: String {
    let count = state.browse.rows.count
    return state.browse.filter.text.isEmpty
      ? "Frequencies · \(count.counted("policy", "policies"))"
      : "Frequencies · \(count.grouped) shown"
  }

  private var position: String {
    guard let counted = frequencies.counted, !counted.all.isEmpty else { return "" }
    let others = counted.others > 0 ? ", and \(counted.others.grouped) rarer" : ""
    guard frequencies.search.isEmpty else { return frequencies.position(in: state) + others }
    return "\((frequencies.selection + 1).grouped) of \(counted.all.count.grouped)\(others)"
  }

  private func drawTabs(into buffer: inout Buffer, in line: Rect) {
    let dimensions = state.frequencyDimensions
    let titles = dimensions.map(FrequencyText.title)
    let short = zip(titles, dimensions).map { $1 == frequencies.dimension ? $0 : String($0.prefix(2)) }
    let tabs = [titles, short].map { titles in
      Tabs(
        titles,
        active: dimensions.firstIndex(of: frequencies.dimension) ?? 0,
        styles: Tabs.Styles(normal: theme[.muted], active: theme[.accent])
      )
    }
    guard let fitting = tabs.first(where: { $0.width <= line.columns }) ?? tabs.last else { return }
    for (place, dimension) in zip(fitting.draw(into: &buffer, in: line), dimensions) {
      buffer.mark(place, as: .column(dimension.rawValue))
    }
  }

  private func drawList(into buffer: inout Buffer, in area: Rect) {
    guard let counted = frequencies.counted, let most = counted.all.first?.count else {
      let text = frequencies.counted == nil ? "Counting…" : "No policy is shown."
      buffer.write(text, at: area.origin, style: theme[.muted], maxWidth: area.columns)
      return
    }
    SelectionList(count: counted.all.count, selection: frequencies.selection)
      .draw(into: &buffer, in: area, selected: theme[.selection]) { index, line, buffer in
        draw(counted.all[index], most: most, in: line, into: &buffer)
      }
  }

  /// What it is, how many, which share of all, and a bar, which is the first to give up its place.
  private func draw(_ frequency: Frequency, most: Int, in line: Rect, into buffer: inout Buffer) {
    let bars = min(Self.barColumns, max(0, line.columns - 40))
    let (left, right) = line.splitRight(Self.numberColumns + 6 + bars)
    let level = FrequencyText.level(frequency.key)
    let sign = level.flatMap { level in level.sign.map { TextRun(String($0), theme[level.role]) } }
    let hasSigns = frequencies.dimension == .finding
    let signs = hasSigns ? [sign ?? TextRun(" ", theme[.text]), TextRun(" ", theme[.text])] : []
    let label = signs + [TextRun(FrequencyText.label(frequency.key), theme[.text])]
    buffer.write(label, at: left.origin, maxWidth: left.columns - 1, truncation: state.glyphs.truncation)
    let number = frequency.count.grouped
    let percent = 100 * frequency.count / max(1, state.browse.rows.count)
    let share = percent == 0 ? "<1%" : "\(percent)%"
    let length = bars == 0 ? 0 : max(1, frequency.count * (bars - 2) / max(1, most))
    let bar = String(repeating: state.glyphs.bar, count: length)
    let runs = [
      TextRun(String(repeating: " ", count: max(0, Self.numberColumns - number.count)) + number, theme[.text]),
      TextRun(String(repeating: " ", count: max(0, 6 - share.count)) + share, theme[.muted]),
      TextRun(bar.isEmpty ? "" : "  " + bar, theme.bar(level?.role ?? .accent)),
    ]
    buffer.write(runs, at: right.origin, maxWidth: right.columns, truncation: state.glyphs.truncation)
  }

  private func drawKeys(into buffer: inout Buffer, in line: Rect) {
    if frequencies.search.isTyping {
      state.draw(frequencies.search, into: &buffer, in: line)
      return
    }
    let items = [
      state.hint(.frequencyShow, in: .frequencies, importance: 9),
      state.hint(.frequencyNext, in: .frequencies, importance: 8),
      state.movingHint(in: .frequencies), state.hint(.helpSearch, in: .frequencies),
      state.hint(.back, in: .frequencies, importance: 9),
    ]
    HintBar(items, theme).draw(into: &buffer, in: line)
  }
}
