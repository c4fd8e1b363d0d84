import Policies
import Foundation
import PolicyCore
import Testing

@testable import Configuration
import Values

@Suite("The configuration file")
struct ConfigurationFileTests {
  @Test("the example of the documentation is right, and names every setting")
  func example() throws {
    let article = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Configuration/Configuration.docc/ConfigurationFormat.md")
    let parts = try String(contentsOf: article, encoding: .utf8).components(separatedBy: "```")
    let text = try #require(parts.first { $0.hasPrefix("toml\n") }).dropFirst("toml\n".count)

    let file = try ConfigurationFile(text: String(text), path: "/etc/postern/config.toml", home: "/home/ann")
    #expect(file.defaultAccount == "acme")
    #expect(file.accounts.map(\.label) == ["acme", "globex", "initech", "local"])
    #expect(
      file.accounts[0]
        == ConfigurationFile.NamedAccount(
          label: "acme",
          name: "Acme Corp",
          accountID: "0123456789abcdef0123456789abcdef",
          source: .command(["pass", "show", "cf"]),
          baseURL: .live,
          encoding: .documented,
          colour: .red,
          ownDomains: ["acme.test"],
          caFile: "/home/ann/.config/postern/proxy.pem"
        )
    )
    #expect(file.accounts[1].name == "globex")
    #expect(file.accounts[1].source == .file(path: "/etc/postern/globex.token"))
    #expect(file.accounts[2].source == .key(email: "admin@initech.example", variable: "INITECH_CF_KEY"))
    #expect(file.accounts[3].baseURL.isLoopback)
    var settings = Settings()
    settings.ownDomains = ["acme.example"]
    settings.trustedServers = ["mx.acme.example"]
    settings.guards =
      Guard.scope("acme.example").map {
        [Guard(name: "nobody passes as us", .forbid(.spamSpoofBulk), $0)]
      } ?? []
    settings.findings = ["stale": .off, "unverified-sender": .level(.danger)]
    settings.silences = "/etc/postern/silences.toml"
    settings.ticket = .own(try TextExpression("[A-Z]+-[0-9]+"))
    settings.keys = ["draft.undo": ["u", "Z"], "review.open": ["r"]]
    #expect(file.settings == settings)
  }

  @Test("a ticket is what most trackers write, unless the file says otherwise, or that there are none")
  func tickets() throws {
    #expect(try read("").settings.ticket == .usual)
    #expect(try read("ticket = \"#[0-9]+\"").settings.ticket == .own(TextExpression("#[0-9]+")))
    #expect(try read("ticket = \"\"").settings.ticket == nil)
  }

  @Test("the name of a command may be written with quotation marks or without")
  func commandNames() throws {
    let file = try read("[keys]\ndraft.undo = \"Z\"\n\"draft.redo\" = [\"z r\"]\nhelp = []\nreview.tab-next = \"n\"")
    #expect(
      file.settings.keys == ["draft.undo": ["Z"], "draft.redo": ["z r"], "help": [], "review.tab-next": ["n"]]
    )
  }

  @Test("an empty one is the same as none")
  func empty() throws {
    #expect(try read("") == .empty)
    #expect(try read("[accounts]") == .empty)
  }

  @Test(
    "the file of accepted findings stands beside it, at home, or where its whole path says",
    arguments: [
      ("silences.toml", "/etc/postern/silences.toml"), ("~/s.toml", "/home/ann/s.toml"), ("/srv/s.toml", "/srv/s.toml"),
    ]
  )
  func silences(text: String, place: String) throws {
    #expect(try read("silences = \"\(text)\"").settings.silences == place)
  }

  @Test(
    "a mistake is told with its key and line",
    arguments: [
      ("thme = \"auto\"", "thme", 1, "Did you mean theme?"),
      ("\n\ncolor = 3", "color", 3, "Known here"),
      ("theme = 3", "theme", 1, "Correct"),
      ("default_account = \"acme\"", "default_account", 1, "Add [accounts.acme]"),
      ("own_domains = \"acme.example\"", "own_domains", 1, "Correct"),
      ("own_domains = [\"acme.example\", 3]", "own_domains", 1, "Correct"),
      ("own_domains = [\"bob@acme.example\"]", "own_domains", 1, "acme.example"),
      ("accounts = 3", "accounts", 1, "Correct"),
      ("[mail]\ntrusted_server = [\"mx.acme.example\"]", "mail.trusted_server", 2, "Did you mean trusted_servers?"),
      ("[mail]\ntrusted_servers = \"mx.acme.example\"", "mail.trusted_servers", 2, "Correct"),
      ("[mail]\ntrusted_servers = [\"mx.acme.example\", \"\"]", "mail.trusted_servers", 2, "mx.acme.example"),
      ("[mail]\ntrusted_servers = [\"by mx.acme.example\"]", "mail.trusted_servers", 2, "after “by”"),
      ("[ui]\nmouse = \"yes\"", "ui.mouse", 2, "Correct"),
      ("[ui]\nrefresh_minutes = -1", "ui.refresh_minutes", 2, "Correct"),
      ("[ui]\nnotify = \"horn\"", "ui.notify", 2, "Choose"),
      ("[ui]\nascii = \"yes\"", "ui.ascii", 2, "Correct"),
      ("[ui]\ncalm = 1", "ui.calm", 2, "Correct"),
      ("[ui]\nmoose = true", "ui.moose", 2, "Did you mean mouse?"),
      ("[submission]\nrequire_reasons = true", "submission.require_reasons", 2, "Did you mean require_reason?"),
      ("[findings]\nstale = \"loud\"", "findings.stale", 2, "Choose"),
      ("[findings]\nstale = true", "findings.stale", 2, "Correct"),
      ("[findings]\nstael = \"off\"", "findings.stael", 2, "Did you mean stale?"),
      ("[findings]\nemail-invalid = \"off\"", "findings.email-invalid", 2, "Remove"),
      ("[findings]\nstale = \"error\"", "findings.stale", 2, "Choose"),
      ("stale_days = 0", "stale_days", 1, "Correct"), ("silences = \"\"", "silences", 1, "absolute path"),
      ("ticket = \"(\"", "ticket", 1, "Write a regular expression"),
      ("ticket = '(a)\\1'", "ticket", 1, "Write a regular expression"),
      ("ticket = 7", "ticket", 1, "Correct"),
      ("[keys]\n\"draft.undo\" = [1]", "keys.draft.undo", 2, "Correct"),
    ] as [(String, String, Int, String)]
  )
  func mistake(text: String, key: String, line: Int, advice: String) throws {
    let mistake = try only(text)
    #expect(mistake.file == path)
    #expect(mistake.key == key)
    #expect(mistake.line == line)
    #expect(mistake.advice.contains(advice))
  }

  @Test(
    "a mistake in an account is told with its key and line",
    arguments: [
      ("account_id = 3", "account_id"), ("account_id = \"0123\"", "account_id"),
      ("account_id = \"g123456789abcdef0123456789abcdef\"", "account_id"),
      ("base_url = \"http://api.cloudflare.com\"", "base_url"), ("base_url = 3", "base_url"),
      ("encoding = \"leen\"", "encoding"), ("colour = \"mauve\"", "colour"), ("color = \"red\"", "color"),
      ("name = \" \"", "name"), ("ca_file = \"\"", "ca_file"), ("own_domains = [\"acme\"]", "own_domains"),
      ("token_env = \"\"", "token_env"), ("token_env = \"acme\"", "token_env"), ("token_file = 3", "token_file"),
      ("token_command = \"pass show cf\"", "token_command"), ("token_command = []", "token_command"),
      ("token_command = [\"\", \"x\"]", "token_command"), ("email = \"ann@acme.example\"", "key_env"),
      ("key_env = \"ACME_KEY\"", "email"), ("token = \"s3cret\"", "token"), ("api_key = \"s3cret\"", "api_key"),
    ]
  )
  func accountMistake(entry: String, key: String) throws {
    var entries = ["account_id": "account_id = \"0123456789abcdef0123456789abcdef\"", "token": "token_env = \"T\""]
    let name = String(entry.prefix { $0 != " " })
    entries[name] = entry
    if name.hasPrefix("token_") || name == "key_env" { entries["token"] = nil }
    let others = entries.filter { $0.value != entry }.values.sorted()
    let text = (["[accounts.acme]"] + others + [entry]).joined(separator: "\n")
    let wanted = name == "token" ? text + "\ntoken_env = \"T\"" : text

    let mistake = try only(wanted)
    #expect(mistake.key == "accounts.acme.\(key)")
    #expect(mistake.line == (key == name ? others.count + 2 : 1), "the line, or that of the table where it is missing")
    #expect(!mistake.description.contains("s3cret"))
    #expect(!mistake.advice.isEmpty)
  }

  @Test(
    "an account names exactly one place for its token",
    arguments: [
      ("", "accounts.acme", 1), ("token_env = \"A\"\ntoken_file = \"b\"", "accounts.acme.token_file", 4),
      ("token_command = [\"a\"]\ntoken_env = \"A\"", "accounts.acme.token_command", 3),
      ("token_env = \"A\"\nemail = \"a@b.example\"\nkey_env = \"K\"", "accounts.acme.key_env", 5),
    ]
  )
  func places(entries: String, key: String, line: Int) throws {
    let mistake = try only("[accounts.acme]\naccount_id = \"0123456789abcdef0123456789abcdef\"\n\(entries)")
    #expect(mistake.key == key)
    #expect(mistake.line == line)
    #expect(mistake.advice.contains("exactly one"))
  }

  @Test("an account id is needed, and the line of its table is told")
  func noID() throws {
    let mistake = try only("theme = \"auto\"\n[accounts.acme]\ntoken_env = \"T\"")
    #expect(mistake.key == "accounts.acme.account_id")
    #expect(mistake.line == 2)
  }

  @Test("what stands where an account id should be is never repeated: it could be the token")
  func pastedToken() throws {
    for entry in ["account_id = \"s3cretToken\"", "token_env = \"s3cretToken\""] {
      let other = entry.hasPrefix("token") ? "account_id = \"0123456789abcdef0123456789abcdef\"" : "token_env = \"T\""
      let mistake = try only("[accounts.acme]\n\(other)\n\(entry)")
      #expect(!"\(mistake) \(mistake.advice)".contains("s3cretToken"))
    }
  }

  @Test("ids are told apart by their digits, not by their case")
  func idCase() throws {
    let file = try read("[accounts.a]\naccount_id = \"0123456789ABCDEF0123456789ABCDEF\"\ntoken_env = \"T\"")
    #expect(file.accounts.first?.accountID == "0123456789abcdef0123456789abcdef")
  }

  @Test(
    "the sandbox takes any plain name as an account id",
    arguments: [
      ("sandbox", true), ("a", true), ("A-b_c.d~1", true), ("", false), ("a b", false), ("a/b", false), ("..", false),
      ("a?b", false), ("a%2f", false), ("ä", false), (String(repeating: "a", count: 129), false),
    ]
  )
  func sandboxID(id: String, isFine: Bool) {
    #expect((AccountIdentifier.checked(id, isSandbox: true) != nil) == isFine)
    #expect(AccountIdentifier.checked(id, isSandbox: false) == nil)
  }

  @Test("all mistakes are told at once")
  func all() throws {
    let text = "thme = 1\n[accounts.acme]\ntoken = \"x\"\n[ui]\nmouse = 1"
    let mistakes = ConfigurationFile.mistakes(in: text, path: path, home: nil)
    #expect(
      Set(mistakes.compactMap(\.key)) == [
        "thme", "ui.mouse", "accounts.acme.token", "accounts.acme.account_id", "accounts.acme",
      ]
    )
    let problem = try #require(throws: Problem.self) { try read(text) }
    #expect(problem.kind == .usage)
    for mistake in mistakes { #expect(problem.what.contains(mistake.description)) }
  }

  @Test("what is not TOML is told with line and column")
  func syntax() throws {
    let mistake = try only("theme = \"auto\"\nui = [")
    #expect(mistake.line == 2)
    #expect(mistake.column != nil)
    #expect(throws: Problem.self) { try read("theme = \"auto\"\n\0") }
  }

  private let path = "/etc/postern/config.toml"

  private func read(_ text: String) throws -> ConfigurationFile {
    try ConfigurationFile(text: text, path: path, home: "/home/ann")
  }

  /// The one mistake of a text.
  private func only(_ text: String) throws -> ConfigurationMistake {
    let mistakes = ConfigurationFile.mistakes(in: text, path: path, home: "/home/ann")
    #expect(mistakes.count == 1, "\(mistakes)")
    return try #require(mistakes.first)
  }
}
