package import Values

/// Where the API is, on whose behalf it is asked, and how long an answer may take.
package struct APIConnection: Sendable {
  /// The API's address, such as `https://api.cloudflare.com/client/v4`.
  ///
  /// Plain `http` is accepted for this machine alone.
  package var baseURL: String
  package var accountID: String
  package var credentials: Credentials
  /// A PEM file of the only certificate authorities to trust, instead of the system's.
  package var caFile: String?
  /// The server through which all requests go; nil for the direct way.
  package var proxy: Proxy?
  package var userAgent: String
  /// How long it may take until a connection stands, TLS included.
  package var connectTimeout: Duration
  /// How long one read may take, from asking to the last byte.
  package var readTimeout: Duration
  /// How long a batch may take, from asking to the last byte; what became of it is unknown afterwards.
  package var batchTimeout: Duration

  package init(
    baseURL: String,
    accountID: String,
    credentials: Credentials,
    caFile: String? = nil,
    proxy: Proxy? = nil,
    userAgent: String = "postern",
    connectTimeout: Duration = .seconds(10),
    readTimeout: Duration = .seconds(30),
    batchTimeout: Duration = .seconds(120)
  ) {
    self.baseURL = baseURL
    self.accountID = accountID
    self.credentials = credentials
    self.caFile = caFile
    self.proxy = proxy
    self.userAgent = userAgent
    self.connectTimeout = connectTimeout
    self.readTimeout = readTimeout
    self.batchTimeout = batchTimeout
  }
}

extension APIConnection: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "account \(accountID) at \(baseURL), credentials \(credentials.secret)" }
  package var debugDescription: String { description }
}
