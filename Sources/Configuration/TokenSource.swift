import Foundation
package import Values

/// Where the credentials of an account come from; never an argument, never the configuration file itself.
package enum TokenSource: Hashable, Sendable {
  /// A token in an environment variable.
  case environment(variable: String)
  /// A token in the first line of a file that only its owner can read.
  case file(path: String)
  /// A token in the first line that a command writes: the program and its arguments, run without a shell.
  case command([String])
  /// A person's e-mail address, and the global API key in an environment variable.
  case key(email: String, variable: String)

  /// Whether asking again may give other credentials, which is worth trying once after a 401.
  package var mayChange: Bool {
    switch self {
    case .file, .command: true
    case .environment, .key: false
    }
  }

  /// The environment variable that holds the secret; nil where none does.
  package var variable: String? {
    switch self {
    case .environment(let variable), .key(_, let variable): variable
    case .file, .command: nil
    }
  }

  /// Fetches the credentials: reads the file or runs the command anew each time.
  ///
  /// Throws `unauthorized` where there are none, with the reason and never with what was read. A command has
  /// `timeout` to answer, and is ended when the task is cancelled.
  package func credentials(
    environment: [String: String],
    timeout: Duration = .seconds(30)
  ) async throws(Problem) -> Credentials {
    switch self {
    case .environment(let variable):
      return .token(try Self.variable(variable, environment))
    case .key(let email, let variable):
      return .key(email: email, key: try Self.variable(variable, environment))
    case .file(let path):
      return .token(try Self.checked(TokenFile.firstLine(of: path), from: "The token file \(path)"))
    case .command(let words):
      let line = try await TokenCommand(words: words, environment: environment, timeout: timeout).firstLine()
      return .token(try Self.checked(line, from: "The token command “\(words.first ?? "")”"))
    }
  }

  private static func variable(_ name: String, _ environment: [String: String]) throws(Problem) -> Secret {
    guard let value = environment[name], !value.isEmpty else {
      throw Problem(.unauthorized, what: "The variable \(name) is not set.", advice: "Set \(name) and try again.")
    }
    return try checked(value, from: "The variable \(name)")
  }

  /// Makes sure that a text can stand in a header: printable ASCII without blanks, without what was copied along.
  private static func checked(_ text: String, from place: String) throws(Problem) -> Secret {
    let text = PastedValue.cleaned(text)
    guard !text.isEmpty else {
      throw Problem(.unauthorized, what: "\(place) has no token in its first line.", advice: "Put the token there.")
    }
    guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw Problem(
        .unauthorized,
        what: "\(place) has something that is not a token: it contains blanks or unprintable characters.",
        advice: "Put the token there alone, without quotation marks or a name before it."
      )
    }
    return Secret(text)
  }
}
