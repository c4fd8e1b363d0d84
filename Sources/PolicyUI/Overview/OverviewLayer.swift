import Canvas
import PolicyQuery

extension OverviewState: SearchedLayer {
  var layer: Layer { .overview(self) }
  var context: CommandContext { search.isTyping ? .search : .overview }
  var takesText: Bool { search.isTyping }
  var coversScreen: Bool { true }
  var isOpening: Bool { overview == nil }

  var place: Int {
    get { selection }
    set { (selection, sought) = (newValue, nil) }
  }

  func texts(in state: AppState) -> [String] { layout(in: state).bars.map(\.bar.label) }

  var clickedRow: Int? {
    get { selection }
    set { (selection, sought) = (newValue ?? selection, nil) }
  }

  var activation: CommandID? { .overviewShow }

  func layout(in state: AppState) -> OverviewLayout {
    OverviewLayout(
      overview,
      size: OverviewView.area(of: state).size,
      isCalm: state.glyphs.areWords,
      noMail: overview?.knowsMail == false
        ? "What the mail says that is kept is not known yet."
        : "No mail is kept: \(state.key(.mailOpen)) in the table reads what arrived."
    )
  }

  func draw(_ state: AppState, into buffer: inout Buffer) { OverviewView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .overviewShow:
      layout(in: state).bars.indices.contains(selection) ? nil : "There is nothing to be shown."
    case .reportOpen: state.reportReason
    default: nil
    }
  }

  mutating func fit(to state: AppState) {
    let layout = layout(in: state)
    selection = max(0, min(selection, layout.bars.count - 1))
    guard let rows = layout.rows(around: selection) else { return }
    let height = OverviewView.area(of: state).rows
    // The title and what belongs to the section where there is room for all of it, and the bar in any case.
    scroll.show(rows.section, count: layout.height, height: height)
    scroll.show(rows.bar, count: layout.height, height: height, margin: 1)
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    sought = nil
    if let answer = searching(command, in: &state) { return answer }
    let layout = layout(in: state)
    switch command {
    case .overviewShow:
      guard layout.bars.indices.contains(selection) else { return .stay() }
      state.browse.filter = TextField(layout.bars[selection].bar.filter)
      return .close(state.arrangeAnew())
    case .overviewNext: selection = layout.section(by: 1, from: selection)
    case .overviewPrevious: selection = layout.section(by: -1, from: selection)
    case .columnsRight: selection = layout.beside(selection, isRight: true)
    case .columnsLeft: selection = layout.beside(selection, isRight: false)
    case .reportOpen: state.openReport()
    case .back, .interrupt: return .close()
    default:
      selection = command.target(
        from: selection,
        count: layout.bars.count,
        page: OverviewView.area(of: state).rows
      )
    }
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    typeSearch(key, in: state)
    return .stay()
  }

  mutating func paste(_ text: String) {
    if search.isTyping { search.field.insert(text) }
  }
}
