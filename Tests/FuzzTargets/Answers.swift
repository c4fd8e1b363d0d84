import Foundation
import PolicyCore

@testable import PolicyAPI
import Policies
import Values

extension FuzzTarget {
  /// Any answer of the API to any request: its frame, its errors, what it means for a batch.
  static let answer = FuzzTarget("answer") { bytes in
    // The first byte chooses a status, so that one input reaches one branch.
    let statuses = [200, 201, 204, 301, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 522]
    guard let first = bytes.first,
      let endpoint = try? Endpoint(baseURL: "https://api.example/client/v4", accountID: "a")
    else { return }
    let status = statuses[Int(first) % statuses.count]
    let secret = Secret("kJ8xTq2v")
    let answer = HTTPAnswer(status: status, body: Data(bytes.dropFirst()))
    let diagnosis = Diagnosis(endpoint: endpoint, secret: secret, purpose: .batch)
    let reading = BatchReading(diagnosis: diagnosis)
    for mayHaveLeft in [true, false] {
      let outcome = reading.outcome(of: answer, mayHaveLeft: mayHaveLeft)
      let problem: Problem? =
        switch outcome {
        case .applied: nil
        case .refused(let problem, _), .rateLimited(let problem, _), .notSent(let problem), .unknown(let problem, _):
          problem
        }
      try promise(problem.map { $0.what.utf8.count < 64 << 10 } ?? true, "an unbounded message")
      try promise(problem.map { !$0.what.contains("kJ8xTq2v") } ?? true, "the secret is in a message")
      for error in problem?.serverErrors ?? [] {
        if let pointer = error.pointer { _ = ErrorPointer(pointer).isAbout("/patches/0") }
      }
      if case .applied = outcome {
        try promise((200..<300).contains(status) && mayHaveLeft, "applied without a success")
      }
    }
  }

  /// A page of the list: one odd row hides no other, and what was read is kept and written as it is.
  static let page = FuzzTarget("page") { bytes in
    guard let content = try? AnsweredPolicies(HTTPAnswer(status: 200, body: Data(bytes))),
      let page = PolicyPage(content)
    else { return }
    try promise((page.totalCount ?? 0) >= 0 && page.fullSize > 0, "a count below nothing")
    var pass = ListPass()
    _ = pass.add(page, number: 1)
    _ = pass.add(page, number: 2)
    _ = (pass.verdict, pass.wants(3))
    let policies = Array(pass.policies)
    try promise(Set(policies.map(\.id)).count == policies.count, "one id twice")
    for policy in policies {
      let data = try JSONEncoder().encode(policy)
      try promise(try JSONDecoder().decode(AllowPolicy.self, from: data) == policy, "not what was written: \(policy)")
      for (field, _) in policy.fields.unread {
        try promise(policy.fields[field] == nil, "read and unread: \(field)")
        try promise(!policy.fields.holds(policy.fields[field], in: field), "unread and equal to something")
      }
      for time in [policy.createdAt, policy.modifiedAt, policy.lastModified] {
        try promise(time.map { Instant(rfc3339: $0) != nil } ?? true, "a time that is none")
      }
    }
    try Self.isKept(pass.policies)
    _ = ListJudge(PolicyList(Array(policies.prefix(20)))).findings()
  }
}
