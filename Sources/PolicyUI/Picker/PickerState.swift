package import PolicyCore
package import Theming

/// A list to choose from, over whatever it was opened from.
package struct PickerState: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// The columns to sort by.
    case sort
    /// The columns that are shown.
    case columns
    /// The themes, each tried on while the cursor is on it; the one from before comes back with esc.
    case themes(before: Theme)
    /// The accounts that can be switched to.
    case accounts
    /// What to copy of a policy.
    case copy(PolicyRow)
    /// What to copy of a review.
    case copyReview(Review)
  }

  package let kind: Kind
  package var selection: Int

  package init(_ kind: Kind, selection: Int = 0) {
    self.kind = kind
    self.selection = selection
  }
}

/// A theme that can be chosen.
package struct ThemeOption: Hashable, Sendable {
  package let name: String
  package let theme: Theme

  package init(name: String, theme: Theme) {
    self.name = name
    self.theme = theme
  }
}
