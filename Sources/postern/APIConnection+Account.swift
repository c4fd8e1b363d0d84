import Configuration
import PolicyAPI
import PolicyCore

extension APIConnection {
  /// The way to an account's API: its address, credentials and certificates, and the proxy that the environment names.
  init(
    to account: ResolvedAccount,
    credentials: Configuration.Credentials,
    environment: [String: String]
  ) {
    self.init(
      baseURL: account.baseURL,
      accountID: account.account.key.accountID,
      credentials: credentials.forAPI,
      caFile: account.caFile,
      proxy: Proxy.named(in: environment, for: account.baseURL)
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
