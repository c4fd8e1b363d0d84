import Foundation
package import Policies
package import Values

/// What `config.toml` says, checked: accounts and settings.
///
/// <doc:ConfigurationFormat> shows all that can stand there.
package struct ConfigurationFile: Hashable, Sendable {
  /// The accounts, in the order of their labels.
  package let accounts: [NamedAccount]
  /// The label of the account that is used when nobody chooses; one of ``accounts``.
  package let defaultAccount: String?
  package let settings: Settings

  /// `[accounts.LABEL]`.
  package struct NamedAccount: Hashable, Sendable {
    package let label: String
    package let name: String
    package let accountID: String
    package let source: TokenSource
    package let baseURL: BaseURL
    package let encoding: BatchEncoding
    package let colour: AccountColour?
    package let ownDomains: [String]
    package let caFile: String?
  }

  /// What there is without a file.
  package static let empty = ConfigurationFile(accounts: [], defaultAccount: nil, settings: Settings())

  init(accounts: [NamedAccount], defaultAccount: String?, settings: Settings) {
    self.accounts = accounts
    self.defaultAccount = defaultAccount
    self.settings = settings
  }

  /// Reads the text of a file; `home` is what `~` stands for.
  ///
  /// Throws one `usage` problem with all mistakes, since a file that is half understood may leave a check out.
  package init(text: String, path: String, home: String?) throws(Problem) {
    var reader = ConfigurationReader(path: path, home: home)
    let file = reader.read(text)
    if let problem = Problem(reader.mistakes) { throw problem }
    self = file
  }

  /// All that is wrong in the text of a file; empty where it can be used.
  package static func mistakes(in text: String, path: String, home: String?) -> [ConfigurationMistake] {
    var reader = ConfigurationReader(path: path, home: home)
    _ = reader.read(text)
    return reader.mistakes
  }

  /// Reads the file from the disk; ``empty`` where there is none.
  ///
  /// Refused when others may write to it, because what it names as a token command is run.
  package static func load(_ paths: Paths, environment: [String: String]) throws(Problem) -> ConfigurationFile {
    guard let text = try text(at: paths) else { return .empty }
    return try ConfigurationFile(text: text, path: paths.configurationFile, home: environment["HOME"])
  }

  /// The text of the file on the disk, whatever it says; nil where there is none.
  package static func text(at paths: Paths) throws(Problem) -> String? {
    let path = paths.configurationFile
    guard let data = try ConfigurationDisk.read(path) else {
      guard paths.chosenConfiguration != nil else { return nil }
      throw Problem(
        .usage,
        what: "There is no configuration file \(path).",
        advice: "Correct --config or POSTERN_CONFIG."
      )
    }
    guard let text = String(bytes: data, encoding: .utf8) else {
      throw Problem(.usage, what: "\(path) is not UTF-8 text.", advice: "Save the file as UTF-8.")
    }
    return text
  }
}
