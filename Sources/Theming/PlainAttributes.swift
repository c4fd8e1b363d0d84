package import Canvas

extension Role {
  /// How the role looks without colours: where they are switched off, or where too few are left to show it.
  ///
  /// Signs and letters on the screen carry the meaning; these attributes only keep the eye from having to search.
  /// Reverse is left to where the keyboard is, and to the word that says that changes reach real mail.
  package var plainAttributes: Attributes {
    switch self {
    case .selection, .fieldFocus: .reverse
    case .statusAccount: [.bold, .underline]
    case .statusLive: [.reverse, .bold]
    case .status, .statusSandbox, .selectionInactive, .match, .fieldValue: .underline
    case .heading, .accent, .borderFocus, .mark, .key, .badgePending: .bold
    case .flagOn, .diffAdd, .levelWarning: .bold
    case .diffChange, .effectUnclear: .underline
    case .flagRisky, .effectWidens, .levelDanger: [.bold, .underline]
    case .levelError: [.bold, .italic, .underline]
    case .text, .muted, .border, .keyDisabled, .fieldLabel, .flagOff, .diffRemove, .effectNarrows, .levelNotice: []
    }
  }
}
