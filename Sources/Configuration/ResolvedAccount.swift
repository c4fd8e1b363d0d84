package import Policies

/// An account with everything that it takes to reach it, all from one source.
package struct ResolvedAccount: Hashable, Sendable {
  /// Where an account comes from.
  package enum Origin: Hashable, Sendable {
    /// The `CLOUDFLARE_…` variables.
    case environment
    /// `[accounts.LABEL]` in the configuration file.
    case file(label: String)

    /// The label in the file; nil for the environment's.
    package var label: String? {
      if case .file(let label) = self { label } else { nil }
    }
  }

  package let origin: Origin
  package let account: Account
  /// Where the token is to be had when it is needed.
  package let source: TokenSource
  /// Certificates to trust in place of the system's: the absolute path of a PEM file.
  package let caFile: String?
  /// The colour of the account's badge, so that accounts are told apart at a glance.
  package let colour: AccountColour?

  package var baseURL: String { account.key.baseURL }
}

/// The colours that an account's badge can have.
package enum AccountColour: String, CaseIterable, Hashable, Sendable {
  case red
  case green
  case yellow
  case blue
  case magenta
  case cyan
  case white
}
