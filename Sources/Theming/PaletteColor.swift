package import Canvas

/// A colour of a theme, with what takes its place where it cannot be shown.
package enum PaletteColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case terminal
  /// One of the user's own sixteen colours, at every depth.
  case ansi(UInt8)
  /// An exact colour; `indexed` and `ansi` are the theme's own choice for 256 and for 16 colours, if it made one.
  case exact(red: UInt8, green: UInt8, blue: UInt8, indexed: UInt8?, ansi: AnsiChoice?)

  /// What a theme may ask for where there are sixteen colours.
  package enum AnsiChoice: Hashable, Sendable {
    case terminal
    case index(UInt8)
  }

  /// The names of the sixteen colours, in their order.
  package static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]

  /// One of the sixteen by name, or the terminal's own colour for `default`.
  package static func named(_ name: String) -> AnsiChoice? {
    if name == "default" { return .terminal }
    return ansiNames.firstIndex(of: name).map { .index(UInt8($0)) }
  }

  /// The exact colour `#rrggbb`; nil for anything else.
  package init?(hex text: String) {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6, let value = UInt32(text.dropFirst(), radix: 16),
      digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-")
    else { return nil }
    self = .exact(
      red: UInt8(value >> 16),
      green: UInt8(value >> 8 & 0xFF),
      blue: UInt8(value & 0xFF),
      indexed: nil,
      ansi: nil
    )
  }

  init(_ choice: AnsiChoice) {
    switch choice {
    case .terminal: self = .terminal
    case .index(let index): self = .ansi(index)
    }
  }

  /// The colour for a terminal that can show this many.
  package func color(at depth: ColorDepth) -> Color {
    switch (self, depth) {
    case (_, .none), (.terminal, _):
      return .default
    case (.ansi(let index), _):
      return .indexed(index)
    case (.exact(let red, let green, let blue, _, _), .trueColor):
      return .rgb(red, green, blue)
    case (.exact(let red, let green, let blue, let indexed, _), .indexed256):
      return .indexed(indexed ?? Downsampling.nearest256(red, green, blue))
    case (.exact(let red, let green, let blue, _, let ansi), .ansi16):
      switch ansi {
      case .terminal: return .default
      case .index(let index): return .indexed(index)
      case nil: return .indexed(Downsampling.nearest16(red, green, blue))
      }
    }
  }
}
