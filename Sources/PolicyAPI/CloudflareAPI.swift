import Foundation
package import Values

/// Cloudflare's API, or a server that speaks like it, as the source of one account's policies.
///
/// Call ``shutdown()`` before letting go of it: its thread and its connections live until then.
package final class CloudflareAPI: Sendable {
  let endpoint: Endpoint
  let exchange: Exchange
  let retrying: Retrying
  let onWait: @Sendable (RetryWait) -> Void
  private let secret: Secret
  private let proxy: Proxy?

  /// Opens nothing yet; throws a ``Problem`` of kind `usage` or `unauthorized` for settings that must not be used.
  ///
  /// `onWait` is told of every pause before a read is tried again, and `onExchange` of every request once it is over;
  /// both from any thread.
  package init(
    _ connection: APIConnection,
    retrying: Retrying = Retrying(),
    onWait: @escaping @Sendable (RetryWait) -> Void = { _ in },
    onExchange: @escaping @Sendable (ExchangeEvent) -> Void = { _ in }
  ) throws(Problem) {
    endpoint = try Endpoint(baseURL: connection.baseURL, accountID: connection.accountID)
    try Self.check(connection)
    exchange = Exchange(connection, to: endpoint, now: retrying.now, tell: onExchange)
    secret = connection.credentials.secret
    proxy = connection.proxy
    self.retrying = retrying
    self.onWait = onWait
  }

  /// The same server over the same connections, with so many attempts at a read.
  init(_ other: CloudflareAPI, attempts: Int) {
    endpoint = other.endpoint
    exchange = other.exchange
    secret = other.secret
    proxy = other.proxy
    onWait = other.onWait
    var retrying = other.retrying
    retrying.attempts = attempts
    self.retrying = retrying
  }

  /// Closes every connection; requests that are under way fail.
  package func shutdown() async {
    await exchange.shutdown()
  }

  func diagnosis(_ purpose: Diagnosis.Purpose) -> Diagnosis {
    Diagnosis(endpoint: endpoint, secret: secret, purpose: purpose, proxy: proxy)
  }

  private static func check(_ connection: APIConnection) throws(Problem) {
    var headers = [connection.credentials.secret]
    if case .key(let email, _) = connection.credentials { headers.append(Secret(email)) }
    guard headers.allSatisfy(\.fitsHeader) else {
      throw Problem(
        .unauthorized,
        what: "The credentials are empty, or hold a blank, a line break or another sign that no header can carry.",
        advice: "Copy the token again, without anything around it."
      )
    }
    if let file = connection.caFile { try check(caFile: file) }
  }

  private static func check(caFile file: String) throws(Problem) {
    let isReadable = FileManager.default.isReadableFile(atPath: file)
    guard !isReadable || !PEMFile.holdsCertificate(at: file) else { return }
    throw Problem(
      .usage,
      what: "The CA file \(file) \(isReadable ? "holds no certificate that can be read" : "cannot be read").",
      advice: isReadable
        ? "Name a file of certificates in PEM form: they begin with -----BEGIN CERTIFICATE-----."
        : "Correct its path, or remove the setting to trust the system's authorities."
    )
  }
}
