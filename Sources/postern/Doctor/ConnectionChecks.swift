import Configuration
import Values

/// Whether the credentials can be obtained, the API answers, and takes them.
enum ConnectionChecks {
  static func look(_ trial: AccountTrial, isOffline: Bool) async -> [Check] {
    let credentials: Credentials
    do throws(Problem) {
      credentials = try await trial.credentials()
    } catch {
      return [.failed(.credentials, error)]
        + .skipped([.connection, .permission], because: "Without credentials the API is not asked.")
    }
    let found = Check.ok(.credentials, "They come from \(trial.account.source.words).")
    guard !isOffline else {
      return [found] + .skipped([.connection, .permission], because: "The network is left alone: --offline.")
    }
    do throws(Problem) {
      return [found] + answered(try await trial.countPolicies(with: credentials), baseURL: trial.account.baseURL)
    } catch {
      return [found] + refused(error, baseURL: trial.account.baseURL)
    }
  }

  static func answered(_ policies: Int?, baseURL: String) -> [Check] {
    let count = policies.map { " There \($0.agreeing("is", "are")) \($0.counted("policy", "policies"))." } ?? ""
    return [
      reached(baseURL, status: 200),
      .ok(
        .permission,
        "The credentials may read.\(count) Whether they may write shows only when a batch is submitted."
      ),
    ]
  }

  static func refused(_ problem: Problem, baseURL: String) -> [Check] {
    guard let status = problem.httpStatus, problem.kind != .badAnswer else {
      return [
        .failed(.connection, problem),
        .skipped(.permission, because: "The API has to answer first."),
      ]
    }
    let permission: Check =
      problem.kind == .rateLimited
      ? .warning(.permission, problem.what, advice: problem.advice) : .failed(.permission, problem)
    return [reached(baseURL, status: status), permission]
  }

  private static func reached(_ baseURL: String, status: Int) -> Check {
    let how = baseURL.hasPrefix("https:") ? "over TLS" : "without TLS, on this machine"
    return .ok(.connection, "\(baseURL) answers \(how), with HTTP status \(status).")
  }
}
