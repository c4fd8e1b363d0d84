/// What tells one account's draft, cache and history from another's: the server and the account id together.
///
/// The sandbox and the live API therefore never share anything, even under one account id.
package struct AccountKey: Hashable, Sendable, Codable {
  /// The API's base URL without a trailing slash, such as `https://api.cloudflare.com/client/v4`.
  package let baseURL: String
  package let accountID: String

  package init(baseURL: String, accountID: String) {
    self.baseURL = String(baseURL.reversed().drop { $0 == "/" }.reversed())
    self.accountID = accountID
  }
}

/// An account as the rest of the program knows it.
///
/// Credentials are not in here: only the HTTP room sees them.
package struct Account: Hashable, Sendable {
  /// Whether changes reach anybody's mail.
  package enum Environment: Hashable, Sendable {
    case live
    case sandbox
  }

  package let key: AccountKey
  package var name: String
  package var environment: Environment
  package var encoding: BatchEncoding
  /// The organisation's own domains, which should never be allowed as senders.
  package var ownDomains: [String]
  /// What a person sets so that its batches are written lean, as the end of a sentence.
  package var leanSetting = Account.standardLeanSetting

  package static let standardLeanSetting = "encoding = \"lean\" for this account in config.toml"

  package init(
    key: AccountKey,
    name: String,
    environment: Environment,
    encoding: BatchEncoding = .documented,
    ownDomains: [String] = []
  ) {
    self.key = key
    self.name = name
    self.environment = environment
    self.encoding = encoding
    self.ownDomains = ownDomains
  }

  /// The same account with batches written in another encoding.
  package func encoded(_ encoding: BatchEncoding) -> Account {
    var other = self
    other.encoding = encoding
    return other
  }
}

/// Which of the two forms of the same batch is sent.
///
/// A setting of an account; never switched silently.
package enum BatchEncoding: String, CaseIterable, Hashable, Sendable, Codable {
  /// The one that there is beside this one.
  package var other: BatchEncoding { self == .documented ? .lean : .documented }

  /// Every field that the contract marks required, the server-owned ones echoed.
  case documented
  /// Without the server-owned fields, as Cloudflare's own SDKs send it.
  case lean
}
