import Canvas
import Theming
import PolicyQuery

/// The lists to choose from: how they open, and their commands.
enum PickerReducer {
  static func open(_ state: inout AppState, _ command: CommandID) -> [AppEffect] {
    switch command {
    case .sortChoose:
      let columns = PolicyQuery.SortOrder.Column.allCases
      let current = state.browse.order.primary.flatMap { columns.firstIndex(of: $0.column) }
      state.layers.append(.picker(PickerState(.sort, selection: current ?? 0)))
    case .columnsChoose:
      state.layers.append(.picker(PickerState(.columns)))
    case .themeChoose:
      return [.listThemes]
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

  static func run(_ state: inout AppState, _ picker: PickerState, _ command: CommandID) -> [AppEffect] {
    var picker = picker
    switch command {
    case .pickerChoose:
      return choose(&state, picker)
    case .pickerToggle:
      return toggle(&state, picker)
    case .back, .interrupt:
      if case .themes(let before) = picker.kind { state.theme = before }
      state.layers.removeLast()
      return []
    default:
      let count = state.rows(of: picker).count
      picker.selection = command.target(from: picker.selection, count: count, page: max(1, state.size.rows - 8))
      if case .themes = picker.kind, state.themes.indices.contains(picker.selection) {
        state.theme = state.themes[picker.selection].theme
      }
    }
    state.replaceTopLayer(.picker(picker))
    return []
  }

  private static func choose(_ state: inout AppState, _ picker: PickerState) -> [AppEffect] {
    switch picker.kind {
    case .sort:
      let column = PolicyQuery.SortOrder.Column.allCases[picker.selection]
      let isPrimary = state.browse.order.primary?.column == column
      state.browse.order =
        isPrimary ? state.browse.order.turnedAround : PolicyQuery.SortOrder([PolicyQuery.SortOrder.Key(column)])
      state.layers.removeLast()
      return state.arrangeRows() + [state.remember()]
    case .columns:
      return toggle(&state, picker)
    case .themes:
      state.layers.removeLast()
      guard state.themes.indices.contains(picker.selection) else { return [] }
      let name = state.themes[picker.selection].name
      state.chosenTheme = name
      state.message = Message(
        "Theme \(name). It is kept for the next start; theme = \"\(name)\" in config.toml wins over it."
      )
      return [.keepTheme, state.remember()]
    case .accounts:
      guard state.accounts.indices.contains(picker.selection) else { return [] }
      let entry = state.accounts[picker.selection]
      state.layers.removeLast()
      return entry.isCurrent ? [] : [.switchAccount(entry.label)]
    case .copyReview(let review):
      state.layers.removeLast()
      return [.copy(ReviewCopyChoice.allCases[picker.selection].text(of: review))]
    case .copy(let row):
      state.layers.removeLast()
      return [.copy(CopyChoice.allCases[picker.selection].text(of: row, account: state.account))]
    }
  }

  /// Several columns can be sorted by, and several shown; the other lists take one answer.
  private static func toggle(_ state: inout AppState, _ picker: PickerState) -> [AppEffect] {
    switch picker.kind {
    case .sort:
      let column = PolicyQuery.SortOrder.Column.allCases[picker.selection]
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
      return state.arrangeRows() + [state.remember()]
    case .columns:
      let column = BrowseColumn.choosable[picker.selection]
      guard column != .pattern else { return [] }
      if state.browse.hiddenColumns.remove(column.rawValue) == nil {
        state.browse.hiddenColumns.insert(column.rawValue)
      }
      return [state.remember()]
    case .themes, .accounts, .copy, .copyReview:
      return choose(&state, picker)
    }
  }
}
