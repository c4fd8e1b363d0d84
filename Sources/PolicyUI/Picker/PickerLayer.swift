import Canvas
import PolicyQuery
import Theming

extension PickerState: ScreenLayer {
  var layer: Layer { .picker(self) }
  var context: CommandContext { .picker }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  /// Of columns several are shown; the other lists take one answer.
  var activation: CommandID? { kind == .columns ? .pickerToggle : .pickerChoose }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .columnWiden, .columnNarrow, .columnFit:
      kind == .columns ? nil : "Columns have a width: \(state.key(.columnsChoose)) lists them."
    default: nil
    }
  }

  func draw(_ state: AppState, into buffer: inout Buffer) { PickerView(state, self).draw(into: &buffer) }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .pickerChoose:
      return choose(in: &state)
    case .pickerToggle:
      return toggle(in: &state)
    case .columnWiden, .columnNarrow, .columnFit:
      return .stay(state.changeWidth(of: BrowseColumn.choosable[selection], command))
    case .back, .interrupt:
      if case .themes(let before) = kind { state.theme = before }
      return .close()
    default:
      let count = state.rows(of: self).count
      selection = command.target(from: selection, count: count, page: max(1, state.size.rows - 8))
      if case .themes = kind, state.themes.indices.contains(selection) { state.theme = state.themes[selection].theme }
      return .stay()
    }
  }

  private func choose(in state: inout AppState) -> LayerAnswer {
    switch kind {
    case .sort:
      let column = PolicyQuery.SortOrder.Column.allCases[selection]
      let isPrimary = state.browse.order.primary?.column == column
      state.browse.order =
        isPrimary ? state.browse.order.turnedAround : PolicyQuery.SortOrder([PolicyQuery.SortOrder.Key(column)])
      state.sayHiddenSort()
      return .close(state.arrangeAnew() + [state.remember()])
    case .columns:
      return toggle(in: &state)
    case .themes:
      guard state.themes.indices.contains(selection) else { return .close() }
      let name = state.themes[selection].name
      state.chosenTheme = name
      state.message = Message(
        "Theme \(name). It is kept for the next start; theme = \"\(name)\" in config.toml wins over it."
      )
      return .close([.terminal(.keepTheme), state.remember()])
    case .accounts:
      guard state.accounts.indices.contains(selection) else { return .stay() }
      let entry = state.accounts[selection]
      return .close(entry.isCurrent ? [] : [.terminal(.switchAccount(entry.label))])
    case .copyReview(let review):
      return .close([.terminal(.copy(ReviewCopyChoice.allCases[selection].text(of: review)))])
    case .copy(let row):
      return .close([.terminal(.copy(CopyChoice.allCases[selection].text(of: row, account: state.account)))])
    }
  }

  /// Several columns can be sorted by, and several shown; the other lists take one answer.
  private func toggle(in state: inout AppState) -> LayerAnswer {
    switch kind {
    case .sort:
      let column = PolicyQuery.SortOrder.Column.allCases[selection]
      var keys = state.browse.order.keys
      if let place = keys.firstIndex(where: { $0.column == column }) {
        if keys[place].isAscending == column.isAscendingByNature {
          keys[place].isAscending.toggle()
        } else if keys.count > 1 {
          keys.remove(at: place)
        } else {
          keys[place].isAscending.toggle()
        }
      } else {
        keys.append(PolicyQuery.SortOrder.Key(column))
      }
      state.browse.order = PolicyQuery.SortOrder(keys)
      return .stay(state.arrangeAnew() + [state.remember()])
    case .columns:
      let column = BrowseColumn.choosable[selection]
      guard column != .pattern else { return .stay() }
      state.browse.columns.toggle(column)
      return .stay([state.remember()])
    case .themes, .accounts, .copy, .copyReview:
      return choose(in: &state)
    }
  }
}

extension PickerState {
  /// Opens the list that a command of the table asks for.
  static func open(_ state: inout AppState, _ command: CommandID) -> [AppEffect] {
    switch command {
    case .sortChoose:
      let columns = PolicyQuery.SortOrder.Column.allCases
      let current = state.browse.order.primary.flatMap { columns.firstIndex(of: $0.column) }
      state.layers.append(.picker(PickerState(.sort, selection: current ?? 0)))
    case .columnsChoose:
      state.layers.append(.picker(PickerState(.columns)))
    case .themeChoose:
      return [.terminal(.listThemes)]
    case .accountChoose:
      let current = state.accounts.firstIndex(where: \.isCurrent) ?? 0
      state.layers.append(.picker(PickerState(.accounts, selection: current)))
    case .policyCopyMore:
      if let row = state.selectedRow { state.layers.append(.picker(PickerState(.copy(row)))) }
    default:
      break
    }
    return []
  }

  static func showThemes(_ state: inout AppState, _ themes: [ThemeOption]) {
    guard state.layers.isEmpty else { return }
    state.themes = themes
    let current = themes.firstIndex { $0.theme.name == state.theme.name } ?? 0
    state.layers.append(.picker(PickerState(.themes(before: state.theme), selection: current)))
  }
}
