extension Role {
  /// The place of the role in ``allCases``, for look-ups that cost no hashing.
  var index: Int {
    switch self {
    case .text: 0
    case .muted: 1
    case .heading: 2
    case .accent: 3
    case .border: 4
    case .borderFocus: 5
    case .selection: 6
    case .selectionInactive: 7
    case .mark: 8
    case .match: 9
    case .key: 10
    case .keyDisabled: 11
    case .status: 12
    case .statusAccount: 13
    case .statusLive: 14
    case .statusSandbox: 15
    case .badgePending: 16
    case .fieldLabel: 17
    case .fieldValue: 18
    case .fieldFocus: 19
    case .flagOn: 20
    case .flagOff: 21
    case .flagRisky: 22
    case .diffAdd: 23
    case .diffChange: 24
    case .diffRemove: 25
    case .effectWidens: 26
    case .effectNarrows: 27
    case .effectUnclear: 28
    case .levelNotice: 29
    case .levelWarning: 30
    case .levelDanger: 31
    case .levelError: 32
    }
  }
}
