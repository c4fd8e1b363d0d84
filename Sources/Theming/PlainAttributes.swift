package import Canvas

extension Role {
  /// How the role looks without colours: where they are switched off, or where too few are left to show it.
  ///
  /// Signs and letters on the screen carry the meaning; these attributes only keep the eye from having to search.
  package var plainAttributes: Attributes {
    switch self {
    case .selection, .fieldFocus: .reverse
    case .status, .statusAccount: .reverse
    case .statusLive: [.reverse, .bold]
    case .statusSandbox, .selectionInactive, .match, .fieldValue: .underline
    case .heading, .accent, .borderFocus, .mark, .key, .badgePending: .bold
    case .flagOn, .diffAdd, .levelWarning: .bold
    case .diffChange, .effectUnclear: .underline
    case .flagRisky, .effectWidens, .levelDanger: [.bold, .underline]
    case .levelError: [.bold, .reverse]
    case .text, .muted, .border, .keyDisabled, .fieldLabel, .flagOff, .diffRemove, .effectNarrows, .levelNotice: []
    }
  }
}
