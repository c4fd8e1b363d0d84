import Canvas
import Theming

/// The frame of everything that lies over the table.
enum PopupStyle {
  static func standard(_ theme: Theme) -> Popup.Styles {
    Popup.Styles(border: theme[.borderFocus], title: theme[.heading], background: theme[.text])
  }
}
