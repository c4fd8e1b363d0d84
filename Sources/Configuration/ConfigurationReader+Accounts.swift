import Policies
import Values

extension ConfigurationReader {
  private static let accountKeys = [
    "name", "account_id", "token_env", "token_file", "token_command", "email", "key_env", "base_url", "encoding",
    "colour", "own_domains", "ca_file",
  ]
  /// Where people put a secret that does not belong into this file.
  private static let secretKeys: Set = ["token", "api_token", "api_key", "key", "password", "secret"]

  /// One account; nil where it has a mistake, which is then reported.
  mutating func account(_ label: String, _ table: TableInFile) -> ConfigurationFile.NamedAccount? {
    let before = mistakes.count
    refuseSecrets(in: table)
    let baseURL = baseURL(in: table)
    let id = accountID(in: table, isSandbox: baseURL?.isLoopback ?? false)
    let source = tokenSource(in: table)
    let name = string("name", in: table) ?? label
    if name.allSatisfy(\.isWhitespace) {
      report(table.key("name"), "The name is empty.", "Write the name that a person would type to confirm.")
    }
    let encoding = choice("encoding", in: table, of: BatchEncoding.self) ?? .documented
    let colour = choice("colour", in: table, of: AccountColour.self)
    let ownDomains = domains("own_domains", in: table)
    let caFile = string("ca_file", in: table).flatMap { expanded($0, table.key("ca_file")) }
    guard mistakes.count == before, let baseURL, let id, let source else { return nil }
    return ConfigurationFile.NamedAccount(
      label: label,
      name: name,
      accountID: id,
      source: source,
      baseURL: baseURL,
      encoding: encoding,
      colour: colour,
      ownDomains: ownDomains,
      caFile: caFile
    )
  }

  private mutating func refuseSecrets(in table: TableInFile) {
    let secrets = table.labels.filter(Self.secretKeys.contains)
    for name in secrets {
      report(
        table.key(name),
        "A secret does not belong into this file.",
        "Put it into a file with mode 0600 and name that with token_file, or use token_command or token_env; "
          + "replace the secret if others could read this file."
      )
    }
    refuseUnknown(in: table, known: Self.accountKeys, alreadyRefused: secrets)
  }

  private mutating func baseURL(in table: TableInFile) -> BaseURL? {
    guard table.labels.contains("base_url") else { return .live }
    guard let text = string("base_url", in: table) else { return nil }
    do {
      return try BaseURL(text)
    } catch {
      report(table.key("base_url"), error.what, "Cloudflare's is \(BaseURL.live.text).")
      return nil
    }
  }

  private mutating func accountID(in table: TableInFile, isSandbox: Bool) -> String? {
    let expected = AccountIdentifier.expected(isSandbox: isSandbox)
    guard table.labels.contains("account_id") else {
      report(table.key("account_id"), "The account has no account_id.", "Expected: \(expected).")
      return nil
    }
    guard let text = string("account_id", in: table) else { return nil }
    if let id = AccountIdentifier.checked(text, isSandbox: isSandbox) { return id }
    // The text itself is not shown: it could be the token, pasted one line too high.
    report(
      table.key("account_id"),
      "This is no account id; it has \(text.count) characters.",
      "Expected: \(expected)."
    )
    return nil
  }

  /// The one place that the account names for its token.
  private mutating func tokenSource(in table: TableInFile) -> TokenSource? {
    let places = ["token_env", "token_file", "token_command", "key_env"].filter(table.labels.contains)
    guard places.count == 1, let place = places.first else {
      let what = places.isEmpty ? "no place for its token" : "\(places.count) places for its token"
      report(
        places.isEmpty ? table.key : table.key(places[1]),
        "The account names \(what).",
        "Name exactly one: token_env, token_file, token_command, or email with key_env."
      )
      return nil
    }
    if table.labels.contains("email") != (place == "key_env") {
      let missing = place == "key_env" ? "email" : "key_env"
      report(table.key(missing), "email and key_env belong together.", "Name both, or neither.")
      return nil
    }
    switch place {
    case "token_file":
      return string(place, in: table).flatMap { expanded($0, table.key(place)) }.map { .file(path: $0) }
    case "token_command":
      guard let words = strings(place, in: table) else { return nil }
      if words.first?.isEmpty == false { return .command(words) }
      report(
        table.key(place),
        "The command is empty.",
        "Write the program and its arguments: [\"pass\", \"show\", \"cf\"]."
      )
      return nil
    case "key_env":
      guard let email = string("email", in: table), let variable = variable(place, in: table) else { return nil }
      if email.contains("@"), email.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
        return .key(email: email, variable: variable)
      }
      report(table.key("email"), "This is not an e-mail address.", "Write the address that the API key belongs to.")
      return nil
    default:
      return variable(place, in: table).map { .environment(variable: $0) }
    }
  }

  /// The name of an environment variable.
  ///
  /// Lower case is refused, and the text not shown: a token that was pasted here would nearly always have some.
  private mutating func variable(_ name: String, in table: TableInFile) -> String? {
    guard let text = string(name, in: table) else { return nil }
    if text.wholeMatch(of: /[A-Z_][A-Z0-9_]*/) != nil { return text }
    report(
      table.key(name),
      "This is not the name of a variable: capitals, digits and _ are expected.",
      "Write the variable's name, such as ACME_CF_TOKEN, and not what it holds."
    )
    return nil
  }

  mutating func expanded(_ text: String, _ key: String) -> String? {
    if !text.isEmpty, let path = Paths.expand(text, besides: path, home: home) { return path }
    report(key, text.isEmpty ? "The path is empty." : "~ stands for HOME, which is not set.", "Write an absolute path.")
    return nil
  }
}
