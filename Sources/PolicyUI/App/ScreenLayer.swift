import Canvas

/// What lies over the table: it has the keyboard while it is the topmost, and knows what its keys mean.
///
/// A value with behaviour. While one of its functions runs that change it, it is off the stack, so that the state's
/// layers are those below it, and those that it puts above itself.
protocol ScreenLayer: Equatable, Sendable {
  /// The same as one of the stack's cases.
  var layer: Layer { get }

  /// Where its keys are looked up.
  var context: CommandContext { get }

  /// Whether the focus is on a text field: keys that type, and those that move its caret, are the field's.
  var takesText: Bool { get }
  /// Whether a paste means something, if only as the beginning of a text.
  var takesPastes: Bool { get }

  /// Whether nothing can be seen of what lies below.
  var coversScreen: Bool { get }

  /// Whether it is only the place of something that is still being read: keys wait for that.
  var isOpening: Bool { get }

  /// Carries out a command of its context.
  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer

  /// Takes a key that means no command, or belongs to the text field.
  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer

  mutating func paste(_ text: String)

  /// The same where a paste may mean more than text in a field.
  mutating func paste(_ text: String, in state: inout AppState) -> LayerAnswer

  /// The row of its list, or the field, that has the focus: what a click chooses; nil where there is none.
  var clickedRow: Int? { get set }

  /// Takes a click on a title of a column, or on a tab, by its name.
  mutating func click(column name: String, in state: inout AppState) -> LayerAnswer

  /// What a click on the row that has the focus does; nil for nothing.
  var activation: CommandID? { get }

  /// Why a command of its context does nothing now, as a sentence; nil if it can be used.
  func disabledReason(for command: CommandID, in state: AppState) -> String?

  /// Brings it in line with the screen's size and with what else changed.
  mutating func fit(to state: AppState)

  /// Draws it over what lies below, and puts the cursor where the focus is.
  func draw(_ state: AppState, into buffer: inout Buffer)
}

extension ScreenLayer {
  var takesText: Bool { false }
  var takesPastes: Bool { takesText }
  var coversScreen: Bool { false }
  var isOpening: Bool { false }
  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer { .stay() }
  mutating func paste(_ text: String) {}
  mutating func paste(_ text: String, in state: inout AppState) -> LayerAnswer {
    paste(text)
    return .stay()
  }
  var clickedRow: Int? {
    get { nil }
    set {}
  }
  mutating func click(column name: String, in state: inout AppState) -> LayerAnswer { .stay() }
  var activation: CommandID? { nil }
  func disabledReason(for command: CommandID, in state: AppState) -> String? { nil }
  mutating func fit(to state: AppState) {}
}

/// What follows from what a layer did.
struct LayerAnswer {
  let effects: [AppEffect]
  let isOver: Bool

  static func stay(_ effects: [AppEffect] = []) -> LayerAnswer { LayerAnswer(effects: effects, isOver: false) }
  static func close(_ effects: [AppEffect] = []) -> LayerAnswer { LayerAnswer(effects: effects, isOver: true) }
}

/// One thing that lies over the table.
package enum Layer: Equatable, Sendable {
  case form(FormState)
  case preparing(PreparingState)
  case review(ReviewState)
  case submission(SubmissionState)
  case findings(FindingsState)
  case rules(RulesState)
  case frequencies(FrequenciesState)
  case overview(OverviewState)
  case changes(ChangesState)
  case bulkEdit(BulkEditState)
  case bulkNew(BulkNewState)
  case whatIf(WhatIfState)
  case picker(PickerState)
  case views(ViewsState)
  case drafts(DraftsState)
  case log(LogState)
  case guards(GuardsState)
  case mail(MailLook)
  case history(HistoryState)
  case help(HelpState)
  case palette(PaletteState)
  case path(PathState)
  case columns(ColumnsState)
  case importing(ImportState)

  /// The one place where the kinds of layers are told apart.
  var content: any ScreenLayer {
    switch self {
    case .form(let form): form
    case .preparing(let review): review
    case .review(let review): review
    case .submission(let submission): submission
    case .findings(let list): list
    case .rules(let rules): rules
    case .frequencies(let frequencies): frequencies
    case .overview(let overview): overview
    case .changes(let changes): changes
    case .bulkEdit(let form): form
    case .bulkNew(let lines): lines
    case .whatIf(let whatIf): whatIf
    case .picker(let picker): picker
    case .views(let views): views
    case .drafts(let drafts): drafts
    case .log(let log): log
    case .guards(let guards): guards
    case .mail(let mail): mail
    case .history(let history): history
    case .help(let help): help
    case .palette(let palette): palette
    case .path(let path): path
    case .columns(let columns): columns
    case .importing(let rows): rows
    }
  }
}

extension AppState {
  /// Lets the topmost layer act; it is put back unless it is over.
  mutating func withTopLayer(_ act: (inout any ScreenLayer, inout AppState) -> LayerAnswer) -> [AppEffect] {
    guard let top = layers.popLast() else { return [] }
    let place = layers.count
    var content = top.content
    let answer = act(&content, &self)
    guard !answer.isOver else { return answer.effects }
    content.fit(to: self)
    // It may have closed what lies below.
    layers.insert(content.layer, at: min(place, layers.count))
    return answer.effects
  }

  mutating func fitTopLayer() {
    _ = withTopLayer { _, _ in .stay() }
  }

  /// Changes the topmost layer of a kind, whatever lies over it by now, and says whether there is one.
  @discardableResult
  mutating func update<Content: ScreenLayer>(_ kind: Content.Type, _ change: (inout Content) -> Void) -> Bool {
    guard let place = layers.lastIndex(where: { $0.content is Content }),
      var content = layers[place].content as? Content
    else { return false }
    change(&content)
    content.fit(to: self)
    layers[place] = content.layer
    return true
  }
}
