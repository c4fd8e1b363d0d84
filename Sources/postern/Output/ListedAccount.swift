import Configuration
import Foundation
import JSONText
import Policies
import Values

/// An account as `postern accounts` prints it; the secret is not in here.
struct ListedAccount {
  let account: ResolvedAccount
  let isCurrent: Bool
  let isDefault: Bool
  /// Nil where nobody asked for a check.
  let outcome: AccountTrial.Outcome?

  private var host: String { (try? BaseURL(account.baseURL))?.host ?? account.baseURL }

  /// What went wrong, with the account's label: several can go wrong at once.
  var problem: Problem? {
    guard var problem = outcome?.problem else { return nil }
    problem.what = "\(account.origin.label ?? account.account.name): \(problem.what)"
    return problem
  }

  static func table(of accounts: [ListedAccount]) -> TextTable {
    let isChecked = accounts.contains { $0.outcome != nil }
    var table = TextTable(
      ["LABEL", "USED", "NAME", "SERVER", "HOST", "ACCOUNT", "TOKEN FROM"] + (isChecked ? ["CHECK"] : [])
    )
    for row in accounts {
      let account = row.account
      table.append(
        [
          account.origin.label ?? "(environment)", row.isCurrent ? "current" : row.isDefault ? "default" : "",
          account.account.name, account.account.environment.word, row.host, account.account.key.accountID,
          account.source.words,
        ] + (row.outcome.map { [$0.word] } ?? [])
      )
    }
    return table
  }
}

extension ListedAccount {
  private typealias Member = OrderedJSON.Member

  var json: OrderedJSON {
    let key = account.account.key
    return .object([
      Member("label", account.origin.label.map(OrderedJSON.string) ?? .null),
      Member("name", .string(account.account.name)),
      Member("environment", .string(account.account.environment.word)),
      Member("host", .string(host)),
      Member("base_url", .string(key.baseURL)),
      Member("account_id", .string(key.accountID)),
      Member("origin", .string(account.origin == .environment ? "environment" : "file")),
      Member(
        "token",
        .object([
          Member("kind", .string(account.source.kind)), Member("place", .string(account.source.place)),
        ])
      ),
      Member("current", .bool(isCurrent)),
      Member("default", .bool(isDefault)),
      Member("check", outcome.map(Self.json) ?? .null),
    ])
  }

  private static func json(_ outcome: AccountTrial.Outcome) -> OrderedJSON {
    let policies: Int? = if case .ok(let count) = outcome { count } else { nil }
    return .object([
      Member("status", .string(outcome.word)),
      Member("policies", policies.map(OrderedJSON.integer) ?? .null),
      Member("what", outcome.problem.map { .string($0.what) } ?? .null),
      Member("advice", outcome.problem.map { .string($0.advice) } ?? .null),
    ])
  }
}

extension AccountTrial.Outcome {
  /// One word, which scripts rely on.
  var word: String {
    switch self {
    case .ok: "ok"
    case .noToken: "no_token"
    case .unauthorized: "unauthorized"
    case .unreachable: "unreachable"
    case .failed: "failed"
    }
  }
}

extension Account.Environment {
  var word: String { self == .live ? "live" : "sandbox" }
}
