import Canvas
import Theming

extension Theme {
  /// The looks of a field; one that waits to be entered is plain text until then.
  ///
  /// Parts of it can be marked, in a role.
  func field(isActive: Bool = true, marking role: Role? = nil) -> TextField.Styles {
    TextField.Styles(
      text: self[isActive ? .fieldValue : .text],
      selection: self[.fieldFocus],
      hint: isActive ? style(.muted, on: .fieldValue) : self[.muted],
      mark: role.map { Style(foreground: self[$0].foreground, attributes: [.bold, .underline]) } ?? .plain
    )
  }

  /// A bar in the colour of a role, without what else makes its texts stand out.
  func bar(_ role: Role) -> Style {
    Style(foreground: self[role].foreground, background: self[.text].background)
  }

  /// The name of a field, which stands out while the field has the focus.
  func label(_ text: String, isFocused: Bool) -> TextRun {
    TextRun(text, self[isFocused ? .accent : .fieldLabel])
  }
}

extension Popup {
  /// The box of everything that lies over the table.
  init(_ title: String, footer: String = "", over state: AppState) {
    let theme = state.theme
    let styles = Styles(border: theme[.borderFocus], title: theme[.heading], background: theme[.text])
    self.init(title: title, footer: footer, glyphs: state.glyphs, styles: styles)
  }
}

extension HintBar {
  /// The row of keys of a screen; a command without a key is left out.
  init(_ items: [Item?], _ theme: Theme) {
    let styles = Styles(
      key: theme[.key],
      label: theme[.muted],
      disabled: theme[.keyDisabled],
      background: theme[.text]
    )
    self.init(items.compactMap(\.self), styles: styles)
  }
}

extension AppState {
  /// The most lines that fit into the box of a list of names.
  var namedRows: Int { max(1, size.rows - 6) }

  /// The last line of such a box: the field while a name is typed, else the keys.
  func drawNaming(
    _ name: TextField?,
    placeholder: String,
    keys: [HintBar.Item?],
    into buffer: inout Buffer,
    in line: Rect
  ) {
    guard let name else {
      HintBar(keys, theme).draw(into: &buffer, in: line)
      return
    }
    let label = theme.label("Name ", isFocused: true)
    name.draw(
      into: &buffer,
      in: line,
      label: label,
      labelWidth: label.text.width,
      styles: theme.field(),
      placeholder: placeholder,
      isFocused: true
    )
  }
}
