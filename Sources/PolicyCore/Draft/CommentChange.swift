import Patterns

/// Why an expression that is to be found in comments is none, as a clause.
package struct CommentProblem: Error, Hashable, Sendable {
  package let reason: String
}

/// What is done to the comments of several policies at once.
package enum CommentChange: Hashable, Sendable {
  case set(String)
  /// Put before what is there, with a blank between.
  case before(String)
  /// Put behind what is there, with a blank between.
  case behind(String)
  /// Put in place of what an expression finds; `$1` is what its first group found.
  case replace(String, with: String)

  /// The comments after the change, in the same order; throws why the expression is none.
  ///
  /// A comment in which replacing takes too long, or whose groups the template does not know, stays as it is.
  package func results(of comments: [String]) throws(CommentProblem) -> [String] {
    switch self {
    case .set(let text): return comments.map { _ in text }
    case .before(let text): return comments.map { Self.joined(text, $0) }
    case .behind(let text): return comments.map { Self.joined($0, text) }
    case .replace(let expression, let template):
      do throws(RegexProblem) {
        let replacer = try TextReplacer(expression, with: template)
        return comments.map { replacer.replacing(in: $0) ?? $0 }
      } catch {
        throw CommentProblem(reason: "\(error.reason) (at character \(error.offset + 1))")
      }
    }
  }

  /// With one blank between, unless one of the two is empty or has one there, or the second begins with a sign that
  /// stands close, such as a comma.
  private static func joined(_ first: String, _ second: String) -> String {
    let isApart =
      first.isEmpty || second.isEmpty || first.last?.isWhitespace == true || second.first?.isWhitespace == true
      || second.first.map { ",;.:!?)".contains($0) } == true
    return first + (isApart ? "" : " ") + second
  }
}
