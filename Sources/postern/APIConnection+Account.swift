import Configuration
import PolicyAPI
import PolicyCore

extension APIConnection {
  /// The way to an account's API: its address, credentials and certificates, and the proxy that the environment names.
  ///
  /// Throws a ``Problem`` of kind `usage` where the proxy cannot be used.
  init(
    to account: ResolvedAccount,
    credentials: Configuration.Credentials,
    environment: [String: String]
  ) throws(Problem) {
    self.init(
      baseURL: account.baseURL,
      accountID: account.account.key.accountID,
      credentials: credentials.forAPI,
      caFile: account.caFile,
      proxy: try Proxy.chosen(for: account.baseURL, environment: environment)
    )
  }
}

extension Configuration.Credentials {
  /// The two rooms know nothing of each other, so the same secret is handed on here.
  fileprivate var forAPI: PolicyAPI.Credentials {
    switch self {
    case .token(let secret): .token(secret.value)
    case .key(let email, let secret): .key(email: email, key: secret.value)
    }
  }
}
