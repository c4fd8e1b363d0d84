import Canvas
import PolicyCore
import PolicyQuery

/// Where everything of an overview stands: in one column or, where there is room, in two, of any height.
struct OverviewLayout {
  enum Line: Equatable {
    case blank
    case title(String)
    /// A bar by its place among ``bars``.
    case bar(Int)
    case more(String)
    /// Something about mail, in words.
    case words(String)
    /// A row of the plot of days, counted from its top.
    case plot(Int)
  }

  /// A bar, and the section that it belongs to.
  struct PlacedBar {
    let bar: Overview.Bar
    let section: Overview.Section
    /// The number of its section, in the order on the screen.
    let number: Int
    let column: Int
    let row: Int
    /// The rows of its section, with its title and all that belongs to it.
    let rows: ClosedRange<Int>
  }

  private(set) var columns: [[Line]] = [[]]
  private(set) var bars: [PlacedBar] = []
  /// The columns of the screen that one column has.
  let width: Int

  /// Below this there is one column.
  private static let leastForTwo = 96
  /// Between two columns.
  static let gap = 4
  /// The rows of the plot, without the line below it.
  static let plotRows = 5
  /// So many bars of a section there are where it is crowded.
  private static let fewBars = 5

  /// The rows of the longest column.
  var height: Int { columns.map(\.count).max() ?? 0 }

  init(_ overview: Overview?, size: Size, isCalm: Bool, noMail: String) {
    let isWide = size.columns >= Self.leastForTwo && !isCalm
    width = isWide ? (size.columns - Self.gap) / 2 : size.columns
    guard let overview else { return }
    let blocks = Self.blocks(of: overview, isCalm: isCalm, noMail: noMail)
    place(blocks, in: isWide ? 2 : 1, most: Overview.mostBars)
    guard height > size.rows else { return }
    place(blocks, in: isWide ? 2 : 1, most: Self.fewBars)
  }

  /// What belongs together: a section, and what stands below its bars.
  private struct Block {
    var section: Overview.Section?
    var title: String
    var below: [Line] = []
  }

  private static func blocks(of overview: Overview, isCalm: Bool, noMail: String) -> [Block] {
    var blocks = overview.sections.map { Block(section: $0, title: $0.kind.title) }
    let place = blocks.firstIndex { $0.section?.kind == .domains } ?? blocks.count
    let mail = overview.mail.map { lines(of: $0, isCalm: isCalm) } ?? [.words(noMail)]
    blocks.insert(Block(title: OverviewText.mailTitle, below: mail), at: place)
    return blocks
  }

  private static func lines(of mail: Overview.Mail, isCalm: Bool) -> [Line] {
    let words = OverviewText.sentences(on: mail).map(Line.words)
    guard !isCalm else { return words + OverviewText.days(of: mail).map(Line.words) }
    return words + (mail.passed.passed == 0 ? [] : (0...plotRows).map(Line.plot))
  }

  /// Puts each block where there is least so far, so that both columns end near each other.
  private mutating func place(_ blocks: [Block], in count: Int, most: Int) {
    columns = [[Line]](repeating: [], count: count)
    var placed: [(column: Int, start: Int, block: Block)] = []
    for block in blocks {
      let column = columns.indices.min { columns[$0].count < columns[$1].count } ?? 0
      if !columns[column].isEmpty { columns[column].append(.blank) }
      placed.append((column, columns[column].count, block))
      columns[column] += lines(of: block, most: most)
    }
    bars = []
    for (number, place) in placed.enumerated().sorted(by: { ($0.1.column, $0.0) < ($1.1.column, $1.0) }) {
      add(place.block, number, column: place.column, start: place.start, most: most)
    }
  }

  private func lines(of block: Block, most: Int) -> [Line] {
    let words = block.below.flatMap { line -> [Line] in
      guard case .words(let text) = line else { return [line] }
      return Paragraph(text, width: max(10, width)).lines.map { .words($0.string) }
    }
    guard let section = block.section else { return [.title(block.title)] + words }
    let shown = section.shown(atMost: most)
    let rest = section.bars.count - shown + section.others
    let empty = section.bars.isEmpty ? [Line.words("none")] : []
    // Their places are filled in once it is known which stand before them.
    return [.title(block.title)] + [Line](repeating: .bar(0), count: shown) + empty
      + (rest > 0 ? [.more("and \(rest.grouped) more")] : []) + words
  }

  private mutating func add(_ block: Block, _ number: Int, column: Int, start: Int, most: Int) {
    guard let section = block.section else { return }
    let end = start + lines(of: block, most: most).count
    for (offset, bar) in section.bars.prefix(section.shown(atMost: most)).enumerated() {
      let row = start + 1 + offset
      columns[column][row] = .bar(bars.count)
      bars.append(
        PlacedBar(bar: bar, section: section, number: number, column: column, row: row, rows: start...end - 1)
      )
    }
  }

  // MARK: - Moving

  /// The row of a bar, and the rows of its section with what follows it up to the next bar of the column.
  func rows(around place: Int) -> (bar: Int, section: ClosedRange<Int>)? {
    guard bars.indices.contains(place) else { return nil }
    let bar = bars[place]
    let isLast = place + 1 == bars.count || bars[place + 1].number != bar.number
    guard isLast else { return (bar.row, bar.rows) }
    // What has no bar is reached from the last one above it.
    let next = bars.dropFirst(place + 1).first { $0.column == bar.column }
    let end = next.map { $0.rows.lowerBound - 1 } ?? columns[bar.column].count - 1
    return (bar.row, bar.rows.lowerBound...max(bar.rows.upperBound, end))
  }

  /// The first bar of the next section, or of the one before, past the end going on at the other one.
  func section(by step: Int, from place: Int) -> Int {
    guard bars.indices.contains(place) else { return place }
    let firsts = bars.indices.filter { $0 == 0 || bars[$0].number != bars[$0 - 1].number }
    let own = firsts.lastIndex { $0 <= place } ?? 0
    return firsts[(own + step + firsts.count) % firsts.count]
  }

  /// The bar that stands nearest in the column beside; in one column the section after or before.
  func beside(_ place: Int, isRight: Bool) -> Int {
    guard bars.indices.contains(place) else { return place }
    guard columns.count > 1 else { return section(by: isRight ? 1 : -1, from: place) }
    let column = bars[place].column + (isRight ? 1 : -1)
    let others = bars.indices.filter { bars[$0].column == column }
    return others.min { abs(bars[$0].row - bars[place].row) < abs(bars[$1].row - bars[place].row) } ?? place
  }
}

extension Overview.Section {
  /// How many bars are drawn where there may be so many: what they grant, ages and dangers are few, and all matter.
  fileprivate func shown(atMost most: Int) -> Int {
    switch kind {
    case .grants, .ages: bars.count
    case .findings: max(min(bars.count, most), bars.prefix { ($0.level ?? .notice) >= .danger }.count)
    case .domains, .dangerDomains, .mailDomains, .mailPolicies: min(bars.count, most)
    }
  }
}
