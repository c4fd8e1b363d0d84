import Policies
package import Values

extension ConfigurationFile {
  /// The account to work on, whole from one source.
  ///
  /// In this order: the account of the file that `option` (`--account`) names; the one that `POSTERN_ACCOUNT` names;
  /// that of the environment, when `CLOUDFLARE_ACCOUNT_ID` is set; the file's `default_account`; its only account.
  /// An empty variable counts as one that is not set. Nothing that the chosen source lacks is taken from another: an
  /// account of the file ignores the `CLOUDFLARE_…` variables, except one that it names itself with `token_env`.
  package func account(named option: String?, environment: [String: String]) throws(Problem) -> ResolvedAccount {
    let environment = environment.filter { !$0.value.isEmpty }
    if let option { return try account(labelled: option, by: "--account") }
    if let label = environment["POSTERN_ACCOUNT"] { return try account(labelled: label, by: "POSTERN_ACCOUNT") }
    if environment["CLOUDFLARE_ACCOUNT_ID"] != nil {
      return try EnvironmentAccount(environment).resolved(ownDomains: settings.ownDomains)
    }
    guard environment["CLOUDFLARE_BASE_URL"] == nil else {
      throw Problem(
        .usage,
        what: "CLOUDFLARE_BASE_URL is set, but CLOUDFLARE_ACCOUNT_ID is not: it is not clear which server is meant.",
        advice: "Set CLOUDFLARE_ACCOUNT_ID as well, choose an account with --account, or unset CLOUDFLARE_BASE_URL."
      )
    }
    if let label = defaultAccount { return try account(labelled: label, by: "default_account") }
    if accounts.count == 1 { return resolved(accounts[0]) }
    throw noAccount(environment)
  }

  /// The account of the `CLOUDFLARE_…` variables, whatever else could be chosen.
  package func environmentAccount(_ environment: [String: String]) throws(Problem) -> ResolvedAccount {
    try EnvironmentAccount(environment.filter { !$0.value.isEmpty }).resolved(ownDomains: settings.ownDomains)
  }

  /// All accounts that can be switched to, the environment's first; one that is not complete is left out.
  package func accounts(environment: [String: String]) -> [ResolvedAccount] {
    let own = try? EnvironmentAccount(environment.filter { !$0.value.isEmpty })
      .resolved(ownDomains: settings.ownDomains)
    return (own.map { [$0] } ?? []) + accounts.map(resolved)
  }

  private func account(labelled label: String, by source: String) throws(Problem) -> ResolvedAccount {
    if let account = accounts.first(where: { $0.label == label }) { return resolved(account) }
    let near = Spelling.nearest(to: label, among: accounts.map(\.label)).map { "Did you mean \($0)? " } ?? ""
    throw Problem(
      .usage,
      what: "\(source) names the account “\(label)”, which the configuration file does not have.",
      advice: near + (accounts.isEmpty ? "The file has no accounts." : "There are: \(labels).")
    )
  }

  private func noAccount(_ environment: [String: String]) -> Problem {
    guard accounts.isEmpty else {
      return Problem(
        .usage,
        what: "There are \(accounts.count) accounts, and none is chosen.",
        advice: "Choose with --account, POSTERN_ACCOUNT or default_account: \(labels)."
      )
    }
    let hasToken = ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY"].contains { environment[$0] != nil }
    return Problem(
      .usage,
      what: hasToken
        ? "CLOUDFLARE_ACCOUNT_ID is not set: there is a token, but no account." : "There is no account to work on.",
      advice: "Set CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN, or add an account to the configuration file."
    )
  }

  private var labels: String { accounts.map(\.label).joined(separator: ", ") }

  private func resolved(_ named: NamedAccount) -> ResolvedAccount {
    ResolvedAccount(
      origin: .file(label: named.label),
      account: Account(
        key: AccountKey(baseURL: named.baseURL.text, accountID: named.accountID),
        name: named.name,
        environment: named.baseURL.isLoopback ? .sandbox : .live,
        encoding: named.encoding,
        ownDomains: settings.ownDomains + named.ownDomains.filter { !settings.ownDomains.contains($0) }
      ),
      source: named.source,
      caFile: named.caFile,
      colour: named.colour
    )
  }
}
