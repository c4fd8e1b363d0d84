import JSONText
import ArgumentParser
import Configuration
import Foundation
import Values

/// The command `postern accounts`.
struct AccountsCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts",
    abstract: "Print the accounts, and try their credentials.",
    discussion: """
      The account of the environment comes first, then those of the configuration file. The current one is what a \
      command without --account works on. A secret is never shown, only where it comes from.

      With --check each account's token is obtained and the API is asked for one policy with it, all accounts at the \
      same time: ok, no_token, unauthorized, unreachable or failed. That proves the permission to read. Whether a token may \
      write cannot be told without writing, so it is not: the first `submit` shows it, and a refusal changes nothing. \
      Drafts, history and cache are not touched.

      Exit status 1 if a check failed, or there was nothing to check; 2 if the configuration file has mistakes; else 0.

      EXAMPLES
        postern accounts --check
        postern accounts --format json | jq -r '.[] | select(.current) | .name'
      """
  )

  @Flag(help: "Obtain each account's credentials, and try them on the API.")
  var check = false
  @Option(help: "table or json.")
  var format = TableFormat.table
  @OptionGroup var run: RunOptions

  func work() async throws(Problem) -> ExitStatus {
    let environment = ProcessInfo.processInfo.environment
    let file = try ConfigurationFile.load(try Paths(environment: environment), environment: environment)
    let accounts = file.accounts(environment: environment)
    let choice = Self.choice(in: file, environment)
    let incomplete = Self.incompleteEnvironment(file, environment)
    let outcomes = check ? await outcomes(of: accounts, environment) : [:]
    let rows = accounts.map { account in
      ListedAccount(
        account: account,
        isCurrent: account.origin == choice.current,
        isDefault: account.origin.label != nil && account.origin.label == file.defaultAccount,
        outcome: outcomes[account.origin]
      )
    }
    if format == .json {
      Output.write(.array(rows.map(\.json)))
    } else {
      Output.write(ListedAccount.table(of: rows).text)
      for row in rows { row.problem.map { ErrorReport.note($0) } }
    }
    if let incomplete { ErrorReport.note(incomplete) }
    if let problem = choice.problem, problem != incomplete { ErrorReport.note(problem) }
    guard check else { return .done }
    let isGood = incomplete == nil && !rows.isEmpty && rows.allSatisfy { $0.outcome?.problem == nil }
    return isGood ? .done : .failed
  }

  /// The account that a command without --account works on, or why there is none.
  private static func choice(
    in file: ConfigurationFile,
    _ environment: [String: String]
  ) -> (current: ResolvedAccount.Origin?, problem: Problem?) {
    do {
      return (try file.account(named: nil, environment: environment).origin, nil)
    } catch {
      return (nil, error)
    }
  }

  /// Why the account that the environment names cannot be listed.
  private static func incompleteEnvironment(_ file: ConfigurationFile, _ environment: [String: String]) -> Problem? {
    guard !environment["CLOUDFLARE_ACCOUNT_ID", default: ""].isEmpty else { return nil }
    do {
      _ = try file.environmentAccount(environment)
      return nil
    } catch {
      return error
    }
  }

  private func outcomes(
    of accounts: [ResolvedAccount],
    _ environment: [String: String]
  ) async -> [ResolvedAccount.Origin: AccountTrial.Outcome] {
    let limit = RunOptions.limit ?? AccountTrial.standardLimit
    return await withTaskGroup(of: (ResolvedAccount.Origin, AccountTrial.Outcome).self) { group in
      for account in accounts {
        let trial = AccountTrial(account: account, environment: environment, limit: limit)
        group.addTask { (account.origin, await trial.outcome()) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }
}
