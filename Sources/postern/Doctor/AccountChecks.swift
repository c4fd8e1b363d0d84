import Policies
import Configuration
import Values

/// Which account a command would work on.
struct AccountChecks {
  let check: Check
  /// Nil where there is none, or the choice is a mistake.
  let chosen: ResolvedAccount?

  init(file: ConfigurationFile, option: String?, environment: [String: String]) {
    do throws(Problem) {
      let account = try file.account(named: option, environment: environment)
      let origin = account.origin.label.map { "[accounts.\($0)]" } ?? "the environment"
      let key = account.account.key
      check = .ok(
        .account,
        "\(account.account.name), \(account.account.environment.word), from \(origin): "
          + "\(key.accountID) at \(key.baseURL)."
      )
      chosen = account
    } catch {
      let variables = ["CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY", "CLOUDFLARE_BASE_URL"]
      let isFresh =
        option == nil && file.accounts.isEmpty
        && (variables + ["POSTERN_ACCOUNT"]).allSatisfy { environment[$0, default: ""].isEmpty }
      check =
        isFresh
        ? .warning(.account, error.what, advice: error.advice + " `postern demo` needs none.")
        : .failed(.account, error)
      chosen = nil
    }
  }
}
