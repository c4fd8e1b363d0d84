import PolicyCore
import Testing

@testable import Configuration
import Policies
import Values

@Suite("Which account is used")
struct AccountChoiceTests {
  @Test(
    "the first source in the order of the documentation wins",
    arguments: [
      ("globex", ["POSTERN_ACCOUNT": "acme", "CLOUDFLARE_ACCOUNT_ID": environmentID], "globex"),
      (nil, ["POSTERN_ACCOUNT": "globex", "CLOUDFLARE_ACCOUNT_ID": environmentID], "globex"),
      (nil, ["CLOUDFLARE_ACCOUNT_ID": environmentID, "CLOUDFLARE_API_TOKEN": "t"], nil),
      (nil, ["CLOUDFLARE_API_TOKEN": "t"], "acme"),
      (nil, ["POSTERN_ACCOUNT": "", "CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_BASE_URL": ""], "acme"),
    ] as [(String?, [String: String], String?)]
  )
  func order(option: String?, environment: [String: String], label: String?) throws {
    let account = try two(default: "acme").account(named: option, environment: environment)
    #expect(account.origin == (label.map { .file(label: $0) } ?? .environment))
  }

  @Test("the environment alone is enough")
  func environmentAlone() throws {
    let account = try ConfigurationFile.empty.account(
      named: nil,
      environment: ["CLOUDFLARE_ACCOUNT_ID": environmentID, "CLOUDFLARE_API_TOKEN": "t"]
    )
    #expect(account.baseURL == "https://api.cloudflare.com/client/v4")
    #expect(account.account.key.accountID == environmentID)
    #expect(account.account.environment == .live)
    #expect(account.account.encoding == .documented)
    #expect(account.account.name == "eeeeeeee")
    #expect(account.source == .environment(variable: "CLOUDFLARE_API_TOKEN"))
  }

  @Test("an account on this machine is a sandbox, and any plain name will do as its id")
  func sandbox() throws {
    let account = try ConfigurationFile.empty.account(
      named: nil,
      environment: [
        "CLOUDFLARE_ACCOUNT_ID": "demo", "CLOUDFLARE_API_TOKEN": "t", "CLOUDFLARE_BASE_URL": "http://127.0.0.1:8787/",
        "POSTERN_ENCODING": "lean", "POSTERN_CA_FILE": "/ca.pem",
      ]
    )
    #expect(account.account.environment == .sandbox)
    #expect(account.account.key == AccountKey(baseURL: "http://127.0.0.1:8787", accountID: "demo"))
    #expect(account.account.encoding == .lean)
    #expect(account.caFile == "/ca.pem")
  }

