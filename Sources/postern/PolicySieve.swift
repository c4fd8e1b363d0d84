import Foundation
import PolicyCore
import Policies
import PolicyQuery
import Values

/// A filter of the command line, in the language of the screen's filter line.
struct PolicySieve {
  let query: Query
  /// In which policies come; the oldest first unless somebody asks otherwise.
  var order = PolicyQuery.SortOrder([.init(.created, isAscending: true)])

  /// Throws a ``Problem`` of kind `usage` that says what is wrong with the expression, and where.
  init(_ expression: String) throws(Problem) {
    guard expression.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
      throw Problem(.usage, what: "A quotation mark in the filter is not closed.", advice: "Close it, or leave it out.")
    }
    query = try Query(parsing: expression, rules: Rule.names).checked()
  }

  /// The same, for a command that changes what the filter keeps: an empty one, such as an unset variable of a script
  /// makes, is refused as a ``Problem`` of kind `usage` rather than taken for every policy.
  init(changing expression: String, sparing spared: String = "nothing was queued") throws(Problem) {
    try self.init(expression)
    let isEmpty = query.terms.allSatisfy { term in
      if case .word(let word) = term.condition { word.allSatisfy(\.isWhitespace) } else { false }
    }
    guard !isEmpty else {
      throw Problem(
        .usage,
        what: "The filter is empty, and would keep every policy; \(spared).",
        advice: "Say which policies are meant. For truly all of them: type:ip,email,domain,unknown."
      )
    }
  }

  /// The operations of the draft on what the filter keeps, new policies among them, by their ids.
  func operations(of session: Session, in loaded: LoadedPolicies) async throws(Problem) -> Set<PolicyID> {
    let draft = try await session.workspace.draft()
    let rows = try await rows(of: session, in: loaded, draft)
    let kept = Set(rows.indices.filter { !rows.sign(at: $0).contains(.undecided) }.map { rows.id(at: $0) })
    let undecided = rows.indices.filter { rows.sign(at: $0).contains(.undecided) }.map { rows.id(at: $0).text }
    let queued = Set(draft.draft.operations.map(\.id))
    if undecided.contains(where: { queued.contains(PolicyID($0)) }) {
      Output.say(Self.remark("Left out, as it is undecided whether they let in what the filter names:", undecided))
    }
    return kept.intersection(queued)
  }

  /// The server's policies that the filter keeps, in the order; what is to be known of some is said on standard error.
  ///
  /// New policies of the draft are not policies yet.
  func policies(of session: Session, in loaded: LoadedPolicies) async throws(Problem) -> ListedRows {
    let (kept, undecided, wide) = try await sieve(session, loaded)
    if !undecided.isEmpty {
      Output.say(Self.remark("It is undecided whether these let in what the filter names:", undecided, loaded.list))
    }
    if !wide.isEmpty { Output.say(Self.remark("These let in others too:", wide, loaded.list)) }
    return ListedRows(loaded.list, rows: kept)
  }

  /// The same of those that a change may touch.
  ///
  /// None that lets in others than the filter names, and none of which it is undecided whether it lets in these: which
  /// are left out is said on standard error.
  func editable(of session: Session, in loaded: LoadedPolicies) async throws(Problem) -> ListedRows {
    let (kept, undecided, wide) = try await sieve(session, loaded)
    if !undecided.isEmpty {
      let text = "Left out, as it is undecided whether they let in what the filter names; name them by their ids:"
      Output.say(Self.remark(text, undecided, loaded.list))
    }
    if !wide.isEmpty {
      Output.say(Self.remark("Left out, as they let in others too; name them by their ids:", wide, loaded.list))
    }
    let left = Set(undecided + wide)
    return ListedRows(loaded.list, rows: kept.filter { !left.contains($0) })
  }

  private typealias Sieved = (kept: [Int], undecided: [Int], wide: [Int])

  private func sieve(_ session: Session, _ loaded: LoadedPolicies) async throws(Problem) -> Sieved {
    let rows = try await rows(of: session, in: loaded, try await session.workspace.draft())
    var sieved: Sieved = ([], [], [])
    for place in rows.indices {
      guard case .policy(let row) = rows[place] else { continue }
      sieved.kept.append(row)
      let sign = rows.sign(at: place)
      if sign.contains(.undecided) {
        sieved.undecided.append(row)
      } else if sign.contains(.opensOthers) {
        sieved.wide.append(row)
      }
    }
    return sieved
  }

  private static func remark(_ text: String, _ rows: [Int], _ list: PolicyList) -> String {
    remark(text, rows.map { "\(list[$0].fields.shownPattern) (\(list[$0].id))" })
  }

  /// A sentence and the first of those that it speaks of.
  private static func remark(_ text: String, _ names: [String]) -> String {
    let more = names.count > 10 ? ", and \(names.count - 10) more" : ""
    return "postern: \(text) \(names.prefix(10).joined(separator: ", "))\(more)"
  }

  var asksForUsage: Bool { query.asksForUsage || order.asksForUsage }

  private func rows(
    of session: Session,
    in loaded: LoadedPolicies,
    _ draft: DraftSnapshot
  ) async throws(Problem) -> FilteredRows {
    var findings: AccountFindings?
    if query.asksForFindings {
      let complete = query.asksForUnused ? await session.usage.completeUsage(of: loaded.list) : nil
      findings = try await session.workspace.findings(on: loaded.list, draft: draft, usage: complete)
    }
    let usage = asksForUsage ? await session.usage.usage(of: loaded.list) : nil
    guard !asksForUsage || usage != nil else { throw .noMail(of: session.account.name) }
    usage?.sayWhatIsMissing()
    do {
      return try PolicyFilter.rows(
        of: loaded.list,
        draft: draft.draft,
        query: query,
        order: order,
        findings: findings?.rows ?? RowFindings(),
        knowing: QueryFacts(
          now: Instant(Date()),
          policies: query.asksForReach ? await session.workspace.policies(of: loaded.list) : nil,
          usage: usage
        )
      )
    } catch {
      throw Problem(.interrupted, what: "Interrupted.", advice: "", retry: .safe)
    }
  }
}

extension PolicyUsage {
  /// Says on standard error of which mail nothing is known, since a number of messages does not show it.
  func sayWhatIsMissing() {
    for gap in coverage?.gaps ?? [] { Output.say("postern: \(gap)") }
  }
}
