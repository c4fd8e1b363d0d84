import Policies
import Configuration
import PolicyAPI
import Values

extension APIConnection {
  /// The way to an account's API: its address, credentials and certificates, and the proxy that the environment names.
  init(
    to account: ResolvedAccount,
    credentials: Credentials,
    environment: [String: String]
  ) {
    self.init(
      baseURL: account.baseURL,
      accountID: account.account.key.accountID,
      credentials: credentials,
      caFile: account.caFile,
      proxy: Proxy.named(in: environment, for: account.baseURL)
    )
    guard let limit = RunOptions.limit else { return }
    connectTimeout = min(limit, connectTimeout)
    (readTimeout, batchTimeout) = (limit, limit)
  }
}