  @Test(
    "what the environment lacks is named, and not taken from the file",
    arguments: [
      ([:], "CLOUDFLARE_API_TOKEN"),
      (["CLOUDFLARE_API_KEY": "k"], "CLOUDFLARE_EMAIL"),
      (["CLOUDFLARE_EMAIL": "a@b.example"], "CLOUDFLARE_API_KEY"),
      (["CLOUDFLARE_API_TOKEN": "t", "CLOUDFLARE_BASE_URL": "http://a.example"], "CLOUDFLARE_BASE_URL"),
      (["CLOUDFLARE_API_TOKEN": "t", "CLOUDFLARE_ACCOUNT_ID": "0123"], "CLOUDFLARE_ACCOUNT_ID"),
      (["CLOUDFLARE_API_TOKEN": "t", "POSTERN_ENCODING": "fat"], "POSTERN_ENCODING"),
      (["CLOUDFLARE_API_TOKEN": "t", "POSTERN_CA_FILE": "ca.pem"], "POSTERN_CA_FILE"),
      (["CLOUDFLARE_API_KEY": "k", "CLOUDFLARE_EMAIL": "me"], "CLOUDFLARE_EMAIL"),
    ]
  )
  func missing(variables: [String: String], named: String) throws {
    let environment = ["CLOUDFLARE_ACCOUNT_ID": environmentID].merging(variables) { $1 }
    let problem = try #require(throws: Problem.self) {
      try two(default: "acme").account(named: nil, environment: environment)
    }
    #expect("\(problem.what) \(problem.advice)".contains(named))
  }

  @Test("id, token and address come from one source, whatever is set")
  func neverMixed() throws {
    let variables = [
      ("CLOUDFLARE_ACCOUNT_ID", environmentID), ("CLOUDFLARE_API_TOKEN", "t"), ("CLOUDFLARE_EMAIL", "e@e.example"),
      ("CLOUDFLARE_API_KEY", "k"), ("CLOUDFLARE_BASE_URL", "https://environment.example"),
      ("POSTERN_ACCOUNT", "globex"),
    ]
    let files = [ConfigurationFile.empty, try two(default: "acme"), try two(default: nil)]
    var resolved = 0
    for file in files {
      for option in [nil, "acme"] {
        for mask in 0..<(1 << variables.count) {
          let chosen = variables.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element)
          let environment = Dictionary(uniqueKeysWithValues: chosen)
          guard let account = try? file.account(named: option, environment: environment) else { continue }
          resolved += 1
          #expect(Self.sources(of: account).count == 1, "\(option ?? "-") \(environment)")
        }
      }
    }
    #expect(resolved > 100)
  }

  @Test("an address without an account is not guessed about")
  func addressAlone() throws {
    let environment = ["CLOUDFLARE_BASE_URL": "http://127.0.0.1:8787", "CLOUDFLARE_API_TOKEN": "t"]
    let problem = try #require(throws: Problem.self) {
      try two(default: "acme").account(named: nil, environment: environment)
    }
    #expect(problem.what.contains("CLOUDFLARE_BASE_URL"))
    let account = try two(default: nil).account(named: "acme", environment: environment)
    #expect(account.baseURL == "https://acme.example/v4")
  }

  @Test("several accounts without a choice are listed")
  func ambiguous() throws {
    let problem = try #require(throws: Problem.self) { try two(default: nil).account(named: nil, environment: [:]) }
    #expect(problem.kind == .usage)
    #expect(problem.advice.contains("acme, globex"))
  }

  @Test("the only account needs no choice")
  func only() throws {
    let file = try ConfigurationFile(
      text: "[accounts.solo]\naccount_id = \"\(acmeID)\"\ntoken_env = \"S\"",
      path: "config.toml",
      home: nil
    )
    #expect(try file.account(named: nil, environment: [:]).origin == .file(label: "solo"))
  }

  @Test("an account that is not there is told with those that are", arguments: ["amce", "nobody"])
  func unknown(label: String) throws {
    let problem = try #require(throws: Problem.self) {
      try two(default: "acme").account(named: label, environment: [:])
    }
    #expect(problem.what.contains("“\(label)”"))
    #expect(problem.advice.contains("acme, globex"))
    #expect(problem.advice.contains("Did you mean acme?") == (label == "amce"))
  }

  @Test("without any account it is said what to set", arguments: [[:], ["CLOUDFLARE_API_TOKEN": "t"]])
  func none(environment: [String: String]) throws {
    let problem = try #require(throws: Problem.self) {
      try ConfigurationFile.empty.account(named: nil, environment: environment)
    }
    #expect(problem.advice.contains("CLOUDFLARE_ACCOUNT_ID"))
  }

  @Test("own domains of the file and of the account are both the organisation's")
  func ownDomains() throws {
    let account = try two(default: "acme").account(named: nil, environment: [:])
    #expect(account.account.ownDomains == ["all.example", "acme.example"])
  }

  @Test("the list of accounts has the environment's first, when it is complete")
  func list() throws {
    let file = try two(default: "acme")
    #expect(file.accounts(environment: [:]).map(\.origin) == [.file(label: "acme"), .file(label: "globex")])
    let environment = ["CLOUDFLARE_ACCOUNT_ID": environmentID, "CLOUDFLARE_API_TOKEN": "t"]
    #expect(file.accounts(environment: environment).first?.origin == .environment)
    #expect(file.accounts(environment: ["CLOUDFLARE_ACCOUNT_ID": environmentID]).count == 2)
  }

  /// The sources of what an account consists of; each value of the two test sources is recognisable.
  private static func sources(of account: ResolvedAccount) -> Set<String> {
    let id = [acmeID: "acme", globexID: "globex", environmentID: "environment"][account.account.key.accountID]
    let url = [
      "https://acme.example/v4": "acme", "https://globex.example/v4": "globex",
      "https://environment.example": "environment", BaseURL.live.text: "environment",
    ][account.baseURL]
    let token: String? =
      switch account.source {
      case .environment(variable: "CLOUDFLARE_API_TOKEN"), .key(email: "e@e.example", variable: "CLOUDFLARE_API_KEY"):
        "environment"
      case .environment(variable: "ACME_TOKEN"): "acme"
      case .file(path: "/globex.token"): "globex"
      default: nil
      }
    return Set([id, url, token].map { $0 ?? "unknown" })
  }

  private func two(default label: String?) throws -> ConfigurationFile {
    try ConfigurationFile(
      text: """
        \(label.map { "default_account = \"\($0)\"" } ?? "")
        own_domains = ["all.example"]
        [accounts.acme]
        account_id = "\(acmeID)"
        token_env = "ACME_TOKEN"
        base_url = "https://acme.example/v4"
        own_domains = ["Acme.example", "all.example"]
        [accounts.globex]
        account_id = "\(globexID)"
        token_file = "/globex.token"
        base_url = "https://globex.example/v4"
        """,
      path: "config.toml",
      home: nil
    )
  }
}

private let acmeID = String(repeating: "a", count: 32)
private let globexID = String(repeating: "b", count: 32)
private let environmentID = String(repeating: "e", count: 32)
