import Policies
import Values

/// The account that environment variables alone describe.
///
/// `CLOUDFLARE_ACCOUNT_ID`, `CLOUDFLARE_API_TOKEN` (or `CLOUDFLARE_EMAIL` with `CLOUDFLARE_API_KEY`) and
/// `CLOUDFLARE_BASE_URL` are those of Cloudflare's own tools. `POSTERN_ENCODING` and `POSTERN_CA_FILE` stand for
/// what an account of the file has as `encoding` and `ca_file`.
struct EnvironmentAccount {
  private let environment: [String: String]

  /// Takes the environment without its empty variables.
  init(_ environment: [String: String]) {
    self.environment = environment
  }

  func resolved(ownDomains: [String]) throws(Problem) -> ResolvedAccount {
    let baseURL = try baseURL()
    let id = try accountID(isSandbox: baseURL.isLoopback)
    var account = Account(
      key: AccountKey(baseURL: baseURL.text, accountID: id),
      // A part is enough to tell accounts apart, and short enough to be typed as a confirmation.
      name: String(id.prefix(8)),
      environment: baseURL.isLoopback ? .sandbox : .live,
      encoding: try encoding(),
      ownDomains: ownDomains
    )
    account.leanSetting = "POSTERN_ENCODING=lean"
    return ResolvedAccount(
      origin: .environment,
      account: account,
      source: try source(),
      caFile: try caFile(),
      colour: nil
    )
  }

  private func baseURL() throws(Problem) -> BaseURL {
    guard let text = environment["CLOUDFLARE_BASE_URL"] else { return .live }
    do {
      return try BaseURL(text)
    } catch {
      throw Problem(
        .usage,
        what: "CLOUDFLARE_BASE_URL cannot be used. \(error.what)",
        advice: "Correct it, or unset it to reach \(BaseURL.live.text)."
      )
    }
  }

  private func accountID(isSandbox: Bool) throws(Problem) -> String {
    let expected = AccountIdentifier.expected(isSandbox: isSandbox)
    guard let text = environment["CLOUDFLARE_ACCOUNT_ID"] else {
      throw Problem(.usage, what: "CLOUDFLARE_ACCOUNT_ID is not set.", advice: "Set it to \(expected).")
    }
    if let id = AccountIdentifier.checked(text, isSandbox: isSandbox) { return id }
    throw Problem(
      .usage,
      what: "CLOUDFLARE_ACCOUNT_ID is no account id; it has \(text.count) characters.",
      advice: "Expected: \(expected)."
    )
  }

  /// A token if there is one, else an e-mail address with a key; what is missing is told by name.
  private func source() throws(Problem) -> TokenSource {
    if environment["CLOUDFLARE_API_TOKEN"] != nil { return .environment(variable: "CLOUDFLARE_API_TOKEN") }
    switch (environment["CLOUDFLARE_EMAIL"], environment["CLOUDFLARE_API_KEY"]) {
    case (let email?, .some):
      guard email.contains("@"), email.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
        throw Problem(.usage, what: "CLOUDFLARE_EMAIL is not an e-mail address.", advice: "Correct it.")
      }
      return .key(email: email, variable: "CLOUDFLARE_API_KEY")
    case (nil, .some):
      throw missing("CLOUDFLARE_EMAIL", "CLOUDFLARE_API_KEY is set, but CLOUDFLARE_EMAIL is not.")
    case (.some, nil):
      throw missing("CLOUDFLARE_API_KEY", "CLOUDFLARE_EMAIL is set, but CLOUDFLARE_API_KEY is not.")
    case (nil, nil):
      throw missing("CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID is set, but CLOUDFLARE_API_TOKEN is not.")
    }
  }

  private func missing(_ variable: String, _ what: String) -> Problem {
    Problem(
      .usage,
      what: what,
      advice: "Set \(variable), or choose an account of the configuration file with --account; sources are never mixed."
    )
  }

  private func encoding() throws(Problem) -> BatchEncoding {
    guard let text = environment["POSTERN_ENCODING"] else { return .documented }
    if let encoding = BatchEncoding(rawValue: text) { return encoding }
    let choices = BatchEncoding.allCases.map(\.rawValue).joined(separator: " or ")
    throw Problem(.usage, what: "POSTERN_ENCODING is “\(text)”.", advice: "Set it to \(choices), or unset it.")
  }

  private func caFile() throws(Problem) -> String? {
    guard let path = environment["POSTERN_CA_FILE"] else { return nil }
    if path.hasPrefix("/") { return path }
    throw Problem(.usage, what: "POSTERN_CA_FILE is not an absolute path.", advice: "Write it from / on.")
  }
}
