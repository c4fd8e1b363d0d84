import Configuration
import PolicyAPI
import Values

/// Tries an account out: obtains its credentials, and asks the API for one policy with them.
///
/// No store is opened, so that drafts, history and cache stay as they are; and nothing is tried twice, because what is
/// wrong now is what somebody wants to know.
struct AccountTrial: Sendable {
  /// How long is waited where nobody says otherwise.
  static let standardLimit = Duration.seconds(15)

  let account: ResolvedAccount
  let environment: [String: String]
  /// How long the token command may take, and how long after that the answer.
  let limit: Duration

  /// What came of it.
  enum Outcome: Hashable, Sendable {
    /// The credentials may read; the number of policies, if the server tells.
    case ok(policies: Int?)
    /// The token could not be obtained, and nothing was sent.
    case noToken(Problem)
    /// The API does not take the credentials, or not for this account.
    case unauthorized(Problem)
    /// Nothing that can be called an answer came.
    case unreachable(Problem)
    /// The API answered, and that was all.
    case failed(Problem)

    /// Sorts what was thrown once there were credentials.
    init(of problem: Problem) {
      self =
        switch problem.kind {
        case .unauthorized: .unauthorized(problem)
        case .unreachable: .unreachable(problem)
        case .badAnswer where problem.httpStatus == nil: .unreachable(problem)
        default: .failed(problem)
        }
    }

    var problem: Problem? {
      switch self {
      case .ok: nil
      case .noToken(let problem), .unauthorized(let problem), .unreachable(let problem), .failed(let problem): problem
      }
    }
  }

  func outcome() async -> Outcome {
    let credentials: Credentials
    do {
      credentials = try await self.credentials()
    } catch {
      return .noToken(error)
    }
    do {
      return .ok(policies: try await countPolicies(with: credentials))
    } catch {
      return Outcome(of: error)
    }
  }

  func credentials() async throws(Problem) -> Credentials {
    try await account.source.credentials(environment: environment, timeout: limit)
  }

  /// How many policies there are; nil where the server does not tell.
  func countPolicies(with credentials: Credentials) async throws(Problem) -> Int? {
    var connection = APIConnection(to: account, credentials: credentials, environment: environment)
    connection.connectTimeout = min(limit, connection.connectTimeout)
    connection.readTimeout = limit
    let api = try CloudflareAPI(connection, retrying: Retrying(attempts: 1))
    do throws(Problem) {
      let count = try await api.checkAccess()
      await api.shutdown()
      return count
    } catch {
      await api.shutdown()
      throw error
    }
  }
}

extension TokenSource {
  /// Where the credentials come from, in words.
  var words: String {
    switch self {
    case .environment: "the variable \(place)"
    case .file: "the file \(place)"
    case .command: "the command \(place)"
    case .key(let email, _): "the variable \(place), for \(email)"
    }
  }

  /// The variable, the file or the program; not its arguments, which could give something away.
  var place: String {
    switch self {
    case .environment(let variable), .key(_, let variable): variable
    case .file(let path): path
    case .command(let words): words.first ?? ""
    }
  }

  /// The key under which the configuration file names such a place.
  var kind: String {
    switch self {
    case .environment: "token_env"
    case .file: "token_file"
    case .command: "token_command"
    case .key: "key_env"
    }
  }
}
