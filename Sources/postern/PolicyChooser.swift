import PolicyCore
import Policies
import Values

/// Finds the policies that a person names on the command line, by id or by whole pattern.
struct PolicyChooser {
  private let session: Session
  private var workspace: Workspace { session.workspace }

  init(_ session: Session) {
    self.session = session
  }

  /// The policies as the server has them, or as the draft is to create them, in the order of the names.
  ///
  /// A pattern that several policies have is refused with their ids: guessing which was meant would be dangerous.
  func policies(named names: [String]) async throws(Problem) -> [AllowPolicy] {
    let draft = try await workspace.draft().draft
    var found: [AllowPolicy] = []
    var list: PolicyList?
    for name in names {
      if let policy = try await byID(name, draft) {
        found.append(policy)
        continue
      }
      if list == nil { list = try await session.policies().list }
      // An id may be any text, and one that the list shows is found by it.
      if let policy = list?[PolicyID(name)] {
        found.append(policy)
      } else {
        found.append(try choose(name, from: candidates(name, list ?? PolicyList(), draft)))
      }
    }
    return found
  }

  private func byID(_ name: String, _ draft: Draft) async throws(Problem) -> AllowPolicy? {
    let id = PolicyID(name)
    if case .create(let policy) = draft[id]?.intent { return AllowPolicy(id: id, fields: policy.fields) }
    // No pattern consists of these alone: an address has an @, a domain a dot.
    guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else { return nil }
    return try await workspace.policy(id)
  }

  private func candidates(_ name: String, _ list: PolicyList, _ draft: Draft) -> [AllowPolicy] {
    let queued = draft.operations.compactMap { operation -> AllowPolicy? in
      guard case .create(let policy) = operation.intent, policy.fields[.pattern] == .text(name) else { return nil }
      return AllowPolicy(id: policy.placeholderID, fields: policy.fields)
    }
    return list.filter { $0.fields[.pattern] == .text(name) } + queued
  }

  private func choose(_ name: String, from candidates: [AllowPolicy]) throws(Problem) -> AllowPolicy {
    guard let first = candidates.first else {
      throw Problem(
        .notFound,
        what: "There is no policy with the id or the pattern \(name).",
        advice: "Look for it with `postern list --filter \(name)`."
      )
    }
    guard candidates.count == 1 else {
      let ids = candidates.map(\.id.text).joined(separator: ", ")
      throw Problem(
        .usage,
        what: "\(candidates.count) policies have the pattern \(name).",
        advice: "Name the one that you mean by its id: \(ids)."
      )
    }
    return first
  }
}
