/// How text looks apart from its colours.
package struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let dim = Attributes(rawValue: 2)
  package static let italic = Attributes(rawValue: 4)
  package static let underline = Attributes(rawValue: 8)
  package static let reverse = Attributes(rawValue: 16)
}

/// The colours and attributes of a cell.
package struct Style: Hashable, Sendable {
  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  /// The terminal's own colours, no attributes.
  package static let plain = Style()

  package init(foreground: Color = .default, background: Color = .default, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// This style laid over another: `.default` colours let the other's through, attributes are united.
  package func merging(over below: Style) -> Style {
    Style(
      foreground: foreground == .default ? below.foreground : foreground,
      background: background == .default ? below.background : background,
      attributes: attributes.union(below.attributes)
    )
  }

  /// The same colours with these attributes as well.
  package func with(attributes more: Attributes) -> Style {
    Style(foreground: foreground, background: background, attributes: attributes.union(more))
  }

  package func with(foreground color: Color) -> Style {
    Style(foreground: color, background: background, attributes: attributes)
  }

  package func with(background color: Color) -> Style {
    Style(foreground: foreground, background: color, attributes: attributes)
  }
}
