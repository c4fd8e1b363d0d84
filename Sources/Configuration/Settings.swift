package import PolicyCore

/// What the configuration file says apart from accounts; every part has a default.
package struct Settings: Hashable, Sendable {
  /// What is to become of a rule's findings.
  package enum FindingSetting: Hashable, Sendable {
    case off
    case level(FindingLevel)

    init?(_ text: String) {
      if text == "off" {
        self = .off
      } else if let level = FindingLevel(rawValue: text) {
        self = .level(level)
      } else {
        return nil
      }
    }

    static let names = ["off"] + FindingLevel.allCases.map(\.rawValue)
  }

  /// The name of a theme, or `auto` for one that suits the terminal's background.
  package var theme = "auto"
  /// The organisation's own domains, in every account.
  package var ownDomains: [String] = []
  /// Levels by rule; which rules there are is not known here.
  package var findings: [RuleName: FindingSetting] = [:]
  /// Keys by command, as the keymap writes both; which commands there are is not known here.
  package var keys: [String: [String]] = [:]
  /// Whether the terminal's mouse is asked for.
  package var mouse = true
  /// The age in minutes from which a list is loaded again by itself; 0 for never.
  package var refreshMinutes = 5
  /// Whether a submission needs a reason.
  package var requireReason = false

  package init() {}
}
