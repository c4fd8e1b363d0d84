/// How many colours the terminal can show.
package enum ColorDepth: Hashable, Sendable, CaseIterable {
  /// Any red, green and blue.
  case trueColor
  /// The 256 colours of xterm.
  case indexed256
  /// The sixteen that the user has set.
  case ansi16
  /// No colours: attributes alone.
  case none

  /// The depth for a number of colours, as terminfo tells it.
  ///
  /// A terminal with 8 counts as one with 16; the terminal room brings the bright ones down.
  package init(colors: Int) {
    self =
      switch colors {
      case ..<8: .none
      case ..<256: .ansi16
      case 256: .indexed256
      default: .trueColor
      }
  }

  /// What is left of this depth under the environment and `--color`.
  ///
  /// `NO_COLOR` (https://no-color.org) counts when it is set and not empty; `--color always` wins over it.
  package func limited(by choice: ColorChoice, environment: [String: String]) -> ColorDepth {
    switch choice {
    case .always: self
    case .never: .none
    case .auto: environment["NO_COLOR", default: ""].isEmpty ? self : .none
    }
  }
}

/// The values of `--color`.
package enum ColorChoice: String, CaseIterable, Hashable, Sendable {
  case auto
  case always
  case never
}
