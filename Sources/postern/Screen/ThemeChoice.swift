import Canvas
import Foundation
import PolicyUI
import Theming

/// Which theme is shown, and with how many colours.
struct ThemeChoice {
  /// Whether the terminal's background decides.
  var isAutomatic: Bool
  let initial: Theme
  private let library: ThemeLibrary
  private let depth: ColorDepth

  /// `name` is `auto` or the name of a theme; the terminal's background decides for `auto`, dark until it answers.
  init(name: String, in library: ThemeLibrary, depth: ColorDepth) throws(ThemeProblem) {
    self.library = library
    self.depth = depth
    isAutomatic = name == "auto"
    initial =
      isAutomatic
      ? library.automatic(for: .dark, depth: depth)
      : try library.theme(named: name, depth: depth)
  }

  /// Every theme that can be shown; one that cannot be read is left out here, and named where it is asked for.
  var options: [ThemeOption] {
    library.names.compactMap { name in
      (try? library.theme(named: name, depth: depth)).map { ThemeOption(name: name, theme: $0) }
    }
  }

  /// The default theme that suits a background.
  func theme(on background: Color) -> Theme {
    let variant: Theme.Variant =
      if case .rgb(let red, let green, let blue) = background {
        // The luma of ITU-R BT.601: only which side of the middle matters here.
        299 * Int(red) + 587 * Int(green) + 114 * Int(blue) > 127_500 ? .light : .dark
      } else {
        .dark
      }
    return theme(for: variant)
  }

  /// The default theme for dark or for light.
  func theme(for variant: Theme.Variant) -> Theme { library.automatic(for: variant, depth: depth) }
}
