import PolicyCore
import Policies
import PolicyQuery
import Values

extension DesiredScope {
  /// The policies that a filter keeps by what they say; those of which it is undecided, and those that let in others
  /// than a `covers:` or `opens:` names, are not in it.
  ///
  /// Throws a ``Problem`` of kind `usage` for a filter that is empty, that cannot be understood, or that asks for
  /// anything beside the content: what is in the scope must not depend on the day or on the rules.
  init(filter text: String) throws(Problem) {
    let query = try PolicySieve(changing: text, sparing: "nothing was planned").query
    if let term = query.terms.first(where: { !$0.condition.isContent }) {
      let characters = Array(text)
      let shown = String(characters[term.range.clamped(to: characters.indices)])
      throw Problem(
        .usage,
        what: "\(shown) is no term of content, and a scope has no others.",
        advice:
          "Use words, type:, trusted:, accept:, exempt:, verify:, regex:, pattern:, comments:, covers: and opens:."
      )
    }
    self.init(text: text) { list in
      let rows: FilteredRows
      do throws(CancellationError) {
        rows = try PolicyFilter.rows(of: list, query: query)
      } catch {
        return .failure(Problem(.interrupted, what: "Interrupted.", advice: "", retry: .safe))
      }
      var isKept = [Bool](repeating: false, count: list.count)
      for place in rows.indices {
        guard case .policy(let row) = rows[place], rows.sign(at: place).isEmpty else { continue }
        isKept[row] = true
      }
      return .success(isKept)
    }
  }
}

extension QueryTerm.Condition {
  /// Whether it is about what a policy says, and about nothing else.
  fileprivate var isContent: Bool {
    switch self {
    case .word, .expression, .type, .flag, .domain, .reach: true
    case .text(let column, _): column != .id
    case .operation, .effect, .finding, .rule, .modified, .created, .age, .changed, .expires: false
    }
  }
}
